import { type ExpressionBuilder, type Kysely, type Selectable, sql } from 'kysely';
import { NOTIFICATION_CLASSES } from '../check/facts.ts';
import type { Card } from '../conversation/card.ts';
import {
  type DeliveryDraft,
  type Destination,
  MENTION_AGAIN_AFTER_MS,
  OVERDUE_AFTER_ATTEMPTS,
} from '../delivery/delivery.ts';
import { canonicalBytes } from '../records/canonical.ts';
import type { Ledger } from './ledger.ts';
import { openJson, sealJson } from './seal.ts';
import type { DeliveryState, StoredDelivery } from './store.ts';
import type { Tables } from './tables.ts';

/** Not sent and still able to leave: what a person kept out of the case must not get. */
export const NOT_SENT = ['waiting', 'leased', 'dead'] as const satisfies readonly DeliveryState[];

/** Puts deliveries into the outbox. Call it within the transaction that writes the record they speak of. */
export async function addDeliveries(
  trx: Kysely<Tables>,
  ledger: Ledger,
  drafts: readonly DeliveryDraft[],
  at: string,
): Promise<void> {
  for (const draft of drafts) {
    await trx
      .insertInto('deliveries')
      .values({
        id: draft.id,
        reference: draft.reference,
        destination: destinationText(draft.destination),
        class: draft.class,
        urgency: NOTIFICATION_CLASSES.indexOf(draft.class),
        created_at: at,
        page: draft.page === true ? 1 : 0,
        card: draft.card === undefined ? null : sealJson(ledger.seal, draft.card, `delivery:${draft.id}`),
        state: 'waiting',
        due_at: instant(draft.dueAt),
        attempts: 0,
        unclear: 0,
      })
      .execute();
  }
}

/**
 * Takes due deliveries; see `Store.lease`. One whose lease ran out was begun by a worker that is gone: it may have
 * arrived. Within a case, what goes to one destination keeps its order, unless the later one is more urgent.
 */
export async function leaseDeliveries(
  trx: Kysely<Tables>,
  ledger: Ledger,
  now: string,
  leaseSeconds: number,
  limit: number,
  passOver: readonly Destination[] = [],
): Promise<readonly StoredDelivery[]> {
  const at = instant(now);
  let query = trx
    .selectFrom('deliveries')
    .selectAll()
    .where('state', 'in', ['waiting', 'leased'])
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'waiting'), eb('due_at', '<=', at)]),
        eb.and([eb('state', '=', 'leased'), eb('leased_until', '<=', at)]),
      ]),
    )
    .where((eb) => eb.not(eb.exists(earlierOnes(eb.selectFrom, at))))
    .orderBy('urgency')
    .orderBy('position')
    .limit(limit);
  if (passOver.length > 0) {
    const full = passOver.map(destinationText);
    query = query.where((eb) => eb.or([eb('class', '=', 'emergency'), eb('destination', 'not in', full)]));
  }
  const rows = await query.execute();
  const leasedUntil = new Date(Date.parse(at) + leaseSeconds * 1000).toISOString();
  const leased: StoredDelivery[] = [];
  for (const row of rows) {
    const taken = {
      state: 'leased',
      leased_until: leasedUntil,
      attempts: row.attempts + 1,
      unclear: row.state === 'leased' ? 1 : row.unclear,
    } as const;
    await trx.updateTable('deliveries').set(taken).where('id', '=', row.id).execute();
    leased.push(storedDelivery(ledger, { ...row, ...taken }));
  }
  return leased;
}

/** Deliveries of the same case to the same destination that have to go before. */
function earlierOnes(selectFrom: ExpressionBuilder<Tables, 'deliveries'>['selectFrom'], at: string) {
  return selectFrom('deliveries as before')
    .select(sql<1>`1`.as('one'))
    .whereRef('before.reference', '=', 'deliveries.reference')
    .whereRef('before.destination', '=', 'deliveries.destination')
    .whereRef('before.position', '<', 'deliveries.position')
    .whereRef('before.urgency', '<=', 'deliveries.urgency')
    .where((eb) =>
      eb.or([
        eb('before.state', '=', 'leased'),
        // Waiting for the lead's hours holds nothing up; waiting after a failure does, until it is overdue.
        eb.and([
          eb('before.state', '=', 'waiting'),
          eb.or([
            eb('before.due_at', '<=', at),
            eb.and([eb('before.attempts', '>', 0), eb('before.attempts', '<', OVERDUE_AFTER_ATTEMPTS)]),
          ]),
        ]),
      ]),
    );
}

/** Whether a message to a person about this case was tried and has not arrived: given up, or waiting to be tried again. */
export async function anyNotArrived(db: Kysely<Tables>, reference: string): Promise<boolean> {
  const rows = await db
    .selectFrom('deliveries')
    .select('destination')
    .where('reference', '=', reference)
    .where('fault_code', 'is not', null)
    .where('state', 'in', NOT_SENT)
    .execute();
  return rows.some((row) => destinationFrom(row.destination).kind === 'direct-message');
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

/** A row as the rest of the house sees it. */
export function storedDelivery(ledger: Ledger, row: Selectable<Tables['deliveries']>): StoredDelivery {
  return {
    id: row.id,
    reference: row.reference,
    destination: destinationFrom(row.destination),
    class: row.class,
    dueAt: row.due_at,
    ...(row.page === 1 ? { page: true as const } : {}),
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
  return new Date(text).toISOString();
}

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
