import type { DeliveryChange, Destination } from '../../../src/delivery/delivery.ts';
import { Fault } from '../../../src/fault.ts';
import type { Store } from '../../../src/storage/store.ts';
import { unavailableStore } from '../../../src/storage/unavailable-store.ts';
import { MemoryCases } from './memory-cases.ts';
import { MemoryOutbox, stored } from './memory-outbox.ts';

/** A store that a simulation can look into, and take timers from. */
export type SimulatedStore = {
  readonly store: Store;
  /** When a look, or a send, is due next, in milliseconds; infinity for never. */
  firstLook(): number;
  firstSend(): number;
  /** How many open cases have no timer. */
  withoutTimer(): number;
  loseTimer(reference: string): void;
  close(): Promise<void>;
};

export type MemoryStore = SimulatedStore & {
  readonly cases: MemoryCases;
  /** Drops a case and its messages, so that a year has room. */
  forget(reference: string): void;
};

/**
 * What the sweeper, the worker and the acts need of a store, over plain arrays: the same rules as the embedded one, which a test
 * holds it to. Conversations are not kept. `chained`: entries with real hashes and checked bodies.
 */
export function memoryStore(organisation: string, chained: boolean): MemoryStore {
  const cases = new MemoryCases(organisation, chained);
  const outbox = new MemoryOutbox(cases);
  const reached = new Map<string, string>();
  const marks = new Map<string, string>();
  const refused = unavailableStore(new Fault('not-simulated', 'The simulation has no such part.', ''));

  const change = ({ reference, ...what }: DeliveryChange, at: string): void => {
    if (what.kind === 'release') {
      for (const held of cases.of(reference).deliveries)
        if (held.state === 'waiting' && held.dueAt > at) outbox.wait(held, at);
      return;
    }
    if (what.kind === 'settled') {
      outbox.settle(reference);
      return;
    }
    outbox.cancel(reference, (to) => isAmongOthers(to) || isFor(to, what.people));
    outbox.add(what.instead, at);
  };
  const withhold = (references: readonly string[]): void => {
    for (const reference of new Set(references)) {
      const { keptOut } = cases.of(reference);
      if (keptOut.length > 0)
        outbox.cancel(
          reference,
          (to) => to.kind === 'mention' || to.kind === 'webhook' || isFor(to, keptOut),
        );
    }
  };

  const store: Store = {
    ...refused,
    async commit(turn) {
      const { unlessGrown: read } = turn;
      if (read !== undefined && cases.of(read.reference).entries.length !== read.entries)
        return { kind: 'conflict' };
      turn.newReferences.forEach((reference) => {
        cases.open(reference);
      });
      for (const { reference, people } of turn.keptOut) {
        cases.keepOut(reference, people);
        cases.setTimer(cases.of(reference), null, false);
        if (people.length > 0) cases.of(reference).ownChain = true;
      }
      for (const reference of turn.ownChains) cases.of(reference).ownChain = true;
      for (const entry of turn.entries) cases.write(entry);
      for (const one of turn.deliveryChanges) change(one, turn.at);
      outbox.add(turn.deliveries, turn.at);
      for (const { person, at } of turn.reached ?? []) reached.set(person, at);
      withhold([
        ...turn.keptOut.map(({ reference }) => reference),
        ...turn.deliveries.flatMap(({ reference }) => reference ?? []),
        ...turn.deliveryChanges.map(({ reference }) => reference),
      ]);
      return { kind: 'committed' };
    },
    entries: async (reference) => cases.all.get(reference)?.entries.slice() ?? [],
    async *allEntries() {
      for (const chain of cases.chains()) yield* chain;
    },
    lease: async (now, _seconds, limit, room) => outbox.lease(now, limit, room),
    isLeased: async (id) => outbox.byId.get(id)?.state === 'leased',
    async settle(id, sentAt, event, message) {
      const held = outbox.byId.get(id);
      if (held !== undefined) {
        held.state = 'sent';
        held.sentAt = sentAt;
        held.unclear = false;
        held.message = message ?? held.message;
      }
      if (event !== null) cases.write(event);
    },
    async giveBack(id, outcome, event = null, further = []) {
      const held = outbox.byId.get(id);
      if (held?.state !== 'leased') return;
      held.unclear = outcome.unclear;
      held.fault = outcome.fault;
      if (outcome.state === 'dead') held.state = 'dead';
      else outbox.wait(held, outcome.dueAt);
      if (event !== null) cases.write(event);
      outbox.add(further, outcome.dueAt);
    },
    async delivery(id) {
      const held = outbox.byId.get(id);
      return held === undefined ? null : stored(held);
    },
    messagesAbout: async (reference) =>
      (cases.all.get(reference)?.deliveries ?? []).flatMap((held) =>
        held.state === 'sent' && held.message !== null ? [{ ...stored(held), message: held.message }] : [],
      ),
    casesToLookAt: async (now, limit) =>
      cases
        .dueAt(now)
        .slice(0, limit)
        .map(({ reference }) => reference),
    openCases: async () =>
      [...cases.all.values()]
        .filter(({ closed }) => !closed)
        .sort((a, b) => (a.urgency ?? -1) - (b.urgency ?? -1) || a.rank - b.rank)
        .map(({ reference }) => reference),
    async advance(steps, at) {
      if (steps.some((step) => cases.of(step.reference).entries.length !== step.entriesRead)) return false;
      for (const step of steps) {
        cases.step(step);
        outbox.add(step.deliveries, at);
      }
      withhold(steps.filter(({ deliveries }) => deliveries.length > 0).map(({ reference }) => reference));
      return true;
    },
    deliveriesAbout: async (reference) =>
      (cases.all.get(reference)?.deliveries ?? []).map(
        ({ draft, state, attempts, unclear, fault, createdAt, dueAt, sentAt }) => ({
          id: draft.id,
          destination: draft.destination,
          class: draft.class,
          state,
          page: draft.page === true,
          attempts,
          createdAt,
          dueAt,
          wantedAt: draft.dueAt,
          sentAt,
          unclear,
          faultCode: fault?.code ?? null,
        }),
      ),
    messagesSince: async (since) => outbox.messagesSince(since),
    conversationsToLookAt: async () => [],
    lastReached: async () => reached,
    mark: async (name) => marks.get(name) ?? null,
    async setMark(name, at) {
      marks.set(name, at);
    },
  };

  return {
    store,
    cases,
    firstLook: () => cases.firstLook(),
    firstSend: () => outbox.firstSend(),
    withoutTimer: () => cases.withoutTimer(),
    loseTimer(reference) {
      const held = cases.all.get(reference);
      if (held !== undefined && !held.closed) cases.setTimer(held, null, false);
    },
    forget(reference) {
      outbox.forget(cases.of(reference).deliveries);
      cases.forget(reference);
    },
    close: async () => undefined,
  };
}

const isAmongOthers = ({ kind }: Destination) =>
  kind === 'channel-post' || kind === 'mention' || kind === 'webhook';
const isFor = (to: Destination, people: readonly string[]) =>
  (to.kind === 'direct-message' || to.kind === 'text-message' || to.kind === 'email') &&
  people.includes(to.person);
