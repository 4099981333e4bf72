import { setTimeout as wait } from 'node:timers/promises';

/** An answer is worth waiting for when the other side asks to, as long as nobody's stop has to wait for it. */
const WAITS_AT_MOST_SECONDS = 60;

/** What a failed call says of the next one: how long to wait at the least, or null where it cannot work either. */
export type MayPass = (error: unknown) => { readonly afterSeconds: number } | null;

/** Does what is asked, and again where it may work the next time. `call` is told what the attempt before ended with. */
export type Again = <Result>(call: (before?: unknown) => Promise<Result>) => Promise<Result>;

/**
 * Pauses between the attempts, in milliseconds; each lasts up to a quarter longer by chance (`random`, from 0 up to 1), so that what
 * failed together does not come back together. `signal`: what waits is tried once more, at once. Rejects as the last attempt did.
 */
export function createAgain(
  pauses: readonly number[],
  mayPass: MayPass,
  signal: AbortSignal,
  random: () => number = Math.random,
): Again {
  return async (call) => {
    let before: unknown;
    for (const pause of pauses) {
      try {
        return await call(before);
      } catch (error) {
        const passes = mayPass(error);
        if (passes === null || passes.afterSeconds > WAITS_AT_MOST_SECONDS) throw error;
        before = error;
        // Cut short by a stop, which waits for one more attempt and no longer.
        const least = Math.max(pause, passes.afterSeconds * 1000);
        await wait(least * (1 + random() / 4), undefined, { signal }).catch(() => undefined);
        if (signal.aborted) break;
      }
    }
    return call(before);
  };
}
