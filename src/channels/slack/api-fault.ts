import { SlackFault } from './slack-api.ts';

/** Failures where nothing left this machine. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Slack's own words for having failed half-way. */
const HALF_WAY = new Set(['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout']);

/** What Slack calls a fault. Anything else in its place may hold what was sent. */
const WORD = /^[a-z0-9_]{1,80}$/;
const SCOPES = /^[a-z0-9_.:,-]{1,200}$/;

/** `fetch` that rejects with a `SlackFault` for everything but 200. Follows no redirect: it could lead the token away. */
export async function fetchFromSlack(input: string | URL, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(input, { ...init, redirect: 'error' });
  } catch (error) {
    throw networkFault(error);
  }
  const { status } = response;
  if (status === 200) return response;
  // Given back to the pool: nobody reads it.
  response.body?.cancel().catch(() => undefined);
  throw answeredFault(status, response.headers.get('retry-after'));
}

/** Any status but 200. */
export function answeredFault(status: number, wait: string | null): SlackFault {
  if (status === 429) return new SlackFault('ratelimited', false, retryAfter(wait));
  return new SlackFault(`http_${status}`, status >= 500);
}

/** What a failed call of the SDK means, with nothing of what was sent, what was answered, or the token. */
export function toSlackFault(error: unknown): SlackFault {
  if (error instanceof SlackFault) return error;
  if (!(error instanceof Error)) return networkFault(error);
  // The classes of the SDK, told by what they hold: this module loads nothing of it.
  if ('original' in error && error.original instanceof SlackFault) return error.original;
  if ('data' in error && typeof error.data === 'object' && error.data !== null)
    return platformFault(error.data);
  return networkFault(error);
}

/** An answer of Slack's that says no. */
export function platformFault(answer: {
  readonly error?: unknown;
  readonly needed?: unknown;
  readonly response_metadata?: { readonly retryAfter?: number };
}): SlackFault {
  const { error, needed, response_metadata } = answer;
  // Where the answer was no JSON, the SDK puts all of it here.
  if (typeof error !== 'string' || !WORD.test(error)) return new SlackFault('malformed_answer', true);
  const scope = typeof needed === 'string' && SCOPES.test(needed) ? needed : undefined;
  if (error === 'ratelimited' || error === 'rate_limited')
    return new SlackFault('ratelimited', false, response_metadata?.retryAfter);
  return new SlackFault(error, HALF_WAY.has(error), undefined, scope);
}

/** No answer came. What became of it is told by the cause. */
export function networkFault(error: unknown): SlackFault {
  if (error instanceof Error && error.name === 'TimeoutError') return new SlackFault('timeout', true);
  const cause = error instanceof Error ? error.cause : undefined;
  const codes = cause instanceof AggregateError ? cause.errors.map(codeOf) : [codeOf(cause)];
  return codes.length > 0 && codes.every((code) => NOT_SENT.has(code))
    ? new SlackFault('unreachable', false)
    : new SlackFault('connection_lost', true);
}

function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}

function retryAfter(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) : undefined;
}
