import { type Kysely, sql } from 'kysely';
import type { DeliveryChange, Destination, PostingPlace } from '../delivery/delivery.ts';
import { type Ledger, openKeptOut } from './ledger.ts';
import { addDeliveries, destinationFrom, instant, NOT_SENT } from './outbox.ts';
import type { Tables } from './tables.ts';

/** Applies one change to what has not been sent yet. Call it within a transaction. */
export async function changeDeliveries(
  trx: Kysely<Tables>,
  ledger: Ledger,
  change: DeliveryChange,
  at: string,
): Promise<void> {
  switch (change.kind) {
    case 'release':
      await trx
        .updateTable('deliveries')
        .set({ due_at: instant(at), wanted_at: instant(at) })
        .where('reference', '=', change.reference)
        .where('state', '=', 'waiting')
        .where('due_at', '>', instant(at))
        .execute();
      return;
    case 'settled':
      await cancelPages(trx, change.reference);
      return;
    case 'withhold-from':
      // A channel can have anybody as a reader, so nothing about this case goes to one any more.
      await cancel(trx, change.reference, (to) => isAmongOthers(to) || isFor(to, change.people));
      await addDeliveries(trx, ledger, change.instead, at);
      return;
    default:
      change satisfies never;
  }
}

/** Somebody has it: a message that still asks others to take it on would not be true any more. */
async function cancelPages(trx: Kysely<Tables>, reference: string): Promise<void> {
  await sql`update deliveries set state = 'cancelled' where reference = ${reference}
    and state in ('waiting', 'dead')
    and (page = 1 or json_extract(destination, '$.kind') in ('text-message', 'email'))`.execute(trx);
}

/** Nothing waits for somebody who is kept out of the case, whatever was drafted. Call it last in a transaction. */
export async function withholdFromKeptOut(
  trx: Kysely<Tables>,
  ledger: Ledger,
  references: readonly string[],
): Promise<void> {
  for (const reference of new Set(references)) {
    const held = await trx
      .selectFrom('cases')
      .select('kept_out')
      .where('reference', '=', reference)
      .executeTakeFirst();
    const people = held === undefined ? [] : openKeptOut(ledger, reference, held.kept_out);
    if (people.length > 0) await cancel(trx, reference, (to) => isOutside(to) || isFor(to, people));
  }
}

/** What waits to be posted in a place, or was given up, is not posted there any more. Call it within a transaction. */
export async function cancelPostsTo(
  trx: Kysely<Tables>,
  isThere: (to: PostingPlace) => boolean,
): Promise<void> {
  const rows = await trx
    .selectFrom('deliveries')
    .select(['id', 'destination'])
    .where('state', 'in', ['waiting', 'dead'])
    .execute();
  const ids = rows.flatMap(({ id, destination }) => {
    const to = destinationFrom(destination);
    return (to.kind === 'channel-post' || to.kind === 'mention') && isThere(to) ? [id] : [];
  });
  if (ids.length > 0)
    await trx.updateTable('deliveries').set({ state: 'cancelled' }).where('id', 'in', ids).execute();
}

async function cancel(
  trx: Kysely<Tables>,
  reference: string,
  concerns: (destination: Destination) => boolean,
): Promise<void> {
  const rows = await trx
    .selectFrom('deliveries')
    .select(['id', 'destination', 'state'])
    .where('reference', '=', reference)
    .execute();
  const destinations = new Map(rows.map((row) => [row.id, destinationFrom(row.destination)]));
  /** Who sees it in the end: a change to a message is seen by whoever has the message. */
  const seenBy = (id: string): Destination | undefined => {
    const to = destinations.get(id);
    return to?.kind === 'update' ? destinations.get(to.delivery) : to;
  };
  const ids = rows.flatMap(({ id, state }) => {
    const to = NOT_SENT.some((each) => each === state) ? seenBy(id) : undefined;
    return to !== undefined && concerns(to) ? [id] : [];
  });
  if (ids.length === 0) return;
  await trx
    .updateTable('deliveries')
    .set({ state: 'cancelled', leased_until: null })
    .where('id', 'in', ids)
    .execute();
}

/** A mention, and the case management system, which anybody may read. */
const isOutside = ({ kind }: Destination) => kind === 'mention' || kind === 'webhook';
const isAmongOthers = (to: Destination) => to.kind === 'channel-post' || isOutside(to);
const isFor = (to: Destination, people: readonly string[]) =>
  (to.kind === 'direct-message' || to.kind === 'text-message' || to.kind === 'email') &&
  people.includes(to.person);
