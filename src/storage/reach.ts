import type { Kysely } from 'kysely';
import type { Reached } from '../delivery/reached.ts';
import type { Database } from './database.ts';
import type { Ledger } from './ledger.ts';
import { addDeliveries, instant } from './outbox.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

type Part = Pick<Store, 'writeTests' | 'lastReached' | 'testOf' | 'mark' | 'setMark'>;

/** The part of the store that knows who can be reached, and when that was last tried. */
export function reach({ db, guarded, inTransaction }: Database, ledger: Ledger): Part {
  return {
    writeTests: (tests, at) =>
      inTransaction(async (trx) => {
        for (const { person, delivery } of tests) {
          const row = { delivery: delivery.id, person, sent_at: instant(at), acknowledged_at: null };
          await trx.insertInto('reach').values(row).execute();
        }
        await addDeliveries(
          trx,
          ledger,
          tests.map(({ delivery }) => delivery),
          instant(at),
        );
      }),
    lastReached: () =>
      guarded(async () => {
        const rows = await db
          .selectFrom('reach')
          .select(['person', (eb) => eb.fn.max('acknowledged_at').as('at')])
          .where('acknowledged_at', 'is not', null)
          .groupBy('person')
          .execute();
        return new Map(rows.flatMap(({ person, at }) => (at === null ? [] : [[person, at] as const])));
      }),
    testOf: (delivery) =>
      guarded(async () => {
        const row = await db
          .selectFrom('reach')
          .select(['person', 'acknowledged_at'])
          .where('delivery', '=', delivery)
          .executeTakeFirst();
        return row === undefined ? null : { person: row.person, acknowledgedAt: row.acknowledged_at };
      }),
    mark: (name) =>
      guarded(async () => {
        const row = await db.selectFrom('marks').select('at').where('name', '=', name).executeTakeFirst();
        return row?.at ?? null;
      }),
    setMark: (name, at) =>
      inTransaction(async (trx) => {
        await trx
          .insertInto('marks')
          .values({ name, at: instant(at) })
          .onConflict((conflict) => conflict.column('name').doUpdateSet({ at: instant(at) }))
          .execute();
      }),
  };
}

/** Somebody answered a message: a test or any other. Call it within a transaction. */
export async function noteReached(trx: Kysely<Tables>, { delivery, person, at }: Reached): Promise<void> {
  const acknowledged_at = instant(at);
  await trx
    .insertInto('reach')
    .values({ delivery, person, sent_at: acknowledged_at, acknowledged_at })
    .onConflict((conflict) => conflict.column('delivery').doUpdateSet({ acknowledged_at }))
    .execute();
}
