import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Part } from './checks.ts';
import type { Fault, Faults } from './faults.ts';
import { answerTo } from './messages.ts';
import { METHODS, SCOPES } from './web-methods.ts';
import type { Call, Workspace } from './workspace.ts';

/** Answers one request to Slack: a method of the Web API, or an address to answer to. Never rejects for what was asked. */
export async function serve(
  workspace: Workspace,
  faults: Faults,
  calls: Call[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? '';
  const answering = /^\/actions\/[^/]+\/([^/?]+)$/.exec(path)?.[1];
  const method = answering === undefined ? (/^\/api\/([\w.]+)$/.exec(path)?.[1] ?? path) : 'response_url';
  const args = argsOf(await bodyOf(request), request.headers['content-type'] ?? '');
  const fault = faults.take(method);
  const does = fault === undefined || ('done' in fault && fault.done === true);
  const done = !does
    ? { status: 200, body: {} }
    : answering === undefined
      ? { status: 200, body: call(workspace, method, args, tokenOf(request, args)) }
      : answerTo(workspace, answering, args);
  const { status, headers, text, answer } = answerFor(fault, done);
  calls.push({ method, args: { ...args, token: undefined }, answer, status });
  if (status === CUT) return void request.socket.destroy();
  if (status === NEVER) return;
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'X-OAuth-Scopes': workspace.scopes.join(','),
    ...headers,
  });
  response.end(text);
}

/** In the place of a status: no answer is given. */
const CUT = 0;
const NEVER = -1;

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly answer: Part | null;
};

function answerFor(fault: Fault | undefined, done: { readonly status: number; readonly body: Part }): Answer {
  const json = (status: number, body: Part, headers = {}): Answer => ({
    ...{ status, headers, answer: body },
    text: JSON.stringify(body),
  });
  switch (fault?.kind) {
    case undefined:
      return json(done.status, done.body);
    case 'error':
      return json(200, { ok: false, error: fault.error });
    case 'rate-limit':
      return json(429, { ok: false, error: 'ratelimited' }, { 'Retry-After': String(fault.retryAfter) });
    case 'status':
      return json(fault.status, { ok: false, error: 'internal_error' });
    case 'page':
      return {
        ...{ status: fault.status, headers: { 'Content-Type': 'text/html' }, answer: null },
        text: '<html><body>Bad gateway</body></html>',
      };
    default:
      return { status: fault?.kind === 'hang' ? NEVER : CUT, headers: {}, text: '', answer: null };
  }
}

function call(workspace: Workspace, name: string, args: Part, token: string): Part {
  const no = (error: string, more: Part = {}): Part => ({ ok: false, error, ...more });
  const method = METHODS[name];
  if (method === undefined) return no('unknown_method');
  if (token === '') return no('not_authed');
  if (token !== workspace.token) return no('invalid_auth');
  const needed = SCOPES[name] ?? [];
  if (needed.length > 0 && !needed.some((scope) => workspace.scopes.includes(scope)))
    return no('missing_scope', { needed: needed.join(','), provided: workspace.scopes.join(',') });
  const answer = method(workspace, args);
  return typeof answer.error === 'string' ? no(answer.error) : { ok: true, ...answer };
}

function tokenOf(request: IncomingMessage, args: Part): string {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? (typeof args.token === 'string' ? args.token : '');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}

/** Arguments as the method sees them; in a form, what is not plain text is JSON. */
function argsOf(body: string, type: string): Part {
  if (type.startsWith('application/json')) return JSON.parse(body === '' ? '{}' : body) as Part;
  const pairs = [...new URLSearchParams(body)].map(([key, value]) => [key, unpacked(key, value)]);
  return Object.fromEntries(pairs) as Part;
}

function unpacked(key: string, value: string): unknown {
  if (key !== 'view' && key !== 'blocks') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
