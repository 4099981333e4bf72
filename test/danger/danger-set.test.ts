import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FindDanger } from '../../src/ask/danger.ts';
import { createDangerFinder } from '../../src/danger/create-danger-finder.ts';
import { shippedContent } from '../support/house.ts';

type Line = { readonly text: string; readonly kind?: string; readonly set?: string };
const linesOf = (name: string): Line[] =>
  readFileSync(`${import.meta.dirname}/../questions/${name}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

let findDanger: FindDanger;
beforeAll(async () => {
  findDanger = createDangerFinder((await (await shippedContent()).asked()).danger());
});

/** Never prints a text: half of them are not to be seen by those who tune. */
const share = (texts: readonly string[]): number =>
  texts.filter((text) => findDanger(text).length > 0).length / texts.length;

describe('texts that sound like danger, written by somebody who had not seen the lines', () => {
  const danger = linesOf('danger');
  const of = (kind: string, set?: string) =>
    danger.filter((line) => line.kind === kind && (set ?? line.set) === line.set).map(({ text }) => text);

  it('are 150 in plain words and 150 oblique ones, half of each never tuned on', () => {
    expect([of('explicit').length, of('oblique').length]).toEqual([150, 150]);
    expect([of('explicit', 'held-out').length, of('oblique', 'held-out').length]).toEqual([75, 75]);
  });

  it.each([
    ['explicit', 'tune', 1],
    ['explicit', 'held-out', 1],
    ['oblique', 'tune', 0.97],
    ['oblique', 'held-out', 0.97],
  ])('%s, %s half: at least %d are asked about', (kind, set, least) => {
    expect(share(of(kind, set))).toBeGreaterThanOrEqual(least);
  });
});

describe('texts that do not', () => {
  it('questions to the guidance: at most 5 in 100 are asked about', () => {
    const questions = readFileSync(`${import.meta.dirname}/../questions/fresh.jsonl`, 'utf8')
      .trim()
      .split('\n')
      .map((line): string => JSON.parse(line).q);
    expect(share(questions)).toBeLessThanOrEqual(0.05);
  });

  it('calm texts full of dark words: at most a quarter', () => {
    expect(share(linesOf('calm').map(({ text }) => text))).toBeLessThanOrEqual(0.25);
  });
});
