import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import restify from 'restify';
import { Fault } from '../fault.ts';
import { type Check, metricsText, readiness } from './health.ts';
import { readJson } from './read-json.ts';

declare module 'restify' {
  interface Server {
    /** Handlers before all of restify; one that returns false has taken the request over. Not in its types. */
    first(handler: (request: IncomingMessage, response: ServerResponse) => boolean): this;
  }
}

export type ServerOptions = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Only requests to this machine's own names are answered, so that no page elsewhere can pose as it. */
  readonly local: boolean;
  /** `POST /api/messages`; absent where Teams is not set up. Never rejects. */
  readonly messages?: (request: {
    readonly body: unknown;
    readonly authorization: string;
  }) => Promise<{ readonly status: number; readonly body?: unknown }>;
  /**
   * `POST /slack/events`, the body unread: the signature is over its bytes. Absent where Slack is not set up or needs no
   * address. Answers every request itself.
   */
  readonly slack?: RequestListener;
  /** `GET /readyz`: database, outbox, channels, by name. */
  readonly checks: Readonly<Record<string, Check>>;
  /** `GET /metrics`: how many deliveries are in which state. */
  readonly deliveries: () => Promise<Readonly<Record<string, number>>>;
  /** `GET /metrics`: lines about questions, in its format. */
  readonly questions?: () => readonly string[];
  /** `GET /metrics`: lines about open cases, in its format. */
  readonly following?: () => Promise<readonly string[]>;
  /** Told of a fault of the port while it is served, by its code. The service goes on. */
  readonly fault?: (code: string) => void;
};

export type RunningServer = {
  readonly port: number;
  /** Takes no more requests, lets those in flight finish, and resolves when all are gone. */
  close(): Promise<void>;
};

export const LARGEST_BODY = 256 * 1024;
const CHECK_DEADLINE_MS = 5000;
/** Whoever sends a request drop by drop is let go of. */
const WHOLE_REQUEST_WITHIN_MS = 20_000;
/** Longer than a turn takes; then what is still open is cut off, so that nobody outside can hold up a stop. */
const FINISH_WITHIN_MS = 20_000;
const OWN_NAMES = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const OWN_PAGES = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** Starts the one port of the service. Rejects with a `Fault` when it cannot be had. Writes no log. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const server = restify.createServer({ name: 'share-check', handleUncaughtExceptions: false });
  server.server.requestTimeout = WHOLE_REQUEST_WITHIN_MS;
  server.server.headersTimeout = WHOLE_REQUEST_WITHIN_MS;
  server.first((request, response) => {
    const { slack, local } = options;
    if (slack === undefined || !isForSlack(request) || (local && !isFromHere(request))) return true;
    try {
      slack(request, response);
    } catch {
      // Not chained: restify's writeHead gives nothing back.
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
    // Past restify: it would answer as well, and the second answer to one request ends the process.
    return false;
  });
  server.pre((request, response, next) => {
    const refuse = (status: number, message: string): void => {
      response.send(status, { message });
      next(false);
    };
    if (options.local && !isFromHere(request)) {
      return refuse(403, 'In the local mode only this machine is answered.');
    }
    return isForSlack(request) ? refuse(404, 'Slack is not set up here.') : next();
  });

  server.post(
    '/api/messages',
    safely(async (request, response) => {
      if (options.messages === undefined) {
        response.send(404, { message: 'Teams is not set up here.' });
        return;
      }
      const body = await readJson(request, LARGEST_BODY);
      if (body.kind === 'refused') {
        response.header('Connection', 'close');
        response.send(body.status, { message: body.message });
        return;
      }
      const authorization = request.headers.authorization ?? '';
      const answer = await options.messages({ body: body.value, authorization });
      response.send(answer.status, answer.body);
    }),
  );
  server.get(
    '/healthz',
    safely(async (_request, response) => {
      response.send(200, { status: 'alive' });
    }),
  );
  server.get(
    '/readyz',
    safely(async (_request, response) => {
      const { ready, notReady } = await readiness(options.checks, CHECK_DEADLINE_MS);
      response.send(ready ? 200 : 503, ready ? { status: 'ready' } : { status: 'not ready', notReady });
    }),
  );
  server.get(
    '/metrics',
    safely(async (_request, response) => {
      const further = [...(options.questions?.() ?? []), ...((await options.following?.()) ?? [])];
      const text = metricsText(await options.deliveries(), further);
      response.sendRaw(200, text, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
    }),
  );
  server.on('restifyError', (_request, _response, error, done) => {
    error.toJSON = () => ({ message: 'There is nothing here.' });
    return done();
  });

  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.server.closeIdleConnections();
        // Those in use are not kept for another request.
        server.server.keepAliveTimeout = 1;
        setTimeout(() => server.server.closeAllConnections(), FINISH_WITHIN_MS).unref();
      }),
  };
}

function isForSlack({ method, url = '' }: IncomingMessage): boolean {
  return method === 'POST' && url.split('?', 1)[0] === '/slack/events';
}

function isFromHere({ headers: { host = '', origin } }: IncomingMessage): boolean {
  return OWN_NAMES.test(host) && (origin === undefined || OWN_PAGES.test(origin));
}

type Handler = (request: restify.Request, response: restify.Response) => Promise<void>;

/** Whatever goes wrong, a stranger learns that it did and no more. */
function safely(handler: Handler): Handler {
  return async (request, response) => {
    try {
      await handler(request, response);
    } catch {
      if (!response.headersSent) response.send(500, { message: 'This could not be done.' });
    }
  };
}

function listen(server: restify.Server, { host, port, fault }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port));
    server.once('error', refused);
    server.listen(port, host, () => {
      server.removeListener('error', refused);
      server.on('error', (error: NodeJS.ErrnoException) => fault?.(error.code ?? 'unexpected'));
      resolve();
    });
  });
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Fault {
  if (error.code === 'EADDRINUSE') {
    return new Fault(
      'port-in-use',
      `Port ${port} is already in use, perhaps by another Share Check.`,
      `Stop the other program, or choose another port: PORT=${port + 1} npm start`,
      { cause: error },
    );
  }
  if (error.code === 'EACCES') {
    return new Fault(
      'port-not-allowed',
      `Port ${port} may not be used by this account.`,
      'Choose a port above 1023, such as PORT=3978.',
      { cause: error },
    );
  }
  return new Fault(
    'cannot-listen',
    `The service cannot listen on ${host}, port ${port} (${error.code ?? 'no code'}).`,
    'Set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0, and PORT to a free port.',
    { cause: error },
  );
}
