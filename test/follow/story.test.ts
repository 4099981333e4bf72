import { afterEach, expect, test } from 'vitest';
import { type RealHouse, startHouse } from '../support/house.ts';

let house: RealHouse;
afterEach(async () => house.end());

let events = 0;
async function says(person: string, text: string) {
  events += 1;
  const speaker = { channel: 'teams', userId: house.userId(person, 'teams') } as const;
  return house.handle({ id: `e${events}`, kind: 'message', speaker, text });
}
async function presses(person: string, label: string, inputs: Record<string, string> = {}) {
  const mine = house.cards.filter(({ to }) => to === person).at(-1)?.card;
  const button = mine?.buttons.find((one) => one.label === label);
  if (button === undefined) throw new Error(`${label}: ${JSON.stringify(mine?.buttons)}`);
  events += 1;
  const speaker = { channel: 'teams', userId: house.userId(person, 'teams') } as const;
  return house.handle({ id: `e${events}`, kind: 'press', speaker, token: button.token, inputs });
}
const told = () => house.cards.map(({ to, card }) => `${to}: ${card.title}`);
const recorded = async () =>
  (await house.entries()).map(({ entry, body }) => {
    const { event, detail } = (body ?? {}) as { event?: string; detail?: string };
    return [entry.kind, event, detail].filter(Boolean).join(' ');
  });

test('an emergency that nobody takes goes up the list, and its author is told whom to ring', async () => {
  house = await startHouse();
  await says('sam-okafor', 'emergency');
  expect(told()).toEqual(['priya-nair: Act now: a child may be in danger']);
  await house.wait(5 * 60);
  expect(told().at(-1)).toBe('tom-ellis: Act now: a child may be in danger');
  await house.wait(5 * 60);
  expect(told().slice(2)).toEqual([
    'rosa-lind: Act now: a child may be in danger',
    'sam-okafor: Nobody has taken on your concern yet',
  ]);
  await presses('priya-nair', 'Acknowledge');
  expect(told().at(-1)).toBe('sam-okafor: Priya Nair has seen your concern');
  await house.wait(11 * 60);
  await presses('tom-ellis', 'I’ll take this');
  expect(await recorded()).toContain('delivery-event taken tom-ellis');
  const [card] = (await says('sam-okafor', 'resume')).cards;
  expect(JSON.stringify(card?.blocks)).toContain('Tom Ellis has taken it on');
});
