import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Got = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** A real HTTP server on loopback: keeps what it was sent, and answers as told. */
export async function startReceiver(
  answer: (got: Got, response: ServerResponse) => void = (_got, response) => void response.end('{}'),
) {
  const got: Got[] = [];
  let answering = answer;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body };
      got.push(one);
      answering(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    got,
    answer: (next: typeof answer) => {
      answering = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with this status, and nothing else. */
export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}) =>
  (_got: Got, response: ServerResponse): void =>
    void response.writeHead(code, headers).end('canary-answer');
