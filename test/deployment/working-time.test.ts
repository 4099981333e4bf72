import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inHours, nextStart } from '../../src/deployment/contacts-at.ts';
import { DAYS, type Hours } from '../../src/deployment/deployment.ts';
import {
  type AtWork,
  addWorkingMinutes,
  isWorkingTime,
  nextWorkingTime,
  workingDaysLater,
} from '../../src/deployment/working-time.ts';
import { DAY, dayNumber, localDayNumber, MINUTE } from '../../src/deployment/zone-clock.ts';
import { slowlyHolds } from './slow-hours.ts';

const LONDON = 'Europe/London';
const WEEK: Hours = {
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  from: '08:00',
  to: '17:00',
};
const SCHOOL: AtWork = {
  hours: [WEEK],
  holidays: [
    { on: '2026-12-28', name: 'Boxing Day' },
    { from: '2026-12-24', to: '2026-12-25' },
    { on: '2027-03-26' },
    { on: '2027-03-29' },
  ],
};
const ALWAYS: AtWork = { hours: [], holidays: [{ on: '2026-12-25' }] };

describe('working time', () => {
  test.each([
    ['on a Monday', '2026-11-23T08:00:00Z', true],
    ['before it begins', '2026-11-23T07:59:59Z', false],
    ['when it ends', '2026-11-23T17:00:00Z', false],
    ['in summer, by the wall clock', '2026-07-06T07:00:00Z', true],
    ['on a Saturday', '2026-11-21T12:00:00Z', false],
    ['the first day of a holiday', '2026-12-24T12:00:00Z', false],
    ['the last day of a holiday', '2026-12-25T12:00:00Z', false],
    ['a holiday of one day', '2026-12-28T12:00:00Z', false],
    ['the day after', '2026-12-29T12:00:00Z', true],
  ])('%s', (_, at, expected) => {
    expect(isWorkingTime(SCHOOL, LONDON, at)).toBe(expected);
    expect(isWorkingTime(SCHOOL, LONDON, new Date(at))).toBe(expected);
  });

  test('without hours it is always', () => {
    expect(isWorkingTime(ALWAYS, LONDON, '2026-12-25T03:00:00Z')).toBe(true);
    expect(nextWorkingTime(ALWAYS, LONDON, '2026-12-25T03:00:00Z')).toBe('2026-12-25T03:00:00.000Z');
    expect(addWorkingMinutes(ALWAYS, LONDON, '2026-12-25T03:00:00Z', 90)).toBe('2026-12-25T04:30:00.000Z');
  });
});

describe('when it next begins', () => {
  test.each([
    ['now', '2026-11-23T09:15:30Z', '2026-11-23T09:15:30.000Z'],
    ['after the night', '2026-11-23T17:00:00Z', '2026-11-24T08:00:00.000Z'],
    ['after the days off and the weekend', '2026-12-23T18:00:00Z', '2026-12-29T08:00:00.000Z'],
    ['after Easter, on which the clocks go forward', '2027-03-25T18:00:00Z', '2027-03-30T07:00:00.000Z'],
    ['the weekend the clocks go back', '2026-10-23T18:00:00Z', '2026-10-26T08:00:00.000Z'],
  ])('%s', (_, at, expected) => {
    expect(nextWorkingTime(SCHOOL, LONDON, at)).toBe(expected);
  });

  test('nothing is held back for ever: more than 62 days are not waited', () => {
    const closed = (to: string): AtWork => ({ hours: [WEEK], holidays: [{ from: '2026-07-01', to }] });
    const at = '2026-06-30T18:00:00Z';
    expect(nextWorkingTime(closed('2026-08-30'), LONDON, at)).toBe('2026-08-31T07:00:00.000Z');
    expect(nextWorkingTime(closed('2026-09-01'), LONDON, at)).toBe('2026-06-30T18:00:00.000Z');
    expect(addWorkingMinutes(closed('2026-09-30'), LONDON, at, 60)).toBe('2026-06-30T19:00:00.000Z');
  });
});

