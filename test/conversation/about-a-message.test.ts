import { afterEach, expect, test } from 'vitest';
import type { TurnReply } from '../../src/conversation/event.ts';
import { type RealHouse, startHouse } from '../support/house.ts';
import { cardText, tappable } from '../support/transcript/card-text.ts';

/** What stands in the message to be checked; nothing else in the product contains it. */
const CANARY = 'Zzyzx';
const DANGER = `${CANARY}: she was strangled today`;

let house: RealHouse;
let ids: string[] = [];
afterEach(async () => {
  await house.end();
  ids = [];
});

const speaker = () => ({ channel: 'teams', userId: house.userId('sam-okafor', 'teams') }) as const;
const id = () => {
  ids.push(`event-${ids.length}`);
  return ids.at(-1) ?? '';
};
const say = (text: string, about?: string) =>
  house.handle({
    id: id(),
    speaker: speaker(),
    kind: 'message',
    text,
    ...(about === undefined ? {} : { about }),
  });
function tap(reply: TurnReply, label: string): Promise<TurnReply> {
  const found = reply.cards.flatMap(tappable).find((button) => button.label === label);
  if (found === undefined) throw new Error(`no button "${label}"`);
  return house.handle({ id: id(), speaker: speaker(), kind: 'press', token: found.token, inputs: {} });
}
const shown = (reply: TurnReply): string => reply.cards.map(cardText).join('\n');

/** All that is kept: the state, the answer to every event, the record. */
async function kept(): Promise<string> {
  const { store } = house.app();
  const key = `teams:${speaker().userId}`;
  const replies = await Promise.all(ids.map((each) => store.replyTo(`${key}:${each}`)));
  expect(replies).not.toContain(null);
  return JSON.stringify([await store.conversation(key), replies, await house.entries()]);
}

test('a message without danger in it begins a check, and is not kept', async () => {
  house = await startHouse();
  const reply = await say('share check', `${CANARY} asked about the school trip`);
  expect(shown(reply)).toContain('Is a child in danger right now, or');
  expect(reply.cards[0]?.window).toBe(true);
  expect(shown(reply)).not.toContain(CANARY);
  expect(await kept()).not.toContain(CANARY);
});

test('danger in the message is asked about first; then the check begins', async () => {
  house = await startHouse();
  const reply = await say('share check', DANGER);
  expect(shown(reply)).toContain('999');
  expect(shown(reply)).toContain('“strangled”');
  expect(shown(reply)).not.toContain(CANARY);
  expect(await kept()).not.toContain('"startedAt"');
  const first = await tap(reply, 'No, go on');
  expect(first.cards[0]?.title).toContain('Is a child in danger right now, or');
  expect(first.cards[0]?.window).toBe(true);
  expect(await kept()).not.toMatch(new RegExp(`${CANARY}|strangled`));
});

test('"yes" opens the case at once, and nothing of the message is in it', async () => {
  house = await startHouse();
  expect(shown(await tap(await say('share check', DANGER), 'Yes, in danger now'))).toContain('Case SC-');
  expect((await house.entries()).map(({ entry }) => entry.kind)).toContain('opened');
  expect(await kept()).not.toMatch(new RegExp(`${CANARY}|strangled`));
});

test('with a check under way, it goes on where it was when nobody is in danger', async () => {
  house = await startHouse();
  await tap(await say('share check'), 'No, it is not urgent');
  const reply = await say('share check', DANGER);
  expect(shown(reply)).toContain('“strangled”');
  expect(shown(await tap(reply, 'No, go on'))).toContain('Question 2');
  expect(shown(await say('share check', DANGER))).toContain('“strangled”');
  expect(shown(await say('no'))).toContain('Question 2');
});

test('in an emergency it is not asked again', async () => {
  house = await startHouse();
  await tap(await say('share check'), 'Yes, in danger now');
  const reply = await say('share check', DANGER);
  expect(shown(reply)).not.toContain('strangled');
  expect(shown(reply)).toContain('Case SC-');
});
