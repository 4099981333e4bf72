import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyChains } from '../../src/records/chain.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { storeOn } from '../../src/storage/open-store.ts';
import { prepareStore } from '../../src/storage/prepare-store.ts';
import { createSeal } from '../../src/storage/seal.ts';
import { AT, decisionBody, decisionDraft, idOf, openedDraft } from '../records/samples.ts';
import { all, messageTo, openAt, owner, temporaryFolder, turnOf } from './temporary-store.ts';

const A = 'SC-AAAA-AAAA';
const CANARY = 'Kestrel Ivory 7741';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'share-check.db');
});
afterEach(() => folder.remove());

const fault = (code: string) =>
  expect.objectContaining({ name: 'Fault', code, remedy: expect.stringMatching(/^.{20,}$/s) });

async function aStore(): Promise<void> {
  const store = await openAt(folder.path);
  await store.commit(
    turnOf('e1', {
      newReferences: [A],
      entries: [openedDraft(1, A), decisionDraft(2, A), openedDraft(3, A)],
    }),
  );
  await store.close();
}

/** The file as somebody with a database program has it. */
function tamper(...statements: readonly string[]): void {
  const raw = new SqliteDatabase(file);
  for (const statement of statements) raw.exec(statement);
  raw.close();
}

describe('a store', () => {
  test('is a file for its owner alone, in a folder that is made', async () => {
    const inner = join(folder.path, 'a', 'b');
    await (await openAt(inner)).close();
    expect(statSync(join(inner, 'share-check.db')).mode & 0o077).toBe(0);
    expect(statSync(inner).mode & 0o077).toBe(0);
  });

  test('keeps every commit on the disk before it counts', async () => {
    const database = openDatabase(file);
    const pragma = async (name: string) =>
      (await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(database.db)).rows[0]?.[name];
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
    await database.close();
  });

  test('for rehearsals is another file with a chain of its own', async () => {
    const real = await openAt(folder.path);
    const rehearsal = await openAt(folder.path, { rehearsal: true });
    await rehearsal.commit(turnOf('e1', { newReferences: [A], entries: [openedDraft(1, A)] }));
    expect(await all(real)).toEqual([]);
    expect(await real.replyTo('e1')).toBeNull();
    expect(await all(rehearsal)).toHaveLength(1);
    await real.close();
    await rehearsal.close();
    expect(readdirSync(folder.path).sort()).toEqual(['rehearsal.db', 'share-check.db']);
    renameSync(join(folder.path, 'rehearsal.db'), file);
    await expect(openAt(folder.path)).rejects.toThrow(fault('store-mixed-up'));
  });

  test('can be used by two programs at once', async () => {
    const one = await openAt(folder.path);
    const two = await openAt(folder.path);
    const commit = (store: typeof one, n: number) => {
      const reference = `SC-${String(n).padStart(8, '0')}`;
      return store.commit(
        turnOf(`e${n}`, { newReferences: [reference], entries: [openedDraft(n, reference)] }),
      );
    };
    await Promise.all(Array.from({ length: 20 }, (_, n) => commit(n % 2 === 0 ? one : two, n)));
    expect(verifyChains(await all(one))).toEqual({ ok: true, count: 20 });
    await one.close();
    await two.close();
  });

  test('holds nothing a person typed in the clear, in any of its files', async () => {
    const store = await openAt(folder.path);
    const body = decisionBody({ localReference: CANARY });
    await store.commit(
      turnOf('e1', {
        state: { typed: CANARY },
        reply: { said: CANARY },
        newReferences: [A],
        entries: [decisionDraft(1, A, body)],
        keptOut: [{ reference: A, people: [CANARY] }],
        deliveries: [
          messageTo('lead', 10, A, { card: { title: CANARY, summary: CANARY, blocks: [], buttons: [] } }),
        ],
      }),
    );
    await store.saveAddress('teams', 'u1', { serviceUrl: CANARY });
    for (const name of readdirSync(folder.path)) {
      const bytes = readFileSync(join(folder.path, name));
      expect(bytes.includes(CANARY), name).toBe(false);
      expect(bytes.includes('Kestrel'), name).toBe(false);
    }
    expect(await store.address('teams', 'u1')).toEqual({ serviceUrl: CANARY });
    await store.close();
  });

  test('remembers how to reach somebody: the newest address, by channel', async () => {
    const store = await openAt(folder.path);
    expect(await store.address('teams', 'u1')).toBeNull();
    await store.saveAddress('teams', 'u1', { at: 1 });
    await store.saveAddress('teams', 'u1', { at: 2 });
    await store.saveAddress('slack', 'u1', { at: 3 });
    expect(await store.address('teams', 'u1')).toEqual({ at: 2 });
    await store.close();
  });
});

