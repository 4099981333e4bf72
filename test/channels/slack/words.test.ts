import { readdirSync, readFileSync } from 'node:fs';
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as OWN_WORDS from '../../../src/channels/slack/words.ts';
import type { Card } from '../../../src/conversation/card.ts';

const FOLDER = new URL('../../../src/channels/slack/', import.meta.url);
const MANIFEST: unknown = parse(
  readFileSync(new URL('../../../manifest/slack/manifest.yaml', import.meta.url), 'utf8'),
);
const FORM: Card = { title: '', summary: '', blocks: [], buttons: [] };

/** Every sentence or label in a value, without ids and tokens. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return /[A-Z]/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'token' ? [] : textsIn(inner)));
}

/** What stands together, as it is read. */
const CARDS = Object.values({ ...OWN_WORDS, pointer: OWN_WORDS.pointerTo(FORM) }).map(textsIn);
const OWN = CARDS.flat();
const SHOWN = [...OWN, ...textsIn(MANIFEST)];

/** Everything written in the code of the channel that is a sentence: faults for the operator too. */
const WRITTEN = readdirSync(FOLDER).flatMap((name) => {
  const code = readFileSync(new URL(name, FOLDER), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
  return [...code.matchAll(/'((?:[^'\\\n]|\\.)* (?:[^'\\\n]|\\.)*)'|`([^`]* [^`]*)`/g)].map(
    ([, quoted, template]) => quoted ?? template ?? '',
  );
});

const wordsOf = (text: string) => text.match(/[\p{L}\p{N}’'-]+/gu) ?? [];
const together = (parts: readonly string[]): string =>
  parts.map((part) => (/[.?!]$/.test(part) ? part : `${part}.`)).join(' ');

function gradeOf(text: string): number {
  const words = wordsOf(text);
  return fleschKincaid({
    sentence: Math.max(1, (text.match(/[.?!]+(?=[\s”)]|$)/g) ?? []).length),
    word: words.length,
    syllable: words.reduce((sum, word) => sum + syllable(word), 0),
  });
}

describe('what Slack shows in Share Check’s own words', () => {
  const measured = [...CARDS.map(together), ...textsIn(MANIFEST)].filter((text) => wordsOf(text).length >= 8);

  it('is all looked at', () => {
    expect(OWN).toContain(OWN_WORDS.TOO_LATE);
    expect(OWN).toContain('Show it again');
    expect(OWN).toContain('The next step opens in a window.');
    expect(measured.length).toBeGreaterThan(10);
  });

  it.each(measured)('reads at grade 8 or below: %s', (text) => {
    expect(gradeOf(text)).toBeLessThanOrEqual(8);
  });

  it('says "do not" in full', () => {
    expect(
      SHOWN.filter((text) => /n['’]t\b|\b(we|you|they|it)['’](re|ll|ve|d)\b|\bit['’]s\b/i.test(text)),
    ).toEqual([]);
  });
});

it('no sentence of the channel begs, judges or leaves somebody without help', () => {
  expect(WRITTEN.length).toBeGreaterThan(50);
  const banned = /\b(please|sorry|valid|invalid|oops|forbidden|an error occurred|click here)\b/i;
  expect([...WRITTEN, ...SHOWN].filter((text) => banned.test(text))).toEqual([]);
});

it('whatever stands in the way of an answer, 999 stands beside it', () => {
  const { ONE_MOMENT, WENT_ON, HIDDEN, STRANGER, UNKNOWN, pointerTo } = OWN_WORDS;
  for (const card of [ONE_MOMENT, WENT_ON, HIDDEN, STRANGER, UNKNOWN, pointerTo(FORM)]) {
    expect([card.title, JSON.stringify(card.blocks)]).toEqual([card.title, expect.stringContaining('999')]);
  }
});