describe('minutes of working time', () => {
  test.each([
    ['within a day', '2026-11-23T09:00:00Z', 60, '2026-11-23T10:00:00.000Z'],
    ['to the very end of a day', '2026-11-23T16:00:00Z', 60, '2026-11-23T17:00:00.000Z'],
    ['over the night', '2026-11-23T16:00:00Z', 61, '2026-11-24T08:01:00.000Z'],
    ['from outside', '2026-11-21T12:00:00Z', 60, '2026-11-23T09:00:00.000Z'],
    ['over the days off', '2026-12-23T16:30:00Z', 60, '2026-12-29T08:30:00.000Z'],
    ['over several days', '2026-11-23T08:00:00Z', 2 * 540 + 1, '2026-11-25T08:01:00.000Z'],
    ['over the change of the clocks', '2026-03-27T16:30:00Z', 60, '2026-03-30T07:30:00.000Z'],
    ['none', '2026-11-21T12:00:00Z', 0, '2026-11-21T12:00:00.000Z'],
  ])('%s', (_, from, minutes, expected) => {
    expect(addWorkingMinutes(SCHOOL, LONDON, from, minutes)).toBe(expected);
  });

  test('on the nights the clocks change, the minutes that pass are counted, not those on the dial', () => {
    const nights: AtWork = { hours: [{ days: [...DAYS], from: '00:00', to: '24:00' }], holidays: [] };
    expect(addWorkingMinutes(nights, LONDON, '2026-03-29T00:30:00Z', 60)).toBe('2026-03-29T01:30:00.000Z');
    expect(addWorkingMinutes(nights, LONDON, '2026-10-25T00:30:00Z', 60)).toBe('2026-10-25T01:30:00.000Z');
    const early: AtWork = { hours: [{ days: ['sunday'], from: '00:30', to: '02:30' }], holidays: [] };
    // An hour is missing, then there is one more.
    expect(addWorkingMinutes(early, LONDON, '2026-03-28T12:00:00Z', 60)).toBe('2026-03-29T01:30:00.000Z');
    expect(addWorkingMinutes(early, LONDON, '2026-03-28T12:00:00Z', 61)).toBe('2026-04-04T23:31:00.000Z');
    expect(addWorkingMinutes(early, LONDON, '2026-10-24T12:00:00Z', 180)).toBe('2026-10-25T02:30:00.000Z');
  });
});

describe('working days', () => {
  test.each([
    ['the next one', '2026-11-23T12:00:00Z', 1, '2026-11-24T08:00:00.000Z'],
    ['also from early in the morning', '2026-11-23T03:00:00Z', 1, '2026-11-24T08:00:00.000Z'],
    ['from a weekend', '2026-11-21T12:00:00Z', 1, '2026-11-23T08:00:00.000Z'],
    ['over Christmas', '2026-12-23T12:00:00Z', 2, '2026-12-30T08:00:00.000Z'],
    ['over the change of the clocks', '2026-10-23T12:00:00Z', 1, '2026-10-26T08:00:00.000Z'],
    ['none', '2026-11-23T12:00:00Z', 0, '2026-11-23T12:00:00.000Z'],
  ])('%s', (_, from, days, expected) => {
    expect(workingDaysLater(SCHOOL, LONDON, from, days)).toBe(expected);
  });

  test('without hours every day counts, from nine in the morning', () => {
    expect(workingDaysLater(ALWAYS, LONDON, '2026-12-24T23:00:00Z', 1)).toBe('2026-12-25T09:00:00.000Z');
    expect(workingDaysLater(ALWAYS, LONDON, '2026-07-01T12:00:00Z', 2)).toBe('2026-07-03T08:00:00.000Z');
  });

  test('where none come for longer than 62 days, the calendar counts', () => {
    const closed: AtWork = { hours: [WEEK], holidays: [{ from: '2026-07-02', to: '2027-07-01' }] };
    expect(workingDaysLater(closed, LONDON, '2026-06-30T12:00:00Z', 3)).toBe('2026-07-03T08:00:00.000Z');
  });
});