describe('a store that cannot be used says why, with a remedy', () => {
  test('the key is another one', async () => {
    await aStore();
    const seal = createSeal(new Uint8Array(32).fill(9));
    await expect(openAt(folder.path, { seal })).rejects.toThrow(fault('wrong-key'));
  });

  test('a configured deployment has used it, so the local mode does not', async () => {
    await aStore();
    await (await openAt(folder.path, { mode: 'configured' })).close();
    await expect(openAt(folder.path)).rejects.toThrow(fault('store-is-configured'));
    const otherKey = createSeal(new Uint8Array(32));
    await expect(openAt(folder.path, { seal: otherKey })).rejects.toThrow(fault('store-is-configured'));
    const store = await openAt(folder.path, { mode: 'configured' });
    expect(await store.entries(A)).toHaveLength(3);
    await store.close();
  });

  test('it belongs to another organisation', async () => {
    await aStore();
    await expect(openAt(folder.path, { organisation: 'other-school' })).rejects.toThrow(
      fault('other-organisation'),
    );
  });

  test('it is no database', async () => {
    writeFileSync(file, 'Dear all, '.repeat(1000));
    await expect(openAt(folder.path)).rejects.toThrow(fault('store-unreadable'));
    expect(readFileSync(file, 'utf8')).toContain('Dear all, ');
  });

  test('it is the database of another program, which is left as it is', async () => {
    tamper('create table customers (id integer)');
    await expect(openAt(folder.path)).rejects.toThrow(fault('store-unreadable'));
    const raw = new SqliteDatabase(file);
    expect(raw.prepare('select name from sqlite_master').pluck().all()).toEqual(['customers']);
    raw.close();
  });

  test('it is damaged', async () => {
    await aStore();
    const bytes = readFileSync(file);
    bytes.fill(0xaa, 100, bytes.length);
    writeFileSync(file, bytes);
    await expect(openAt(folder.path)).rejects.toThrow(fault('store-unreadable'));
  });

  test('a newer version has used it', async () => {
    await aStore();
    tamper(`insert into kysely_migration values ('999-from-the-future', '2030-01-01')`);
    await expect(openAt(folder.path)).rejects.toThrow(fault('store-is-newer'));
  });

  test('the data folder is a file', async () => {
    writeFileSync(join(folder.path, 'data'), 'x');
    await expect(openAt(join(folder.path, 'data'))).rejects.toThrow(fault('store-not-writable'));
    await expect(openAt(join(folder.path, 'data', 'deeper'))).rejects.toThrow(fault('store-not-writable'));
  });

  test('a folder stands where the file should be', async () => {
    await (await openAt(join(folder.path, 'share-check.db'), { rehearsal: true })).close();
    await expect(openAt(folder.path)).rejects.toThrow(fault('store-not-writable'));
  });

  test('it was opened once and failed: the file can still be put right', async () => {
    await aStore();
    await expect(openAt(folder.path, { organisation: 'other' })).rejects.toThrow();
    const store = await openAt(folder.path);
    await expect(store.ping()).resolves.toBeUndefined();
    await store.close();
  });
});

