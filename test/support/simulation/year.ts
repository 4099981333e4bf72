import { idsOnTheRota } from '../../../src/deployment/rota.ts';
import type { Habit, Mute } from './habits.ts';
import { LEAD, organisationOf } from './organisation.ts';
import { seeded } from './seeded.ts';
import type { Scenario } from './simulate.ts';
import type { World } from './world.ts';

const DAY_MS = 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;
const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
const DEPUTIES = ['one', 'two', 'three', 'four', 'five', 'six'];

/**
 * A year of a large organisation, both nights on which the clocks change and all its holidays in it: 1 September 2026 to 31 August
 * 2027. People on the rota ignore messages, go on leave, mute them for hours and days, and lose their accounts for weeks. Timers are
 * taken from the store all the time, and once all of them at a time.
 */
export function yearOfSilence(checks: number): Scenario {
  const from = '2026-09-01T00:00:00.000Z';
  const random = seeded(20_260_901);
  const away = leave(random);
  const deployment = organisationOf({
    deputies: DEPUTIES,
    staff: 120,
    notifications: {
      duty: DEPUTIES.slice(0, 5).map((person, n) => ({
        person,
        hours: [{ days: [WEEK[n]], from: '08:00', to: '17:00' }],
      })),
      absences: away,
      holidays: HOLIDAYS,
      gather: { 'at-once': 4, every: 120 },
      digest: '08:30',
      'out-of-hours': [LEAD, 'one', 'two'],
    },
  });
  const rota = idsOnTheRota(deployment.notifications);
  const habits = new Map(rota.map((id, n) => [id, HABITS[n % HABITS.length] as Habit]));
  return {
    deployment,
    from,
    load: {
      checks,
      days: 365,
      emergencies: 0.03,
      today: 0.22,
      atWork: 0.85,
      byTheRota: 0.02,
      keptOut: 0.04,
      colleague: 0.01,
      referred: 0.2,
    },
    habitOf: (person) => habits.get(person) ?? (HABITS[0] as Habit),
    feedback: { heard: 0.6, notHeard: 0.2, asContact: 0.2 },
    seed: 7,
    mutes: mutesOf(rota, Date.parse(from), random),
    besides: (world) => {
      loseAccounts(world, rota);
      loseTimers(world);
    },
  };
}

/** England and Wales, with the closure over Christmas. */
export const HOLIDAYS = [
  { from: '2026-12-24', to: '2027-01-01' },
  { on: '2027-03-26' },
  { on: '2027-03-29' },
  { on: '2027-05-03' },
  { on: '2027-05-31' },
  { on: '2027-08-30' },
];

/** From the careful to the careless. */
const HABITS: readonly Habit[] = [
  {
    ignores: 0.1,
    onlySees: 0.1,
    handsOver: 0.05,
    forgets: 0.05,
    readsIn: { emergency: 2, other: 25 },
    closesIn: { emergency: 40, other: 120 },
  },
  {
    ignores: 0.3,
    onlySees: 0.3,
    handsOver: 0.1,
    forgets: 0.2,
    readsIn: { emergency: 5, other: 60 },
    closesIn: { emergency: 80, other: 240 },
  },
  {
    ignores: 0.7,
    onlySees: 0.5,
    handsOver: 0.2,
    forgets: 0.5,
    readsIn: { emergency: 15, other: 180 },
    closesIn: { emergency: 166, other: 500 },
  },
];

/** Some days off each fortnight, for one after another; now and then for everybody at once. */
function leave(random: ReturnType<typeof seeded>) {
  const day = (n: number) =>
    new Date(Date.parse('2026-09-01T00:00:00Z') + n * DAY_MS).toISOString().slice(0, 10);
  const all = [LEAD, ...DEPUTIES];
  const some = Array.from({ length: 60 }, (_, n) => {
    const first = Math.floor(n * 6 + random.next() * 4);
    return { person: random.pick(all), from: day(first), to: day(first + Math.floor(random.between(0, 8))) };
  });
  const everybody = [...all, 'governor'].map((person) => ({ person, from: '2027-04-12', to: '2027-04-13' }));
  return [...some, ...everybody];
}

/** Nights, meetings and forgotten phones. */
function mutesOf(rota: readonly string[], start: number, random: ReturnType<typeof seeded>): readonly Mute[] {
  return rota.flatMap((person) =>
    Array.from({ length: 50 }, () => {
      const from = start + random.next() * 365 * DAY_MS;
      return { person, from, to: from + random.around(8) * HOUR_MS };
    }),
  );
}

/** Accounts that are gone for some weeks; twice that of the lead and the first two deputies at a time. */
function loseAccounts(world: World, rota: readonly string[]): void {
  const { random, faults } = world;
  const lose = (people: readonly string[], at: number, days: number) => {
    world.at(at, () => {
      for (const one of people) faults.gone.add(one);
    });
    world.at(at + days * DAY_MS, () => {
      for (const one of people) faults.gone.delete(one);
    });
  };
  for (let n = 0; n < 20; n += 1) {
    lose([random.pick(rota)], world.now() + random.next() * 340 * DAY_MS, random.between(1, 20));
  }
  lose(rota.slice(0, 3), Date.parse('2026-11-16T09:00:00Z'), 5);
  lose(rota, Date.parse('2027-02-01T18:00:00Z'), 1);
}

/** A timer here and there, a few times a day, and all of them once: as after a store was put back. */
function loseTimers(world: World): void {
  const open = async () => world.store.openCases();
  const lose = async (): Promise<void> => {
    const references = await open();
    for (let n = 0; n < 3 && references.length > 0; n += 1)
      world.held.loseTimer(world.random.pick(references));
    world.at(world.now() + world.random.around(6) * HOUR_MS, lose);
  };
  world.at(world.now() + HOUR_MS, lose);
  world.at(Date.parse('2027-01-20T11:11:11Z'), async () => {
    for (const reference of await open()) world.held.loseTimer(reference);
  });
}
