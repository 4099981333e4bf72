import type { NotificationClass } from '../check/facts.ts';
import type {
  ChosenPlace,
  DeliveryChange,
  DeliveryDraft,
  DeliveryLine,
  PlaceChange,
} from '../delivery/delivery.ts';
import type { Lane } from '../delivery/lane.ts';
import type { Reached } from '../delivery/reached.ts';
import type { Entry, EntryDraft } from '../records/entry.ts';

/** A conversation as stored: the state is one JSON value, sealed at rest. */
export type StoredConversation = { readonly state: unknown; readonly revision: number };

/** Everything one turn changes, committed whole or not at all. */
export type TurnCommit = {
  /** Who speaks: `teams:…`. */
  readonly conversation: string;
  /** The revision that was read; null when there was none. A newer one in the store means: read again. */
  readonly revision: number | null;
  /** The channel’s id of the event: a second commit of the same event changes nothing. Null for one that is never sent again. */
  readonly eventId: string | null;
  readonly at: string;
  readonly state: unknown;
  /** What was answered, kept for a repeat of the same event. */
  readonly reply: unknown;
  readonly entries: readonly EntryDraft[];
  /** References this turn opens a case under; must be new. */
  readonly newReferences: readonly string[];
  /** References that have a chain of their own, because somebody is kept out of the case. */
  readonly ownChains: readonly string[];
  /** Kept out by reference: person ids. Replaces what was there. */
  readonly keptOut: readonly { readonly reference: string; readonly people: readonly string[] }[];
  readonly deliveries: readonly DeliveryDraft[];
  readonly deliveryChanges: readonly DeliveryChange[];
  readonly placeChanges: readonly PlaceChange[];
  /** Persons who have shown that they can be reached. */
  readonly reached?: readonly Reached[];
  /** When the conversation is looked at again if nobody comes back to it (ISO 8601); null or absent where nothing waits in it. */
  readonly lookAgainAt?: string | null;
  /** Only while this case has as many entries as were read: otherwise somebody else came first, and it is read again. */
  readonly unlessGrown?: { readonly reference: string; readonly entries: number };
};

/** What is written because a case was looked at, and when it is looked at again. */
export type CaseStep = {
  readonly reference: string;
  /** How many entries were read: with more of them somebody else came first, and nothing is written. */
  readonly entriesRead: number;
  readonly entries: readonly EntryDraft[];
  readonly deliveries: readonly DeliveryDraft[];
  readonly next: {
    readonly at: string | null;
    readonly open: boolean;
    readonly class: NotificationClass | null;
    readonly unacknowledgedSince: string | null;
  };
};

export type CommitResult =
  | { readonly kind: 'committed' }
  /** This event was committed before: here is what was answered then. */
  | { readonly kind: 'repeat'; readonly reply: unknown }
  /** Another event of the same conversation, or of the case that was read, came first. */
  | { readonly kind: 'conflict' }
  /** A new reference is already in use: draw another. */
  | { readonly kind: 'reference-taken' };

/** An entry with its body (absent only once erased) and who is kept out of the case now. */
export type StoredEntry = {
  readonly entry: Entry;
  readonly body: unknown;
  readonly keptOut: readonly string[];
};

export const DELIVERY_STATES = ['waiting', 'leased', 'sent', 'dead', 'cancelled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type StoredDelivery = DeliveryDraft & {
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastFault: { readonly code: string; readonly message: string; readonly remedy: string } | null;
  readonly createdAt: string;
  readonly sentAt: string | null;
  /** The channel's own id of the message, once it was sent; null where there is none. */
  readonly message: string | null;
  /** An earlier attempt may have arrived: the next one says that it is a repeat. */
  readonly unclear: boolean;
};

/** How many more deliveries may be taken up now. Asked while they are taken, so it keeps count. */
export type Room = {
  /** For this lane and class; with none nothing of it is looked at. */
  left(lane: Lane, among: NotificationClass): number;
  /** So many were taken. */
  take(lane: Lane, among: NotificationClass, count: number): void;
};

/** A delivery that was taken up to be sent. */
export type LeasedDelivery = StoredDelivery & {
  /** Where it waited in line. */
  readonly lane: Lane;
  /** When it was to leave at first; `dueAt` moves on with every try. */
  readonly wantedAt: string;
};

/** What became of a delivery that did not arrive. */
export type Outcome = {
  readonly state: 'waiting' | 'dead';
  readonly dueAt: string;
  readonly fault: { readonly code: string; readonly message: string; readonly remedy: string };
  readonly unclear: boolean;
};

/** A message that tries whether somebody can be reached. */
export type WrittenTest = Pick<StoredDelivery, 'id' | 'destination' | 'state' | 'sentAt' | 'lastFault'> & {
  /** Whom it tries to reach: the person's id. */
  readonly person: string;
  /** When they answered it (ISO 8601); null as long as they have not. */
  readonly acknowledgedAt: string | null;
};

