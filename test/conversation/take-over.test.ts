import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Card } from '../../src/conversation/card.ts';
import type { TurnReply } from '../../src/conversation/event.ts';
import type { DeliveryEventBody } from '../../src/records/entry.ts';
import { type RealHouse, startHouse } from '../support/house.ts';
import { cardText, tappable } from '../support/transcript/card-text.ts';

let house: RealHouse;
let events = 0;
const speaker = (person: string) => ({ channel: 'teams', userId: house.userId(person, 'teams') }) as const;
const eventId = () => `event-${++events}`;
const say = (person: string, text: string) =>
  house.handle({ id: eventId(), speaker: speaker(person), kind: 'message', text });
const tap = (person: string, from: readonly Card[], label: string, inputs = {}) => {
  const button = from.flatMap(tappable).find((one) => one.label === label);
  if (button === undefined) throw new Error(`no button "${label}" on:\n${from.map(cardText).join('\n')}`);
  return house.handle({
    id: eventId(),
    speaker: speaker(person),
    kind: 'press',
    token: button.token,
    inputs,
  });
};
const sentTo = (person: string): readonly Card[] => {
  const card = house.cards.findLast(({ to }) => to === person)?.card;
  return card === undefined ? [] : [card];
};
const shown = (reply: TurnReply) => reply.cards.map(cardText).join('\n');
const labels = (cards: readonly Card[]) => cards.flatMap(({ buttons }) => buttons.map(({ label }) => label));
const deeds = async () =>
  (await house.entries())
    .map(({ body }) => body as DeliveryEventBody)
    .filter(({ event }) => ['taken', 'handed-over', 'done'].includes(event))
    .map(({ event, detail }) => `${event} ${detail}`);
const optionsOf = (cards: readonly Card[]) =>
  cards.flatMap(({ blocks }) => blocks.flatMap((b) => (b.kind === 'select' ? b.options : [])));

/** Sam's emergency, of which Priya and then Tom were told. */
beforeEach(async () => {
  house = await startHouse();
  await tap('sam-okafor', (await say('sam-okafor', 'share check')).cards, 'Yes, in danger now');
  await house.wait(5 * 60);
});
afterEach(() => house.end());

test('"I’ll take this" takes it from nobody: who comes second sees who has it, and can take it over', async () => {
  const [first, second] = [sentTo('priya-nair'), sentTo('tom-ellis')];
  await tap('priya-nair', first, 'I’ll take this');
  // Tom's message still has the button, as it stood there before.
  const reply = await tap('tom-ellis', second, 'I’ll take this');
  expect(await deeds()).toEqual(['taken priya-nair']);
  expect(shown(reply)).toContain('Priya Nair, 23 November 2026');
  expect(labels(reply.cards)).toEqual(['Take it over', 'Open the record']);
  await tap('tom-ellis', reply.cards, 'Take it over');
  expect(await deeds()).toEqual(['taken priya-nair', 'taken tom-ellis']);
});

test('of two who take it in the same moment one has it', async () => {
  const [first, second] = [sentTo('priya-nair'), sentTo('tom-ellis')];
  await Promise.all([tap('priya-nair', first, 'I’ll take this'), tap('tom-ellis', second, 'I’ll take this')]);
  expect(await deeds()).toHaveLength(1);
});

test('a form that is older than what somebody else did changes nothing, and shows who has it', async () => {
  const taken = await tap('priya-nair', sentTo('priya-nair'), 'I’ll take this');
  const close = await tap('priya-nair', taken.cards, 'Say what came of it');
  const handOver = await tap('priya-nair', taken.cards, 'Hand over');
  const told = await tap('tom-ellis', sentTo('tom-ellis'), 'I’ll take this');
  await tap('tom-ellis', told.cards, 'Take it over');
  const outcome = optionsOf(close.cards)[0]?.token ?? '';
  const to = optionsOf(handOver.cards)[0]?.token ?? '';
  const late = [
    await tap('priya-nair', close.cards, 'Close the concern', { 'case-outcome': outcome }),
    await tap('priya-nair', handOver.cards, 'Hand it over', { 'hand-to': to }),
  ];
  expect(await deeds()).toEqual(['taken priya-nair', 'taken tom-ellis']);
  for (const reply of late) expect(shown(reply)).toContain('Tom Ellis has taken it on');
});

test('who is told because there is no outcome is asked to take it over; who was handed it, to take it', async () => {
  const taken = await tap('priya-nair', sentTo('priya-nair'), 'I’ll take this');
  await house.wait(2 * 60 * 60 + 60);
  const late = house.cards.filter(({ card }) => cardText(card).includes('No outcome is written down yet'));
  expect(late.map(({ to, card }) => [to, labels([card])])).toEqual([
    ['rosa-lind', ['Take it over', 'Open the record']],
  ]);
  const form = await tap('priya-nair', taken.cards, 'Hand over');
  const tom = optionsOf(form.cards).find(({ label }) => label.startsWith('Tom'))?.token ?? '';
  await tap('priya-nair', form.cards, 'Hand it over', { 'hand-to': tom });
  expect(labels(sentTo('tom-ellis'))).toEqual(['I’ll take this', 'Acknowledge', 'Open the record']);
});
