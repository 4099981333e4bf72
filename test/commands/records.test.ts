import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { may } from '../../src/access/may.ts';
import {
  type RecordDeps,
  recordsExport,
  recordsList,
  recordsShow,
  recordsVerify,
} from '../../src/commands/records.ts';
import type { Person, Role } from '../../src/deployment/deployment.ts';
import { makeReference } from '../../src/records/reference.ts';
import type { Store } from '../../src/storage/store.ts';
import { AT, decisionDraft, deliveryDraft, openedDraft } from '../records/samples.ts';
import { openAt, temporaryFolder, turnOf } from '../storage/temporary-store.ts';
import { captured } from './command-io.ts';

const [A, B, C] = [1, 2, 3].map((n) => makeReference(new Uint8Array(5).fill(n))) as [string, string, string];

const person = (id: string, role: Role): Person => ({ id, name: id, roles: [role], teams: `teams-${id}` });
const PEOPLE = [
  person('lead', 'dsl'),
  person('teacher', 'practitioner'),
  person('other-teacher', 'practitioner'),
  person('keeper', 'data-protection-lead'),
  person('technician', 'operator'),
];
const by = (id: string) => ({ author: { channel: 'teams', userId: `teams-${id}`, role: 'practitioner' } });

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openAt(folder.path);
  await store.commit(
    turnOf('a', { newReferences: [A], entries: [decisionDraft(1, A, by('teacher')), deliveryDraft(2, A)] }),
  );
  await store.commit(turnOf('b', { newReferences: [B], entries: [openedDraft(3, B, by('other-teacher'))] }));
  await store.commit(
    turnOf('c', {
      newReferences: [C],
      keptOut: [{ reference: C, people: ['keeper', 'technician'] }],
      entries: [decisionDraft(4, C, { ...by('other-teacher'), keptOut: ['keeper', 'technician'] })],
    }),
  );
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const deps = (id: string | null): RecordDeps => ({
  store,
  may,
  people: PEOPLE,
  person: PEOPLE.find((one) => one.id === id) ?? null,
  reading: { timeZone: 'Europe/London', dialog: null },
});
type Run = (
  given: { words: string[]; options: Record<string, string | true> },
  io: ReturnType<typeof captured>['io'],
  deps: RecordDeps,
) => Promise<number>;
async function run(
  command: Run,
  id: string | null,
  words: string[] = [],
  options: Record<string, string | true> = {},
) {
  const { io, texts } = captured();
  const status = await command({ words, options }, io, deps(id));
  return { status, ...texts };
}
const verify: Run = (given, io, of) => recordsVerify(given, io, async () => of);
const jsonLines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('records list', () => {
  test('shows a lead every case', async () => {
    const { status, out } = await run(recordsList, 'lead');
    expect(status).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^Reference +Begun +State +Advice +Decided +Follows$/);
    expect(out).toMatch(
      new RegExp(`^${A}  23 November 2026, 9\\.30am  complete  share-now  share +yes$`, 'm'),
    );
    expect(out).toMatch(new RegExp(`^${B}  .*open +share-now  - +-$`, 'm'));
    expect(out).toContain(C);
  });

  test('shows a practitioner their own', async () => {
    const { out } = await run(recordsList, 'teacher', [], { json: true });
    expect(jsonLines(out)).toEqual([
      {
        reference: A,
        openedAt: AT,
        state: 'complete',
        outcome: 'share-now',
        choice: 'share',
        followsAdvice: true,
      },
    ]);
  });

  test('shows nothing of a case to somebody kept out of it', async () => {
    const { out } = await run(recordsList, 'keeper', [], { json: true });
    expect(jsonLines(out).map(({ reference }) => reference)).toEqual([A, B]);
  });

  test('is refused to those whose role does not open records, and to nobody in particular', async () => {
    for (const id of ['technician', null]) {
      await expect(run(recordsList, id)).rejects.toMatchObject({
        code: 'not-allowed',
        remedy: expect.stringMatching(/./),
      });
    }
  });

  test('says so when there is nothing', async () => {
    const empty = { ...deps('lead'), store: { ...store, allEntries: async function* () {} } };
    const { io, texts } = captured();
    expect(await recordsList({ words: [], options: {} }, io, empty)).toBe(0);
    expect(texts).toEqual({ out: '', err: 'There are no records that you may open.\n' });
  });
});

describe('records show', () => {
  test('shows a record for reading, however the reference is typed', async () => {
    const { status, out } = await run(recordsShow, 'lead', [A.toLowerCase().replaceAll('-', '')]);
    expect(status).toBe(0);
    expect(out).toContain(`Decision record ${A}`);
    expect(out).toContain('The child told me themselves.');
  });

  test('shows it as one line of JSON', async () => {
    const { out } = await run(recordsShow, 'teacher', [A], { json: true });
    const [shown] = jsonLines(out);
    expect(shown).toMatchObject({ reference: A, state: 'complete' });
    expect(shown.entries.map(({ kind }: { kind: string }) => kind)).toEqual(['decision', 'delivery-event']);
    expect(shown.entries[0].body.decision.choice).toBe('share');
  });

  test('says the same of a record that is not there, one of somebody else, and one the person is kept out of', async () => {
    const none = makeReference(new Uint8Array(5).fill(9));
    const shown = await Promise.all([
      run(recordsShow, 'keeper', [none]),
      run(recordsShow, 'keeper', [C]),
      run(recordsShow, 'teacher', [B]),
    ]);
    const texts = shown.map(({ err }) => err.replace(/SC-\S+/, 'REF'));
    expect(new Set(texts)).toEqual(
      new Set(['There is no record REF that you may open. `records list` shows those you may.\n']),
    );
    expect(shown.map(({ status, out }) => [status, out])).toEqual([
      [1, ''],
      [1, ''],
      [1, ''],
    ]);
  });

  test('does not repeat what is no reference', async () => {
    const { status, err } = await run(recordsShow, 'lead', ['Kestrel Ivory']);
    expect(status).toBe(1);
    expect(err).toContain('such as SC-');
    expect(err).not.toContain('Kestrel');
  });
});

