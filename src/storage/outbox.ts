import type { Kysely, Selectable } from 'kysely';
import { NOTIFICATION_CLASSES } from '../check/facts.ts';
import type { Card } from '../conversation/card.ts';
import {
  type DeliveryDraft,
  type DeliveryLine,
  type Destination,
  MENTION_AGAIN_AFTER_MS,
} from '../delivery/delivery.ts';
import { type Lane, laneOf } from '../delivery/lane.ts';
import { canonicalBytes } from '../records/canonical.ts';
import type { Ledger } from './ledger.ts';
import { run } from './run.ts';
import { openJson, sealJson } from './seal.ts';
import type { DeliveryState, StoredDelivery } from './store.ts';
import type { Tables } from './tables.ts';

/** Not sent and still able to leave: what a person kept out of the case must not get. */
export const NOT_SENT = ['waiting', 'leased', 'dead'] as const satisfies readonly DeliveryState[];

/** Columns that a new delivery fills in, in the order of `valuesOf`. */
const COLUMNS =
  'id, reference, destination, lane, class, urgency, created_at, card, state, due_at, wanted_at, attempts, unclear, page, kept_out';
const ADD = `insert into deliveries (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, 0, 0, ?, ?)`;

/** Puts deliveries into the outbox. Call it within the transaction that writes the record they speak of. */
export async function addDeliveries(
  trx: Kysely<Tables>,
  ledger: Ledger,
  drafts: readonly DeliveryDraft[],
  at: string,
): Promise<void> {
  for (const draft of drafts)
    await run(trx, ADD, valuesOf(ledger, draft, await laneIn(trx, draft, drafts), at));
}

function valuesOf(ledger: Ledger, draft: DeliveryDraft, lane: Lane, at: string): readonly unknown[] {
  const due = instant(draft.dueAt);
  return [
    draft.id,
    draft.reference,
    destinationText(draft.destination),
    lane,
    draft.class,
    NOTIFICATION_CLASSES.indexOf(draft.class),
    at,
    draft.card === undefined ? null : sealJson(ledger.seal, draft.card, `delivery:${draft.id}`),
    due,
    due,
    draft.page === true ? 1 : 0,
    sealedKeptOut(ledger, draft),
  ];
}

function sealedKeptOut({ seal }: Ledger, { id, keptOut = [] }: DeliveryDraft): Buffer | null {
  return keptOut.length === 0 ? null : sealJson(seal, keptOut, `delivery-kept-out:${id}`);
}

/** A change to a message waits where the message went, which may be written down along with it. */
async function laneIn(
  trx: Kysely<Tables>,
  { destination }: DeliveryDraft,
  drafts: readonly DeliveryDraft[],
): Promise<Lane> {
  if (destination.kind !== 'update') return laneOf(destination);
  const beside = drafts.find(({ id }) => id === destination.delivery);
  if (beside !== undefined) return laneOf(destination, beside.destination);
  const { rows } = await run<{ destination: string }>(
    trx,
    'select destination from deliveries where id = ?',
    [destination.delivery],
  );
  return laneOf(destination, rows[0] === undefined ? null : destinationFrom(rows[0].destination));
}

/** Whether a message to a person about this case was tried and has not arrived: given up, or waiting to be tried again. */
export async function anyNotArrived(
  db: Kysely<Tables>,
  reference: string,
  but: string | null,
): Promise<boolean> {
  const rows = await db
    .selectFrom('deliveries')
    .select('destination')
    .where('reference', '=', reference)
    .where('fault_code', 'is not', null)
    .where('state', 'in', NOT_SENT)
    .execute();
  return rows.some((row) => {
    const to = destinationFrom(row.destination);
    return to.kind === 'direct-message' && to.person !== but;
  });
}

/** Messages about a case that were sent under an id of the channel. */
export async function messagesAbout(
  db: Kysely<Tables>,
  ledger: Ledger,
  reference: string,
): Promise<readonly (StoredDelivery & { readonly message: string })[]> {
  const rows = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('reference', '=', reference)
    .where('state', '=', 'sent')
    .where('message', 'is not', null)
    .orderBy('position')
    .execute();
  return rows.flatMap((row) => {
    const { message } = row;
    return message === null ? [] : [{ ...storedDelivery(ledger, row), message }];
  });
}

