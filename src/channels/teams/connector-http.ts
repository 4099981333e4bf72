import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';

/** An answer of the connector that is not a success, or none at all. Carries nothing of what was sent. */
export class ConnectorFault extends Error {
  override name = 'ConnectorFault';
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
  /** The message may have arrived although no answer says so. */
  readonly unclear: boolean;
  /** The connector's own word for what is wrong, such as `BotNotInConversationRoster`: letters only. */
  readonly code: string | undefined;
  constructor(status: number, unclear: boolean, retryAfterSeconds?: number, code?: string) {
    super(status === 0 ? 'The connector did not answer.' : `The connector answered ${status}.`);
    this.status = status;
    this.unclear = unclear;
    this.retryAfterSeconds = retryAfterSeconds;
    this.code = code;
  }
}

export type ConnectorRequest = {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Without one in the local mode. */
  readonly token: string | undefined;
  readonly body: object | undefined;
};

/** Answers after which the message may have arrived all the same. 503 is a refusal before any work. */
const UNCLEAR = new Set([408, 500, 502, 504]);

/** More than the connector ever answers: its largest answer is a page of members. */
const LARGEST_ANSWER = 4 * 1024 * 1024;

/** A connection that nobody has used for so long may have been given up at the other end without a word. */
const KEPT_MS = 15_000;
const KEPT = { keepAlive: true, timeout: KEPT_MS };
const CLEAR = { agent: new HttpAgent(KEPT), request: overHttp };
const SECURE = { agent: new HttpsAgent(KEPT), request: overHttps };

/**
 * One request to the connector: no retries (the delivery worker decides about those), no redirects (a redirect could
 * lead away from the hosts that were checked), one deadline. Connections are kept for the next request. Resolves with the text
 * of the answer; rejects with `ConnectorFault` for everything but 2xx.
 */
export function callConnector(call: ConnectorRequest, timeoutMs: number): Promise<string> {
  const { agent, request } = call.url.startsWith('https:') ? SECURE : CLEAR;
  const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body), 'utf8');
  const headers = {
    Accept: 'application/json',
    'User-Agent': 'Share-Check',
    ...(call.token === undefined ? {} : { Authorization: `Bearer ${call.token}` }),
    ...(body === undefined
      ? {}
      : { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length }),
  };
  return new Promise((resolve, reject) => {
    // Before there is a connection nothing can have left this machine, whatever goes wrong.
    let connected = false;
    const sent = request(call.url, { agent, method: call.method, headers }, (response) => {
      read(response)
        .then((text) => {
          const { statusCode = 0 } = response;
          if (statusCode >= 200 && statusCode < 300) return resolve(text);
          reject(answered(statusCode, response.headers['retry-after'], text));
        })
        .catch(() => reject(new ConnectorFault(0, true)))
        .finally(() => clearTimeout(deadline));
    });
    const deadline = setTimeout(() => sent.destroy(new Error('Too late.')), timeoutMs);
    sent.on('socket', (socket) => {
      if (!socket.connecting) connected = true;
      else
        socket.once(agent === SECURE.agent ? 'secureConnect' : 'connect', () => {
          connected = true;
        });
    });
    sent.on('error', () => {
      clearTimeout(deadline);
      reject(new ConnectorFault(0, connected));
    });
    sent.end(body);
  });
}

async function read(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_ANSWER) throw new Error('Too large.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function answered(status: number, after: string | undefined, text: string): ConnectorFault {
  return new ConnectorFault(status, UNCLEAR.has(status), retryAfter(after), errorCode(text));
}

/** Nothing else of the body is kept: it may repeat what was sent. */
function errorCode(text: string): string | undefined {
  try {
    const code: unknown = JSON.parse(text)?.error?.code;
    return typeof code === 'string' && /^[A-Za-z]{1,60}$/.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds to wait, from a `Retry-After` header of either form (RFC 9110, 10.2.3). */
function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}
