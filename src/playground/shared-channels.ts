import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SharedChannels = {
  /** Where the service posts to channels. */
  readonly serviceUrl: string;
  stop(): Promise<void>;
};

/** What one window said to a request. */
type Said = { readonly status: number; readonly body: string };

const HERE = '127.0.0.1';
const POST_PATH = /^\/v3\/conversations\/[^/]+\/activities$/;
const CHANGE_PATH = /^(\/v3\/conversations\/[^/]+\/activities\/)([^/]+)$/;

/**
 * Each window of the Playground is a world of its own, with channels that only look the same. What the service posts to a
 * channel goes through here to every window, and a change of it as well, so that the lead sees in her window what the one who
 * tries it out sees in theirs. Everything else is asked of the first window. What people write themselves stays in their window.
 *
 * `windows` are the service URLs of the windows. Answers this machine only, and no page in a browser.
 */
export async function shareChannels(windows: readonly string[]): Promise<SharedChannels> {
  /** The ids that a post has in each window, under the id it has in the first. */
  const posts = new Map<string, readonly (string | undefined)[]>();

  const answer = async (request: IncomingMessage): Promise<Said> => {
    const { method = 'GET', url: path = '' } = request;
    const body = await bodyOf(request);
    const toAll = (pathIn: (at: number) => string | undefined): Promise<readonly Said[]> =>
      Promise.all(windows.map((window, at) => ask(window, method, pathIn(at), body)));
    const change = CHANGE_PATH.exec(path);
    if (method === 'POST' && POST_PATH.test(path)) {
      const said = await toAll(() => path);
      const ids = said.map(idIn);
      if (ids[0] !== undefined) posts.set(ids[0], ids);
      return said[0] ?? NOWHERE;
    }
    if (method === 'PUT' && change !== null) {
      const [, before = '', id = ''] = change;
      const ids = posts.get(decodeURIComponent(id)) ?? [id];
      const said = await toAll((at) => (ids[at] === undefined ? undefined : `${before}${ids[at]}`));
      return said[0] ?? NOWHERE;
    }
    return ask(windows[0] ?? '', method, path, body);
  };

  const server = createServer((request, response) => {
    const { host, origin } = request.headers;
    if (origin !== undefined || host !== `${HERE}:${port}`) return give(response, { status: 403, body: '' });
    void answer(request).then(
      (said) => give(response, said),
      () => give(response, NOWHERE),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, HERE, resolve));
  const { port } = server.address() as AddressInfo;

  return {
    serviceUrl: `http://${HERE}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A window that is not there, or has not got the message. */
const NOWHERE: Said = { status: 502, body: '' };

async function ask(window: string, method: string, path: string | undefined, body: string): Promise<Said> {
  if (path === undefined) return NOWHERE;
  const sent = body === '' ? {} : { body, headers: { 'Content-Type': 'application/json' } };
  try {
    const answer = await fetch(`${window}${path}`, { method, ...sent });
    return { status: answer.status, body: await answer.text() };
  } catch {
    return NOWHERE;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  return body;
}

function idIn({ body }: Said): string | undefined {
  try {
    const { id } = JSON.parse(body) as { readonly id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

function give(response: ServerResponse, { status, body }: Said): void {
  // Two steps: restify, which the service has loaded, takes from `writeHead` what it returns.
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body);
}
