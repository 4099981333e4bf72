import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadAll } from '../../src/content/load-all.ts';
import { loadDocuments } from '../../src/content/load-knowledge.ts';
import { loadLibrary } from '../../src/content/load-library.ts';
import { loadOwnKnowledge } from '../../src/content/load-own-knowledge.ts';

const SHIPPED = 'knowledge';
const CARD = `id: local-2026
title: Local procedures
publisher: The partnership
edition: Spring 2026
date: 2026-03
licence: For our use
attribution: Written by the partnership.
pages: As printed.
current: false
`;
const TEXT = `<!-- id: worries | pages: 7 -->
## Where do I take a worry?

To the lead.
`;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'own-knowledge-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
}

/** What is loaded with these files in a deployment's own `knowledge/`. */
async function own(files: Readonly<Record<string, string>>) {
  await put(files);
  const { documents } = await loadDocuments(SHIPPED);
  const { documents: mine, faults } = await loadOwnKnowledge(dir, 'Elm School', documents);
  const library = await loadLibrary({ dir: SHIPPED, documents }, { dir, documents: mine });
  return {
    ...library,
    faults: [...faults, ...library.faults].map(
      ({ file, line, message, severity = 'fault' }) => `${file}:${line}: ${severity}: ${message}`,
    ),
    document: (id: string) => library.guidance.find((one) => one.id === id),
    sections: (id: string) =>
      [...(library.guidance.find((one) => one.id === id)?.sections.values() ?? [])].map(
        ({ id, heading, text, pages }) => [id, heading, text, pages].join(' | '),
      ),
  };
}

