import { afterEach, beforeEach, expect, test } from 'vitest';
import { idsOnTheRota } from '../src/deployment/rota.ts';
import { drawFor, REAL_MARK } from '../src/draw-for.ts';
import { DRILL_MARK, type DrillParts, weeklyDrill, writeDrill } from '../src/drill.ts';
import { type RealHouse, startHouse } from './support/house.ts';

/** Monday morning, with the lead at work from 8am to 5pm. */
const MONDAY = '2026-11-23T10:15:00.000Z';
const ROTA = ['priya-nair', 'tom-ellis', 'rosa-lind'];

let house: RealHouse;
let clock: number;
beforeEach(async () => {
  house = await startHouse();
  clock = Date.parse(MONDAY);
});
afterEach(() => house.end());

const parts = (changes: Partial<DrillParts> = {}): DrillParts => {
  const { deployment, dialog } = house.content;
  const now = () => new Date(clock);
  const routes = { text: false, email: false, webhook: false };
  return {
    store: house.app().store,
    deployment,
    dialog,
    routes,
    draw: drawFor(REAL_MARK, now),
    now,
    ...changes,
  };
};
const tests = () => house.app().store.tests(MONDAY);
const later = (hours: number) => {
  clock += hours * 60 * 60 * 1000;
};

test('a test message goes to everybody who can be told of a concern, and into the record of no case', async () => {
  const drill = await writeDrill(parts());
  expect(idsOnTheRota(house.content.deployment.notifications)).toEqual(ROTA);
  expect(drill?.tests.map(({ person, delivery }) => [person, delivery.destination])).toEqual(
    ROTA.map((person) => [person, { kind: 'direct-message', person }]),
  );
  expect(drill?.tests.every(({ delivery }) => delivery.reference === null)).toBe(true);
  await house.wait(60);
  expect(house.cards.map(({ to, card }) => [to, card.title])).toEqual(
    ROTA.map((person) => [person, 'Test: nothing has happened']),
  );
  expect(await house.entries()).toEqual([]);
  expect((await tests()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
});

test('it goes by every way an emergency would go', async () => {
  const { deployment } = house.content;
  const people = deployment.people.map((one) =>
    one.id === 'tom-ellis'
      ? { ...one, mobile: '07700 900123' }
      : one.id === 'rosa-lind'
        ? { id: one.id, name: one.name, roles: one.roles, terminal: one.id }
        : { ...one, mobile: undefined },
  );
  const routes = { text: true, email: true, webhook: true };
  const drill = await writeDrill(parts({ routes, deployment: { ...deployment, people } }));
  expect(drill?.tests.map(({ person, delivery }) => [person, delivery.destination.kind])).toEqual([
    ['priya-nair', 'direct-message'],
    ['priya-nair', 'email'],
    ['tom-ellis', 'direct-message'],
    ['tom-ellis', 'text-message'],
    ['tom-ellis', 'email'],
  ]);
  // A terminal only shows what its own user asks for.
  expect(drill?.noWay).toEqual(['rosa-lind']);
  const byText = drill?.tests.find(({ delivery }) => delivery.destination.kind === 'text-message');
  expect(JSON.stringify(byText?.delivery.card)).toContain('A test by Share Check at Larkfield School');
  expect(byText?.delivery.card?.buttons).toEqual([]);
});

test('whoever taps on it themselves counts as reached; nobody can tap for another', async () => {
  await writeDrill(parts());
  await house.wait(60);
  const press = (person: string, to: string) => {
    const card = house.cards.find((one) => one.to === to)?.card;
    const speaker = { channel: 'teams', userId: house.userId(person, 'teams') } as const;
    const token = card?.buttons[0]?.token ?? '';
    return house.handle({ id: `${person}-${to}`, kind: 'press', speaker, token, inputs: {} });
  };
  await press('tom-ellis', 'priya-nair');
  expect(await house.app().store.lastReached()).toEqual(new Map());
  const { cards } = await press('tom-ellis', 'tom-ellis');
  expect(cards[0]?.title).toBe('Thank you. You can be reached here.');
  expect([...(await house.app().store.lastReached())]).toEqual([['tom-ellis', '2026-11-23T10:16:00.000Z']]);
  expect((await tests()).map(({ person, acknowledgedAt }) => [person, acknowledgedAt !== null])).toEqual(
    ROTA.map((person) => [person, person === 'tom-ellis']),
  );
  expect(await house.entries()).toEqual([]);
});

test('by itself once a week, in working time; a first start tests nobody', async () => {
  expect(await weeklyDrill(parts())).toBeNull();
  expect(await house.app().store.mark(DRILL_MARK)).toBe(MONDAY);
  later(7 * 24 - 1);
  expect(await weeklyDrill(parts())).toBeNull();
  later(9);
  // Monday evening: it waits for the next morning.
  expect(await weeklyDrill(parts())).toBeNull();
  expect(await tests()).toEqual([]);
  later(14);
  expect((await weeklyDrill(parts()))?.at).toBe('2026-12-01T08:15:00.000Z');
  expect(await weeklyDrill(parts())).toBeNull();
  expect(await tests()).toHaveLength(3);
});

test('of two who look in the same moment one writes; one that somebody began puts off the next', async () => {
  await weeklyDrill(parts());
  later(7 * 24);
  const both = await Promise.all([weeklyDrill(parts()), weeklyDrill(parts())]);
  expect(both.filter((drill) => drill !== null)).toHaveLength(1);
  later(6 * 24);
  await writeDrill(parts());
  later(24);
  expect(await weeklyDrill(parts())).toBeNull();
  expect(await tests()).toHaveLength(6);
});

test('the sweeper does it, once every case was looked at', async () => {
  const { app } = house;
  await app().store.setMark(DRILL_MARK, '2026-11-16T09:00:00.000Z');
  const order: string[] = [];
  const sweeper = app().followCases({
    drill: async () => {
      order.push('drill');
      await app().weeklyDrill();
    },
    finished: async () => void order.push('finished'),
  });
  await sweeper.sweep();
  expect(order).toEqual(['drill', 'finished']);
  expect(sweeper.lastFinished()?.toISOString()).toBe(MONDAY);
  expect((await tests()).map(({ person }) => person)).toEqual(ROTA);
});
