import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ONE_A_LINE } from '../../src/content/library-files.ts';
import { loadDocuments } from '../../src/content/load-knowledge.ts';
import { loadLibrary } from '../../src/content/load-library.ts';
import { loadOwnKnowledge } from '../../src/content/load-own-knowledge.ts';

const CARD = `id: guide
title: The guide
publisher: The partnership
edition: Spring 2026
date: 2026-03
licence: For our use
attribution: Written by the partnership.
pages: As printed.
current: true
`;
const TEXT = `<!-- id: harm | pages: 7 -->
## What is harm?

Harm means ill-treatment.

<!-- id: worries | pages: 7 -->
## Where do I take a worry?

Share information with the lead.
`;
const PHRASINGS = 'shipped/guide/phrasings/a.yaml';
const topic = (id: string, ...phrasings: string[]) =>
  `- id: ${id}\n  about: keeping records\n  contact: head\n  help: Ask.\n  phrasings: |\n${phrasings.map((line) => `    ${line}\n`).join('')}`;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'library-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

/** The library of a shipped folder with these files, and of a deployment's own one where there are any. */
async function load(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries({
    'shipped/guide/source.yaml': CARD,
    'shipped/guide/a.md': TEXT,
    ...files,
  })) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  const [shipped, own] = [join(dir, 'shipped'), join(dir, 'own')];
  const { documents } = await loadDocuments(shipped);
  const mine = await loadOwnKnowledge(own, 'Elm School', documents);
  const read = await loadLibrary({ dir: shipped, documents }, { dir: own, documents: mine.documents });
  const told = (faults: typeof read.faults) =>
    faults.map(({ file, line, message, severity = 'fault' }) =>
      `${file}:${line}: ${severity}: ${message}`.replaceAll(`${dir}/`, ''),
    );
  return {
    library: read.library,
    faults: [...mine.faults.map(({ message }) => message), ...told(read.faults)],
    advice: () => told(read.advice()),
    phrasings: (document: string) => Object.fromEntries(read.library.phrasings.get(document) ?? []),
  };
}

describe('what helps to find an answer', () => {
  test('may all be left out', async () => {
    const { library, faults } = await load({});
    expect(faults).toEqual([]);
    expect(library).toMatchObject({ phrasings: new Map(), thesaurus: [], notCovered: [] });
    expect(library.searched.map(({ id }) => id)).toEqual(['guide']);
  });

  test('comes from several files, and from both folders', async () => {
    const { library, phrasings, faults } = await load({
      [PHRASINGS]: 'harm: |\n  is this harm\nworries: |\n  who do I tell\n',
      'shipped/guide/phrasings/b.yaml': 'harm: |\n  what counts as harm\n',
      'shipped/guide/phrasings/README.md': 'About these files.',
      'shipped/thesaurus.yaml': '- says: grass up, 999\n  means: share information\n',
      'shipped/not-covered.yaml': topic('retention', 'how long do we keep it'),
      'own/home-visits.md': '# Visits\n\nGo in pairs.\n',
      'own/home-visits.phrasings.yaml': 'home-visits: |\n  alone to a home?\n',
      'own/guide/phrasings/ours.yaml': 'harm: |\n  does our matrix call it harm\n',
      'own/thesaurus.yaml': '- says: spill\n  means: share information\n',
      'own/not-covered.yaml': topic('parking', 'where do I park'),
    });
    expect(faults).toEqual([]);
    expect(phrasings('guide')).toEqual({
      harm: ['is this harm', 'what counts as harm', 'does our matrix call it harm'],
      worries: ['who do I tell'],
    });
    expect(phrasings('home-visits')).toEqual({ 'home-visits': ['alone to a home?'] });
    expect(library.thesaurus.flatMap(({ says }) => says)).toEqual(['grass up', '999', 'spill']);
    expect(library.notCovered.map(({ id, phrasings }) => [id, phrasings])).toEqual([
      ['retention', ['how long do we keep it']],
      ['parking', ['where do I park']],
    ]);
  });

  test("of the deployment takes the place of the same words in Share Check's own", async () => {
    const { library, phrasings, faults } = await load({
      [PHRASINGS]: 'harm: |\n  is this harm\n  who do I tell\n',
      'shipped/not-covered.yaml': topic('retention', 'how long do we keep it', 'keep it how long'),
      'own/keeping.md': 'Six years.',
      'own/keeping.phrasings.yaml': 'keeping: |\n  How long do we keep it?\n',
      'own/guide/phrasings/ours.yaml': 'worries: |\n  Who do I tell?\n',
    });
    expect(faults).toEqual([]);
    expect(phrasings('keeping')).toEqual({ keeping: ['How long do we keep it?'] });
    expect(phrasings('guide')).toEqual({ harm: ['is this harm'], worries: ['Who do I tell?'] });
    expect(library.notCovered[0]?.phrasings).toEqual(['keep it how long']);
  });
});

