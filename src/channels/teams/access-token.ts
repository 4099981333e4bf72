import { Fault } from '../../fault.ts';

/** No token was to be had, so nothing has left. Carries nothing of the credentials. */
export class TokenFault extends Error {
  override name = 'TokenFault';
  /** Microsoft refuses these credentials; otherwise its login could not be reached, which passes. */
  readonly refused: boolean;
  /** Microsoft's own number for what is wrong, such as AADSTS7000222 for a secret that has run out. */
  readonly code: string | undefined;
  constructor(refused: boolean, code?: string) {
    super(refused ? 'The credentials were refused.' : 'The login service gave no token.');
    this.refused = refused;
    this.code = code;
  }
}

/** Words of RFC 6749, 5.2, for a request that will be refused again however often it is made. */
const REFUSALS = new Set([
  'invalid_client',
  'unauthorized_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
]);

/**
 * `ask` with a deadline, and asked once for all who wait: when a token has run out, everybody who writes needs the next one in
 * the same moment. Rejects with `TokenFault`, or with the `Fault` that
 * `ask` rejects with.
 */
export function accessToken(ask: () => Promise<string>, timeoutMs: number): () => Promise<string> {
  let asked: Promise<string> | undefined;
  return () => {
    asked ??= withDeadline(ask(), timeoutMs)
      .catch((error: unknown) => {
        if (error instanceof Fault) throw error;
        throw new TokenFault(isRefusal(error), codeOf(error));
      })
      .finally(() => {
        asked = undefined;
      });
    return asked;
  };
}

async function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Too late.')), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'errorCode' in error && REFUSALS.has(String(error.errorCode));
}

/** Nothing else of what the login says is kept. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? /AADSTS\d{4,9}/.exec(error.message)?.[0] : undefined;
}
