import { join } from 'node:path';
import { commitTurn, NotCommitted, replyTo } from './commit-turn.ts';
import { type Database, openDatabase } from './database.ts';
import { following } from './following.ts';
import { leaseDeliveries } from './lease.ts';
import { checkDraft, type Ledger, readAll, readCase, writeEntry } from './ledger.ts';
import { isWhole } from './ledger-head.ts';
import {
  anyNotArrived,
  instant,
  linesAbout,
  mentionedSince,
  messagesAbout,
  retry,
  retryTo,
  storedDelivery,
} from './outbox.ts';
import { chosenPlaces } from './places.ts';
import { checkOwner, prepareStore, type StoreOwner } from './prepare-store.ts';
import { reach } from './reach.ts';
import { run } from './run.ts';
import { openJson, sealJson } from './seal.ts';
import { giveBack, settle } from './settle.ts';
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

function turns({ db, guarded, together }: Database, ledger: Ledger) {
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
        return await together((trx) => commitTurn(trx, ledger, turn));
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

function outbox({ db, guarded, inTransaction, together }: Database, ledger: Ledger) {
  const part: Part<
    | 'lease'
    | 'isLeased'
    | 'notArrived'
    | 'settle'
    | 'giveBack'
    | 'deliveries'
    | 'delivery'
    | 'messagesAbout'
    | 'deliveriesAbout'
    | 'countDeliveries'
    | 'retry'
    | 'retryTo'
    | 'mentionedSince'
  > = {
    lease: (...wanted) => inTransaction((trx) => leaseDeliveries(trx, ledger, ...wanted)),
    isLeased: (id) =>
      guarded(async () => {
        const { rows } = await run<{ state: string }>(db, 'select state from deliveries where id = ?', [id]);
        return rows[0]?.state === 'leased';
      }),
    notArrived: (reference, but = null) => guarded(() => anyNotArrived(db, reference, but)),
    async settle(id, sentAt, event, message) {
      if (event !== null) checkDraft(event);
      await together((trx) => settle(trx, ledger, id, sentAt, event, message), true);
    },
    async giveBack(id, outcome, event = null, further = []) {
      if (event !== null) checkDraft(event);
      await together((trx) => giveBack(trx, ledger, id, outcome, event, further), true);
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
    deliveriesAbout: (reference) => guarded(() => linesAbout(db, reference)),
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