/** See `Store.deliveriesAbout`. */
export async function linesAbout(db: Kysely<Tables>, reference: string): Promise<readonly DeliveryLine[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['id', 'destination', 'class', 'state', 'page', 'attempts', 'wanted_at'])
    .select(['created_at', 'due_at', 'sent_at', 'unclear', 'fault_code'])
    .where('reference', '=', reference)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    destination: destinationFrom(row.destination),
    class: row.class,
    state: row.state,
    page: row.page === 1,
    attempts: row.attempts,
    createdAt: row.created_at,
    dueAt: row.due_at,
    wantedAt: row.wanted_at ?? row.due_at,
    sentAt: row.sent_at,
    unclear: row.unclear === 1,
    faultCode: row.fault_code,
  }));
}

/** A row as the rest of the house sees it. */
export function storedDelivery(ledger: Ledger, row: Selectable<Tables['deliveries']>): StoredDelivery {
  return {
    id: row.id,
    reference: row.reference,
    destination: destinationFrom(row.destination),
    class: row.class,
    dueAt: row.due_at,
    ...(row.page === 1 ? { page: true as const } : {}),
    ...(row.kept_out === null ? {} : { keptOut: openedKeptOut(ledger, row.id, row.kept_out) }),
    ...cardOf(ledger, row),
    state: row.state,
    attempts: row.attempts,
    lastFault:
      row.fault_code === null
        ? null
        : { code: row.fault_code, message: row.fault_message ?? '', remedy: row.fault_remedy ?? '' },
    createdAt: row.created_at,
    sentAt: row.sent_at,
    message: row.message,
    unclear: row.unclear === 1,
  };
}

function openedKeptOut({ seal }: Ledger, id: string, sealed: Buffer): readonly string[] {
  return openJson(seal, sealed, `delivery-kept-out:${id}`) as string[];
}

/**
 * One message that cannot be opened must not hold up all the others: it goes without a card, and whoever sends it finds none
 * and gives it up, with what to do.
 */
function cardOf({ seal }: Ledger, { id, card }: Selectable<Tables['deliveries']>): { card?: Card } {
  if (card === null) return {};
  try {
    return { card: openJson(seal, card, `delivery:${id}`) as Card };
  } catch {
    return {};
  }
}

/** ISO 8601 in UTC with milliseconds, so that instants compare as text. */
export function instant(text: string): string {
  if (text !== lastInstant.text) lastInstant = { text, instant: new Date(text).toISOString() };
  return lastInstant.instant;
}
/** Most of what is written in one turn has one time. */
let lastInstant = { text: '', instant: '' };

const destinationText = (destination: Destination) =>
  Buffer.from(canonicalBytes(destination)).toString('utf8');
/** What `destinationText` wrote. */
export const destinationFrom = (text: string) => JSON.parse(text) as Destination;

/** Makes dead deliveries due again; see `Store.retry`. */
export async function retry(trx: Kysely<Tables>, now: string, id: string | undefined): Promise<number> {
  let query = trx
    .updateTable('deliveries')
    .set({ state: 'waiting', due_at: now, attempts: 0 })
    .where('state', '=', 'dead');
  if (id !== undefined) query = query.where('id', '=', id);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}

/** The same for the messages to one person; see `Store.retryTo`. */
export async function retryTo(trx: Kysely<Tables>, now: string, person: string): Promise<number> {
  const to = destinationText({ kind: 'direct-message', person });
  const { numUpdatedRows } = await trx
    .updateTable('deliveries')
    .set({ state: 'waiting', due_at: now, attempts: 0 })
    .where('state', '=', 'dead')
    .where('destination', '=', to)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** See `Store.mentionedSince`. */
export async function mentionedSince(db: Kysely<Tables>, person: string, since: string): Promise<boolean> {
  const rows = await db
    .selectFrom('deliveries')
    .select('destination')
    .where('state', 'in', ['waiting', 'leased', 'sent'])
    .where('created_at', '>=', instant(since))
    .execute();
  return rows.some((row) => {
    const to = destinationFrom(row.destination);
    return to.kind === 'mention' && to.person === person;
  });
}

/** Without mentions of somebody who was named lately: two messages to them may fail in one moment. Call it within a transaction. */
export async function notMentionedYet(
  trx: Kysely<Tables>,
  drafts: readonly DeliveryDraft[],
  at: string,
): Promise<readonly DeliveryDraft[]> {
  const since = new Date(Date.parse(at) - MENTION_AGAIN_AFTER_MS).toISOString();
  const named = new Set<string>();
  for (const { destination } of drafts) {
    if (destination.kind === 'mention' && (await mentionedSince(trx, destination.person, since)))
      named.add(destination.person);
  }
  return drafts.filter(({ destination: to }) => to.kind !== 'mention' || !named.has(to.person));
}
