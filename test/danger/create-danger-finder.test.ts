import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FindDanger } from '../../src/ask/danger.ts';
import { readDangerLines } from '../../src/content/load-danger.ts';
import { createDangerFinder } from '../../src/danger/create-danger-finder.ts';
import { learnDanger } from '../../src/danger/learn-danger.ts';
import type { DangerModel } from '../../src/danger/model.ts';
import { shippedContent } from '../support/house.ts';

let model: DangerModel;
let findDanger: FindDanger;
beforeAll(async () => {
  model = (await (await shippedContent()).asked()).danger();
  findDanger = createDangerFinder(model);
});

describe('signs of danger', () => {
  it.each([
    'he says he will kill himself tonight',
    'HE SAYS HE WILL KILL HIMSELF TONIGHT!!!',
    'he  says\nhe will   kill himself   tonight',
    'hes gona kil himslef tonite',
    'stepdad has a knife and is in the house with them',
    'she gave away all her things and said goodbye to everyone',
  ])('are found in "%s"', (text) => {
    expect(findDanger(text)).not.toEqual([]);
  });

  it.each([
    '',
    '?!',
    'ok thanks',
    'what is a lawful basis',
    'who keeps the record when a child moves school',
    'do I need consent to share with the school nurse',
  ])('are not found in "%s"', (text) => {
    expect(findDanger(text)).toEqual([]);
  });

  it('are shown as they stand in the text, first to last', () => {
    const text = 'What do I do? He says he will kill himself tonight.';
    const places = findDanger(text).map((words) => text.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(findDanger(text).join(' ')).toContain('kill himself');
  });

  it('are found in the middle of a long text', () => {
    const calm = 'We talked about the timetable and the new reading books for the library. ';
    expect(findDanger(calm.repeat(20))).toEqual([]);
    expect(
      findDanger(`${calm.repeat(20)}He says he will kill himself tonight. ${calm.repeat(20)}`),
    ).not.toEqual([]);
  });

  it('never fails, and always says the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const found = findDanger(text);
        expect(findDanger(text)).toEqual(found);
        expect(findDanger(` ${text} `)).toEqual(found);
      }),
    );
  });
});

describe('learning', () => {
  it('what is shipped was learned from the lines that are shipped', async () => {
    const { library } = await (await shippedContent()).asked();
    const shipped = {
      ...library,
      phrasings: new Map([...library.phrasings].filter(([id]) => id === 'dfe-2023-draft')),
    };
    const { from, faults, ...lines } = await readDangerLines(
      `${import.meta.dirname}/../../knowledge`,
      shipped,
    );
    expect(faults).toEqual([]);
    expect(from).toBe(model.from);
    const learned = learnDanger(lines);
    expect(learned.asks).toBeCloseTo(model.asks, 1);
    expect(Object.keys(learned.weights).length).toBe(Object.keys(model.weights).length);
    for (const [feature, weight] of Object.entries(learned.weights)) {
      expect(Math.abs(weight - (model.weights[feature] ?? 0)), feature).toBeLessThan(0.05);
    }
  });

  it('takes new lines in: their words count from then on', () => {
    const calm = Array.from({ length: 40 }, (_, i) => `who keeps form ${i} when a child moves school`);
    const danger = Array.from({ length: 40 }, (_, i) => `he says he will hurt her tonight number ${i}`);
    const weightOf = (more: string[]) =>
      learnDanger({ danger: [...danger, ...more], calm, plain: [] }).weights.lantern ?? 0;
    expect(weightOf([])).toBe(0);
    expect(weightOf(Array.from({ length: 6 }, () => 'the purple lantern is lit'))).toBeGreaterThan(0.2);
  });
});