test('questions are read as they are written', async () => {
  const text = 'harm: |\n    Is it: so?\n    999\n     "yes" \nworries: |-\n  - no\n\n';
  const { phrasings, faults, library } = await load({
    [PHRASINGS]: text,
    'own/thesaurus.yaml': '- says: |\n    a,\n    b c\n  means: d,\n',
    'own/guide/phrasings/ours.yaml': 'worries: who do I tell\n',
  });
  expect(faults).toEqual([]);
  expect(phrasings('guide')).toEqual({
    harm: ['Is it: so?', '999', '"yes"'],
    worries: ['- no', 'who do I tell'],
  });
  expect(library.thesaurus).toEqual([{ says: ['a', 'b c'], means: ['d'] }]);
});

test('a line at fault does not keep the others from being used', async () => {
  const { phrasings, faults } = await load({ [PHRASINGS]: 'harm: |\n  a one\n\n  b two\nworries: []\n' });
  expect(faults).toHaveLength(2);
  expect(phrasings('guide')).toEqual({ harm: ['a one', 'b two'] });
});

test('phrasings with the same letters in other words are not the same', async () => {
  const files = { [PHRASINGS]: 'harm: |\n  not able\n  no table\nworries: |\n  é\n  ü\n' };
  expect((await load(files)).faults).toEqual([]);
  const again = { 'shipped/guide/phrasings/b.yaml': 'worries: |\n  No table!\n  Not able!\n' };
  expect((await load(again)).faults).toEqual([
    expect.stringContaining(
      'b.yaml:2: fault: "No table!" stands under "harm" too, at shipped/guide/phrasings/a.yaml:3.',
    ),
    expect.stringContaining(
      'b.yaml:3: fault: "Not able!" stands under "harm" too, at shipped/guide/phrasings/a.yaml:2.',
    ),
  ]);
});

