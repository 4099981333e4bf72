import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadAll } from '../../src/content/load-all.ts';
import { type LoadedDocuments, loadDocuments } from '../../src/content/load-knowledge.ts';
import { LAW_NOTES_FILE, loadLawNotes, switchLawNotes } from '../../src/content/load-law-notes.ts';
import { brokenCopy } from '../support/broken-copy.ts';

const LAWFUL = 'recognised-legitimate-interest';
const ACT = 'childrens-wellbeing-and-schools-act';

let documents: LoadedDocuments['documents'];
beforeAll(async () => {
  ({ documents } = await loadDocuments('knowledge'));
});
const shipped = () => loadLawNotes('knowledge', documents);

/** The faults of the notes after one slip in their file, as `line: message`. */
async function slip(find: string, put: string, at = put): Promise<{ faults: string[]; line: number }> {
  const copy = brokenCopy('knowledge');
  copy.edit(LAW_NOTES_FILE, find, put);
  const { notes, faults } = await loadLawNotes(copy.dir, documents);
  expect(notes).toBeNull();
  expect(faults.every(({ file }) => file === LAW_NOTES_FILE)).toBe(true);
  return {
    faults: faults.map(({ line, message }) => `${line}: ${message}`),
    line: copy.lineOf(LAW_NOTES_FILE, at),
  };
}

/** What a deployment folder with these switches comes to; null for a folder without the file. */
async function switches(text: string | null, file = LAW_NOTES_FILE) {
  const { dir } = brokenCopy('manifest/example-school');
  rmSync(join(dir, LAW_NOTES_FILE));
  if (text !== null) writeFileSync(join(dir, file), text);
  const { lawNotes, faults } = await switchLawNotes(dir, await shipped());
  return {
    lawNotes,
    ids: lawNotes.map(({ id }) => id),
    faults: faults.map(({ file, line, message }) => `${file}:${line}: ${message}`),
  };
}

describe('the shipped notes', () => {
  test('load without faults, and stand beside sections of the draft', async () => {
    const { notes, guidance, faults } = await shipped();
    expect(faults).toEqual([]);
    expect(guidance).toBe('dfe-2023-draft');
    expect(notes?.map(({ id }) => id)).toContain(LAWFUL);
  });

  test('say how well they are known', async () => {
    const { notes } = await shipped();
    for (const { id, text, status } of notes ?? []) {
      expect(/We have read that/.test(text), id).toBe(status === 'secondary');
      expect(/\bCheck\b/.test(text), id).toBe(status !== 'verified');
      if (status === 'not-verified') expect(text, id).toContain('Check whether');
    }
  });

  test('never crowd one another out: at most two stand beside any section', async () => {
    const count = new Map<string, number>();
    for (const section of (await shipped()).notes?.flatMap(({ beside }) => beside) ?? [])
      count.set(section, (count.get(section) ?? 0) + 1);
    expect([...count].filter(([, many]) => many > 2)).toEqual([]);
  });

  test('keep to themselves when an Act that is not verified is in force', async () => {
    const act = (await shipped()).notes?.find(({ id }) => id === ACT);
    expect(act).toMatchObject({ status: 'not-verified', 'on-by-default': false });
    expect(act?.from).toBeUndefined();
    expect(act?.text).not.toMatch(/30 September|in force (from|since|on)/);
  });

  test('may be left out with their file', async () => {
    const copy = brokenCopy('knowledge');
    copy.remove(LAW_NOTES_FILE);
    expect(await loadLawNotes(copy.dir, documents)).toEqual({ notes: [], guidance: '', faults: [] });
  });

  test.each([
    [
      'a section that is not there',
      '- definition-legal-obligation',
      '- definition-legal-obligatoin',
      /no section "definition-legal-obligatoin" in dfe-2023-draft\. Did you mean "definition-legal-obligation"/,
    ],
    [
      'a document that is not there',
      'guidance: dfe-2023-draft',
      'guidance: dfe-2024',
      /no document "dfe-2024"/,
    ],
    ['an id that stands twice', 'id: golden-rules', 'id: final-advice', /already/],
    ['a day that is none', 'from: 2026-02-05', 'from: 2026-02-30', /"2026-02-30"\. Write a day such as/],
    [
      'a status that is not known',
      'status: not-verified',
      'status: not-verifed',
      /Did you mean "not-verified"/,
    ],
  ])('%s is a fault with its line', async (_what, find, put, says) => {
    const { faults, line } = await slip(find, put);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(says);
    // The id that stands twice is marked where it stands the second time.
    if (!put.startsWith('id:')) expect(faults[0]).toMatch(new RegExp(`^${line}: `));
    else expect(Number(faults[0]?.split(':')[0])).toBeGreaterThan(line);
  });

  test('nothing that is not verified has a day or is on unasked', async () => {
    const dated = await slip(
      'status: not-verified\n',
      'status: not-verified\n    from: 2026-09-30\n',
      '2026-09-30',
    );
    expect(dated.faults).toEqual([
      `${dated.line}: Only a verified note has a day from which it holds. Take the line out.`,
    ]);
    const on = await slip('on-by-default: false', 'on-by-default:   true');
    expect(on.faults).toEqual([
      expect.stringMatching(new RegExp(`^${on.line}: .*off until somebody has checked`)),
    ]);
  });
});

