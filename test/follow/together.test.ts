import { describe, expect, test } from 'vitest';
import type { Reason } from '../../src/follow/next-step.ts';
import { standingOf } from '../../src/follow/standing.ts';
import { comesTogetherAt } from '../../src/follow/together.ts';
import { rotaSchool } from '../support/rota-school.ts';
import { answers, concern, instant, routine, storyOf, type Written } from './following.ts';

const BOTH = { gather: { 'at-once': 2, every: 120 }, digest: '08:30' };

function at(
  written: readonly Written[],
  reason: Reason,
  now: string,
  told: { readonly last?: string; readonly today?: number } = {},
  notifications: object = BOTH,
) {
  const place = rotaSchool({ notifications });
  const standing = standingOf(storyOf(written), place.people);
  if (standing === null) throw new Error('there is a case');
  const { last, today = 0 } = told;
  const step = { kind: 'page', person: 'priya', reason, again: false } as const;
  const so = { last: last === undefined ? null : instant(last), today };
  return comesTogetherAt(standing, step, place, so, instant(now));
}

const CONCERN: Written = ['decision', '09:00', concern()];
const ROUTINE: Written = ['decision', '09:00', routine()];

describe('a concern of the day', () => {
  test('comes at once for the first few messages of a day', () => {
    expect(at([CONCERN], 'not-acknowledged', '10:00', { last: '09:50', today: 1 })).toBe(instant('10:00'));
    expect(at([CONCERN], 'not-taken', '10:00')).toBe(instant('10:00'));
  });

  test('from then on so many working minutes after the last time', () => {
    expect(at([CONCERN], 'first', '09:00', { last: '08:30', today: 2 })).toBe(instant('10:30'));
    expect(at([CONCERN], 'no-outcome', '10:00', { last: '08:30', today: 5 })).toBe(instant('10:30'));
    expect(at([CONCERN], 'no-outcome', '11:00', { last: '08:30', today: 5 })).toBe(instant('11:00'));
    expect(at([CONCERN], 'not-heard', '16:30', { last: '16:00', today: 5 })).toBe(instant('tue 09:00'));
  });

  test('recorded at night comes when work begins; before a long closure that is the next day as on any other', () => {
    const late: Written = ['decision', '18:00', concern()];
    expect(at([late], 'first', '18:00')).toBe(instant('tue 08:00'));
    const closed = { ...BOTH, holidays: [{ from: '2026-11-24', to: '2026-12-04' }] };
    expect(at([late], 'first', '18:00', {}, closed)).toBe(instant('tue 08:00'));
  });

  test('comes by itself where nothing is gathered', () => {
    expect(at([CONCERN], 'not-taken', '10:00', { today: 9 }, { digest: '08:30' })).toBeNull();
  });
});

test('an emergency never waits for others; that the other agency has not answered does', () => {
  const opened: Written = ['opened', '09:00', answers('immediate', 'clear')];
  for (const reason of ['first', 'not-acknowledged', 'not-taken', 'no-outcome', 'handed-over'] as const) {
    expect(at([opened], reason, '10:00', { last: '09:59', today: 9 })).toBeNull();
  }
  expect(at([opened], 'not-heard', '10:00', { last: '09:59', today: 9 })).toBe(instant('11:59'));
});

test('a routine record, and that a record was completed, come with the list of the next working day', () => {
  expect(at([ROUTINE], 'first', '09:00')).toBe(instant('tue 08:30'));
  expect(at([['decision', 'fri 09:00', routine()]], 'first', 'fri 09:00')).toBe('2026-11-30T08:30:00.000Z');
  expect(at([ROUTINE], 'first', '09:00', {}, {})).toBeNull();
  const completed: readonly Written[] = [
    ['opened', '09:00'],
    ['completion', '10:00'],
  ];
  expect(at(completed, 'completed', '10:00')).toBe(instant('tue 08:30'));
});

test('the daily list comes by the wall clock, on both sides of the night on which the clocks change', () => {
  const on = (day: string): Written => ['decision', '09:00', { ...routine(), keptOut: [day] }];
  const listed = (day: string) => {
    const story = storyOf([on(day)]).map((one) => ({
      ...one,
      entry: { ...one.entry, createdAt: `${day}T12:00:00.000Z` },
    }));
    const place = rotaSchool({ notifications: BOTH });
    const standing = standingOf(story, place.people);
    if (standing === null) throw new Error('there is a case');
    const step = { kind: 'page', person: 'priya', reason: 'first', again: false } as const;
    return comesTogetherAt(standing, step, place, { last: null, today: 0 }, `${day}T12:00:00.000Z`);
  };
  expect(listed('2026-10-22')).toBe('2026-10-23T07:30:00.000Z');
  expect(listed('2026-10-23')).toBe('2026-10-26T08:30:00.000Z');
  expect(listed('2027-03-25')).toBe('2027-03-26T08:30:00.000Z');
  expect(listed('2027-03-26')).toBe('2027-03-29T07:30:00.000Z');
});
