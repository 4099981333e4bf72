import type { Kysely } from 'kysely';
import type { Reached } from '../delivery/reached.ts';
import type { Database } from './database.ts';
import type { Ledger } from './ledger.ts';
import { addDeliveries, instant, storedDelivery } from './outbox.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

type Part = Pick<Store, 'writeTests' | 'tests' | 'lastReached' | 'testOf' | 'mark' | 'setMark'>;

/** The part of the store that knows who can be reached, and when that was last tried. */
export function reach({ db, guarded, inTransaction }: Database, ledger: Ledger): Part {
  return {
    writeTests: (tests, at, mark) =>
      inTransaction(async (trx) => {
        if ((await markOf(trx, mark.name)) !== mark.was) return false;
        await writeMark(trx, mark.name, at);
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
        return true;
      }),
    tests: (since) =>
      guarded(async () => {
        const rows = await db
          .selectFrom('reach')
          .innerJoin('deliveries', 'deliveries.id', 'reach.delivery')
          // A message about a case is no test, whoever answered it.
          .where('deliveries.reference', 'is', null)
          .where('reach.sent_at', '>=', instant(since))
          .orderBy('deliveries.position')
          .selectAll('deliveries')
          .select(['reach.person', 'reach.acknowledged_at'])
          .execute();
        return rows.map((row) => {
          const { id, destination, state, sentAt, lastFault } = storedDelivery(ledger, row);
          const { person, acknowledged_at: acknowledgedAt } = row;
          return { id, person, destination, state, sentAt, lastFault, acknowledgedAt };
        });
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
    mark: (name) => guarded(() => markOf(db, name)),
    setMark: (name, at) => inTransaction((trx) => writeMark(trx, name, at)),
  };
}

async function markOf(db: Kysely<Tables>, name: string): Promise<string | null> {
  const row = await db.selectFrom('marks').select('at').where('name', '=', name).executeTakeFirst();
  return row?.at ?? null;
}

async function writeMark(trx: Kysely<Tables>, name: string, at: string): Promise<void> {
  await trx
    .insertInto('marks')
    .values({ name, at: instant(at) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ at: instant(at) }))
    .execute();
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
