import { createHmac } from 'node:crypto';

/** Slack's old way to say who sends; still in every request, and to be relied on by nobody. */
export const TOKEN = 'made-up-verification-token';

/** A request as Slack sends it, before it is signed. */
export type SlackRequest = { readonly contentType: string; readonly body: string };

export type Sending = {
  /** Where the service listens, such as `http://127.0.0.1:3000`. */
  readonly base: string;
  readonly secret: string;
  readonly path?: string;
  /** Seconds since 1970; now, when left out. */
  readonly timestamp?: number;
  /** In the place of the right signature; null leaves the header out. */
  readonly signature?: string | null;
  /** How often Slack has tried already, and why it tries again. */
  readonly retry?: { readonly number: number; readonly reason?: string };
};

export type SlackResponse = { readonly status: number; readonly body: string };

/** Slack's signature over a body, version 0: HMAC SHA-256 under the signing secret. */
export function signatureOf(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** A payload in the form in which Slack sends presses, views and shortcuts. */
export function interaction(payload: object): SlackRequest {
  return {
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
  };
}

/** Fields in the form in which Slack sends commands. */
export function command(fields: Readonly<Record<string, string>>): SlackRequest {
  return {
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(fields).toString(),
  };
}

/** An event of the Events API. */
export function event(payload: object): SlackRequest {
  return { contentType: 'application/json', body: JSON.stringify(payload) };
}

/** Sends a request signed as Slack signs it, or otherwise as told; resolves with what came back. */
export async function sendSigned(request: SlackRequest, sending: Sending): Promise<SlackResponse> {
  const { base, secret, path = '/slack/events', retry } = sending;
  const timestamp = sending.timestamp ?? Math.floor(Date.now() / 1000);
  const signature =
    sending.signature === undefined ? signatureOf(secret, timestamp, request.body) : sending.signature;
  const response = await fetch(base + path, {
    method: 'POST',
    body: request.body,
    headers: {
      'Content-Type': request.contentType,
      'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'X-Slack-Request-Timestamp': String(timestamp),
      ...(signature === null ? {} : { 'X-Slack-Signature': signature }),
      ...(retry === undefined
        ? {}
        : {
            'X-Slack-Retry-Num': String(retry.number),
            'X-Slack-Retry-Reason': retry.reason ?? 'http_timeout',
          }),
    },
  });
  return { status: response.status, body: await response.text() };
}
