import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyChains } from '../../src/records/chain.ts';
import { type Database, openDatabase } from '../../src/storage/database.ts';
import { storeOn } from '../../src/storage/open-store.ts';
import { prepareStore } from '../../src/storage/prepare-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { AT, deliveryDraft, idOf, openedDraft } from '../records/samples.ts';
import { all, messageTo, owner, temporaryFolder, turnOf } from './temporary-store.ts';

const A = 'SC-AAAA-AAAA';

let folder: ReturnType<typeof temporaryFolder>;
let database: Database;
let store: Store;

beforeEach(async () => {
  folder = temporaryFolder();
  database = openDatabase(`${folder.path}/share-check.db`);
  await prepareStore(database, owner());
  store = storeOn(database, owner());
  await store.commit(
    turnOf('start', {
      newReferences: [A],
      entries: [openedDraft(1, A)],
      deliveries: Array.from({ length: 8 }, (_, n) => messageTo(`p${n}`, 10 + n, A)),
    }),
  );
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

/** Pieces of work that keep what number of transaction they ran in. */
function counted() {
  let transactions = 0;
  const work = (fail = false) =>
    database.together(async (trx) => {
      const { count } = await trx
        .selectFrom('deliveries')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      await trx.updateTable('deliveries').set({ attempts: count }).where('id', '=', idOf(10)).execute();
      transactions += 1;
      if (fail) throw new Error('not this one');
      return transactions;
    });
  return { work, runs: () => transactions };
}

test('what comes at the same moment is on the disk in one go, each with its own answer', async () => {
  const changes = () => database.db.selectFrom('deliveries').select('state').execute();
  await store.lease(AT, 60, 8);
  await Promise.all(
    Array.from({ length: 8 }, (_, n) => store.settle(idOf(10 + n), AT, deliveryDraft(50 + n, A), `m${n}`)),
  );
  expect((await changes()).map(({ state }) => state)).toEqual(Array(8).fill('sent'));
  expect(verifyChains(await all(store))).toEqual({ ok: true, count: 9 });
  expect((await store.messagesAbout(A)).map(({ message }) => message)).toEqual(
    Array.from({ length: 8 }, (_, n) => `m${n}`),
  );
});

test('a piece that fails fails alone; the others are done once in what is kept', async () => {
  const { work, runs } = counted();
  const results = await Promise.allSettled([work(), work(true), work()]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  // Two within the whole, then each alone.
  expect(runs()).toBe(5);
});

test('a delivery whose entry cannot be written keeps no other from being settled', async () => {
  await store.lease(AT, 60, 8);
  const settled = await Promise.allSettled([
    store.settle(idOf(10), AT, deliveryDraft(50, A)),
    store.settle(idOf(11), AT, deliveryDraft(1, A)),
    store.settle(idOf(12), AT, deliveryDraft(52, A)),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((await store.deliveries()).slice(0, 3).map(({ state }) => state)).toEqual([
    'sent',
    'leased',
    'sent',
  ]);
  expect(verifyChains(await all(store))).toEqual({ ok: true, count: 3 });
  expect(await store.isWhole()).toBe(true);
});

test('turns that come at once are all committed, and one that conflicts is told so without the others', async () => {
  const turn = (id: string, number: number) =>
    turnOf(id, { conversation: `teams:${number}`, entries: [deliveryDraft(number, A)] });
  const results = await Promise.all([
    store.commit(turn('e1', 60)),
    store.commit(turn('e2', 61)),
    store.commit({ ...turn('e3', 62), conversation: 'teams:61' }),
    store.commit(turn('e1', 63)),
  ]);
  expect(results.map(({ kind }) => kind)).toEqual(['committed', 'committed', 'conflict', 'repeat']);
  expect(verifyChains(await all(store))).toEqual({ ok: true, count: 3 });
});

test('once the store is closed nothing is said to be done', async () => {
  const { work } = counted();
  const late = work();
  await store.close();
  await expect(late).rejects.toMatchObject({ code: 'store-closed' });
});
