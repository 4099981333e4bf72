import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayInWords, localDay } from '../../src/deployment/local-day.ts';
import {
  DAY,
  dayNumber,
  dayWithNumber,
  distanceFromUtc,
  HOUR,
  localDayNumber,
  localMidnight,
  MINUTE,
  startOfDay,
} from '../../src/deployment/zone-clock.ts';
import { wallClock } from './slow-hours.ts';

const LONDON = 'Europe/London';
/** Clocks that change at midnight, by half an hour, by day, and not at all. */
const ZONES = [
  LONDON,
  'UTC',
  'America/New_York',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
] as const;

const instant = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2040, 0, 1) });
/** Within two days of a night on which the clocks of London change. */
const nearAChange = fc
  .tuple(
    fc.constantFrom('2026-03-29', '2026-10-25', '2027-03-28', '2027-10-31'),
    fc.integer({ min: -2 * DAY, max: 2 * DAY }),
  )
  .map(([day, off]) => dayNumber(day) * DAY + off);

describe('the wall clock', () => {
  test('is the one Intl tells, in every zone at every instant', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.oneof(instant, nearAChange), (zone, at) => {
        const wall = new Date(at + distanceFromUtc(zone, at));
        const told = wallClock(zone, at);
        expect(wall.toISOString().slice(0, 10)).toBe(told.day);
        expect(wall.getUTCHours() * 60 + wall.getUTCMinutes()).toBe(told.minute);
        expect(localDay(zone, new Date(at))).toBe(told.day);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['before the clocks go forward', '2026-03-29T00:59:59.999Z', 0],
    ['from when they do', '2026-03-29T01:00:00.000Z', HOUR],
    ['before they go back', '2026-10-25T00:59:59.999Z', HOUR],
    ['from when they do', '2026-10-25T01:00:00.000Z', 0],
  ])('%s, %s', (_, at, distance) => {
    expect(distanceFromUtc(LONDON, Date.parse(at))).toBe(distance);
  });

  test('neither a zone nor an instant that is none is answered', () => {
    expect(() => distanceFromUtc('Europe/Lundon', 0)).toThrow(RangeError);
    expect(() => distanceFromUtc(LONDON, Number.NaN)).toThrow(RangeError);
  });
});

describe('midnight', () => {
  test.each([
    [LONDON, '2026-11-23T09:00:00Z', '2026-11-23T00:00:00.000Z'],
    [LONDON, '2026-07-01T22:59:59Z', '2026-06-30T23:00:00.000Z'],
    [LONDON, '2026-07-01T23:00:00Z', '2026-07-01T23:00:00.000Z'],
    ['the day the clocks go forward', '2026-03-29T12:00:00Z', '2026-03-29T00:00:00.000Z'],
    ['the day the clocks go back', '2026-10-25T12:00:00Z', '2026-10-24T23:00:00.000Z'],
    // In Cairo the clocks skip midnight: the day begins at 01:00.
    ['Africa/Cairo', '2026-04-24T12:00:00Z', '2026-04-23T22:00:00.000Z'],
  ])('%s at %s: %s', (zone, at, midnight) => {
    expect(localMidnight(zone.includes('/') ? zone : LONDON, at)).toBe(midnight);
  });

  test('is the first instant of the day, in every zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.oneof(instant, nearAChange), (zone, at) => {
        const day = localDayNumber(zone, at);
        const start = startOfDay(zone, day);
        expect(start).toBeLessThanOrEqual(at);
        expect(localDayNumber(zone, start)).toBe(day);
        expect(localDayNumber(zone, start - 1)).toBeLessThan(day);
        expect(at - start).toBeLessThan(26 * HOUR);
        expect(start % MINUTE).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('days have numbers and words', () => {
  expect(dayNumber('1970-01-01')).toBe(0);
  expect(dayWithNumber(dayNumber('2028-02-29'))).toBe('2028-02-29');
  expect(dayInWords('2026-02-05')).toBe('5 February 2026');
});
