import { type Kysely, sql } from 'kysely';
import { NOTIFICATION_CLASSES, type NotificationClass } from '../check/facts.ts';
import type { Database } from './database.ts';
import { checkDraft, type Ledger, openKeptOut, writeEntry } from './ledger.ts';
import { addDeliveries, destinationFrom, instant } from './outbox.ts';
import { openJson } from './seal.ts';
import type { CaseStep, Store } from './store.ts';
import type { Tables } from './tables.ts';
import { withholdFromKeptOut } from './withhold.ts';

/**
 * How urgent a case is: as it was found when it was last looked at, else as urgent as the most urgent message about it, and where there
 * is none, as an emergency. So many new cases keep no overdue emergency waiting, nor is one of them left for last.
 */
const URGENCY = sql`coalesce(urgency, (select min(d.urgency) from deliveries d where d.reference = cases.reference), 0)`;

type Part = Pick<
  Store,
  | 'casesToLookAt'
  | 'openCases'
  | 'advance'
  | 'messagesSince'
  | 'unacknowledgedSince'
  | 'conversationsToLookAt'
>;

/** The part of the store that follows cases until somebody has acted on them. */
export function following({ db, guarded, inTransaction }: Database, ledger: Ledger): Part {
  return {
    casesToLookAt: (now, limit) =>
      guarded(async () => {
        const rows = await db
          .selectFrom('cases')
          .select('reference')
          .where('closed', '=', 0)
          .where((eb) => eb.or([eb('look_at', 'is', null), eb('look_at', '<=', instant(now))]))
          .orderBy(URGENCY)
          .orderBy('look_at')
          .orderBy(sql`rowid`)
          .limit(limit)
          .execute();
        return rows.map(({ reference }) => reference);
      }),
    openCases: () =>
      guarded(async () => {
        const rows = await db
          .selectFrom('cases')
          .select('reference')
          .where('closed', '=', 0)
          .orderBy('urgency')
          .orderBy(sql`rowid`)
          .execute();
        return rows.map(({ reference }) => reference);
      }),
    async advance(steps, at) {
      for (const { entries } of steps) entries.forEach(checkDraft);
      return inTransaction(async (trx) => {
        for (const step of steps) if (await hasGrown(trx, step)) return false;
        for (const step of steps) await writeStep(trx, ledger, step, at);
        await withholdFromKeptOut(
          trx,
          ledger,
          steps.filter(({ deliveries }) => deliveries.length > 0).map(({ reference }) => reference),
        );
        return true;
      });
    },
    messagesSince: (since) =>
      guarded(async () => {
        const rows = await db
          .selectFrom('deliveries')
          .leftJoin('cases', 'cases.reference', 'deliveries.reference')
          .select(['destination', 'deliveries.reference', 'deliveries.kept_out', 'cases.kept_out as of_case'])
          .where('created_at', '>=', instant(since))
          .where('state', '<>', 'cancelled')
          .execute();
        const counts = new Map<string, number>();
        for (const { destination, reference, kept_out, of_case } of rows) {
          const to = destinationFrom(destination);
          if (to.kind !== 'direct-message' || kept_out !== null) continue;
          if (reference !== null && openKeptOut(ledger, reference, of_case).length > 0) continue;
          counts.set(to.person, (counts.get(to.person) ?? 0) + 1);
        }
        return counts;
      }),
    unacknowledgedSince: () =>
      guarded(async () => {
        const rows = await db
          .selectFrom('cases')
          .select(['urgency', (eb) => eb.fn.min('unacknowledged_since').as('since')])
          .where('closed', '=', 0)
          .where('unacknowledged_since', 'is not', null)
          .groupBy('urgency')
          .execute();
        return new Map(
          rows.flatMap(({ urgency, since }): [NotificationClass, string][] => {
            const named = urgency === null ? undefined : NOTIFICATION_CLASSES[urgency];
            return named === undefined || since === null ? [] : [[named, since]];
          }),
        );
      }),
    conversationsToLookAt: (now, limit) =>
      guarded(async () => {
        const rows = await db
          .selectFrom('conversations')
          .select(['key', 'state', 'revision'])
          .where('look_at', '<=', instant(now))
          .orderBy('look_at')
          .limit(limit)
          .execute();
        return rows.map(({ key, state, revision }) => ({
          key,
          state: openJson(ledger.seal, state, `conversation:${key}`),
          revision,
        }));
      }),
  };
}

async function hasGrown(trx: Kysely<Tables>, { reference, entriesRead }: CaseStep): Promise<boolean> {
  const { count } = await trx
    .selectFrom('entries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('reference', '=', reference)
    .executeTakeFirstOrThrow();
  return count !== entriesRead;
}

async function writeStep(
  trx: Kysely<Tables>,
  ledger: Ledger,
  { reference, entries, deliveries, next }: CaseStep,
  at: string,
): Promise<void> {
  for (const draft of entries) await writeEntry(trx, ledger, draft);
  await addDeliveries(trx, ledger, deliveries, instant(at));
  await trx
    .updateTable('cases')
    .set({
      look_at: next.at === null ? null : instant(next.at),
      closed: next.open ? 0 : 1,
      urgency: next.class === null ? null : NOTIFICATION_CLASSES.indexOf(next.class),
      unacknowledged_since: next.unacknowledgedSince,
    })
    .where('reference', '=', reference)
    .execute();
}
