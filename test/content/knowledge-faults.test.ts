import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../src/content/load-knowledge.ts';

const SHIPPED = join(import.meta.dirname, '../../knowledge');

/** Ten lines; `current` is on the ninth. */
const CARD = `id: local
title: Local procedures
publisher: The partnership
edition: Spring 2026
date: 2026-03
licence: Open Government Licence v3.0
attribution: Contains public sector information licensed under the Open Government Licence v3.0.
pages: As printed.
current: true
`;

/** Two sections, on lines 3 and 8. */
const TEXT = `# Procedures

<!-- id: harm | pages: 7 -->
## What is harm?

Harm means **ill-treatment**.

<!-- id: worries | pages: 7-8 -->
## Where do I take a worry?

To the lead.
`;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'knowledge-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

async function put(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
}

/** Faults as `file:line: message`, of a folder with these files in `local/` (the good ones unless given). */
async function faultsOf(files: Readonly<Record<string, string | Buffer>>): Promise<string[]> {
  await put({ 'local/source.yaml': CARD, 'local/text.md': TEXT, ...files });
  const { guidance, faults } = await loadKnowledge(dir);
  expect(guidance.some(({ id }) => id === 'local')).toBe(false);
  return faults.map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

it('reads a document of a few lines', async () => {
  await put({ 'local/source.yaml': CARD, 'local/text.md': TEXT, 'README.md': 'About this folder.' });
  const { guidance, faults } = await loadKnowledge(dir);
  expect(faults).toEqual([]);
  expect(guidance[0]?.sections.get('worries')).toEqual({
    id: 'worries',
    heading: 'Where do I take a worry?',
    pages: '7–8',
    text: 'To the lead.',
  });
});

it('gives the same sections and hash for a copy saved with other line ends', async () => {
  await put({ 'local/source.yaml': CARD, 'local/text.md': TEXT });
  const before = await loadKnowledge(dir);
  await put({ 'local/text.md': `\uFEFF${TEXT.replaceAll('\n', '\r\n')}` });
  expect(await loadKnowledge(dir)).toEqual(before);
});

it('keeps remarks out of the text and shows links that lead nowhere as words', async () => {
  const text = TEXT.replace('To the lead.', 'To the [lead](#).\n\n<!-- note: ask in May -->');
  await put({ 'local/source.yaml': CARD, 'local/text.md': text });
  const { guidance } = await loadKnowledge(dir);
  expect(guidance[0]?.sections.get('worries')?.text).toBe('To the lead.');
});

describe('faults of the sections', () => {
  const edited = (from: string, to: string) => faultsOf({ 'local/text.md': TEXT.replace(from, to) });

  it.each([
    ['no pages', ' | pages: 7 ', ' ', 'local/text.md:3: Section "harm" has no pages.'],
    ['odd pages', 'pages: 7 ', 'pages: seven ', 'local/text.md:3: "seven" is not a page.'],
    ['no id', 'id: harm | ', '', 'local/text.md:3: An anchor without an id.'],
    ['an odd id', 'id: harm', 'id: What Harm', 'local/text.md:3: "What Harm" is not an id.'],
    ['a mistyped key', 'pages: 7-8', 'page: 7-8', 'local/text.md:8: "page" is not a key of an anchor.'],
    ['no heading', '## What is harm?\n', '', 'local/text.md:3: Section "harm" has no heading.'],
    ['no text', 'To the lead.', '', 'local/text.md:8: Section "worries" is empty.'],
    [
      'an id used twice',
      'id: worries',
      'id: harm',
      'local/text.md:8: The id "harm" stands at local/text.md:3',
    ],
    ['no anchor', '<!-- id: worries | pages: 7-8 -->\n', '', 'local/text.md:8: A heading without an anchor.'],
    [
      'no first anchor',
      '<!-- id: harm | pages: 7 -->\n',
      '',
      'local/text.md:3: A heading without an anchor.',
    ],
  ])('%s', async (_, from, to, wanted) => {
    const faults = await edited(from, to);
    expect(faults.filter((fault) => fault.startsWith(wanted))).toHaveLength(1);
  });

  it('an id used twice in two files', async () => {
    const faults = await faultsOf({ 'local/zzz.md': TEXT.replace('id: worries', 'id: other') });
    expect(faults).toEqual([
      expect.stringContaining('local/zzz.md:3: The id "harm" stands at local/text.md:3'),
    ]);
  });

  it('a file without any section, and what to do about it', async () => {
    const faults = await faultsOf({ 'local/front.md': 'A title page.\n' });
    expect(faults).toEqual([expect.stringMatching(/^local\/front\.md:1: No section.*without-sections/)]);
  });

  it('letters that are not UTF-8', async () => {
    const latin1 = Buffer.from(TEXT.replace('ill-treatment', 'ill-treatment – naïve'), 'latin1');
    expect(await faultsOf({ 'local/text.md': latin1 })).toEqual([
      'local/text.md:6: A letter here cannot be read. Save the file as UTF-8.',
    ]);
  });
});

describe('faults of the source card', () => {
  const edited = (from: string, to: string) => faultsOf({ 'local/source.yaml': CARD.replace(from, to) });

  it.each([
    ['not YAML', 'title: Local', 'title: Local: new', 'local/source.yaml:2: There is a second colon'],
    ['an unknown key', 'date: 2026-03', 'dat: 2026-03', 'local/source.yaml:5: "dat" '],
    ['a missing key', 'publisher: The partnership\n', '', 'local/source.yaml:1: "publisher" is missing.'],
    ['not true or false', 'current: true', 'current: maybe', 'local/source.yaml:9: "current" '],
    ['an odd date', '2026-03', 'last spring', 'local/source.yaml:5: "date" is "last spring".'],
    ['the id of another folder', 'id: local', 'id: other', 'local/source.yaml:1: The id is "other"'],
    [
      'none current',
      'current: true',
      'current: false',
      'local/source.yaml:9: No document is the current one.',
    ],
    [
      'a file that is not there',
      'pages:',
      'without-sections: [x.md]\npages:',
      'local/source.yaml:8: There is no "x.md"',
    ],
    [
      'a source outside the folder',
      'pages:',
      `source: { file: ../x.txt, sha256: ${'0a'.repeat(32)} }\npages:`,
      'local/source.yaml:8: "file" is "../x.txt".',
    ],
  ])('%s', async (_, from, to, wanted) => {
    await put({ 'local/source.yaml': CARD.replace(from, to), 'local/text.md': TEXT });
    const { faults } = await loadKnowledge(dir);
    const told = faults.map(({ file, line, message }) => `${file}:${line}: ${message}`);
    expect(told.filter((fault) => fault.startsWith(wanted))).toHaveLength(1);
  });

  it('a source text that was changed', async () => {
    const source = `source: { file: source.txt, sha256: ${'0a'.repeat(32)} }\npages:`;
    await put({ 'local/source.txt': 'Something else.' });
    expect(await edited('pages:', source)).toEqual([
      expect.stringMatching(
        /^local\/source\.yaml:8: "source\.txt" is not the text this card was written for/,
      ),
    ]);
  });

  it('a source text that is not there', async () => {
    const source = `source: { file: source.txt, sha256: ${'0a'.repeat(32)} }\npages:`;
    expect(await edited('pages:', source)).toEqual([
      expect.stringContaining('local/source.yaml:8: "source.txt" cannot be read.'),
    ]);
  });

  it('all at once, with those of the sections', async () => {
    const faults = await faultsOf({
      'local/source.yaml': CARD.replace('title: Local procedures\n', '').replace('date:', 'dat:'),
      'local/text.md': TEXT.replace('To the lead.', ''),
    });
    const places = faults.map((fault) => fault.split(' ')[0]).sort();
    expect(places).toEqual([
      'local/source.yaml:1:',
      'local/source.yaml:1:',
      'local/source.yaml:4:',
      'local/text.md:8:',
    ]);
  });
});

describe('faults of the folder', () => {
  const told = async () =>
    (await loadKnowledge(dir)).faults.map(({ file, line, message }) => `${file}:${line}: ${message}`);

  it('that is not there', async () => {
    await rm(dir, { recursive: true });
    expect(await told()).toEqual(['.:1: There is nothing at this path. Check the name, or write the file.']);
    await mkdir(dir);
  });

  it('that leads nowhere', async () => {
    await put({ 'local/source.yaml': CARD, 'local/text.md': TEXT });
    await symlink(join(dir, 'gone'), join(dir, 'older'));
    expect(await told()).toEqual([expect.stringMatching(/^older:1: There is nothing at this path\./)]);
  });

  it('without any document', async () => {
    expect(await told()).toEqual([expect.stringMatching(/^\.:1: There is no guidance here\./)]);
  });

  it('with text but no source card', async () => {
    await put({ 'local/text.md': TEXT });
    expect(await told()).toEqual([
      expect.stringMatching(/^local\/source\.yaml:1: The source card is missing\./),
    ]);
  });

  it('with a source card but no text', async () => {
    await put({ 'local/source.yaml': CARD });
    expect(await told()).toEqual([
      expect.stringMatching(/^local\/source\.yaml:1: There is nothing to quote/),
    ]);
  });

  it('where two documents are marked current', async () => {
    await put({ 'local/source.yaml': CARD, 'local/text.md': TEXT });
    await cp(join(SHIPPED, 'dfe-2023-draft'), join(dir, 'dfe-2023-draft'), { recursive: true });
    expect(await told()).toEqual([
      expect.stringMatching(/^local\/source\.yaml:9: dfe-2023-draft\/source\.yaml is marked current too\./),
    ]);
  });
});
