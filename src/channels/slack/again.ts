import { setTimeout as wait } from 'node:timers/promises';
import { mayPass } from './app-token.ts';
import { SlackFault } from './slack-api.ts';

/** An answer is worth waiting for when Slack asks to, as long as nobody's stop has to wait for it. */
const WAITS_AT_MOST_SECONDS = 60;

/** Does what is asked, and again where Slack may take it the next time. Rejects as the last attempt did. */
export type Again = <Result>(call: () => Promise<Result>) => Promise<Result>;

/** Pauses between the attempts, in milliseconds. `signal`: what waits goes on at once. */
export function createAgain(pauses: readonly number[], signal: AbortSignal): Again {
  return async (call) => {
    for (const pause of pauses) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof SlackFault) || !mayPass(error)) throw error;
        const seconds = error.retryAfterSeconds ?? 0;
        if (seconds > WAITS_AT_MOST_SECONDS) throw error;
        // Cut short by a stop.
        await wait(Math.max(pause, seconds * 1000), undefined, { signal }).catch(() => undefined);
      }
    }
    return call();
  };
}
