import { beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/storage/store.ts';
import { type Outcome, simulate } from '../support/simulation/simulate.ts';
import { yearOfSilence } from '../support/simulation/year.ts';

/**
 * Hazard log, T2. Hazards H16, H17, H19, H27. A year of an organisation that makes 75,000 checks, 3% of them emergencies and 22%
 * concerns of the day, on a clock that jumps; what is simulated stands in test/support/simulation/year.ts. The sweeper looks every
 * 30 seconds and is never woken, which is the worst that the service does.
 */
const CHECKS = 75_000;

describe(`T2 Year of silence: ${CHECKS} cases in 365 days, both nights on which the clocks change, holidays, leads who ignore, leave, mute and lose their accounts`, () => {
  let year: Outcome;
  beforeAll(async () => {
    year = await simulate(yearOfSilence(CHECKS));
  }, 600_000);

  test('it was all of that', () => {
    expect(year.cases).toBe(CHECKS);
    expect(year.world.iso()).toBe('2027-09-01T00:00:00.000Z');
    expect(year.seen.emergencies).toBeGreaterThan(2_000);
    expect(year.seen.pages).toBeGreaterThan(10_000);
  });

  test('open cases without a timer after a sweep: 0, though timers are taken away all the time', () => {
    expect(year.seen.sweeps).toBeGreaterThan(50_000);
    expect(year.seen.withoutTimer).toBe(0);
  });

  test('each emergency has a taker, or its author a number to ring, within 15 minutes of being recorded', () => {
    expect(year.seen.unanswered).toEqual([]);
    expect(year.seen.taken).toBeGreaterThan(1_000);
    expect(year.seen.numbers).toBeGreaterThan(100);
    expect(year.seen.taken + year.seen.numbers).toBe(year.seen.emergencies);
  });

  test('timers are at most 60 seconds off, and none is forgotten', () => {
    expect(year.seen.timed).toBeGreaterThan(200_000);
    expect(year.seen.lateSeconds).toBeLessThanOrEqual(60);
    expect(year.overdueSeconds).toBeLessThanOrEqual(60);
  });

  test('nobody is asked who is kept out, raised it, or is away while others are there; what can wait comes in working hours', () => {
    expect(year.seen.wrongPages).toEqual([]);
    expect(year.seen.outOfHours).toEqual([]);
  });

  test('every message has its step in the record, and nothing went wrong on the way', () => {
    expect(year.seen.wrongRecords).toEqual([]);
    expect([...year.world.said]).toEqual([]);
  });
});

/** The same with something taken out, to see that it would be noticed. */
describe('T2 notices', () => {
  const broken = (change: (store: Store) => Store) => {
    const year = yearOfSilence(0);
    return simulate({ ...year, load: { ...year.load, checks: 600, days: 10 }, broken: change });
  };

  test('a sweeper that looks only at what has a timer', async () => {
    const { seen, overdueSeconds } = await broken((store) => {
      const timed = new Map<string, boolean>();
      return {
        ...store,
        // What it had set itself it finds again; what was taken away, or never set, it does not.
        async casesToLookAt(now, limit) {
          return (await store.casesToLookAt(now, limit)).filter((reference) => timed.get(reference) === true);
        },
        async advance(steps, at) {
          for (const { reference, next } of steps) timed.set(reference, next.at !== null);
          return store.advance(steps, at);
        },
      };
    });
    expect(seen.withoutTimer).toBeGreaterThan(0);
    expect(overdueSeconds).toBeGreaterThan(60);
  }, 60_000);

  test('an author who is not told whom to ring', async () => {
    const { seen } = await broken((store) => ({
      ...store,
      advance: (steps, at) =>
        store.advance(
          steps.map((step) => ({
            ...step,
            deliveries: step.deliveries.filter(
              ({ destination: to }) => to.kind !== 'direct-message' || !to.person.startsWith('staff-'),
            ),
          })),
          at,
        ),
    }));
    expect(seen.unanswered.length).toBeGreaterThan(0);
  }, 60_000);
});
