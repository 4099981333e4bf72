import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';
import { answeredFault, networkFault, platformFault } from './api-fault.ts';
import { SlackFault } from './slack-api.ts';

export type JsonCalls = {
  /**
   * Calls one method of the Web API with JSON; resolves with what Slack answered. One attempt, one deadline, no redirect. Rejects
   * with a `SlackFault` that holds neither the token nor anything that was sent.
   */
  call(method: string, body: object): Promise<Readonly<Record<string, unknown>>>;
};

/** More than Slack ever answers to a view. */
const LARGEST_ANSWER = 4 * 1024 * 1024;

/**
 * The calls that somebody waits for in front of a window: straight over one kept connection, in a third of the time that the SDK's
 * client takes for its queue, retries and forms.
 */
export function createJsonCalls(apiUrl: string, token: string, timeoutMs: number): JsonCalls {
  const secure = apiUrl.startsWith('https:');
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const request = secure ? overHttps : overHttp;
  const { protocol, hostname, port, pathname } = new URL(apiUrl);
  const place = { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port, agent, method: 'POST' };

  const send = (path: string, body: Buffer): Promise<IncomingMessage & { readonly text: string }> =>
    new Promise((resolve, reject) => {
      const headers = {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': body.length,
      };
      const sent = request({ ...place, path, headers }, (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size > LARGEST_ANSWER) sent.destroy();
          parts.push(part);
        });
        response.on('error', reject);
        response.on('end', () => {
          clearTimeout(deadline);
          resolve(Object.assign(response, { text: Buffer.concat(parts).toString('utf8') }));
        });
      });
      const deadline = setTimeout(() => sent.destroy(new SlackFault('timeout', true)), timeoutMs);
      sent.on('error', (error) => {
        clearTimeout(deadline);
        reject(error instanceof SlackFault ? error : networkFault(new Error('lost', { cause: error })));
      });
      sent.end(body);
    });

  return {
    async call(method, body) {
      const {
        statusCode = 0,
        headers,
        text,
      } = await send(`${pathname}${method}`, Buffer.from(JSON.stringify(body), 'utf8'));
      if (statusCode !== 200) throw answeredFault(statusCode, headers['retry-after'] ?? null);
      const answer = readAnswer(text);
      if (answer?.ok !== true) throw platformFault(answer ?? {});
      return answer;
    },
  };
}

function readAnswer(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
