import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadKnowledge } from '../../src/content/load-knowledge.ts';
import { sourceCardSchema } from '../../src/content/source-card.ts';
import type { Guidance } from '../../src/guidance/guidance.ts';
import { passages, plainText } from '../../src/guidance/passages.ts';
import sections from '../fixtures/sections.json' with { type: 'json' };
import {
  emphasised,
  withRulesOpened,
  wordsBeforeMarks,
  wordsOfMarkdown,
  wordsOfSource,
} from '../support/guidance-words.ts';

const KNOWLEDGE = join(import.meta.dirname, '../../knowledge');
const DRAFT = join(KNOWLEDGE, 'dfe-2023-draft');
const FOOTNOTES = '09-footnotes.md';

let source: string;
let markdown: ReadonlyMap<string, string>;
let draft: Guidance;

beforeAll(async () => {
  source = await readFile(join(DRAFT, 'source/dfe-information-sharing-advice-draft-june-2023.txt'), 'utf8');
  const names = (await readdir(DRAFT)).filter((name) => name.endsWith('.md')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(DRAFT, name), 'utf8')));
  markdown = new Map(names.map((name, index) => [name, texts[index] ?? '']));
  const { guidance, faults } = await loadKnowledge(KNOWLEDGE);
  expect(faults).toEqual([]);
  const [only] = guidance;
  if (only === undefined) throw new Error('no guidance was loaded');
  draft = only;
});

function bodyFiles(): string[] {
  return [...markdown].filter(([name]) => name !== FOOTNOTES).map(([, text]) => text);
}

function footnotes(): string {
  return markdown.get(FOOTNOTES) ?? '';
}

describe('the guidance is complete and word for word', () => {
  it('keeps every word, mark, link and list of the source, in order', () => {
    const before = wordsOfSource(source);
    expect(before.body.length).toBeGreaterThan(6500);
    expect(wordsOfMarkdown(bodyFiles(), footnotes()).body).toEqual(before.body);
  });

  it('keeps all 23 footnotes, in order', () => {
    const before = wordsOfSource(source).footnotes;
    expect(wordsOfMarkdown([], footnotes()).footnotes).toEqual(before);
    expect(footnotes().match(/^\d+\. /gm)).toHaveLength(23);
  });

  it('keeps bold and italic type', () => {
    const before = emphasised(withRulesOpened(source));
    expect(before.bold).toHaveLength(13);
    expect(emphasised([...markdown.values()].join('\n'))).toEqual(before);
  });

  it('notes for each footnote where its mark stood', () => {
    const before = wordsBeforeMarks(source);
    const notes = [...footnotes().matchAll(/^(\d+)\. .*<!-- note: at (\S+), after: (.*) -->$/gm)];
    expect(notes.map(([, number]) => Number(number))).toEqual([...before.keys()].sort((a, b) => a - b));
    for (const [, number, id = '', after = ''] of notes) {
      expect(before.get(Number(number))).toSatisfy((text: string) => text.endsWith(after));
      const section = draft.sections.get(id);
      expect(plainText(`${section?.heading}\n${section?.text}`)).toContain(after);
    }
  });

  it.each([
    ['which-lawful-bases-are-most-relevant', 'and the basis most appropriate to use will depend'],
    [
      'how-do-i-share-information-and-retain-a-trusted-relationship',
      'upfront, transparent, and honest can give',
    ],
    ['how-do-i-share-information-with-other-agencies', 'If in doubt about what information is needed'],
    ['urgent-or-emergency-situation', 'see the ICO Statutory Data Sharing Code of Practice which contains'],
    ['definition-dpia', 'lawful basis for sharing. You should carry out a DPIA'],
    ['what-is-this-advice-for', 'timely and effective way;\n• join up “pieces of the jigsaw”'],
    ['signs-of-abuse-and-neglect', '• emotional abuse;\n• neglect (i.e., a child'],
  ])('joins what the end of a page had broken: %s', (id, words) => {
    const section = draft.sections.get(id);
    expect(section && passages(section).filter((passage) => passage.includes(words))).toHaveLength(1);
  });

  it('leaves no tags, footnote marks or dead links in what is quoted', () => {
    for (const { text } of draft.sections.values()) {
      expect(text).not.toMatch(/<\/?[a-z!]|[⁰¹²³⁴-⁹]|\]\(#\)|\\/);
    }
  });

  it('keeps the slips of the draft', () => {
    const words = (id: string) => plainText(draft.sections.get(id)?.text ?? '');
    expect(words('golden-rule-7')).toContain('chose not to do so.. Be willing');
    expect(words('golden-rule-6')).toContain('case-file –you must');
    expect(words('about-this-advice')).toContain('children 2018). The advice:');
  });
});

describe('the guidance as loaded', () => {
  it('has the 51 sections with their headings and pages, in order', () => {
    const loaded = [...draft.sections.values()].map(({ id, heading, pages }) => ({ id, heading, pages }));
    expect(loaded).toEqual(sections);
  });

  it('is stamped as a draft that was superseded, and carries its licence', () => {
    expect(draft).toMatchObject({
      id: 'dfe-2023-draft',
      edition: 'Draft, June 2023, since superseded',
      current: true,
      licence: 'Open Government Licence v3.0',
      attribution: 'Contains public sector information licensed under the Open Government Licence v3.0.',
    });
    expect(draft.supersededBy).toMatch(/19 April 2024.*1 May 2024/);
  });

  it('has the hash of its Markdown files', () => {
    const hash = createHash('sha256');
    for (const [name, text] of markdown) hash.update(`${name}\0${text}\0`);
    expect(draft.hash).toBe(hash.digest('hex'));
  });
});

it('knowledge/source.schema.json, which helps editors of source cards, says the same as the code', async () => {
  const committed: unknown = JSON.parse(await readFile(join(KNOWLEDGE, 'source.schema.json'), 'utf8'));
  expect(committed).toEqual(z.toJSONSchema(sourceCardSchema, { io: 'input' }));
});
