import type { DeliveryLog } from './delivery/deliver.ts';

export type HeartbeatParts = {
  /** Called with GET as long as all is well. It may hold a secret: it stands in no log and in no error. */
  readonly address: string;
  readonly now: () => Date;
  readonly log: DeliveryLog;
  /** Stands in for the network; for tests. */
  readonly fetch?: typeof fetch;
  readonly timeoutMs?: number;
};

/** At most so often the address is called. */
const EVERY_MS = 60_000;
const TIMEOUT_MS = 5000;

/**
 * Tells a watcher outside that every open case was looked at: whoever watches raises the alarm when the calls stop. To be called when
 * a look has finished, and only then. Never rejects: a watcher that cannot be reached stops nothing here. It is logged by its code, once
 * for as long as it lasts.
 */
export function createHeartbeat(parts: HeartbeatParts): () => Promise<void> {
  const { address, now, log } = parts;
  const call = parts.fetch ?? fetch;
  let calledAt = Number.NEGATIVE_INFINITY;
  let failing: string | null = null;

  const beat = async (): Promise<string | null> => {
    try {
      const signal = AbortSignal.timeout(parts.timeoutMs ?? TIMEOUT_MS);
      const response = await call(address, { signal });
      await response.body?.cancel();
      return response.ok ? null : `http-${response.status}`;
    } catch (error) {
      return codeOf(error);
    }
  };

  return async () => {
    const at = now().getTime();
    if (at - calledAt < EVERY_MS) return;
    calledAt = at;
    const code = await beat();
    if (code !== null && code !== failing) log('heartbeat-failed', { code });
    if (code === null && failing !== null) log('heartbeat-works-again', {});
    failing = code;
  };
}

/** The system's own code, such as ENOTFOUND. The message of the error may hold the address. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unexpected';
  if (error.name === 'TimeoutError') return 'no-answer';
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? code : 'unexpected';
}
