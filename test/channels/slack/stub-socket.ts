import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import WebSocket from 'ws';

type Open =
  | { readonly kind: 'address' }
  | { readonly kind: 'says'; readonly error: string }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Record<string, string> }
  | { readonly kind: 'hangs' }
  /** An address where nobody listens. */
  | { readonly kind: 'nowhere' };

/** Slack's side of Socket Mode on this machine: gives out an address, says hello, sends envelopes, keeps what comes back. */
export async function stubSocket(port = 0) {
  const tokens: string[] = [];
  const received: { readonly envelope_id: string; readonly payload: unknown }[] = [];
  const waiting: { readonly until: () => boolean; readonly resolve: () => void }[] = [];
  const sockets = new Set<Socket>();
  let opens: Open[] = [];
  let whenNone: Open = { kind: 'address' };
  let hello = true;
  let connections = 0;
  let latest: WebSocket | undefined;

  const changed = (): void => {
    for (const one of [...waiting]) {
      if (!one.until()) continue;
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve();
    }
  };
  const server = createServer((request, response) => {
    request.resume();
    tokens.push(request.headers.authorization ?? '');
    const how = opens.shift() ?? whenNone;
    const { port: own } = server.address() as AddressInfo;
    if (how.kind === 'status') response.writeHead(how.status, how.headers).end();
    else if (how.kind !== 'hangs') {
      response.setHeader('Content-Type', 'application/json');
      const url = how.kind === 'nowhere' ? 'ws://127.0.0.1:1/' : `ws://127.0.0.1:${own}/link`;
      response.end(JSON.stringify(how.kind === 'says' ? { ok: false, error: how.error } : { ok: true, url }));
    }
    changed();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const link = new WebSocket.Server({ server, path: '/link' });
  link.on('connection', (socket) => {
    connections += 1;
    latest = socket;
    socket.on('message', (data) => {
      received.push(JSON.parse(String(data)));
      changed();
    });
    if (hello) socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
    changed();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    tokens,
    received,
    connections: () => connections,
    /** How the next requests for an address are answered, and all after those. */
    willOpen(next: readonly Open[], after: Open = { kind: 'address' }) {
      opens = [...next];
      whenNone = after;
    },
    staysSilent: () => {
      hello = false;
    },
    send: (message: unknown) => latest?.send(typeof message === 'string' ? message : JSON.stringify(message)),
    /** Ends the connection without a word. */
    drop: () => latest?.terminate(),
    hangUp: () => latest?.close(1001),
    /** Resolves once it holds, looking whenever something reaches this side. */
    until: (holds: () => boolean) =>
      new Promise<void>((resolve) => {
        waiting.push({ until: holds, resolve });
        changed();
      }),
    close: () =>
      new Promise<void>((resolve) => {
        for (const client of link.clients) client.terminate();
        link.close();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
