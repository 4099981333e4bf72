import { setTimeout as wait } from 'node:timers/promises';
import { mayPass } from './app-token.ts';
import { SlackFault } from './slack-api.ts';

/** An answer is worth waiting for when Slack asks to, as long as nobody's stop has to wait for it. */
const WAITS_AT_MOST_SECONDS = 30;

/** Does what is asked, and once more where Slack may take it the next time. */
export type OnceMore = <Result>(call: () => Promise<Result>) => Promise<Result>;

/** `signal`: what waits goes on at once. Rejects as the last attempt did. */
export function createOnceMore(againMs: number, signal: AbortSignal): OnceMore {
  return async (call) => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof SlackFault) || !mayPass(error)) throw error;
      const seconds = error.retryAfterSeconds ?? 0;
      if (seconds > WAITS_AT_MOST_SECONDS) throw error;
      // Cut short by a stop.
      await wait(Math.max(againMs, seconds * 1000), undefined, { signal }).catch(() => undefined);
      return call();
    }
  };
}