describe('one Markdown file', () => {
  test('becomes a document with a section for each heading, and is searched', async () => {
    const { library, document, sections, faults } = await own({
      'home-visits.md':
        '# Visiting homes\n\nGo in pairs.\n\n## Before you go\n\nTell the office.\n\n### After 6pm\n\nRing Jo.\n',
    });
    expect(faults).toEqual([]);
    expect(document('home-visits')).toMatchObject({
      title: 'Visiting homes',
      shortTitle: 'Visiting homes',
      edition: 'Local procedure of Elm School',
      attribution: 'Local procedure of Elm School.',
      current: false,
    });
    expect(document('home-visits')?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(sections('home-visits')).toEqual([
      'home-visits | Visiting homes | Go in pairs. | ',
      'home-visits-before-you-go | Before you go | Tell the office. | ',
      'home-visits-after-6pm | After 6pm | Ring Jo. | ',
    ]);
    expect(library.searched.map(({ id }) => id)).toEqual(['dfe-2023-draft', 'home-visits']);
  });

  test.each([
    ['no heading at all', 'Go in pairs.', ['home-visits | Home visits | Go in pairs. | '], 'Home visits'],
    [
      'headings side by side: none is the title',
      '## Before\n\nA.\n\n## After\n\nB.',
      ['home-visits-before | Before | A. | ', 'home-visits-after | After | B. | '],
      'Home visits',
    ],
    [
      'text above the title',
      'Version 3.\n\n# Visits\n\nGo in pairs.',
      ['home-visits | Visits | Version 3. | ', 'home-visits-visits | Visits | Go in pairs. | '],
      'Visits',
    ],
    [
      'the same heading twice, and one without letters',
      '# V\n## Who?\nA.\n## Who\nB.\n## ???\nC.',
      [
        'home-visits-who | Who? | A. | ',
        'home-visits-who-2 | Who | B. | ',
        'home-visits-section | ??? | C. | ',
      ],
      'V',
    ],
    [
      'a heading with nothing but headings under it',
      '# V\n## Part\n### One\nA.',
      ['home-visits-one | One | A. | '],
      'V',
    ],
    [
      'anchors where they are written',
      '# V\n\n<!-- id: doorstep | pages: 3-4 -->\n## On the doorstep\n\nA.\n\n<!-- id: rest | heading: The rest -->\nB.',
      ['doorstep | On the doorstep | A. | 3–4', 'rest | The rest | B. | '],
      'V',
    ],
    [
      'remarks, which are not quoted',
      '# V\n\nA.\n\n<!-- to do: ask Jo -->\n\nB.',
      ['home-visits | V | A.\n\n\n\nB. | '],
      'V',
    ],
    [
      'headings that are underlined',
      'Visits\n======\n\nA.\n\nBefore\n---\n\nB.\n\n- one\n---\n',
      ['home-visits | Visits | A. | ', 'home-visits-before | Before | B.\n\n- one\n--- | '],
      'Visits',
    ],
    [
      'what looks like a heading in sample text',
      '# V\n\n```\n# not one\n```\n',
      ['home-visits | V | ```\n# not one\n``` | '],
      'V',
    ],
  ])('%s', async (_, text, wanted, title) => {
    const { document, sections, faults } = await own({ 'home-visits.md': text });
    expect(faults).toEqual([]);
    expect(document('home-visits')?.title).toBe(title);
    expect(sections('home-visits')).toEqual(wanted);
  });

  test('may say its title and edition at its head', async () => {
    const { document, sections, faults } = await own({
      'Home Visits.md':
        '---\ntitle: Visits\nedition: May 2026\n---\n\nGo in pairs.\n\n## After\n\nWrite it up.\n',
    });
    expect(faults).toEqual([]);
    expect(document('home-visits')).toMatchObject({ title: 'Visits', edition: 'May 2026' });
    expect(sections('home-visits')).toEqual([
      'home-visits | Visits | Go in pairs. | ',
      'home-visits-after | After | Write it up. | ',
    ]);
  });

  test('a line of hyphens at its head is no such thing', async () => {
    const { sections, faults } = await own({ 'v.md': '---\n\nGo in pairs.\n\n---\n\nAlways.' });
    expect(faults).toEqual([]);
    expect(sections('v')).toEqual(['v | V | ---\n\nGo in pairs.\n\n---\n\nAlways. | ']);
  });

  test('gets another hash with another letter', async () => {
    const before = (await own({ 'v.md': 'Go in pairs.' })).document('v')?.hash;
    expect((await own({ 'v.md': 'Go in pairs!' })).document('v')?.hash).not.toBe(before);
    expect((await own({ 'v.md': '\uFEFFGo in pairs.' })).document('v')?.hash).toBe(before);
  });

  test.each([
    ['v.md', '', 'v.md:1: fault: There is nothing to quote in this file.'],
    ['???.md', 'A.', '???.md:1: fault: The name of this file becomes its id.'],
    ['v.md', '---\ntitel: V\n---\nA.', 'v.md:2: fault: "titel" is not one of the headings'],
    ['v.md', '---\nedition: 2026\n---\nA.', 'v.md:2: fault: "edition" is read as a number.'],
    ['v.md', '---\ntitle: "V\n---\nA.', 'v.md:3: fault: A closing quote'],
    ['v.md', '---\ntitle: V\n---\n# V\n\n<!-- id: A B -->\n## A\n\nB.', 'v.md:6: fault: "A B" is not an id.'],
    ['v.md', '<!-- id: a | pages: seven -->\n## A\n\nB.', 'v.md:1: fault: "seven" is not a page.'],
    ['v.md', '# V\n\n<!-- id: a -->\nText.', 'v.md:4: fault: A heading is wanted'],
    [
      'v.md',
      '# V\n\n<!-- id: a -->\n## A\n\nB.\n\n<!-- id: a -->\n## C\n\nD.',
      'v.md:9: fault: The id "a" stands at v.md:4 already.',
    ],
    ['dfe-2023-draft.md', 'A.', 'dfe-2023-draft.md:1: fault: The id "dfe-2023-draft" is that of a document'],
    [
      'v.md',
      '# V\n\n<!-- id: golden-rule-3 -->\n## A\n\nB.',
      'v.md:4: fault: There is a section "golden-rule-3" in DfE information sharing advice already.',
    ],
  ])('%s: what is wrong is said with its line: %j', async (file, text, wanted) => {
    const { library, faults } = await own({ [file]: text });
    expect(faults.filter((fault) => fault.startsWith(wanted))).toHaveLength(1);
    if (!wanted.includes('is that of') && !wanted.includes('There is a section'))
      expect(library.searched).toHaveLength(1);
  });

  test('two files with one name in small letters, or with one section id', async () => {
    const { faults } = await own({
      'home visits.md': 'A.',
      'home-visits.md': 'B.',
      'home.md': '# H\n\n## Visits\n\nC.',
    });
    expect(faults).toEqual([
      expect.stringMatching(/^home-visits\.md:1: fault: The id "home-visits" is that of home visits\.md\./),
      expect.stringMatching(
        /^home-visits\.md:1: fault: There is a section "home-visits" at home visits\.md:1/,
      ),
      expect.stringMatching(/^home\.md:3: fault: There is a section "home-visits" at home visits\.md:1/),
    ]);
  });

  test('a README, hidden files and a missing folder are nothing to say; other files are', async () => {
    expect((await own({ 'README.md': 'About.', '.notes.md': 'x' })).faults).toEqual([]);
    expect((await own({ 'visits.docx': 'x' })).faults).toEqual([
      expect.stringMatching(/^visits\.docx:1: warning: This is not used/),
    ]);
    expect((await own({ 'thesarus.yaml': '[]' })).faults).toEqual([
      expect.stringMatching(/^thesarus\.yaml:1: fault: .*Did you mean "thesaurus\.yaml"\?$/),
      expect.stringContaining('visits.docx'),
    ]);
    await rm(dir, { recursive: true });
    expect((await own({})).faults).toEqual([]);
    await writeFile(dir, 'A file in the place of the folder.');
    expect((await own({})).faults).toEqual([
      expect.stringMatching(/^\.:1: fault: This is a file; a folder is wanted here/),
    ]);
  });
});

describe('a folder with a source card', () => {
  const folder = (card = CARD, text = TEXT) => ({ 'local-2026/source.yaml': card, 'local-2026/a.md': text });
  const current = CARD.replace('current: false', 'current: true');

  test('is searched beside the shipped guidance', async () => {
    const { library, faults } = await own(folder());
    expect(faults).toEqual([]);
    expect(library.searched.map(({ id, current }) => [id, current])).toEqual([
      ['dfe-2023-draft', true],
      ['local-2026', false],
    ]);
  });

  test('takes over from the shipped edition where it is marked current, with the same sections', async () => {
    const { library, guidance, faults } = await own(
      folder(current, TEXT.replace('worries', 'golden-rule-3')),
    );
    expect(faults).toEqual([]);
    expect(library.searched.map(({ id }) => id)).toEqual(['local-2026']);
    // Past records quote the older one.
    expect(guidance.map(({ id, current }) => [id, current])).toEqual([
      ['dfe-2023-draft', false],
      ['local-2026', true],
    ]);
    // Phrasings of what is not searched lead nowhere.
    expect([...library.phrasings.keys()]).toEqual([]);
    expect(library.notCovered.length).toBeGreaterThan(0);
  });

  test('is kept for past records alone once it was superseded', async () => {
    const { library, document, faults } = await own({
      ...folder(`${CARD}superseded-by: The edition of 2027\n`),
      'local-2027/source.yaml': current.replace('local-2026', 'local-2027'),
      'local-2027/a.md': TEXT,
    });
    // Both have the section "worries": one of the two is not searched.
    expect(faults).toEqual([]);
    expect(library.searched.map(({ id }) => id)).toEqual(['local-2027']);
    expect(document('local-2026')).toBeDefined();
  });

  test('only one can be current', async () => {
    const { faults } = await own({
      ...folder(current),
      'other/source.yaml': current.replace('local-2026', 'other'),
      'other/a.md': TEXT.replace('worries', 'cares'),
    });
    expect(faults).toEqual([
      expect.stringMatching(
        /^other\/source\.yaml:9: fault: local-2026\/source\.yaml is marked current too\./,
      ),
    ]);
  });
});

test('the example school has a procedure of its own, stamped as an example, and the advice rests on the same guidance', async () => {
  const folders = { knowledge: 'knowledge', dialog: 'dialogs/share-check' };
  const { content, faults } = await loadAll({ ...folders, deployment: 'manifest/example-school' });
  expect(faults).toEqual([]);
  const library = (await content?.asked())?.library;
  const local = library?.searched.find(({ id }) => id === 'passing-on-a-concern');
  expect(local?.edition).toMatch(/^Local procedure of Larkfield School, .*example/);
  expect([...(local?.sections.keys() ?? [])]).toEqual([
    'passing-on-a-concern',
    ...[...(library?.phrasings.get('passing-on-a-concern')?.keys() ?? [])],
  ]);
  expect(content?.guidance[0]?.id).toBe('dfe-2023-draft');
  expect(content?.dialog.guidance).toBe('dfe-2023-draft');
});
