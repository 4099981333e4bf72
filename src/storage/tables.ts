import type { ColumnType, Generated } from 'kysely';
import type { NotificationClass } from '../check/facts.ts';
import type { EntryKind, RECORD_SCHEMA } from '../records/entry.ts';
import type { DeliveryState } from './store.ts';

/** A column that is written once: the type refuses an update. */
type Once<T> = ColumnType<T, T, never>;

/** The tables of the embedded store. Columns marked "sealed" hold bytes only the key opens. */
export type Tables = {
  meta: MetaTable;
  conversations: ConversationTable;
  events: EventTable;
  cases: CaseTable;
  entries: EntryTable;
  deliveries: DeliveryTable;
  addresses: AddressTable;
  posting_places: PostingPlaceTable;
  reach: ReachTable;
  marks: MarkTable;
};

/** One row: whose store this is, and how to tell the right key. */
type MetaTable = {
  id: Once<1>;
  organisation: Once<string>;
  rehearsal: Once<0 | 1>;
  /** A configured deployment marks a store for good; the local mode then refuses it. */
  mode: 'local' | 'configured';
  /** Sealed. */
  key_check: Buffer;
  /** Sealed: how many entries were written, and the hash of the newest. */
  head: Buffer;
};

type ConversationTable = {
  key: Once<string>;
  /** Sealed. */
  state: Buffer;
  revision: number;
  /** When it is looked at again, as nobody may have come back to it; null where nothing waits in it. */
  look_at: string | null;
};

/** Events already answered. Older than a week they are dropped: no channel repeats one that late. */
type EventTable = {
  id: Once<string>;
  at: Once<string>;
  /** Sealed. */
  reply: Once<Buffer>;
};

type CaseTable = {
  reference: Once<string>;
  /** The reference without hyphens, for looking it up however it was typed. Unique. */
  reference_key: Once<string>;
  own_chain: ColumnType<0 | 1, 0 | 1 | undefined, 1>;
  /** Sealed: ids of the people kept out now; an empty list for nobody. Null only in a file somebody changed. */
  kept_out: ColumnType<Buffer | null, Buffer, Buffer>;
  /** When it is looked at again; null: at once. A new entry takes it away. */
  look_at: ColumnType<string | null, string | null | undefined, string | null>;
  /** Nothing more is to come of it by itself. A new entry opens it again. */
  closed: ColumnType<0 | 1, 0 | 1 | undefined, 0 | 1>;
  /** Of what has to be acted on, 0 for the most urgent class; null as long as nobody has looked. */
  urgency: ColumnType<number | null, number | null | undefined, number | null>;
  /** Null where somebody has acknowledged it, or nobody has to. */
  unacknowledged_since: ColumnType<string | null, string | null | undefined, string | null>;
};

type EntryTable = {
  /** Order of writing. */
  position: Generated<number>;
  /** The organisation's id, or the reference of a case that has a chain of its own. */
  chain: Once<string>;
  sequence: Once<number>;
  id: Once<string>;
  schema: Once<typeof RECORD_SCHEMA>;
  organisation: Once<string>;
  reference: Once<string>;
  kind: Once<EntryKind>;
  created_at: Once<string>;
  previous_hash: Once<string>;
  body_hash: Once<string>;
  hash: Once<string>;
  /** Sealed: the exact bytes `body_hash` covers. Null once erased; nothing else can be put in its place. */
  body: ColumnType<Buffer | null, Buffer, null>;
};

type DeliveryTable = {
  /** Order of writing. */
  position: Generated<number>;
  id: Once<string>;
  /** Null for a message about no case. */
  reference: Once<string | null>;
  /** The Destination as canonical JSON: ids only. */
  destination: Once<string>;
  /** Where it waits in line; see `Lane`. */
  lane: Once<string>;
  class: Once<NotificationClass>;
  /** Sealed: who must not learn of a message about no case. Null for nobody. */
  kept_out: Once<Buffer | null>;
  /** 1: it asks somebody to act on a concern. */
  page: Once<0 | 1>;
  /** 0 is the most urgent class. */
  urgency: Once<number>;
  created_at: Once<string>;
  /** Sealed. Null for the log. */
  card: Once<Buffer | null>;
  state: DeliveryState;
  due_at: string;
  /** When it was to leave at first. Null only for what an early version sent. */
  wanted_at: string | null;
  attempts: number;
  unclear: 0 | 1;
  leased_until: string | null;
  sent_at: string | null;
  /** The channel's own id of the message, once sent. */
  message: string | null;
  fault_code: string | null;
  fault_message: string | null;
  fault_remedy: string | null;
};

type AddressTable = {
  channel: Once<string>;
  user_id: Once<string>;
  /** Sealed. */
  address: Buffer;
};

/** Messages by which somebody shows that they can be reached. */
type ReachTable = {
  /** Id of the delivery, or of the acknowledgement. */
  delivery: Once<string>;
  person: Once<string>;
  sent_at: Once<string>;
  acknowledged_at: string | null;
};

/** When something was done last, by its name. */
type MarkTable = { name: Once<string>; at: string };

type PostingPlaceTable = {
  /** Order of choosing. */
  position: Generated<number>;
  channel: Once<'teams' | 'slack'>;
  target: Once<string>;
  /** Sealed: its name, who chose it and when. */
  place: Buffer;
};
