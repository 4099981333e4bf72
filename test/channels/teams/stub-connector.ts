import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Sent = { readonly method: string; readonly path: string; readonly body: Record<string, unknown> };
export type Answer = {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
};

/** Stands in for the Bot Framework's connector: keeps what it is sent, answers with ids 1, 2, 3 … or as told. */
export async function stubConnector() {
  const sent: Sent[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const urls: string[] = [];
  const answers: Answer[] = [];
  const asked: string[] = [];
  const lists: Answer[] = [];
  const members: object[] = [];
  const answering: { to?: (request: Sent) => Answer | undefined } = {};
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString('utf8');
    const path = decodeURIComponent(request.url ?? '');
    if (request.method === 'GET') {
      asked.push(path);
      const { status, headers, body } = lists.shift() ?? { status: 200, body: { members } };
      if (status === 0) return void request.socket.destroy();
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      return void response.end(JSON.stringify(body ?? {}));
    }
    headers.push(request.headers);
    urls.push(request.url ?? '');
    const one = { method: request.method ?? '', path, body: text === '' ? {} : JSON.parse(text) };
    sent.push(one);
    const answer = answering.to?.(one) ??
      answers.shift() ?? { status: 200, body: { id: String(sent.length) } };
    if (answer.status === 0) return void request.socket.destroy();
    response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    serviceUrl: `http://127.0.0.1:${port}`,
    sent,
    /** What was looked up, and who is in every conversation. */
    asked,
    members,
    /** The next look-ups get these answers, in order. */
    willList: (...next: readonly Answer[]) => void lists.push(...next),
    /** Of each request in `sent`; the URL as it came. */
    ...{ headers, urls },
    /** The next requests get these answers, in order. Status 0 hangs up. */
    willAnswer: (...next: readonly Answer[]) => void answers.push(...next),
    /** Says first what a request gets; undefined for what gets the usual. */
    answering,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
