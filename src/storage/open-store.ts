import { join } from 'node:path';
import { commitTurn, NotCommitted, replyTo } from './commit-turn.ts';
import { type Database, openDatabase } from './database.ts';
import { following } from './following.ts';
import { checkDraft, type Ledger, readAll, readCase, writeEntry } from './ledger.ts';
import { isWhole } from './ledger-head.ts';
import {
  addDeliveries,
  anyNotArrived,
  instant,
  leaseDeliveries,
  mentionedSince,
  messagesAbout,
  notMentionedYet,
  retry,
  retryTo,
  storedDelivery,
} from './outbox.ts';
import { chosenPlaces } from './places.ts';
import { checkOwner, prepareStore, type StoreOwner } from './prepare-store.ts';
import { reach } from './reach.ts';
import { openJson, sealJson } from './seal.ts';
import type { Store } from './store.ts';
import { REHEARSAL_FILE, STORE_FILE } from './store-files.ts';

/**
 * Opens the embedded store in a folder, making what is missing: `share-check.db`, or `rehearsal.db` for rehearsals.
 * Throws a Fault with a remedy when it cannot be used (see `prepareStore` and `sqliteFault` for the codes); every
 * database error that leaves the store later is such a Fault too.
 */
export async function openStore(options: StoreOwner & { readonly folder: string }): Promise<Store> {
  const database = openDatabase(join(options.folder, options.rehearsal ? REHEARSAL_FILE : STORE_FILE));
  try {
    await prepareStore(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
  return storeOn(database, options);
}

/** The store on a database that was opened and prepared for its owner. */
export function storeOn(database: Database, owner: StoreOwner): Store {
  return {
    ...turns(database, owner),
    ...addressBook(database, owner),
    ...record(database, owner),
    ...outbox(database, owner),
    ...following(database, owner),
    ...reach(database, owner),
    ...upkeep(database, owner),
  };
}

type Part<K extends keyof Store> = Pick<Store, K>;

function turns({ db, guarded, inTransaction }: Database, ledger: Ledger) {
  const part: Part<'conversation' | 'replyTo' | 'commit' | 'places'> = {
    conversation: (key) =>
      guarded(async () => {
        const row = await db
          .selectFrom('conversations')
          .select(['state', 'revision'])
          .where('key', '=', key)
          .executeTakeFirst();
        if (row === undefined) return null;
        return { state: openJson(ledger.seal, row.state, `conversation:${key}`), revision: row.revision };
      }),
    replyTo: (eventId) => guarded(() => replyTo(db, ledger, eventId)),
    async commit(turn) {
      turn.entries.forEach(checkDraft);
      try {
        return await inTransaction((trx) => commitTurn(trx, ledger, turn));
      } catch (error) {
        if (error instanceof NotCommitted) return error.result;
        throw error;
      }
    },
    places: () => guarded(() => chosenPlaces(db, ledger)),
  };
  return part;
}

function addressBook({ db, guarded, inTransaction }: Database, { seal }: Ledger) {
  const contextOf = (channel: string, userId: string) => `address:${channel}:${userId}`;
  const part: Part<'saveAddress' | 'address' | 'addresses' | 'forgetAddress'> = {
    saveAddress: (channel, userId, held) =>
      inTransaction(async (trx) => {
        const address = sealJson(seal, held, contextOf(channel, userId));
        await trx
          .insertInto('addresses')
          .values({ channel, user_id: userId, address })
          .onConflict((conflict) => conflict.columns(['channel', 'user_id']).doUpdateSet({ address }))
          .execute();
      }),
    address: (channel, userId) =>
      guarded(async () => {
        const row = await db
          .selectFrom('addresses')
          .select('address')
          .where('channel', '=', channel)
          .where('user_id', '=', userId)
          .executeTakeFirst();
        return row === undefined ? null : openJson(seal, row.address, contextOf(channel, userId));
      }),
    addresses: (channel) =>
      guarded(async () => {
        const rows = await db.selectFrom('addresses').selectAll().where('channel', '=', channel).execute();
        return rows.map(({ user_id: userId, address }) => ({
          userId,
          address: openJson(seal, address, contextOf(channel, userId)),
        }));
      }),
    forgetAddress: (channel, userId) =>
      inTransaction(async (trx) => {
        await trx
          .deleteFrom('addresses')
          .where('channel', '=', channel)
          .where('user_id', '=', userId)
          .execute();
      }),
  };
  return part;
}

function record({ db, guarded, inTransaction }: Database, ledger: Ledger) {
  const part: Part<'entries' | 'allEntries' | 'isWhole' | 'append'> = {
    entries: (reference) => guarded(() => readCase(db, ledger, reference)),
    allEntries: () => readAll(db, ledger, guarded),
    isWhole: () => inTransaction((trx) => isWhole(trx, ledger)),
    async append(draft) {
      checkDraft(draft);
      return inTransaction((trx) => writeEntry(trx, ledger, draft));
    },
  };
  return part;
}

function outbox({ db, guarded, inTransaction }: Database, ledger: Ledger) {
  const part: Part<
    | 'lease'
    | 'isLeased'
    | 'notArrived'
    | 'settle'
    | 'giveBack'
    | 'deliveries'
    | 'delivery'
    | 'messagesAbout'
    | 'countDeliveries'
    | 'retry'
    | 'retryTo'
    | 'mentionedSince'
  > = {
    lease: (...wanted) => inTransaction((trx) => leaseDeliveries(trx, ledger, ...wanted)),
    isLeased: (id) =>
      guarded(async () => {
        const row = await db.selectFrom('deliveries').select('state').where('id', '=', id).executeTakeFirst();
        return row?.state === 'leased';
      }),
    notArrived: (reference) => guarded(() => anyNotArrived(db, reference)),
    async settle(id, sentAt, event, message) {
      if (event !== null) checkDraft(event);
      await inTransaction(async (trx) => {
        // Whatever became of the row meanwhile (cancelled, leased again): it did go out, and the record says so.
        await trx
          .updateTable('deliveries')
          .set({
            state: 'sent',
            sent_at: instant(sentAt),
            leased_until: null,
            unclear: 0,
            ...(message === undefined ? {} : { message }),
          })
          .where('id', '=', id)
          .execute();
        if (event !== null) await writeEntry(trx, ledger, event);
      });
    },
    async giveBack(id, outcome, event = null, further = []) {
      if (event !== null) checkDraft(event);
      await inTransaction(async (trx) => {
        const changed = await trx
          .updateTable('deliveries')
          .set({
            state: outcome.state,
            due_at: instant(outcome.dueAt),
            leased_until: null,
            unclear: outcome.unclear ? 1 : 0,
            fault_code: outcome.fault.code,
            fault_message: outcome.fault.message,
            fault_remedy: outcome.fault.remedy,
          })
          .where('id', '=', id)
          .where('state', '=', 'leased')
          .executeTakeFirst();
        // Withdrawn meanwhile: nothing that anybody waits for has failed.
        if (changed.numUpdatedRows === 0n) return;
        if (event !== null) await writeEntry(trx, ledger, event);
        await addDeliveries(trx, ledger, await notMentionedYet(trx, further, outcome.dueAt), outcome.dueAt);
      });
    },
    deliveries: (filter) =>
      guarded(async () => {
        let query = db.selectFrom('deliveries').selectAll().orderBy('position');
        if (filter?.states !== undefined) query = query.where('state', 'in', filter.states);
        return (await query.execute()).map((row) => storedDelivery(ledger, row));
      }),
    delivery: (id) =>
      guarded(async () => {
        const row = await db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
        return row === undefined ? null : storedDelivery(ledger, row);
      }),
    messagesAbout: (reference) => guarded(() => messagesAbout(db, ledger, reference)),
    countDeliveries: () =>
      guarded(async () => {
        const rows = await db
          .selectFrom('deliveries')
          .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
          .groupBy('state')
          .execute();
        const counts = { waiting: 0, leased: 0, sent: 0, dead: 0, cancelled: 0 };
        for (const { state, count } of rows) counts[state] = count;
        return counts;
      }),
    retry: (now, id) => inTransaction((trx) => retry(trx, instant(now), id)),
    retryTo: (now, person) => inTransaction((trx) => retryTo(trx, instant(now), person)),
    mentionedSince: (...about) => guarded(() => mentionedSince(db, ...about)),
  };
  return part;
}

function upkeep({ inTransaction, close }: Database, owner: StoreOwner) {
  const part: Part<'ping' | 'close'> = {
    ping: () =>
      inTransaction(async (trx) => {
        await checkOwner(trx, owner);
        // A write that changes nothing: notices a full disk and a file that has become read-only.
        await trx
          .updateTable('meta')
          .set((eb) => ({ mode: eb.ref('mode') }))
          .execute();
      }),
    close,
  };
  return part;
}
