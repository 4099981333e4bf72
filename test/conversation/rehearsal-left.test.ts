import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Card } from '../../src/conversation/card.ts';
import { type RealHouse, startHouse } from '../support/house.ts';

const speaker = { channel: 'slack', userId: 'U1' } as const;
let house: RealHouse;
let said: number;

beforeEach(async () => {
  house = await startHouse();
  said = 0;
});
afterEach(() => house.end());

async function say(text: string): Promise<Card> {
  said += 1;
  const { cards } = await house.handle({ kind: 'message', id: `m${said}`, speaker, text });
  const [card] = cards;
  if (card === undefined) throw new Error('no card');
  return card;
}
const opened = async () => (await house.entries()).filter(({ entry }) => entry.kind === 'opened').length;

test('an emergency that is typed is real, in the middle of a rehearsal too', async () => {
  expect((await say('rehearse')).banner).toContain('Rehearsal');
  const card = await say('emergency');
  expect(card.banner).toBeUndefined();
  expect(await opened()).toBe(1);
});

test('a rehearsal that was left half an hour ago takes in nothing that is typed', async () => {
  await say('rehearse');
  await house.wait(29 * 60);
  expect((await say('resume')).banner).toContain('Rehearsal');
  await house.wait(2 * 60);
  expect((await say('share check')).banner).toBeUndefined();
});

test.each(['ｈｅ ｉｓ ｇｏｉｎｇ ｔｏ ｋｉｌｌ ｈｅｒ ｔｏｎｉｇｈｔ', 'ｅｍｅｒｇｅｎｃｙ'])(
  'full-width letters are read: %s',
  async (text) => {
    expect(JSON.stringify(await say(text))).toMatch(/in danger right now|Ring now/);
  },
);
