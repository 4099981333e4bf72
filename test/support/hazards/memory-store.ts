import { NOTIFICATION_CLASSES } from '../../../src/check/facts.ts';
import type { DeliveryChange, DeliveryDraft, Destination } from '../../../src/delivery/delivery.ts';
import { CHAIN_START } from '../../../src/records/chain.ts';
import { type Entry, type EntryDraft, RECORD_SCHEMA } from '../../../src/records/entry.ts';
import type { CaseStep, Store, StoredDelivery, StoredEntry, TurnCommit } from '../../../src/storage/store.ts';

/** What following cases and taking turns use of a store. */
type Used = Pick<
  Store,
  | 'conversation'
  | 'commit'
  | 'entries'
  | 'allEntries'
  | 'advance'
  | 'casesToLookAt'
  | 'openCases'
  | 'deliveriesAbout'
  | 'messagesSince'
  | 'conversationsToLookAt'
  | 'mark'
  | 'lastReached'
  | 'setMark'
  | 'testOf'
  | 'delivery'
  | 'messagesAbout'
  | 'notArrived'
  | 'places'
>;

/** A message as it left, or a change to one (`changes` is the message then). */
export type Left = { readonly delivery: StoredDelivery; readonly changes: string | null };

/** A store at its port that can be copied in no time: a path through the house goes on from each of its steps in several ways. */
export type MemoryStore = Used & {
  /** Everything due leaves. */
  leave(now: string): readonly Left[];
  /** When something is due next (ISO 8601; empty for now); null when nothing is. */
  nextDue(): string | null;
  deliveries(): readonly StoredDelivery[];
  references(): readonly string[];
  conversations(): ReadonlyMap<string, { readonly state: unknown; readonly lookAt: string | null }>;
  copy(): MemoryStore;
};

type Conversation = { readonly state: unknown; readonly revision: number; readonly lookAt: string | null };
type OneCase = {
  readonly entries: readonly StoredEntry[];
  readonly keptOut: readonly string[];
  readonly lookAt: string | null;
  readonly closed: boolean;
  readonly urgency: number;
};
type Waiting = StoredDelivery & { readonly wantedAt: string };
type Kept = {
  readonly conversations: Map<string, Conversation>;
  readonly events: Set<string>;
  readonly cases: Map<string, OneCase>;
  readonly deliveries: Map<string, Waiting>;
  readonly marks: Map<string, string>;
  readonly reached: Map<string, string>;
};

const nothing = (): Kept => ({
  conversations: new Map(),
  events: new Set(),
  cases: new Map(),
  deliveries: new Map(),
  marks: new Map(),
  reached: new Map(),
});