describe('the switches of a deployment', () => {
  test('without a file all is as it is by default, and so it is with remarks alone', async () => {
    const { notes } = await shipped();
    const byDefault = notes?.filter((note) => note['on-by-default']).map(({ id }) => id);
    for (const text of [null, '# nothing yet\n']) {
      const { ids, faults } = await switches(text);
      expect(faults).toEqual([]);
      expect(ids).toEqual(byDefault);
      expect(ids).not.toContain(ACT);
    }
  });

  test('on, off, and from a day', async () => {
    const { lawNotes, ids, faults } = await switches(
      `golden-rules: off\nfinal-advice: on\n${ACT}: {on: true, from: 2026-10-01}\nico-ten-steps: {on: false}\n`,
    );
    expect(faults).toEqual([]);
    expect(ids).not.toContain('golden-rules');
    expect(ids).not.toContain('ico-ten-steps');
    const of = (id: string) => lawNotes.find((note) => note.id === id);
    expect(of('final-advice')).toMatchObject({ holdsFrom: '2024-04-19', shownFrom: null });
    expect(of(ACT)).toMatchObject({ holdsFrom: null, shownFrom: '2026-10-01' });
    expect(of(LAWFUL)).toMatchObject({ holdsFrom: '2026-02-05', shownFrom: null });
  });

  test.each([
    [
      'an id that is not known',
      'golden-rules: on\ngolden-rule: off\n',
      /^law-notes\.yaml:2: There is no law note "golden-rule"\. .*Did you mean "golden-rules"\?$/,
    ],
    [
      'a day that is none',
      `# mine\n${LAWFUL}:\n  on: true\n  from: 2026-13-01\n`,
      /^law-notes\.yaml:4: "from" is "2026-13-01"\. Write a day such as 2026-02-05\.$/,
    ],
    ['a day that is words', `${LAWFUL}: {on: true, from: soon}\n`, /^law-notes\.yaml:1: "from" is "soon"/],
    [
      'neither on nor off',
      '\nfinal-advice: onn\n',
      /^law-notes\.yaml:2: .*It can be: on, off\. Did you mean "on"/,
    ],
    [
      'a slip in a heading',
      'final-advice: {on: true, form: 2027-01-01}\n',
      /^law-notes\.yaml:1: "form" is not one/,
    ],
    [
      'a day before it holds',
      `${LAWFUL}: {on: true, from: 2026-02-04}\n`,
      /^law-notes\.yaml:1: This holds from 2026-02-05\./,
    ],
    [
      'one not verified, without a day',
      `final-advice: on\n${ACT}: on\n`,
      /^law-notes\.yaml:2: This note is not verified/,
    ],
    ['the same without braces', `${ACT}: {on: true}\n`, /^law-notes\.yaml:1: This note is not verified/],
  ])('%s is a fault with its line', async (_what, text, says) => {
    const { lawNotes, faults } = await switches(text);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(says);
    expect(lawNotes).toEqual([]);
  });

  test('a file with a slip in its name is not lost', async () => {
    const { faults } = await switches('golden-rules: off\n', 'law-notes.yml');
    expect(faults).toEqual([
      'law-notes.yml:1: This is not read. Did you mean "law-notes.yaml"? Give it that name.',
    ]);
  });

  test('are checked with everything else, with paths that open', async () => {
    const school = brokenCopy('manifest/example-school');
    school.edit(LAW_NOTES_FILE, `${LAWFUL}: on`, 'recognised-interest: on');
    const folders = { knowledge: 'knowledge', dialog: 'dialogs/share-check', deployment: school.dir };
    const { content, faults } = await loadAll(folders);
    expect(content).toBeNull();
    expect(faults.map(({ file, line }) => `${file}:${line}`)).toEqual([
      `${join(school.dir, LAW_NOTES_FILE)}:${school.lineOf(LAW_NOTES_FILE, 'recognised-interest')}`,
    ]);
    school.edit(LAW_NOTES_FILE, 'recognised-interest: on', `${LAWFUL}: off`);
    const whole = await loadAll(folders);
    const on = (await whole.content?.asked())?.lawNotes.map(({ id }) => id);
    expect(on).not.toContain(LAWFUL);
    expect(on).toContain('golden-rules');
  });
});
