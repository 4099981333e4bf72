import type { LeasedDelivery, Store } from '../storage/store.ts';
import { type Budgets, NO_RATES } from './budgets.ts';
import { codeOf, type DeliverParts, deliver } from './deliver.ts';
import { OVERDUE_AFTER_ATTEMPTS } from './delivery.ts';
import type { Send } from './destinations.ts';
import { DeliveryError } from './messenger.ts';
import { createRoutes, type RouteOf } from './routes.ts';
import { createTraffic } from './traffic.ts';

export type WorkerParts = Omit<DeliverParts, 'store' | keyof typeof DEFAULTS> & {
  readonly store: DeliverParts['store'] & Pick<Store, 'lease'>;
} & Partial<typeof DEFAULTS>;

export type Worker = {
  /** Delivers what is due and has room, until nothing is. Resolves with how many deliveries were taken up, sent or not. */
  runOnce(): Promise<number>;
  start(): void;
  /** Takes nothing new and waits for what is under way. */
  stop(): Promise<void>;
  /** Something was committed: look now instead of at the next poll. */
  wake(): void;
  /** Whether it runs and has read the outbox lately. */
  isLooking(): boolean;
};

/** Deliveries that are taken up in one go, where there is room for so many. */
export const TAKEN_AT_ONCE = 200;

const DEFAULTS = {
  overdueAfterAttempts: OVERDUE_AFTER_ATTEMPTS,
  /** Longer than the time-out, so that nothing is sent by two workers at once. */
  leaseSeconds: 60,
  timeoutSeconds: 20,
  timeZone: 'Europe/London',
  /** What may leave, through each route and to each place. */
  budgets: NO_RATES as Budgets,
  /** Through which route what waits in a lane leaves. */
  routeOf: createRoutes({ messengers: {}, people: [] }) as RouteOf,
  /** Taken up in one go. What is urgent and comes meanwhile waits for no more than that. */
  takenAtOnce: TAKEN_AT_ONCE,
  pollMilliseconds: 1000,
  /** How long what has ended waits for more that ends, before there is a look at what may leave instead. */
  lingerMilliseconds: 8,
  /** Without a look at the outbox for so long, something is wrong. Many polls: a busy machine may be late. */
  lateAfterSeconds: 10,
};

/**
 * Delivers what the outbox holds, at least once: leases what is due and has room, the most urgent first, sends all of it side by
 * side, and settles each with a `delivery-event` in the record. What hangs or is refused takes up the room of its own place and
 * route alone; a route that asks to wait is left in peace by all but emergencies. What fails is tried again for as long as it
 * lasts; what cannot work is dead. `share-check deliveries list` shows both. Several workers may share one store.
 */
export function createWorker(given: WorkerParts): Worker {
  const parts = { ...DEFAULTS, ...given };
  const traffic = createTraffic(parts.budgets, parts.routeOf);
  const underWay = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let lingering: NodeJS.Timeout | undefined;
  let running = false;
  let stopping = false;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let saidAt = Number.NEGATIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;

  /** Begins everything that is due and has room. */
  async function take(): Promise<readonly Promise<void>[]> {
    const begun: Promise<void>[] = [];
    while (!stopping) {
      const leased = await lease();
      if (leased.length === 0) break;
      begun.push(...leased.map(begin));
    }
    return begun;
  }

  async function lease(): Promise<readonly LeasedDelivery[]> {
    const now = parts.now();
    const room = traffic.room(now.getTime());
    try {
      return await parts.store.lease(now.toISOString(), parts.leaseSeconds, parts.takenAtOnce, room);
    } catch (error) {
      room.giveUp();
      throw error;
    }
  }

  function begin(delivery: LeasedDelivery): Promise<void> {
    const sending = deliver(delivery, { ...parts, send: heeding(delivery) }).finally(() => {
      underWay.delete(sending);
      traffic.ended(delivery.lane, delivery.class);
      // There is room again, and the next message of the same case may go now.
      linger();
    });
    underWay.add(sending);
    return sending;
  }

  /** Hears when a service asks to wait, before anything more is taken up for it. */
  const heeding =
    ({ lane }: LeasedDelivery): Send =>
    async (delivery) => {
      try {
        return await parts.send(delivery);
      } catch (error) {
        if (error instanceof DeliveryError && error.retryAfterSeconds !== undefined)
          traffic.pause(lane, parts.now().getTime() + error.retryAfterSeconds * 1000);
        throw error;
      }
    };

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

  function linger(): void {
    if (!running || lingering !== undefined) return;
    lingering = setTimeout(() => {
      lingering = undefined;
      wake();
    }, parts.lingerMilliseconds);
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
      clearTimeout(lingering);
      lingering = undefined;
      await looking;
      await Promise.all(underWay);
    },
    wake,
    isLooking: () => running && parts.now().getTime() - lookedAt <= parts.lateAfterSeconds * 1000,
  };
}
