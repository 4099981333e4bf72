import { createHmac } from 'node:crypto';
import { Agent, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { DeliveryError } from './messenger.ts';
import { retryAfter } from './retry-after.ts';

export type SignedPostSettings = {
  /** https; http for this machine alone. */
  readonly url: string;
  /** 24 to 64 bytes. */
  readonly secret: Buffer;
  /** What the settings are called: `CASE_WEBHOOK` for CASE_WEBHOOK_URL and CASE_WEBHOOK_SECRET. */
  readonly setting: 'TEXT_WEBHOOK' | 'CASE_WEBHOOK';
};

/** Posts this text under this id. Resolves once it was taken; rejects with a DeliveryError. */
export type SignedPost = (id: string, body: string) => Promise<void>;

/** Less than a delivery has. In milliseconds. */
const WITHIN = 15_000;
const LARGEST_ANSWER = 64 * 1024;
const PLAIN = { request: plainRequest, agent: new Agent({ keepAlive: true }), ready: 'connect' } as const;
const SECURE = {
  request: secureRequest,
  agent: new SecureAgent({ keepAlive: true }),
  ready: 'secureConnect',
} as const;

/**
 * Signed posts to one address, after the Standard Webhooks specification 1.0.0: `webhook-id` is the id of the delivery, the same at
 * every try, so that a repeat is harmless; `webhook-signature` an HMAC-SHA256 over `id.timestamp.body`. A redirect is not followed,
 * as the address it names was chosen by nobody here. The answer is not read but for its status.
 */
export function openSignedPost(
  settings: SignedPostSettings,
  now: () => number = Date.now,
  within = WITHIN,
): SignedPost {
  return async (id, body) => {
    const timestamp = Math.floor(now() / 1000);
    const answer = await post(settings.url, body, within, {
      'content-type': 'application/json',
      'user-agent': 'share-check',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf(settings.secret, id, timestamp, body),
    });
    const fault = faultOf(answer, settings.setting, now());
    if (fault !== null) throw new DeliveryError(fault);
  };
}

/** `v1,` and the signature in base64. `timestamp`: seconds since 1970. */
export function signatureOf(secret: Buffer, id: string, timestamp: number, body: string): string {
  return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly wait: string | undefined }
  /** `left`: the request may have arrived. */
  | { readonly kind: 'none'; readonly left: boolean };

function post(
  url: string,
  body: string,
  within: number,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const { request, agent, ready } = url.startsWith('https:') ? SECURE : PLAIN;
  return new Promise((resolve) => {
    // Before there is a connection nothing can have left this machine, whatever goes wrong.
    let left = false;
    const length = String(Buffer.byteLength(body));
    const options = { agent, method: 'POST', headers: { ...headers, 'content-length': length } };
    const sent = request(url, options, (response) => {
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > LARGEST_ANSWER) response.destroy();
      });
      response.on('error', () => undefined);
      response.on('close', () => clearTimeout(deadline));
      const { statusCode: status = 0, headers: said } = response;
      resolve({ kind: 'answer', status, wait: said['retry-after'] });
    });
    const deadline = setTimeout(() => sent.destroy(new Error('Too late.')), within);
    sent.on('socket', (socket) => {
      if (!socket.connecting) left = true;
      else
        socket.once(ready, () => {
          left = true;
        });
    });
    sent.on('error', () => {
      clearTimeout(deadline);
      resolve({ kind: 'none', left });
    });
    sent.end(body);
  });
}

const RETRIED =
  'What is to be sent waits and is tried again. Put this right, and until then ring whoever has to know.';

/** Refused for good is what answers 422 and nothing else: all other refusals are for somebody to put right. */
function faultOf(
  answer: Answer,
  setting: SignedPostSettings['setting'],
  now: number,
): ConstructorParameters<typeof DeliveryError>[0] | null {
  const receiver = `The receiver at ${setting}_URL`;
  const named = setting === 'TEXT_WEBHOOK' ? 'text-webhook' : 'case-webhook';
  if (answer.kind === 'none') {
    return {
      code: `${named}-unreachable`,
      message: `${receiver} did not answer.`,
      remedy: `It is tried again. If this lasts, check ${setting}_URL, and that this machine may connect to it.`,
      unclear: answer.left,
    };
  }
  const { status } = answer;
  const wait = retryAfter(answer.wait, now);
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) {
    return {
      code: `${named}-moved`,
      message: `${receiver} sends on to another address (${status}), and that is not followed.`,
      remedy: `Set ${setting}_URL to the address it sends on to, if that is the right one. ${RETRIED}`,
    };
  }
  if (status === 401 || status === 403) {
    return {
      code: `${named}-secret-refused`,
      message: `${receiver} refuses the signature (${status}).`,
      remedy: `Set ${setting}_SECRET to what the receiver checks it with, and check the clock of this machine. ${RETRIED}`,
    };
  }
  if (status === 422) {
    return {
      code: `${named}-message-refused`,
      message: `${receiver} says that it will never take this (422).`,
      remedy:
        setting === 'TEXT_WEBHOOK'
          ? 'Check the number under mobile in people.yaml, and ring the person now. Then run: share-check deliveries retry.'
          : 'Ask whoever looks after the receiver. Then run: share-check deliveries retry.',
      permanent: true,
    };
  }
  if (status === 429 || status === 503) {
    return {
      code: `${named}-busy`,
      message: `${receiver} asks to wait (${status}).`,
      remedy: 'It is tried again.',
      ...wait,
    };
  }
  if (status >= 500) {
    return {
      code: `${named}-unreachable`,
      message: `${receiver} failed (${status}).`,
      remedy: 'It is tried again. If this lasts, ask whoever looks after the receiver.',
      unclear: true,
      ...wait,
    };
  }
  return {
    code: `${named}-refused`,
    message: `${receiver} does not take this (${status}).`,
    remedy: `Check ${setting}_URL, and ask whoever looks after the receiver. ${RETRIED}`,
  };
}