describe('a store that fails while it is used', () => {
  test('the disk is full: nothing of the turn is kept, what was there stays, and it goes on when there is room', async () => {
    const database = openDatabase(file);
    await prepareStore(database, owner());
    const store = storeOn(database, owner());
    await store.commit(turnOf('e1', { newReferences: [A], entries: [openedDraft(1, A)] }));
    const pages = async (limit: string) => {
      await sql`pragma max_page_count = ${sql.raw(limit)}`.execute(database.db);
    };
    await pages('1');
    const big = turnOf('e2', { state: 'x'.repeat(200_000), entries: [decisionDraft(2, A)] });
    const failure = await store.commit(big).catch((error: unknown) => error);
    expect(failure).toEqual(fault('store-full'));
    expect(String(failure)).not.toMatch(/insert|xxx/i);
    await expect(store.saveAddress('teams', 'u', 'x'.repeat(200_000))).rejects.toThrow(fault('store-full'));
    expect(await store.replyTo('e2')).toBeNull();
    expect(await store.entries(A)).toHaveLength(1);
    await pages('1000000');
    expect(await store.commit(big)).toEqual({ kind: 'committed' });
    expect(verifyChains(await all(store))).toEqual({ ok: true, count: 2 });
    await store.close();
  });

  test('another program holds it: writing waits its turn and then says so, reading goes on', async () => {
    await aStore();
    const database = openDatabase(file, 50);
    const store = storeOn(database, owner());
    const other = new SqliteDatabase(file);
    other.exec('begin immediate');
    await expect(store.commit(turnOf('e9'))).rejects.toThrow(fault('store-busy'));
    await expect(store.ping()).rejects.toThrow(fault('store-busy'));
    expect(await store.entries(A)).toHaveLength(3);
    other.exec('rollback');
    other.close();
    expect(await store.commit(turnOf('e9'))).toEqual({ kind: 'committed' });
    await store.close();
  });

  test('a lock that is let go in time is waited for', async () => {
    await aStore();
    const store = await openAt(folder.path);
    const other = new SqliteDatabase(file);
    other.exec('begin immediate');
    let ended = false;
    const commit = store.commit(turnOf('e9')).finally(() => {
      ended = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(ended).toBe(false);
    other.exec('commit');
    other.close();
    expect(await commit).toEqual({ kind: 'committed' });
    await store.close();
  });

  test('the file was removed: it does not say "recorded" into the void', async () => {
    const store = await openAt(folder.path);
    rmSync(file);
    await expect(store.commit(turnOf('e1'))).rejects.toThrow(fault('store-gone'));
    await expect(store.ping()).rejects.toThrow(fault('store-gone'));
    writeFileSync(file, '');
    await expect(store.append(openedDraft(1, A))).rejects.toThrow(fault('store-gone'));
    await store.close();
  });

  test('it is closed', async () => {
    const store = await openAt(folder.path);
    await store.close();
    await store.close();
    await expect(store.commit(turnOf('e1'))).rejects.toThrow(fault('store-closed'));
    await expect(store.entries(A)).rejects.toThrow(fault('store-closed'));
    await expect(all(store)).rejects.toThrow(fault('store-closed'));
  });
});

describe('somebody who changes the file', () => {
  const FREE = ['drop trigger entries_are_not_changed', 'drop trigger entries_are_not_deleted'];
  const verdict = async () => {
    const store = await openAt(folder.path);
    try {
      return verifyChains(await all(store));
    } finally {
      await store.close();
    }
  };

  test('cannot change or delete an entry by mistake', async () => {
    await aStore();
    for (const statement of [
      `update entries set created_at = '2020-01-01T00:00:00Z' where sequence = 2`,
      'update entries set body = zeroblob(10) where sequence = 2',
      'delete from entries where sequence = 2',
    ]) {
      expect(() => tamper(statement), statement).toThrow('entries are only added');
    }
    expect(await verdict()).toEqual({ ok: true, count: 3 });
  });

  test.each([
    ['changes a field', `update entries set created_at = '2020-01-01T00:00:00Z' where sequence = 2`, 2],
    ['takes an entry out', 'delete from entries where sequence = 2', 3],
    [
      'takes an entry out and closes the gap',
      'delete from entries where sequence = 2; update entries set sequence = 2 where sequence = 3',
      2,
    ],
    ['takes a body away', 'update entries set body = null where sequence = 2', 2],
  ])('on purpose and %s is found out', async (_, statement, sequence) => {
    await aStore();
    tamper(...FREE, statement);
    expect(await verdict()).toMatchObject({ ok: false, at: { sequence } });
  });

  test('and puts other sealed bytes in place of a body is found out', async () => {
    await aStore();
    tamper(
      ...FREE,
      'update entries set body = (select body from entries where sequence = 1) where sequence = 2',
    );
    await expect(verdict()).rejects.toThrow(fault('entry-unreadable'));
    await expect(verdict()).rejects.toThrow(idOf(2));
  });
});

test('times are compared as instants, however they are written', async () => {
  const store = await openAt(folder.path);
  await store.commit(
    turnOf('e1', {
      newReferences: [A],
      deliveries: [messageTo('lead', 10, A, { dueAt: '2026-11-23T10:30:00+01:00' })],
    }),
  );
  expect(await store.lease('2026-11-23T09:29:59Z', 60, 10)).toEqual([]);
  expect(await store.lease(AT, 60, 10)).toHaveLength(1);
  await store.close();
});
