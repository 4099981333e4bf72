import type { Store, StoredDelivery } from '../storage/store.ts';
import { codeOf, type DeliverParts, deliver } from './deliver.ts';
import { type Destination, OVERDUE_AFTER_ATTEMPTS } from './delivery.ts';

export type WorkerParts = Omit<DeliverParts, 'store' | keyof typeof DEFAULTS> & {
  readonly store: DeliverParts['store'] & Pick<Store, 'lease'>;
} & Partial<typeof DEFAULTS>;

export type Worker = {
  /** Delivers what is due, until nothing is. Resolves with how many deliveries were taken up, sent or not. */
  runOnce(): Promise<number>;
  start(): void;
  /** Takes nothing new and waits for what is under way. */
  stop(): Promise<void>;
  /** Something was committed: look now instead of at the next poll. */
  wake(): void;
  /** Whether it runs and has read the outbox lately. */
  isLooking(): boolean;
};

const DEFAULTS = {
  overdueAfterAttempts: OVERDUE_AFTER_ATTEMPTS,
  /** Longer than the time-out, so that nothing is sent by two workers at once. */
  leaseSeconds: 60,
  timeoutSeconds: 20,
  atOnce: 64,
  atOncePerDestination: 4,
  pollMilliseconds: 1000,
  /** Without a look at the outbox for so long, something is wrong. Many polls: a busy machine may be late. */
  lateAfterSeconds: 10,
};

/**
 * Delivers what the outbox holds, at least once: leases what is due, the most urgent first, sends all of it side by side,
 * and settles each with a `delivery-event` in the record. What fails is tried again for as long as it
 * lasts; what cannot work is dead. `share-check deliveries list` shows both. Several workers may share one store.
 */
export function createWorker(given: WorkerParts): Worker {
  const parts = { ...DEFAULTS, ...given };
  const underWay = new Map<Promise<void>, Destination>();
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let stopping = false;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let saidAt = Number.NEGATIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;

  /** Begins everything that is due and has room. */
  async function take(): Promise<readonly Promise<void>[]> {
    const begun: Promise<void>[] = [];
    for (;;) {
      // A few at a time, so that no destination gets more than its share.
      const free = Math.min(parts.atOnce - underWay.size, parts.atOncePerDestination);
      if (free <= 0 || stopping) return begun;
      const now = parts.now().toISOString();
      const leased = await parts.store.lease(now, parts.leaseSeconds, free, full());
      if (leased.length === 0) return begun;
      begun.push(...leased.map(begin));
    }
  }

  function begin(delivery: StoredDelivery): Promise<void> {
    const sending = deliver(delivery, parts).finally(() => {
      underWay.delete(sending);
      // There is room again, and the next message of the same case may go now.
      wake();
    });
    underWay.set(sending, delivery.destination);
    return sending;
  }

  /** Destinations with enough under way: one that hangs must not take every place. */
  function full(): readonly Destination[] {
    const counts = Map.groupBy(underWay.values(), (destination) => JSON.stringify(destination));
    return [...counts.values()].flatMap((same) =>
      same[0] !== undefined && same.length >= parts.atOncePerDestination ? [same[0]] : [],
    );
  }

  async function look(): Promise<void> {
    try {
      do {
        lookAgain = false;
        await take();
        lookedAt = parts.now().getTime();
      } while (lookAgain && running);
    } catch (error) {
      // Said once a minute, not at every look.
      const now = parts.now().getTime();
      if (now - saidAt >= 60_000) {
        saidAt = now;
        parts.log('outbox-not-read', { code: codeOf(error) });
      }
    } finally {
      looking = undefined;
      if (running) timer = setTimeout(wake, parts.pollMilliseconds).unref();
    }
  }

  function wake(): void {
    if (!running) return;
    lookAgain = true;
    if (looking !== undefined) return;
    clearTimeout(timer);
    looking = look();
  }

  return {
    async runOnce() {
      for (let count = 0; ; ) {
        const taken = await take();
        if (taken.length === 0) return count;
        await Promise.all(taken);
        count += taken.length;
      }
    },
    start() {
      running = true;
      stopping = false;
      wake();
    },
    async stop() {
      running = false;
      stopping = true;
      clearTimeout(timer);
      await looking;
      await Promise.all(underWay.keys());
    },
    wake,
    isLooking: () => running && parts.now().getTime() - lookedAt <= parts.lateAfterSeconds * 1000,
  };
}