describe('records export', () => {
  test('gives JSON that verifies by itself', async () => {
    const { out } = await run(recordsExport, 'lead');
    expect(JSON.parse(out)).toHaveLength(4);
    const file = join(folder.path, 'export.json');
    writeFileSync(file, out);
    const verdict = await run(verify, null, [file]);
    expect(verdict).toMatchObject({
      status: 0,
      out: 'All 4 entries fit. Nothing was changed, taken out or put in between.\n',
    });
  });

  test('without a case somebody is kept out of shows them no gap', async () => {
    const { out } = await run(recordsExport, 'keeper', [], { format: 'json' });
    expect(JSON.parse(out).map(({ sequence }: { sequence: number }) => sequence)).toEqual([1, 2, 3]);
    expect(out).not.toContain(C);
    const file = join(folder.path, 'export.json');
    writeFileSync(file, out);
    expect(await run(verify, 'keeper', [file])).toMatchObject({ status: 0 });
  });

  test('gives CSV and HTML', async () => {
    const csv = await run(recordsExport, 'lead', [], { format: 'csv' });
    expect(csv.out.split('\r\n')).toHaveLength(6);
    const html = await run(recordsExport, 'keeper', [], { format: 'html' });
    expect(html.out).toMatch(/^<!doctype html>/);
    expect(html.out).toContain(A);
    expect(html.out).not.toContain(C);
  });

  test('of another format names those there are', async () => {
    await expect(run(recordsExport, 'lead', [], { format: 'pdf' })).rejects.toMatchObject({
      code: 'wrong-usage',
      message: expect.stringContaining('json, csv or html'),
    });
  });

  test('is not for practitioners', async () => {
    await expect(run(recordsExport, 'teacher')).rejects.toMatchObject({ code: 'not-allowed' });
  });
});

describe('records verify', () => {
  const tamper = (statement: string) => {
    const raw = new SqliteDatabase(join(folder.path, 'share-check.db'));
    raw.exec('drop trigger entries_are_not_changed');
    raw.exec(statement);
    raw.close();
  };

  test('checks the store, and counts for each person what they may know of', async () => {
    expect(await run(verify, 'lead')).toMatchObject({
      status: 0,
      out: expect.stringContaining('All 4 entries fit'),
    });
    expect(await run(verify, 'technician')).toMatchObject({
      status: 0,
      out: expect.stringContaining('All 3 entries fit'),
    });
    expect(await run(verify, 'lead', [], { json: true })).toMatchObject({ out: '{"ok":true,"count":4}\n' });
    await expect(run(verify, 'teacher')).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('names the first entry that does not fit', async () => {
    tamper(`update entries set created_at = '2020-01-01T00:00:00Z' where sequence = 2`);
    const { status, out } = await run(verify, 'lead');
    expect(status).toBe(1);
    expect(out).toMatch(new RegExp(`^Entry 2 \\(${A}, id [0-9a-f-]{36}\\) does not fit. It was changed`));
  });

  test('names one whose sealed content was changed', async () => {
    tamper('update entries set body = zeroblob(60) where sequence = 3');
    const { status, out } = await run(verify, 'lead');
    expect(status).toBe(1);
    expect(out).toContain('entry 3');
  });

  test('names the place in a changed export', async () => {
    const { out } = await run(recordsExport, 'lead');
    const file = join(folder.path, 'export.json');
    writeFileSync(file, out.replace('The child told me themselves.', 'Nobody told me anything.'));
    const verdict = await run(verify, null, [file]);
    expect(verdict.status).toBe(1);
    expect(verdict.out).toContain('Entry 1 (');
    expect(verdict.out).not.toContain('Nobody');
    writeFileSync(file, JSON.stringify([{ id: 'Kestrel' }]));
    expect(await run(verify, null, [file])).toMatchObject({
      status: 1,
      out: expect.stringContaining('Entry 1 of the file'),
    });
  });

  test('says what to give it when the file is not there or no export', async () => {
    await expect(run(verify, null, [join(folder.path, 'none.json')])).rejects.toMatchObject({
      code: 'file-not-read',
    });
    const file = join(folder.path, 'x.json');
    writeFileSync(file, 'Kestrel');
    await expect(run(verify, null, [file])).rejects.toMatchObject({
      code: 'not-an-export',
      message: expect.not.stringContaining('Kestrel'),
    });
  });
});
