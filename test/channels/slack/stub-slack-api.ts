import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call as it came. `body` is the form (each field that is JSON read) or the JSON that was sent. */
export type Call = {
  readonly method: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
};
export type Answer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** An object goes as JSON, a string as it is. */
      readonly body?: object | string;
    }
  | 'hang'
  | 'reset';

export const TEAM = 'T-SCHOOL';
export const BOT = 'U-SHARE-CHECK';
export const SCOPES = ['chat:write', 'users:read'];

export const ok = (fields: object = {}): Answer => ({ status: 200, body: { ok: true, ...fields } });
export const fails = (error: string, fields: object = {}): Answer => ({
  status: 200,
  body: { ok: false, error, ...fields },
});
export const slowDown = (seconds: number): Answer => ({
  status: 429,
  headers: { 'Retry-After': String(seconds) },
  body: { ok: false, error: 'ratelimited' },
});
export const broken = (status = 500): Answer => ({ status, body: 'Something went wrong: xoxb-not-yours' });
export const garbled: Answer = { status: 200, body: '<html>Something went wrong</html>' };

/** A private channel of this workspace, with Share Check in it. */
export const channelWith = (changes: object = {}): Answer =>
  ok({
    channel: {
      id: 'C1',
      is_private: true,
      is_member: true,
      is_archived: false,
      is_shared: false,
      is_org_shared: false,
      is_ext_shared: false,
      is_pending_ext_shared: false,
      pending_shared: [],
      ...changes,
    },
  });
/** A full member of this workspace. */
export const personWith = (changes: object = {}): Answer =>
  ok({
    user: {
      id: 'U1',
      team_id: TEAM,
      deleted: false,
      is_bot: false,
      is_restricted: false,
      is_ultra_restricted: false,
      ...changes,
    },
  });

/** Slack where everything works: what is answered to a method nobody said anything about. */
function usual({ method, body }: Call, count: number): Answer {
  switch (method) {
    case 'auth.test':
      return {
        status: 200,
        headers: { 'X-OAuth-Scopes': SCOPES.join(',') },
        body: { ok: true, team_id: TEAM, user_id: BOT, bot_id: 'B1' },
      };
    case 'chat.postMessage':
      return ok({ channel: body.channel, ts: `1764000000.${String(count).padStart(6, '0')}` });
    case 'conversations.info':
      return channelWith();
    case 'conversations.members':
      return ok({ members: [BOT, 'U-LEAD'], response_metadata: { next_cursor: '' } });
    case 'conversations.open':
      return ok({ channel: { id: `D-${String(body.users)}` } });
    case 'users.info':
      return personWith({ is_bot: body.user === BOT });
    case 'views.open':
      return ok({ view: { id: `V${count}` } });
    default:
      return ok();
  }
}

/** Stands in for Slack's Web API on loopback: keeps what it is sent, and answers as told or as when all is well. */
export async function stubSlackApi() {
  const calls: Call[] = [];
  const next = new Map<string, Answer[]>();
  const always = new Map<string, (call: Call) => Answer>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString('utf8');
    const method = (request.url ?? '').replace(/^\/(api\/)?/, '');
    const isJson = request.headers['content-type']?.startsWith('application/json') === true;
    const call = { method, body: isJson ? JSON.parse(text) : readForm(text), headers: request.headers };
    calls.push(call);
    const answer = next.get(method)?.shift() ?? always.get(method)?.(call) ?? usual(call, calls.length);
    if (answer === 'hang') return;
    if (answer === 'reset') return void request.socket.resetAndDestroy();
    const { status, headers, body = '' } = answer;
    const kind = typeof body === 'string' ? 'text/html' : 'application/json';
    response.writeHead(status, { 'Content-Type': kind, ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    /** Recorded as the method `answers/1`. */
    responseUrl: `http://127.0.0.1:${port}/answers/1`,
    calls,
    bodiesOf: (method: string) => calls.filter((call) => call.method === method).map(({ body }) => body),
    methods: () => calls.map(({ method }) => method),
    /** The next calls of this method get these answers, in order. */
    will: (method: string, ...answers: readonly Answer[]) =>
      void next.set(method, [...(next.get(method) ?? []), ...answers]),
    /** Every call of this method gets this answer, from now on. */
    always: (method: string, answer: Answer | ((call: Call) => Answer)) =>
      void always.set(method, typeof answer === 'function' ? answer : () => answer),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

export type StubSlackApi = Awaited<ReturnType<typeof stubSlackApi>>;

/** Where nobody listens. */
export async function deadApiUrl(): Promise<string> {
  const gone = await stubSlackApi();
  await gone.close();
  return gone.apiUrl;
}

function readForm(text: string): Record<string, unknown> {
  return Object.fromEntries(
    [...new URLSearchParams(text)].map(([name, value]) => [
      name,
      /^[[{]/.test(value) ? JSON.parse(value) : value,
    ]),
  );
}
