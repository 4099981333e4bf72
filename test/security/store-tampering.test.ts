import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonicalBytes, sha256Hex } from '../../src/records/canonical.ts';
import { verifyChains } from '../../src/records/chain.ts';
import type { Store } from '../../src/storage/store.ts';
import { decisionDraft, openedDraft } from '../records/samples.ts';
import { all, openAt, temporaryFolder, turnOf } from '../storage/temporary-store.ts';

/** Somebody who can write the file, and has no key. */

const [A, B] = ['SC-0000-0001', 'SC-0000-0002'];
let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openAt(folder.path);
  await store.commit(turnOf('a', { newReferences: [A], entries: [openedDraft(1, A), decisionDraft(2, A)] }));
  await store.commit(
    turnOf('b', {
      newReferences: [B],
      keptOut: [{ reference: B, people: ['lead'] }],
      entries: [openedDraft(3, B), decisionDraft(4, B)],
    }),
  );
  expect(await store.isWhole()).toBe(true);
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

function tamper(work: (raw: SqliteDatabase.Database) => void): void {
  const raw = new SqliteDatabase(join(folder.path, 'share-check.db'));
  raw.exec('drop trigger entries_are_not_changed; drop trigger entries_are_not_deleted');
  work(raw);
  raw.close();
}

describe('what was cut off at the end is missed', () => {
  test.each([
    ['the last entry', `delete from entries where position = 4`],
    ['the last of another chain', `delete from entries where position = 2`],
    [
      'a whole chain',
      `delete from entries where reference = '${B}'; delete from cases where reference = '${B}'`,
    ],
    ['everything', 'delete from entries'],
  ])('%s', async (_, statement) => {
    tamper((raw) => raw.exec(statement));
    expect(verifyChains(await all(store)).ok).toBe(true);
    expect(await store.isWhole()).toBe(false);
  });

  test('also when the count is put back from another store', async () => {
    const other = temporaryFolder();
    await (await openAt(other.path, { seal: { seal: (plain) => plain, open: (sealed) => sealed } })).close();
    const raw = new SqliteDatabase(join(other.path, 'share-check.db'));
    const head = raw.prepare('select head from meta').pluck().get();
    raw.close();
    tamper((own) => own.prepare('update meta set head = ?').run(head));
    await expect(store.isWhole()).rejects.toMatchObject({ code: 'sealed-unreadable' });
    other.remove();
  });
});

test('a chain written anew around the sealed bodies does not open', async () => {
  tamper((raw) => {
    const row = raw.prepare('select * from entries where position = 1').get() as Record<
      string,
      string | number
    >;
    const entry = {
      schema: row.schema,
      id: row.id,
      organisation: row.organisation,
      reference: row.reference,
      kind: 'abandoned',
      createdAt: row.created_at,
      sequence: row.sequence,
      previousHash: row.previous_hash,
      bodyHash: row.body_hash,
    };
    const hash = sha256Hex(canonicalBytes(entry));
    raw.prepare(`update entries set kind = 'abandoned', hash = ? where position = 1`).run(hash);
    raw.prepare('update entries set previous_hash = ? where position = 2').run(hash);
  });
  await expect(all(store)).rejects.toMatchObject({ code: 'entry-unreadable' });
});

describe('a list of people kept out', () => {
  test.each([
    ['taken away', `update cases set kept_out = null, own_chain = 0 where reference = '${B}'`],
    [
      'replaced with that of another case',
      `update cases set kept_out = (select kept_out from cases where reference = '${A}') where reference = '${B}'`,
    ],
    ['emptied', `update cases set kept_out = zeroblob(0) where reference = '${B}'`],
  ])('%s lets nobody read the case', async (_, statement) => {
    tamper((raw) => raw.exec(statement));
    await expect(store.entries(B)).rejects.toMatchObject({ code: 'sealed-unreadable' });
    await expect(store.entries(A)).resolves.toHaveLength(2);
  });
});
