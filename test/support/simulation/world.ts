import type { Dialog } from '../../../src/check/dialog.ts';
import type { Policy } from '../../../src/check/policy.ts';
import type { Card } from '../../../src/conversation/card.ts';
import type { Draw, TurnContext } from '../../../src/conversation/context.ts';
import { createDestinations } from '../../../src/delivery/destinations.ts';
import { DeliveryError, type Messenger } from '../../../src/delivery/messenger.ts';
import { createWorker } from '../../../src/delivery/worker.ts';
import type { Deployment, Person } from '../../../src/deployment/deployment.ts';
import type { Guidance } from '../../../src/guidance/guidance.ts';
import type { Store } from '../../../src/storage/store.ts';
import { createSweeper } from '../../../src/sweeper.ts';
import { heapOf } from './heap.ts';
import type { SimulatedStore } from './memory-store.ts';
import { type Seeded, seeded } from './seeded.ts';

/** As often as the service looks when nothing wakes it. */
export const SWEEP_EVERY_MS = 30_000;
const POLL_MS = 5_000;

export type WorldParts = {
  readonly deployment: Deployment;
  readonly content: { readonly dialog: Dialog; readonly guidance: readonly Guidance[] };
  readonly policy: Policy;
  readonly held: SimulatedStore;
  /** Where the clock stands at first (ISO 8601). */
  readonly from: string;
  readonly seed: number;
  /** Stands in front of the store for the sweeper alone: to see what it writes, or to break it. */
  readonly seen?: (store: Store) => Store;
};

export type World = {
  readonly random: Seeded;
  readonly deployment: Deployment;
  readonly store: Store;
  readonly held: SimulatedStore;
  now(): number;
  iso(): string;
  /** Does something when its time comes. */
  at(time: number, what: () => Promise<void> | void): void;
  person(id: string): Person;
  context(person: Person, more?: Partial<TurnContext>): TurnContext;
  /** Whoever looks at each message as it is brought to somebody. */
  onMessage(look: (to: Person, card: Card) => Promise<void> | void): void;
  /** Called after each look of the sweeper. */
  onSwept(look: () => Promise<void> | void): void;
  /** Nobody can be written to while it says so; one whose account is gone never. */
  readonly faults: { down: boolean; readonly gone: Set<string> };
  /** What the sweeper and the worker said of faults of their own, by event. */
  readonly said: Map<string, number>;
  run(until: number): Promise<void>;
};

/**
 * The real sweeper and the real worker on a clock that jumps to whatever comes next. The sweeper looks every 30 seconds, never woken:
 * the worst that the service does. A look at which nothing is due is left out, as it changes nothing.
 */