export function memoryStore(kept: Kept = nothing()): MemoryStore {
  const { conversations, events, cases, deliveries, marks, reached } = kept;

  const change = (reference: string, to: Partial<OneCase>): void => {
    const before = cases.get(reference);
    if (before === undefined) throw new Error('an entry under a reference that no case has');
    cases.set(reference, { ...before, ...to });
  };
  const write = (draft: EntryDraft): void => {
    const { entries = [], keptOut = [] } = cases.get(draft.reference) ?? {};
    const entry: Entry = {
      schema: RECORD_SCHEMA,
      id: draft.id,
      organisation: 'school',
      reference: draft.reference,
      kind: draft.kind,
      createdAt: draft.createdAt,
      sequence: entries.length + 1,
      previousHash: CHAIN_START,
      bodyHash: '',
      hash: '',
    };
    change(draft.reference, {
      entries: [...entries, { entry, body: draft.body, keptOut }],
      lookAt: null,
      closed: false,
    });
  };
  const keep = (reference: string, people: readonly string[]): void => {
    const { entries = [] } = cases.get(reference) ?? {};
    change(reference, {
      keptOut: people,
      entries: entries.map((one) => ({ ...one, keptOut: people })),
    });
  };
  const add = (drafts: readonly DeliveryDraft[], at: string): void => {
    for (const draft of drafts) deliveries.set(draft.id, stored(draft, at));
  };
  const set = (one: Waiting, to: Partial<Waiting>): void => void deliveries.set(one.id, { ...one, ...to });
  const about = (reference: string): readonly Waiting[] =>
    [...deliveries.values()].filter((one) => one.reference === reference);

  const cancel = (reference: string, concerns: (to: Destination) => boolean): void => {
    for (const one of about(reference)) {
      if (one.state !== 'waiting') continue;
      const to =
        one.destination.kind === 'update'
          ? deliveries.get(one.destination.delivery)?.destination
          : one.destination;
      if (to !== undefined && concerns(to)) set(one, { state: 'cancelled' });
    }
  };
  const apply = (one: DeliveryChange, at: string): void => {
    if (one.kind === 'release') {
      for (const waiting of about(one.reference))
        if (waiting.state === 'waiting' && waiting.dueAt > at) set(waiting, { dueAt: at, wantedAt: at });
      return;
    }
    if (one.kind === 'settled') {
      for (const waiting of about(one.reference))
        if (waiting.page === true && (waiting.state === 'waiting' || waiting.state === 'dead'))
          set(waiting, { state: 'cancelled' });
      return;
    }
    cancel(one.reference, (to) => isAmongOthers(to) || isFor(to, one.people));
    add(one.instead, at);
  };
  const withhold = (references: readonly string[]): void => {
    for (const reference of new Set(references)) {
      const people = cases.get(reference)?.keptOut ?? [];
      if (people.length > 0)
        cancel(reference, (to) => to.kind === 'mention' || to.kind === 'webhook' || isFor(to, people));
    }
  };
  const advanceOne = ({ reference, entries, deliveries: drafts, next }: CaseStep, at: string): void => {
    entries.forEach(write);
    add(drafts, at);
    change(reference, {
      lookAt: next.at,
      closed: !next.open,
      urgency: next.class === null ? 9 : NOTIFICATION_CLASSES.indexOf(next.class),
    });
  };
  const open = () =>
    [...cases].filter(([, one]) => !one.closed).sort(([, a], [, b]) => a.urgency - b.urgency);

  return {
    async conversation(key) {
      const held = conversations.get(key);
      return held === undefined ? null : { state: held.state, revision: held.revision };
    },
    async commit(turn: TurnCommit) {
      if ((conversations.get(turn.conversation)?.revision ?? null) !== turn.revision)
        return { kind: 'conflict' };
      if (turn.eventId !== null && events.has(turn.eventId)) throw new Error('each event comes once here');
      const read = turn.unlessGrown;
      if (read !== undefined && cases.get(read.reference)?.entries.length !== read.entries)
        return { kind: 'conflict' };
      if (turn.eventId !== null) events.add(turn.eventId);
      conversations.set(turn.conversation, {
        state: turn.state,
        revision: (turn.revision ?? 0) + 1,
        lookAt: turn.lookAgainAt ?? null,
      });
      for (const reference of turn.newReferences)
        cases.set(reference, { entries: [], keptOut: [], lookAt: null, closed: false, urgency: 9 });
      for (const { reference, people } of turn.keptOut) keep(reference, people);
      turn.entries.forEach(write);
      for (const one of turn.deliveryChanges) apply(one, turn.at);
      add(turn.deliveries, turn.at);
      for (const { person, at } of turn.reached ?? []) reached.set(person, at);
      withhold([
        ...turn.keptOut.map(({ reference }) => reference),
        ...turn.deliveries.flatMap(({ reference }) => reference ?? []),
        ...turn.deliveryChanges.map(({ reference }) => reference),
      ]);
      return { kind: 'committed' };
    },
    entries: async (reference) => cases.get(reference)?.entries ?? [],
    async *allEntries() {
      for (const { entries } of cases.values()) yield* entries;
    },
    async advance(steps, at) {
      if (steps.some((one) => cases.get(one.reference)?.entries.length !== one.entriesRead)) return false;
      for (const step of steps) advanceOne(step, at);
      withhold(steps.filter((one) => one.deliveries.length > 0).map(({ reference }) => reference));
      return true;
    },
    casesToLookAt: async (now, limit) =>
      open()
        .filter(([, { lookAt }]) => lookAt === null || lookAt <= now)
        .slice(0, limit)
        .map(([reference]) => reference),
    openCases: async () => open().map(([reference]) => reference),
    deliveriesAbout: async (reference) =>
      about(reference).map((one) => ({ ...one, page: one.page === true, faultCode: null })),
    async messagesSince(since) {
      const counts = new Map<string, number>();
      for (const { createdAt, state, destination: to } of deliveries.values())
        if (createdAt >= since && state !== 'cancelled' && to.kind === 'direct-message')
          counts.set(to.person, (counts.get(to.person) ?? 0) + 1);
      return counts;
    },
    conversationsToLookAt: async (now, limit) =>
      [...conversations]
        .filter(([, { lookAt }]) => lookAt !== null && lookAt <= now)
        .slice(0, limit)
        .map(([key, { state, revision }]) => ({ key, state, revision })),
    mark: async (name) => marks.get(name) ?? null,
    setMark: async (name, at) => void marks.set(name, at),
    lastReached: async () => new Map(reached),
    testOf: async () => null,
    delivery: async (id) => deliveries.get(id) ?? null,
    messagesAbout: async (reference) =>
      about(reference).flatMap((one) =>
        one.state === 'sent' && one.message !== null ? [{ ...one, message: one.message }] : [],
      ),
    notArrived: async () => false,
    places: async () => [],
    leave(now) {
      const left: Left[] = [];
      for (const one of deliveries.values()) {
        if (one.state !== 'waiting' || one.dueAt > now) continue;
        const { destination: to } = one;
        const message = to.kind === 'direct-message' || to.kind === 'channel-post' ? `at-${one.id}` : null;
        set(one, { state: 'sent', sentAt: now, message });
        left.push({ delivery: one, changes: to.kind === 'update' ? to.delivery : null });
      }
      return left;
    },
    nextDue() {
      const times = [
        ...open().map(([, { lookAt }]) => lookAt ?? ''),
        ...[...conversations.values()].flatMap(({ lookAt }) => lookAt ?? []),
        ...[...deliveries.values()].flatMap(({ state, dueAt }) => (state === 'waiting' ? [dueAt] : [])),
      ];
      return times.reduce<string | null>((first, at) => (first === null || at < first ? at : first), null);
    },
    deliveries: () => [...deliveries.values()],
    references: () => [...cases.keys()],
    conversations: () => conversations,
    copy: () =>
      memoryStore({
        conversations: new Map(conversations),
        events: new Set(events),
        cases: new Map(cases),
        deliveries: new Map(deliveries),
        marks: new Map(marks),
        reached: new Map(reached),
      }),
  };
}

const stored = (draft: DeliveryDraft, createdAt: string): Waiting => ({
  ...draft,
  dueAt: new Date(draft.dueAt).toISOString(),
  wantedAt: new Date(draft.dueAt).toISOString(),
  state: 'waiting',
  attempts: 0,
  lastFault: null,
  createdAt,
  sentAt: null,
  message: null,
  unclear: false,
});

const isAmongOthers = ({ kind }: Destination) =>
  kind === 'channel-post' || kind === 'mention' || kind === 'webhook';
const isFor = (to: Destination, people: readonly string[]) =>
  (to.kind === 'direct-message' || to.kind === 'text-message' || to.kind === 'email') &&
  people.includes(to.person);
