/** An answer of the connector that is not a success, or none at all. Carries nothing of what was sent. */
export class ConnectorFault extends Error {
  override name = 'ConnectorFault';
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
  /** The message may have arrived although no answer says so. */
  readonly unclear: boolean;
  constructor(status: number, unclear: boolean, retryAfterSeconds?: number) {
    super(status === 0 ? 'The connector did not answer.' : `The connector answered ${status}.`);
    this.status = status;
    this.unclear = unclear;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export type ConnectorRequest = {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};
export type ConnectorResponse = {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly text: string;
};

/** Failures where nothing left this machine. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Answers after which the message may have arrived all the same. 503 is a refusal before any work. */
const UNCLEAR = new Set([408, 500, 502, 504]);

/**
 * One request to the connector: no retries (the delivery worker decides about those), no redirects (a redirect could
 * lead away from the hosts that were checked), one deadline. Rejects with `ConnectorFault` for everything but 2xx.
 */
export async function callConnector(
  request: ConnectorRequest,
  timeoutMs: number,
): Promise<ConnectorResponse> {
  const { url, method, headers, body } = request;
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new ConnectorFault(
        response.status,
        UNCLEAR.has(response.status),
        retryAfter(response.headers.get('retry-after')),
      );
    }
    return { status: response.status, headers: [...response.headers], text };
  } catch (error) {
    if (error instanceof ConnectorFault) throw error;
    throw new ConnectorFault(0, !NOT_SENT.has(codeOf(error)));
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}

/** Seconds to wait, from a `Retry-After` header of either form (RFC 9110, 10.2.3). */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}
