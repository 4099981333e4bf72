import { afterEach, expect, test } from 'vitest';
import type { TurnReply } from '../../src/conversation/event.ts';
import { type RealHouse, startHouse } from '../support/house.ts';
import { cardText, tappable } from '../support/transcript/card-text.ts';

let house: RealHouse;
afterEach(() => house.end());

const speaker = (person = 'sam-okafor') =>
  ({ channel: 'teams', userId: house.userId(person, 'teams') }) as const;
let events = 0;
const id = () => {
  events += 1;
  return `event-${events}`;
};
const say = (text: string, person?: string) =>
  house.handle({ id: id(), speaker: speaker(person), kind: 'message', text });
const press = (token: string) =>
  house.handle({ id: id(), speaker: speaker(), kind: 'press', token, inputs: {} });
const home = () => house.app().home(speaker());

function token(reply: TurnReply, label: string): string {
  const found = reply.cards.flatMap(tappable).find((button) => button.label === label);
  if (found === undefined) throw new Error(`no button "${label}"`);
  return found.token;
}
const tap = (reply: TurnReply, label: string) => press(token(reply, label));
const shown = (reply: TurnReply): string => reply.cards.map(cardText).join('\n');
const stored = async () => house.app().store.conversation(`teams:${speaker().userId}`);

/** A short check, recorded. */
async function record(): Promise<void> {
  let reply = await say('share check');
  for (const label of ['Waiting could make it worse', 'A child may be at risk', 'Record my decision now']) {
    reply = await tap(reply, label);
  }
  for (const label of ['No, nobody', 'I follow the advice']) reply = await tap(reply, label);
  const form = reply.cards[0];
  const inputs = Object.fromEntries(
    (form?.blocks ?? []).flatMap((block) =>
      block.kind === 'select' ? [[block.id, block.options[0]?.token ?? ''] as const] : [],
    ),
  );
  const sent = {
    id: id(),
    speaker: speaker(),
    kind: 'press',
    token: token(reply, 'Record it'),
    inputs,
  } as const;
  expect(shown(await house.handle(sent))).toContain('Recorded');
}

test('looking at the home page leaves the check and the card that is open as they are', async () => {
  house = await startHouse();
  const question = await tap(await say('share check'), 'No, it is not urgent');
  const before = await stored();
  const page = await home();
  expect(page.cards[0]?.window).toBeUndefined();
  expect(shown(page)).toContain('Go on with my check');
  const after = await stored();
  expect({ ...Object(after?.state), standing: null }).toEqual({ ...Object(before?.state), standing: null });
  expect(await house.entries()).toEqual([]);
  // The card that was open answers, and so does the page.
  expect(shown(await tap(question, 'A child may be at risk'))).toContain('Question 3');
  expect(shown(await tap(page, 'Go on with my check'))).toContain('Question 3');
});

test('a page looked at long ago still works, and looking often takes nothing from other cards', async () => {
  house = await startHouse();
  const welcome = await say('hello');
  const page = await home();
  for (let times = 0; times < 20; times += 1) await home();
  const revision = (await stored())?.revision;
  expect(await home()).toEqual(page);
  expect((await stored())?.revision).toBe(revision);
  expect(shown(await tap(welcome, 'Start a check'))).toContain('Is a child in danger right now, or');
  expect(shown(await tap(page, 'A child is in danger now'))).toContain('Case SC-');
});

test('the page lists the newest five of the person’s own records', async () => {
  house = await startHouse();
  expect(shown(await home())).not.toContain('Your records');
  for (let times = 0; times < 6; times += 1) {
    await record();
    await house.wait(60);
  }
  const references = [...new Set((await house.entries()).map(({ entry }) => entry.reference))];
  expect(references).toHaveLength(6);
  const page = shown(await home());
  expect(references.filter((reference) => page.includes(reference))).toEqual(references.slice(1));
  expect(page).toContain('Your records');
  expect(shown(await say('hello'))).not.toContain('Your records');
  // Somebody else's records are not theirs.
  expect(shown(await house.app().home(speaker('lena-fox')))).not.toContain('SC-');
});

test('somebody who looks while nothing can be read loses nothing of what is stored', async () => {
  house = await startHouse();
  await tap(await say('share check'), 'No, it is not urgent');
  await house.restart();
  await house.storage(false);
  const page = await home();
  expect(page.unsaved).toBe(true);
  expect(shown(page)).toContain('not recorded');
  await house.storage(true);
  expect(shown(await say('resume'))).toContain('Question 2');
});

test('a message that has not arrived is said there too', async () => {
  house = await startHouse({ unreachable: new Set(['priya-nair']) });
  await tap(await say('share check'), 'Yes, in danger now');
  expect(shown(await home())).toContain('has not arrived');
});
