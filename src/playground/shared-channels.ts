import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SharedChannels = {
  /** Where the service posts to channels. */
  readonly serviceUrl: string;
  /** Where each window is to be written to, in their order. */
  readonly windows: readonly string[];
  stop(): Promise<void>;
};

/** What one window said to a request. */
type Said = { readonly status: number; readonly body: string };

const HERE = '127.0.0.1';
const EVERY = 'every';
const PATH = /^\/([^/]+)(\/.*)$/;
const POST_PATH = /^\/v3\/conversations\/[^/]+\/activities$/;
const CHANGE_PATH = /^(\/v3\/conversations\/[^/]+\/activities\/)([^/]+)$/;

/**
 * Each window of the Playground is a world of its own, with channels that only look the same. What the service writes to a
 * window goes through here. What it posts to a channel goes to every window, and when it changes one copy it changes all of
 * them, so that the lead sees in her window what the one who tries it out sees in theirs, and each what became of it. What
 * people write themselves stays in their window.
 *
 * `connectors` are the connectors of the windows. Answers this machine only, and no page in a browser.
 */
export async function shareChannels(connectors: readonly string[]): Promise<SharedChannels> {
  /** The ids that each post has in the windows, in their order. */
  const posts: (readonly (string | undefined)[])[] = [];

  const toAll = (method: string, body: string, pathIn: (at: number) => string | undefined) =>
    Promise.all(connectors.map((connector, at) => ask(connector, method, pathIn(at), body)));
  const answer = async ({ method = 'GET', url = '' }: IncomingMessage, body: string): Promise<Said> => {
    const [, where = '', path = ''] = PATH.exec(url) ?? [];
    const window = where === EVERY ? 0 : Number(where);
    const connector = connectors[window];
    if (connector === undefined) return NOWHERE;
    if (method === 'POST' && where === EVERY && POST_PATH.test(path)) {
      const said = await toAll(method, body, () => path);
      posts.push(said.map(idIn));
      return said[window] ?? NOWHERE;
    }
    const [, before = '', id = ''] = CHANGE_PATH.exec(path) ?? [];
    const post = posts.find((ids) => ids[window] === id);
    if (method !== 'PUT' || post === undefined) return ask(connector, method, path, body);
    const said = await toAll(method, body, (at) =>
      post[at] === undefined ? undefined : `${before}${post[at]}`,
    );
    return said[window] ?? NOWHERE;
  };

  const server = createServer((request, response) => {
    const { host, origin } = request.headers;
    if (origin !== undefined || host !== `${HERE}:${port}`) return give(response, { status: 403, body: '' });
    void bodyOf(request)
      .then((body) => answer(request, body))
      .catch(() => NOWHERE)
      .then((said) => give(response, said));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, HERE, resolve));
  const { port } = server.address() as AddressInfo;
  const at = (where: string | number) => `http://${HERE}:${port}/${where}`;

  return {
    serviceUrl: at(EVERY),
    windows: connectors.map((_, window) => at(window)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A window that is not there, or has not got the message. */
const NOWHERE: Said = { status: 502, body: '' };

async function ask(connector: string, method: string, path: string | undefined, body: string): Promise<Said> {
  if (path === undefined) return NOWHERE;
  const sent = body === '' ? {} : { body, headers: { 'Content-Type': 'application/json' } };
  try {
    const answer = await fetch(`${connector}${path}`, { method, ...sent });
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