describe('a fault is named with its line', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'a section that does not exist',
      { [PHRASINGS]: 'harm: |\n  a one\nworry: |\n  b two\n' },
      'shipped/guide/phrasings/a.yaml:3: fault: "worry" is not a section of guide. It can be: harm, worries.',
    ],
    [
      'a section that is misspelt',
      { [PHRASINGS]: 'worriez: |\n  b two\n' },
      'shipped/guide/phrasings/a.yaml:1: fault: "worriez" is not a section of guide. Did you mean "worries"?',
    ],
    [
      'the same for two sections',
      { [PHRASINGS]: "harm: |\n  Can't I tell?\nworries: |\n  is it so\n  cant  I - tell\n" },
      'shipped/guide/phrasings/a.yaml:5: fault: "cant  I - tell" stands under "harm" too, at shipped/guide/phrasings/a.yaml:2.',
    ],
    [
      'the same in another alphabet',
      { [PHRASINGS]: 'harm: |\n  Ó É!\nworries: |\n  ó é\n' },
      'shipped/guide/phrasings/a.yaml:4: fault: "ó é" stands under "harm" too, at shipped/guide/phrasings/a.yaml:2.',
    ],
    [
      'the same for a section and a topic',
      { [PHRASINGS]: 'harm: |\n  a one\n', 'shipped/not-covered.yaml': topic('retention', 'b', 'A one?') },
      'shipped/not-covered.yaml:7: fault: "A one?" stands under "harm" too, at shipped/guide/phrasings/a.yaml:2.',
    ],
    [
      'two topics with one id',
      { 'shipped/not-covered.yaml': topic('one', 'a b'), 'own/not-covered.yaml': topic('one', 'c d') },
      'own/not-covered.yaml:1: fault: The topic "one" stands at shipped/not-covered.yaml:1 already.',
    ],
    [
      'a contact that is none',
      { 'shipped/not-covered.yaml': topic('one', 'a b').replace('head', 'boss') },
      'shipped/not-covered.yaml:3: fault: "contact" is "boss". It can be: dsl,',
    ],
    [
      'a list of questions',
      { [PHRASINGS]: 'harm: |\n  a one\nworries:\n  - b two\n' },
      `shipped/guide/phrasings/a.yaml:3: fault: "worries": ${ONE_A_LINE}`,
    ],
    [
      'a list of questions of a topic',
      { 'own/not-covered.yaml': topic('one', '- b').replace('phrasings: |', 'phrasings:') },
      `own/not-covered.yaml:5: fault: "phrasings": ${ONE_A_LINE}`,
    ],
    [
      'an upright line forgotten',
      { [PHRASINGS]: 'harm: a one\nworries:\n  b two\n  c three\n' },
      `shipped/guide/phrasings/a.yaml:2: fault: ${ONE_A_LINE}`,
    ],
    [
      'an upright line forgotten in a topic',
      { 'own/not-covered.yaml': topic('one', 'b', 'c').replace('phrasings: |', 'phrasings:') },
      `own/not-covered.yaml:5: fault: ${ONE_A_LINE}`,
    ],
    [
      'no questions at all',
      { [PHRASINGS]: 'harm:\n' },
      `shipped/guide/phrasings/a.yaml:1: fault: "harm": ${ONE_A_LINE}`,
    ],
    [
      'no questions under an upright line',
      { [PHRASINGS]: 'harm: |\n\nworries: |\n  a one\n' },
      'shipped/guide/phrasings/a.yaml:1: fault: "harm" is empty. Write it, or take the line out.',
    ],
    [
      'a topic that has none',
      { 'own/not-covered.yaml': topic('one').replace('  phrasings: |\n', '') },
      'own/not-covered.yaml:1: fault: "phrasings" is missing. It has to be text.',
    ],
    [
      'a number alone',
      { [PHRASINGS]: 'harm: |\n  a one\nworries: 999\n' },
      `shipped/guide/phrasings/a.yaml:3: fault: "worries": ${ONE_A_LINE}`,
    ],
    [
      'a line with nothing in it',
      { [PHRASINGS]: 'harm: |\n  a one\n\n  b two\n' },
      'shipped/guide/phrasings/a.yaml:3: fault: There are no words here.',
    ],
    [
      'a remark among the questions',
      { [PHRASINGS]: 'harm: |\n  a one\n  # from the phones\n' },
      'shipped/guide/phrasings/a.yaml:3: fault: A remark cannot stand among the questions.',
    ],
    [
      'a question that is too long',
      { 'own/not-covered.yaml': topic('one', 'b', 'c'.repeat(301)) },
      'own/not-covered.yaml:7: fault: This question is too long: 301 characters, at most 300.',
    ],
    [
      'a list in the thesaurus',
      { 'own/thesaurus.yaml': '- says: a\n  means: [b]\n' },
      'own/thesaurus.yaml:2: fault: "means": Write the words with commas between them',
    ],
    [
      'nothing in the thesaurus',
      { 'own/thesaurus.yaml': '- says: a\n  means:\n' },
      'own/thesaurus.yaml:2: fault: "means" is empty. It has to be text.',
    ],
    [
      'nothing but a comma in the thesaurus',
      { 'own/thesaurus.yaml': '- says: ","\n  means: b\n' },
      'own/thesaurus.yaml:1: fault: "says" is empty.',
    ],
    [
      'a number alone in the thesaurus',
      { 'own/thesaurus.yaml': '- says: 999\n  means: b\n' },
      'own/thesaurus.yaml:1: fault: "says" is read as a number. Put it in quotes',
    ],
    [
      'nothing but marks',
      { [PHRASINGS]: 'harm: |\n  a one\n  "???"\n' },
      'shipped/guide/phrasings/a.yaml:3: fault: There are no words here.',
    ],
    [
      'a section that stands twice',
      { [PHRASINGS]: 'harm: |\n  a one\nharm: |\n  b two\n' },
      'shipped/guide/phrasings/a.yaml:3: fault: "harm" stands here a second time.',
    ],
    [
      'phrasings for no document',
      { 'own/guid/phrasings/a.yaml': 'harm: |\n  a one\n' },
      'own/guid/phrasings/a.yaml:1: fault: There is no document "guid". Did you mean "guide"?',
    ],
    [
      'phrasings beside no file',
      { 'own/visits.phrasings.yaml': 'visits: |\n  a one\n' },
      'own/visits.phrasings.yaml:1: fault: There is no document "visits". The documents are: guide.',
    ],
    [
      'a file with another ending',
      { 'own/guide/phrasings/a.yml': 'harm: |\n  a one\n' },
      'own/guide/phrasings/a.yml:1: fault: Only files ending in .yaml are read here.',
    ],
  ])('%s', async (_, files, wanted) => {
    const { faults } = await load(files);
    expect(faults).toEqual([expect.stringContaining(wanted)]);
  });
});

