import type { Habit, Mute } from './habits.ts';
import { LEAD, organisationOf } from './organisation.ts';
import type { Scenario } from './simulate.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Mostly careful; one in five messages is not answered at all. */
const HABIT: Habit = {
  ignores: 0.2,
  onlySees: 0.2,
  handsOver: 0.05,
  forgets: 0.15,
  readsIn: { emergency: 4, other: 45 },
  closesIn: { emergency: 60, other: 180 },
};

/** How many minutes into the hour without Slack somebody has an emergency, and somebody else a concern. */
const DOWN = [1, 15, 30, 50];

const HOLIDAYS = [
  { from: '2026-12-24', to: '2027-01-01' },
  { on: '2027-03-26', name: 'Good Friday' },
  { on: '2027-03-29', name: 'Easter Monday' },
  { on: '2027-05-03' },
];

/**
 * A school for a term of 500 checks: its lead and a deputy away for days, Slack down for an hour on a Monday morning on which checks
 * are made, and, in autumn or spring the night on which the clocks change, with an emergency before it, in the hour that comes twice
 * or is not there, and after it.
 */
export function term(which: 'autumn' | 'spring', checks = 500): Scenario {
  const { from, days, down, night, absences } = TERMS[which];
  const deployment = organisationOf({
    deputies: ['one', 'two'],
    staff: 60,
    notifications: { holidays: HOLIDAYS, absences },
  });
  const outage = Date.parse(down);
  // Nobody reads what does not come: those who are told lie asleep in the night of the change.
  const mutes: readonly Mute[] = [
    { person: LEAD, from: Date.parse(night[0]), to: Date.parse(night[0]) + 5 * HOUR },
  ];
  return {
    deployment,
    from,
    load: {
      checks: checks - DOWN.length * 2 - night.length * 2,
      days,
      emergencies: 0.05,
      today: 0.45,
      atWork: 0.85,
      byTheRota: 0.04,
      keptOut: 0.05,
      colleague: 0.02,
      referred: 0.3,
    },
    habitOf: () => HABIT,
    feedback: { heard: 0.6, notHeard: 0.2, asContact: 0.2 },
    seed: 5,
    mutes,
    further: 14,
    besides(world, acts, began) {
      world.at(outage, () => {
        world.faults.down = true;
      });
      world.at(outage + HOUR, () => {
        world.faults.down = false;
      });
      for (const minutes of DOWN) {
        const author = world.person(`staff-${minutes}`);
        world.at(outage + minutes * MINUTE, async () => {
          const { reference } = await acts.open(author, minutes === 15 ? 'immediate' : 'urgent');
          began({ reference, emergency: true });
        });
        world.at(outage + (minutes + 2) * MINUTE, async () => {
          began({ reference: await acts.record(author, 'concern', 'inform'), emergency: false });
        });
      }
      for (const at of night) {
        world.at(Date.parse(at), async () => {
          const { reference } = await acts.open(world.person('staff-2'), 'urgent');
          began({ reference, emergency: true });
          const concern = await acts.record(world.person('staff-3'), 'concern', 'inform');
          began({ reference: concern, emergency: false });
        });
      }
    },
  };
}

const TERMS = {
  autumn: {
    from: '2026-09-01T00:00:00.000Z',
    days: 110,
    down: '2026-11-09T09:30:00.000Z',
    // At one in the morning by UTC, half past one comes again.
    night: ['2026-10-25T00:20:00.000Z', '2026-10-25T00:50:00.000Z', '2026-10-25T01:30:00.000Z'],
    absences: [
      { person: LEAD, from: '2026-10-12', to: '2026-10-16' },
      { person: 'one', from: '2026-10-14', to: '2026-10-21' },
      { person: LEAD, from: '2026-11-30', to: '2026-12-01' },
    ],
  },
  spring: {
    from: '2027-02-22T00:00:00.000Z',
    days: 75,
    down: '2027-04-19T08:30:00.000Z',
    // At one in the morning by UTC, it is two at once.
    night: ['2027-03-28T00:20:00.000Z', '2027-03-28T00:59:00.000Z', '2027-03-28T01:05:00.000Z'],
    absences: [
      { person: LEAD, from: '2027-03-08', to: '2027-03-12' },
      { person: 'two', from: '2027-03-22', to: '2027-04-02' },
    ],
  },
} as const;
