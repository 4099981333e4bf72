import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChosenPlace, PlaceChange } from '../../src/delivery/delivery.ts';
import type { Store } from '../../src/storage/store.ts';
import { STORE_FILE } from '../../src/storage/store-files.ts';
import { AT, openedDraft } from '../records/samples.ts';
import { messageTo, openAt, temporaryFolder, turnOf } from './temporary-store.ts';

const A = 'SC-AAAA-AAAA';
const ROOM = 'Kestrel room';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let turns = 0;
beforeEach(async () => {
  folder = temporaryFolder();
  store = await openAt(folder.path);
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const place = (target: string, changes: Partial<ChosenPlace> = {}): ChosenPlace => ({
  ...{ channel: 'teams', target, name: ROOM, by: 'priya-nair', at: AT },
  ...changes,
});
const add = (target: string, changes: Partial<ChosenPlace> = {}): PlaceChange => ({
  kind: 'add',
  place: place(target, changes),
});
const remove = (target: string, channel: ChosenPlace['channel'] = 'teams'): PlaceChange => ({
  kind: 'remove',
  place: { channel, target },
});
function change(...placeChanges: readonly PlaceChange[]) {
  turns += 1;
  return store.commit(turnOf(`places-${turns}`, { placeChanges }));
}
const rows = (text: string, ...given: readonly unknown[]) => {
  const raw = new SqliteDatabase(join(folder.path, STORE_FILE));
  try {
    return raw.prepare(text).run(...given).changes;
  } finally {
    raw.close();
  }
};

test('a place that is chosen is there after a restart, with who chose it and when; the first chosen first', async () => {
  expect(await store.places()).toEqual([]);
  await change(add('19:b'), add('19:a', { name: 'Other', by: 'alex-reid' }));
  await store.close();
  store = await openAt(folder.path);
  expect(await store.places()).toEqual([place('19:b'), place('19:a', { name: 'Other', by: 'alex-reid' })]);
});

test('chosen twice it is there once, as it was chosen last', async () => {
  await change(add('19:a'), add('19:b'));
  await change(add('19:a', { name: 'Renamed', by: 'alex-reid' }));
  expect(await store.places()).toEqual([place('19:a', { name: 'Renamed', by: 'alex-reid' }), place('19:b')]);
});

test('ended it is gone, and that one alone', async () => {
  await change(add('19:a'), add('19:b'), add('19:a', { channel: 'slack' }));
  await change(remove('19:a'));
  expect(await store.places()).toEqual([place('19:b'), place('19:a', { channel: 'slack' })]);
  await change(remove('19:a'), remove('19:never'));
  expect(await store.places()).toHaveLength(2);
  await change(add('19:a'));
  expect((await store.places()).map(({ target }) => target)).toEqual(['19:b', '19:a', '19:a']);
});

test('two processes see what the other chose, and what it ended', async () => {
  const other = await openAt(folder.path);
  await change(add('19:a'));
  expect(await other.places()).toEqual([place('19:a')]);
  await other.commit(turnOf('other', { placeChanges: [remove('19:a')] }));
  expect(await store.places()).toEqual([]);
  await other.close();
});

test('it is written with the turn or not at all', async () => {
  await change();
  // A reference that is taken: the whole turn fails.
  await store.commit(turnOf('first', { newReferences: [A], entries: [openedDraft(1, A)] }));
  await store
    .commit(turnOf('second', { entries: [openedDraft(1, A)], placeChanges: [add('19:a')] }))
    .catch(() => undefined);
  expect(await store.places()).toEqual([]);
});

test('nothing of its name, nor who chose it, can be read in the file', async () => {
  await change(add('19:a', { by: 'kestrel-person' }));
  for (const name of readdirSync(folder.path)) {
    const bytes = readFileSync(join(folder.path, name));
    for (const encoding of ['latin1', 'utf16le'] as const) {
      expect(bytes.toString(encoding), name).not.toMatch(/kestrel/i);
    }
  }
});

test('one that was put in the place of another, or changed, is left out, holds up nothing and can be chosen anew', async () => {
  await change(add('19:a'), add('19:b', { name: 'Other' }), add('19:c'));
  const first = "(select place from posting_places where target = '19:a')";
  expect(rows(`update posting_places set place = ${first} where target = '19:b'`)).toBe(1);
  expect(rows("update posting_places set place = ? where target = '19:c'", Buffer.from('changed'))).toBe(1);
  expect(await store.places()).toEqual([place('19:a')]);
  await change(add('19:b'));
  expect(await store.places()).toEqual([place('19:a'), place('19:b')]);
});

test('when a place is no longer chosen, what waits to be posted there is not posted; the rest is', async () => {
  const to = (number: number, target: string, channel: ChosenPlace['channel'] = 'teams') =>
    messageTo('lead', number, A, {
      destination: { kind: 'channel-post', channel, target, name: ROOM },
    });
  const mention = messageTo('lead', 14, A, {
    destination: { kind: 'mention', channel: 'teams', target: '19:a', name: ROOM, person: 'lead' },
  });
  await store.commit(
    turnOf('posts', {
      newReferences: [A],
      entries: [openedDraft(1, A)],
      deliveries: [
        ...[to(10, '19:a'), to(11, '19:b'), to(12, '19:a', 'slack'), messageTo('lead', 13, A), mention],
      ],
      placeChanges: [add('19:a')],
    }),
  );
  await change(remove('19:a'));
  expect((await store.deliveries()).map(({ state }) => state)).toEqual([
    ...['cancelled', 'waiting', 'waiting', 'waiting', 'cancelled'],
  ]);
});
