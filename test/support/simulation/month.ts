import { messageButton } from '../../../src/conversation/message-token.ts';
import { localDay } from '../../../src/deployment/local-day.ts';
import { isWorkingTime } from '../../../src/deployment/working-time.ts';
import type { Habit } from './habits.ts';
import { LEAD, organisationOf } from './organisation.ts';
import type { Scenario } from './simulate.ts';
import type { World } from './world.ts';

const DEPUTIES = ['one', 'two', 'three'];
export const LEADS = [LEAD, ...DEPUTIES];
const HABIT: Habit = {
  ignores: 0.05,
  onlySees: 0.1,
  handsOver: 0.05,
  forgets: 0.05,
  readsIn: { emergency: 3, other: 40 },
  closesIn: { emergency: 60, other: 180 },
};

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
/** Each of the four is on duty for two or three halves of a day each week. */
function halfDays(n: number) {
  return WEEK.flatMap((day, d) =>
    [0, 1].flatMap((half) =>
      (2 * d + half) % LEADS.length === n
        ? [{ days: [day], from: half === 0 ? '08:00' : '12:30', to: half === 0 ? '12:30' : '17:00' }]
        : [],
    ),
  );
}

/**
 * Thirty days of an organisation with 1,500 staff and four leads, each first on duty every fourth half of a day: 60 checks for each
 * working day, of which one in twelve comes at any hour of any day. 3% are emergencies, 35% concerns of the day, the rest routine.
 */
export function busyMonth(
  seed: number,
  changes: { readonly gather?: object | null; readonly digest?: string | null } = {},
): Scenario {
  const { gather = { 'at-once': 1, every: 240 }, digest = '08:30' } = changes;
  return {
    deployment: organisationOf({
      deputies: DEPUTIES,
      staff: 1_500,
      notifications: {
        duty: LEADS.map((person, n) => ({ person, hours: halfDays(n) })),
        'out-of-hours': LEADS,
        ...(gather === null ? {} : { gather }),
        ...(digest === null ? {} : { digest }),
      },
    }),
    from: '2026-11-02T00:00:00.000Z',
    load: {
      checks: 22 * 60,
      days: 30,
      emergencies: 0.03,
      today: 0.35,
      atWork: 0.92,
      byTheRota: 0,
      keptOut: 0.02,
      colleague: 0.01,
      referred: 0.3,
    },
    habitOf: () => HABIT,
    feedback: { heard: 0.7, notHeard: 0.15, asContact: 0.1 },
    seed,
  };
}

export type Interruptions = {
  /** Messages to each lead on each working day, counted; sorted. */
  readonly perDay: readonly number[];
  /** Of them what is no emergency and came outside working time: when, and what. */
  readonly atNight: readonly string[];
};

/** Counts every new message to a lead; a message that changes is none. */
export function countInterruptions(world: World): () => Interruptions {
  const { notifications, organisation } = world.deployment;
  const zone = organisation['time-zone'];
  const days = new Map<string, number>();
  const atNight: string[] = [];
  world.onMessage(async (to, card) => {
    if (!LEADS.includes(to.id)) return;
    const key = `${localDay(zone, world.iso())} ${to.id}`;
    days.set(key, (days.get(key) ?? 0) + 1);
    const message = card.buttons.flatMap(({ token }) => messageButton(token) ?? [])[0]?.message;
    const urgency = message === undefined ? 'none' : (await world.store.delivery(message))?.class;
    if (urgency !== 'emergency' && !isWorkingTime(notifications, zone, world.iso()))
      atNight.push(`${world.iso()} ${card.title}`);
  });
  return () => {
    const all: number[] = [];
    const last = world.now();
    for (let at = Date.parse('2026-11-02T12:00:00Z'); at < last; at += 24 * 60 * 60_000) {
      if (!isWorkingTime(notifications, zone, new Date(at))) continue;
      for (const lead of LEADS) all.push(days.get(`${localDay(zone, new Date(at))} ${lead}`) ?? 0);
    }
    return { perDay: all.sort((a, b) => a - b), atNight };
  };
}

export const p95 = (sorted: readonly number[]): number => sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