/** The store, as the rest of the house uses it. One organisation, one mode (real or rehearsal) a store. */
export type Store = {
  conversation(key: string): Promise<StoredConversation | null>;
  /** The reply already given to this event, when it was committed before. */
  replyTo(eventId: string): Promise<{ readonly reply: unknown } | null>;
  commit(turn: TurnCommit): Promise<CommitResult>;

  /** Entries of one case in order; empty when there is none. References are matched without case and hyphens. */
  entries(reference: string): Promise<readonly StoredEntry[]>;
  /** All entries, in order of writing, one chain after another. */
  allEntries(): AsyncIterable<StoredEntry>;
  /** Whether every entry that was written is still there, by count, with the newest among them. Throws as reading does. */
  isWhole(): Promise<boolean>;
  /** Appends an entry outside a turn (delivery events). */
  append(entry: EntryDraft): Promise<Entry>;

  /**
   * Takes up to `limit` due deliveries for `leaseSeconds`; most urgent class first, then what has been due longest. `room` says how
   * many may be taken from a lane, and hears how many were.
   */
  lease(now: string, leaseSeconds: number, limit: number, room?: Room): Promise<readonly LeasedDelivery[]>;
  /** Whether a delivery that was taken up is to be sent still: not withdrawn, nor sent by another. */
  isLeased(id: string): Promise<boolean>;
  /** Whether a message about this case was tried and has not arrived so far, to any person but this one (their id). */
  notArrived(reference: string, but?: string | null): Promise<boolean>;
  /**
   * Marks a leased delivery as sent, with its delivery event (none for a message about no case) and the channel's id of the
   * message where it has one, in one transaction.
   */
  settle(id: string, sentAt: string, event: EntryDraft | null, message?: string): Promise<void>;
  /**
   * Gives a leased delivery back, due again at `dueAt`, or dead, with its delivery event if any and with what is to be sent
   * because of it (`further`), in one transaction. One that was withdrawn meanwhile stays so, and nothing more is written.
   */
  giveBack(
    id: string,
    outcome: Outcome,
    event?: EntryDraft | null,
    further?: readonly DeliveryDraft[],
  ): Promise<void>;
  deliveries(filter?: { readonly states?: readonly DeliveryState[] }): Promise<readonly StoredDelivery[]>;
  /** One delivery by its id; null when there is none. */
  delivery(id: string): Promise<StoredDelivery | null>;
  /** The messages about a case that were sent and can be changed or followed up, in order of writing. */
  messagesAbout(reference: string): Promise<readonly (StoredDelivery & { readonly message: string })[]>;
  /** How many deliveries are in which state, every state named. Opens none of them. */
  countDeliveries(): Promise<Readonly<Record<DeliveryState, number>>>;
  /** Makes dead deliveries due again (all, or one by id); resolves with how many. */
  retry(now: string, id?: string): Promise<number>;
  /** Makes the dead messages to one person (by their id in the deployment folder) due again; resolves with how many. */
  retryTo(now: string, person: string): Promise<number>;
  /** Whether a mention of this person was written down since then, other than one that was withdrawn or given up. */
  mentionedSince(person: string, since: string): Promise<boolean>;

  /** Open cases that are due to be looked at, or have no time for it: the most urgent first, then the oldest. */
  casesToLookAt(now: string, limit: number): Promise<readonly string[]>;
  /** References of all open cases, the most urgent first, then the oldest. */
  openCases(): Promise<readonly string[]>;
  /**
   * Writes what is due for cases, all in one transaction; false when somebody else came first with one of them: nothing is written
   * then. What waits for somebody who is kept out is dropped as in `commit`.
   */
  advance(steps: readonly CaseStep[], at: string): Promise<boolean>;
  /** Deliveries about a case in order of writing, without what they say. */
  deliveriesAbout(reference: string): Promise<readonly DeliveryLine[]>;
  /**
   * How many messages to each person (their id) were written since then, other than those that were withdrawn, and those about what
   * somebody is kept out of.
   */
  messagesSince(since: string): Promise<ReadonlyMap<string, number>>;
  /** Since when the oldest unacknowledged concern of each class waits; classes without one are absent. */
  unacknowledgedSince(): Promise<ReadonlyMap<NotificationClass, string>>;
  /** Conversations that are due to be looked at, the longest due first. */
  conversationsToLookAt(
    now: string,
    limit: number,
  ): Promise<readonly (StoredConversation & { readonly key: string })[]>;

  /**
   * Writes test messages to persons, each with its delivery, and sets a mark with them. False when the mark is no longer what it was
   * read as: somebody else came first, and nothing is written then.
   */
  writeTests(
    tests: readonly { readonly person: string; readonly delivery: DeliveryDraft }[],
    at: string,
    mark: { readonly name: string; readonly was: string | null },
  ): Promise<boolean>;
  /** The test messages written since then (ISO 8601), in order of writing, with what became of them. */
  tests(since: string): Promise<readonly WrittenTest[]>;
  /** When each person (their id) last answered a message, tests among them. */
  lastReached(): Promise<ReadonlyMap<string, string>>;
  /** Whose test message this is, and whether they have answered; null for any other delivery. */
  testOf(
    delivery: string,
  ): Promise<{ readonly person: string; readonly acknowledgedAt: string | null } | null>;
  /** When something was done last, by its name; null for never. */
  mark(name: string): Promise<string | null>;
  setMark(name: string, at: string): Promise<void>;

  /** The places that people chose for summaries of decisions, the first chosen first. */
  places(): Promise<readonly ChosenPlace[]>;

  /** How to reach somebody on a channel (a conversation reference), sealed. */
  saveAddress(channel: string, userId: string, address: unknown): Promise<void>;
  address(channel: string, userId: string): Promise<unknown>;
  /** Everybody's address on a channel. */
  addresses(channel: string): Promise<readonly { readonly userId: string; readonly address: unknown }[]>;
  /** Nobody can be written to there any more. */
  forgetAddress(channel: string, userId: string): Promise<void>;

  /** Throws a coded error when the store cannot be read or written, or the key is wrong. */
  ping(): Promise<void>;
  close(): Promise<void>;
};