export function createWorld(parts: WorldParts): World {
  const { deployment, content, policy, held } = parts;
  const random = seeded(parts.seed);
  const agenda = heapOf<() => Promise<void> | void>();
  const began = Date.parse(parts.from);
  let clock = began;
  let sweptAt = began - 1;
  let sentAt = began;
  const now = () => new Date(clock);
  const iso = () => new Date(clock).toISOString();
  const said = new Map<string, number>();
  const faults = { down: false, gone: new Set<string>() };
  const looks: ((to: Person, card: Card) => Promise<void> | void)[] = [];
  const swept: (() => Promise<void> | void)[] = [];
  const byId = new Map(deployment.people.map((one) => [one.id, one]));
  const bySlack = new Map(deployment.people.map((one) => [one.slack, one]));

  const draw = counted();
  const log = (event: string) => {
    said.set(event, (said.get(event) ?? 0) + 1);
  };
  let messages = 0;
  const messenger: Messenger = {
    post: async () => `post-${++messages}`,
    update: async () => reach(''),
    async direct(userId, card) {
      const to = bySlack.get(userId);
      if (to === undefined) throw new Error(`nobody is ${userId}`);
      reach(to.id);
      for (const look of looks) await look(to, card);
      return `message-${++messages}`;
    },
  };
  function reach(person: string): void {
    const remedy = 'It is tried again.';
    if (faults.gone.has(person))
      throw new DeliveryError({ code: 'account-gone', message: 'Gone.', remedy, permanent: true });
    if (faults.down) throw new DeliveryError({ code: 'slack-down', message: 'Down.', remedy });
  }

  const worker = createWorker({
    store: held.store,
    send: createDestinations({
      messengers: { slack: messenger },
      people: deployment.people,
      store: held.store,
      log: { append: async () => undefined },
    }),
    now,
    makeId: draw.id,
    nonce: draw.nonce,
    // Chance is for people alone: they must not do something else because messages were sent in another order.
    random: () => 0.5,
    log: (event) => (NEWS.includes(event) ? undefined : log(event)),
  });
  const asks = {
    ask: () => ({ answer: null, also: null, results: [], topic: null }),
    findDanger: () => [],
    library: { searched: content.guidance, notCovered: [] },
    lawNotes: [],
  };
  const routes = { text: false, email: false, webhook: false };
  const sweeper = createSweeper({
    store: parts.seen?.(held.store) ?? held.store,
    content: { deployment, dialog: content.dialog, guidance: content.guidance },
    policy,
    asks: async () => asks,
    routes,
    places: async () => deployment.notifications.channels,
    draw,
    now,
    written: () => undefined,
    log: (event) => (NEWS.includes(event) ? undefined : log(event)),
  });

  /** On the beat of the sweeper, once after each look. */
  const nextSweep = (): number => {
    const due = held.firstLook();
    if (due === Number.POSITIVE_INFINITY) return due;
    const from = Math.max(due, clock, sweptAt + 1);
    return began + Math.ceil((from - began) / SWEEP_EVERY_MS) * SWEEP_EVERY_MS;
  };
  const nextSend = (): number => Math.max(held.firstSend(), held.firstSend() < clock ? sentAt + POLL_MS : 0);

  async function send(): Promise<void> {
    await worker.runOnce();
    sentAt = clock;
  }

  return {
    random,
    deployment,
    store: held.store,
    held,
    now: () => clock,
    iso,
    at: (time, what) => agenda.put(Math.max(time, clock), what),
    person(id) {
      const found = byId.get(id);
      if (found === undefined) throw new Error(`nobody is ${id}`);
      return found;
    },
    context: (person, more = {}) => ({
      ...asks,
      now: iso(),
      channel: 'slack',
      userId: person.slack ?? person.id,
      person,
      deployment,
      dialog: content.dialog,
      policy,
      guidance: content.guidance,
      draw,
      rehearsal: false,
      recording: true,
      notArrived: false,
      standing: null,
      queue: null,
      records: [],
      sheet: null,
      routes,
      places: deployment.notifications.channels,
      paths: 0,
      ...more,
    }),
    onMessage: (look) => looks.push(look),
    onSwept: (look) => swept.push(look),
    faults,
    said,
    async run(until) {
      for (;;) {
        const next = Math.min(agenda.first(), nextSweep(), nextSend());
        if (next > until) break;
        clock = Math.max(clock, next);
        for (let what = agenda.take(clock); what !== undefined; what = agenda.take(clock)) await what();
        // The worker is woken by every commit.
        if (held.firstSend() <= clock) await send();
        if (nextSweep() <= clock) {
          await sweeper.sweep();
          sweptAt = clock;
          for (const look of swept) await look();
          if (held.firstSend() <= clock) await send();
        }
      }
      clock = until;
    },
  };
}

/** What is no fault. */
const NEWS: readonly string[] = [
  'delivered',
  'case-followed',
  'delivery-failed',
  'delivery-dead',
  'delivery-overdue',
];

/** Counted instead of random: the same seed gives the same record. */
function counted(): Draw {
  let count = 0;
  const next = () => {
    count += 1;
    return String(count).padStart(12, '0');
  };
  return {
    id: () => `01932b1c-0000-7000-8000-${next()}`,
    token: () => `t${next()}`,
    nonce: () => NONCE,
    reference: () => `SC-${next()}`,
  };
}
const NONCE = 'ab'.repeat(32);
