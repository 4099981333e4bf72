import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Quotes } from '../../src/conversation/quoting.ts';
import { type RealHouse, startHouse } from '../support/house.ts';
import { cardText, tappable } from '../support/transcript/card-text.ts';

/** Nothing else in the product contains it. */
const CANARY = 'Zzyzx';
const DANGER = 'she was strangled today';

let house: RealHouse;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house.end());

const speaker = { channel: 'teams', userId: '29:anybody' } as const;
const quotes = (text: string): Promise<Quotes> => house.app().quote(speaker, text);
const titles = async (text: string) => (await quotes(text)).quotes.map(({ title }) => title);
const draft = () => house.content.guidance.find(({ id }) => id === house.content.dialog.guidance);

describe('words that are searched for', () => {
  test('bring the answer to a question first, then what lies near it', async () => {
    const found = await quotes('do I need consent to share?');
    const reply = await house.handle({
      id: 'ask',
      speaker,
      kind: 'message',
      text: 'do I need consent to share?',
    });
    const answer = reply.cards[0]?.blocks.find((block) => block.kind === 'quote');
    const [first] = found.quotes;
    expect(first?.card.blocks[0]).toEqual(answer);
    expect(found.quotes.length).toBeGreaterThan(1);
    expect(found.quotes.length).toBeLessThanOrEqual(6);
    expect(new Set(found.quotes.map(({ title }) => title)).size).toBe(found.quotes.length);
  });

  test.each(['do I need consent to share?', 'GDPR', '', DANGER, 'what is necessary and proportionate'])(
    'each passage found for %j stands in the guidance word for word, with its edition, and without a button',
    async (text) => {
      const passages = (await quotes(text)).quotes.filter(({ card }) => card.blocks[0]?.kind === 'quote');
      for (const { card, title, text: beginning } of passages) {
        const block = card.blocks[0];
        if (block?.kind !== 'quote') throw new Error('no quote');
        const edition = draft()?.edition ?? 'none';
        expect(block.source).toContain(edition);
        expect(card.summary).toContain(edition);
        expect(card.title).toBe(title);
        expect(beginning.length).toBeLessThan(260);
        expect(beginning).toContain(draft()?.shortTitle ?? 'none');
        expect(tappable(card)).toEqual([]);
        expect(card.window).toBeUndefined();
      }
      for (const { card } of (await quotes(text)).quotes) expect(card.buttons).toEqual([]);
    },
  );

  test('none at all bring the golden rules, in their order', async () => {
    for (const text of ['', '   \n']) {
      expect((await titles(text)).map((title) => title.replace(/:.*$/, ''))).toEqual(
        [1, 2, 3, 4, 5, 6].map((rule) => `Golden rule ${rule}`),
      );
    }
  });

  test('the guidance has nothing on bring no passage, and where to go on, with 999', async () => {
    const { quotes: found, note } = await quotes(`${CANARY} bus timetable`);
    expect(found).toEqual([]);
    expect(note).toContain('999');
    expect(note).not.toContain(CANARY);
  });
});

describe('words that signal danger', () => {
  test.each([DANGER, `${DANGER}, do I need consent?`, 'he hit me and I am bleeding'])(
    'bring the numbers first: %j',
    async (text) => {
      const { quotes: found } = await quotes(text);
      expect(found[0]?.title).toBe(house.content.dialog.words['quote-danger']);
      expect(found[0]?.text).toContain('Priya Nair');
      expect(cardText(found[0]?.card ?? { title: '', summary: '', blocks: [], buttons: [] })).toMatch(
        /999[\s\S]*01632 960100/,
      );
      expect(found.length).toBeLessThanOrEqual(6);
    },
  );

  test('do not keep the passages back', async () => {
    expect((await titles(`${DANGER}, do I need consent?`)).length).toBeGreaterThan(1);
  });
});

test('nothing that was typed is in any result: anybody may read what is put into a message', async () => {
  for (const text of [
    CANARY,
    `${CANARY} ${DANGER}`,
    `do I need consent, ${CANARY}?`,
    `${CANARY} `.repeat(500),
  ]) {
    expect(JSON.stringify(await quotes(text))).not.toMatch(new RegExp(`${CANARY}|strangled`));
  }
});

test('searching counts nothing, writes nothing, and works while nothing can be written', async () => {
  const before = house.app().questions.lines();
  await house.storage(false);
  expect((await quotes('do I need consent to share?')).quotes.length).toBeGreaterThan(0);
  await house.storage(true);
  expect(house.app().questions.lines()).toEqual(before);
  const key = 'teams:29:searcher';
  await house.app().quote({ channel: 'teams', userId: '29:searcher' }, DANGER);
  expect(await house.app().store.conversation(key)).toBeNull();
  expect(await house.entries()).toEqual([]);
});
