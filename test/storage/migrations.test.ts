import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import SqliteDatabase from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Destination } from '../../src/delivery/delivery.ts';
import { laneOf } from '../../src/delivery/lane.ts';
import { canonicalBytes } from '../../src/records/canonical.ts';
import { verifyChains } from '../../src/records/chain.ts';
import { AT, deliveryDraft, idOf } from '../records/samples.ts';
import { all, openAt, temporaryFolder, turnOf } from './temporary-store.ts';

/** A store file as the first version of the tables left it: two cases; one message sent, one given up, one waiting. */
const VERSION_1 = join(import.meta.dirname, 'store-of-version-1.db.gz');
const A = 'SC-AAAA-AAAA';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder.path, 'share-check.db'), gunzipSync(readFileSync(VERSION_1)));
});
afterEach(() => folder.remove());

test('a store of the first version is opened with all that is in it', async () => {
  const store = await openAt(folder.path);
  expect(await store.isWhole()).toBe(true);
  const entries = await all(store);
  expect(entries.map(({ entry }) => entry.kind)).toEqual(['opened', 'opened', 'delivery-event']);
  expect(verifyChains(entries)).toMatchObject({ ok: true });
  expect(await store.conversation('teams:e1')).toEqual({ state: { step: 'e1' }, revision: 1 });
  expect(await store.address('teams', 'u1')).toEqual({ conversation: 'a:1' });
  // What was sent then has no id: nothing can follow it up.
  expect((await store.deliveries()).map(({ state, message, card }) => [state, message, card?.title])).toEqual(
    [
      ['sent', null, 'A case'],
      ['dead', null, 'A case'],
      ['waiting', null, 'A case'],
    ],
  );
  expect(await store.messagesAbout(A)).toEqual([]);
  await store.close();
});

test('takes places for summaries, which the first version had no table for', async () => {
  let store = await openAt(folder.path);
  expect(await store.places()).toEqual([]);
  const place = { channel: 'teams', target: '19:a', name: 'Room', by: 'priya-nair', at: AT } as const;
  await store.commit(turnOf('choose', { placeChanges: [{ kind: 'add', place }] }));
  await store.close();
  store = await openAt(folder.path);
  expect(await store.places()).toEqual([place]);
  await store.close();
});

test('keeps where people can be written to, to be listed and forgotten', async () => {
  const store = await openAt(folder.path);
  expect(await store.addresses('teams')).toEqual([{ userId: 'u1', address: { conversation: 'a:1' } }]);
  await store.forgetAddress('teams', 'u1');
  expect(await store.address('teams', 'u1')).toBeNull();
  await store.close();
});

test('what waited or was given up then waits in a lane, and is as late as it is', async () => {
  const store = await openAt(folder.path);
  expect(await store.retry(AT)).toBe(1);
  const lanes: string[] = [];
  const leased = await store.lease('2999-01-01T00:00:00Z', 60, 10, {
    left: () => 10,
    take: (lane) => void lanes.push(lane),
  });
  expect(lanes).toEqual(leased.map(({ lane }) => lane));
  for (const { lane, destination, wantedAt, createdAt } of leased) {
    expect(lane).toBe(laneOf(destination));
    expect(wantedAt >= createdAt).toBe(true);
  }
  expect(leased).toHaveLength(2);
  await store.close();
});

test('lanes are told from every kind of destination that was written before there were any', async () => {
  const { up } = await import('../../src/storage/migrations/006-lanes.ts');
  const raw = new SqliteDatabase(':memory:');
  raw.exec(
    'create table deliveries (position integer primary key, id text, destination text, state text, due_at text, created_at text, attempts integer, urgency integer, leased_until text)',
  );
  const place = { channel: 'teams', target: '19:a@b', name: 'Room' } as const;
  const destinations: readonly Destination[] = [
    { kind: 'channel-post', ...place },
    { kind: 'mention', person: 'lead', ...place },
    { kind: 'direct-message', person: 'lead' },
    { kind: 'direct-message', person: 'slack:U1', through: 'slack' },
    { kind: 'text-message', person: 'lead' },
    { kind: 'email', person: 'lead' },
    { kind: 'webhook', entry: 'e' },
    { kind: 'log', entry: 'e' },
    { kind: 'update', delivery: '3' },
    { kind: 'update', delivery: 'gone' },
  ];
  const insert = raw.prepare('insert into deliveries values (null, ?, ?, ?, ?, ?, ?, 0, null)');
  for (const [n, to] of destinations.entries())
    insert.run(`${n}`, Buffer.from(canonicalBytes(to)).toString('utf8'), 'waiting', 'due', 'created', n % 2);
  await up(new Kysely({ dialect: new SqliteDialect({ database: raw }) }));
  expect(raw.prepare('select lane from deliveries order by position').pluck().all()).toEqual(
    destinations.map((to) =>
      laneOf(to, to.kind === 'update' && to.delivery === '3' ? (destinations[3] ?? null) : null),
    ),
  );
  expect(raw.prepare('select wanted_at from deliveries order by position limit 2').pluck().all()).toEqual([
    'due',
    'created',
  ]);
  raw.close();
});

test('and is used as any other from then on', async () => {
  let store = await openAt(folder.path);
  expect(await store.retry(AT)).toBe(1);
  expect(await store.lease(AT, 60, 10)).toMatchObject([{ id: idOf(11) }]);
  await store.settle(idOf(11), AT, deliveryDraft(51, A), '1700.1');
  await store.close();
  store = await openAt(folder.path);
  expect(await store.messagesAbout(A)).toMatchObject([{ id: idOf(11), message: '1700.1' }]);
  expect(verifyChains(await all(store))).toMatchObject({ ok: true });
  await store.close();
});
