import { afterEach, expect, test } from 'vitest';
import type { TurnReply } from '../../src/conversation/event.ts';
import { type RealHouse, startHouse } from '../support/house.ts';
import { allBlocks, cardText, tappable } from '../support/transcript/card-text.ts';

let house: RealHouse;
afterEach(() => house.end());

let events = 0;
const id = () => {
  events += 1;
  return `event-${events}`;
};
const SAM = 'sam-okafor';
const speaker = (person: string) => {
  const known = house.content.deployment.people.find(({ id: each }) => each === person)?.teams;
  return { channel: 'teams', userId: known ?? person } as const;
};
const add = (person = SAM, event = id()) =>
  house.handle({ id: event, speaker: speaker(person), kind: 'added' });
const say = (text: string, person = SAM) =>
  house.handle({ id: id(), speaker: speaker(person), kind: 'message', text });
const tap = (reply: TurnReply, label: string, person = SAM) => {
  const token = reply.cards.flatMap(tappable).find((one) => one.label === label)?.token;
  if (token === undefined) throw new Error(`no button "${label}"`);
  return house.handle({ id: id(), speaker: speaker(person), kind: 'press', token, inputs: {} });
};
const shown = (reply: TurnReply): string => reply.cards.map(cardText).join('\n');

test('says what it does, what it keeps and what it is not, with the emergency and the ways in', async () => {
  house = await startHouse();
  const reply = await add();
  const [card] = reply.cards;
  const { words } = house.content.dialog;
  for (const key of [
    'welcome-title',
    'welcome-what',
    'welcome-ask',
    'welcome-limits',
    'welcome-help',
  ] as const) {
    expect(shown(reply), key).toContain(words[key]);
  }
  expect(shown(reply)).toContain(`locked away for ${house.content.deployment.organisation.name}.`);
  const numbers = allBlocks(card?.blocks ?? []).flatMap((b) => (b.kind === 'phones' ? b.phones : []));
  expect(numbers.map(({ number }) => number)).toEqual(['999', '01632 960100']);
  expect(card?.summary).toContain('999');
  expect(
    (card?.blocks ?? []).flatMap((b) => (b.kind === 'options' ? b.options : [])).map(({ label }) => label),
  ).toEqual(['A child is in danger now', 'In danger now, and it is about a colleague', 'Start a check']);
  // Home may stay on the screen: there is nothing of anybody on it.
  expect(card?.window).toBeUndefined();
  // It is not what "help" says, said again.
  const help = shown(await say('help'));
  for (const line of shown(reply)
    .split('\n')
    .filter((text) => text.length > 60))
    expect(help).not.toContain(line);
});

test('its buttons begin a check and an emergency, also once others were shown after it', async () => {
  house = await startHouse();
  const welcome = await add();
  await say('do I need consent?');
  expect(shown(await tap(welcome, 'Start a check'))).toContain('Question 1');
  expect(shown(await tap(welcome, 'A child is in danger now'))).toContain('Case SC-');
  expect((await house.entries()).map(({ entry }) => entry.kind)).toContain('opened');
});

test('writes nothing into the record and tells nobody', async () => {
  house = await startHouse();
  await add();
  expect(await house.entries()).toEqual([]);
  expect(await house.app().store.deliveries()).toEqual([]);
});

test('a check under way goes on, from its own card and from the welcome', async () => {
  house = await startHouse();
  const question = await tap(await say('share check'), 'No, it is not urgent');
  const welcome = await add();
  expect(shown(welcome)).toContain('Go on with my check');
  expect(welcome.cards.flatMap(tappable).map(({ label }) => label)).not.toContain('Start a check');
  expect(shown(await tap(welcome, 'Go on with my check'))).toContain('Question 2');
  await add();
  expect(shown(await tap(await say('resume'), 'A child may be at risk'))).toContain('Question 3');
  expect(question.cards).toHaveLength(1);
});

test('the card that is open answers after it: nothing of it was used up', async () => {
  house = await startHouse();
  const question = await tap(await say('share check'), 'No, it is not urgent');
  await add();
  expect(shown(await tap(question, 'A child may be at risk'))).toContain('Question 3');
});

test('is real in the middle of a rehearsal, which goes on', async () => {
  house = await startHouse();
  const rehearsal = await say('rehearse');
  expect(shown(await add())).not.toContain('Rehearsal.');
  expect(shown(await tap(rehearsal, 'No, it is not urgent'))).toContain('Rehearsal.');
});

test('is the same for somebody not listed, and the same event twice is one', async () => {
  house = await startHouse();
  const listed = await add();
  const first = await add('29:somebody', 'same');
  expect(shown(first)).toBe(shown(listed));
  expect(await add('29:somebody', 'same')).toEqual({ ...first, repeat: true });
  expect(shown(await tap(first, 'Start a check', '29:somebody'))).toContain('Question 1');
});

test('comes also while nothing can be written, says so, and takes nothing from what is stored', async () => {
  house = await startHouse();
  const question = await tap(await say('share check'), 'No, it is not urgent');
  await house.restart();
  await house.storage(false);
  const reply = await add();
  expect(reply.unsaved).toBe(true);
  expect(shown(reply)).toContain('not recorded');
  expect(shown(reply)).toContain('999');
  await house.storage(true);
  expect(shown(await tap(question, 'A child may be at risk'))).toContain('Question 3');
});