describe('what could be better', () => {
  test('is nothing where nothing is said', async () => {
    const { faults, advice } = await load({
      [PHRASINGS]: 'harm: |\n  is this harm\nworries: |\n  who do I tell\n',
      'shipped/thesaurus.yaml': '- says: grass up\n  means: sharing, leads\n',
      'own/visits.md': '# V\n\nGo in pairs.',
    });
    expect([...faults, ...advice()]).toEqual([]);
  });

  test('is told with its line, and keeps nothing from being used', async () => {
    const { faults, advice, phrasings } = await load({
      [PHRASINGS]: 'harm: |\n  is this harm\n  is this one\n  Is this harm?\n',
      'shipped/thesaurus.yaml': '- says: a\n  means: ill-treatment\n- says: b\n  means: harm, zebra\n',
      'shipped/not-covered.yaml': topic('retention', 'a b', 'c d'),
    });
    expect(faults).toEqual([]);
    expect(phrasings('guide')).toEqual({ harm: ['is this harm', 'is this one'] });
    expect(advice()).toEqual([
      'shipped/guide/phrasings/a.yaml:4: warning: "Is this harm?" stands at shipped/guide/phrasings/a.yaml:2 already. Keep one of the two.',
      'shipped/guide/a.md:6: warning: The section "worries" has no phrasings. Write some questions that it answers.',
      'shipped/not-covered.yaml:5: warning: "retention" has 2 phrasings. With 5 or more it is recognised better.',
      expect.stringMatching(
        /^shipped\/thesaurus\.yaml:4: warning: "zebra" stands nowhere in what is searched/,
      ),
    ]);
  });

  test('is one line for a document without any phrasings', async () => {
    expect((await load({})).advice()).toEqual([
      expect.stringMatching(/^shipped\/guide\/source\.yaml:1: warning: No section of guide has phrasings\./),
    ]);
  });
});