const time = fc
  .integer({ min: 0, max: 95 })
  .map((n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`);
const hoursLine = fc
  .tuple(fc.subarray([...DAYS], { minLength: 1 }), time, fc.oneof(time, fc.constant('24:00')))
  .map(([days, from, to]): Hours => ({ days, from, to }));
const someHours = fc.array(hoursLine, { minLength: 1, maxLength: 4 });
const zone = fc.constantFrom(LONDON, 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo');
/** Around both changes of the clocks, in 2026 and 2027. */
const at = fc
  .tuple(
    fc.constantFrom('2026-03-29', '2026-10-25', '2027-03-28', '2027-04-04', '2026-04-24'),
    fc.integer({ min: -3 * 1440, max: 3 * 1440 }),
    fc.constantFrom(0, 0, 1, 29_500),
  )
  .map(([day, off, rest]) => dayNumber(day) * DAY + off * MINUTE + rest);
const holidays = fc.array(
  fc
    .tuple(fc.integer({ min: -3, max: 5 }), fc.integer({ min: 0, max: 3 }))
    .map(([first, length]) => [dayNumber('2026-03-29') + first, length] as const),
  { maxLength: 2 },
);
const day = (n: number) => new Date(n * DAY).toISOString().slice(0, 10);

describe('held against a slow and plain reading of the clock', () => {
  test('the hours hold when they do', () => {
    fc.assert(
      fc.property(someHours, zone, at, (hours, zone, at) => {
        expect(inHours(hours, zone, new Date(at))).toBe(slowlyHolds(hours, zone, at));
      }),
      { numRuns: 1_000 },
    );
  });

  test('the next beginning is the first minute that is inside, within a week', () => {
    fc.assert(
      fc.property(someHours, zone, at, (hours, zone, at) => {
        const start = Date.parse(nextStart(hours, zone, new Date(at)));
        let expected = at;
        if (!slowlyHolds(hours, zone, at)) {
          let minute = Math.floor(at / MINUTE) * MINUTE + MINUTE;
          const end = at + 6 * DAY;
          while (minute < end && !slowlyHolds(hours, zone, minute))
            minute += 15 * MINUTE - (minute % (15 * MINUTE));
          if (minute >= end) return;
          expected = minute;
        }
        expect(new Date(start).toISOString()).toBe(new Date(expected).toISOString());
      }),
      { numRuns: 150 },
    );
  });

  test('so many minutes lie between: each is working time, on no holiday', () => {
    fc.assert(
      fc.property(
        someHours,
        zone,
        at,
        holidays,
        fc.integer({ min: 1, max: 600 }),
        (hours, zone, at, free, minutes) => {
          const from = Math.floor(at / MINUTE) * MINUTE;
          const notifications: AtWork = {
            hours,
            holidays: free.map(([first, length]) => ({ from: day(first), to: day(first + length) })),
          };
          const end = Date.parse(addWorkingMinutes(notifications, zone, new Date(from), minutes));
          // A few days are counted through; longer ones are the same again.
          fc.pre(end - from < 3 * DAY);
          const isFree = (that: string) =>
            free.some(([first, length]) => day(first) <= that && that <= day(first + length));
          let counted = 0;
          for (let minute = from; minute < end; minute += MINUTE) {
            const holds = isWorkingTime(notifications, zone, new Date(minute));
            if (minute % (15 * MINUTE) === 0) {
              expect(holds).toBe(slowlyHolds(hours, zone, minute, isFree));
            }
            counted += holds ? 1 : 0;
          }
          // Hours may all end before they begin: then the clock counts, from the start.
          if (hours.some(({ from, to }) => from < to)) expect(counted).toBe(minutes);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('working days: so many begin in between, and it is the beginning of one', () => {
    fc.assert(
      fc.property(zone, at, holidays, fc.integer({ min: 1, max: 10 }), (zone, at, free, days) => {
        const notifications: AtWork = {
          hours: [WEEK],
          holidays: free.map(([first, length]) => ({ from: day(first), to: day(first + length) })),
        };
        const start = Date.parse(workingDaysLater(notifications, zone, new Date(at), days));
        expect(isWorkingTime(notifications, zone, new Date(start))).toBe(true);
        expect(isWorkingTime(notifications, zone, new Date(start - 1))).toBe(false);
        const found = new Set<number>();
        for (let hour = start; localDayNumber(zone, hour) > localDayNumber(zone, at); hour -= 30 * MINUTE) {
          if (isWorkingTime(notifications, zone, new Date(hour))) found.add(localDayNumber(zone, hour));
        }
        expect(found.size).toBe(days);
      }),
      { numRuns: 200 },
    );
  });
});
