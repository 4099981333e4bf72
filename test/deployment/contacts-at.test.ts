import { describe, expect, test } from 'vitest';
import { inHours, nextStart, socialCareAt } from '../../src/deployment/contacts-at.ts';
import type { Contacts, Hours } from '../../src/deployment/deployment.ts';

const LONDON = 'Europe/London';
const WEEK: Hours = {
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  from: '08:00',
  to: '17:00',
};

const CONTACTS: Contacts = {
  'social-care': {
    name: 'Front door',
    hours: [
      {
        days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
        from: '08:45',
        to: '17:15',
        phone: '01632 960100',
      },
      { days: ['saturday'], from: '00:00', to: '24:00', phone: '01632 960101', note: 'Saturdays.' },
    ],
    'at-other-times': { name: 'Duty team', phone: '01632 960199', note: 'Nights.' },
  },
  advice: [],
};

describe("children's social care by the hour", () => {
  test.each([
    // Friday 20 November 2026, winter: London is UTC.
    ['2026-11-20T08:44:59Z', '01632 960199'],
    ['2026-11-20T08:45:00Z', '01632 960100'],
    ['2026-11-20T17:14:59Z', '01632 960100'],
    ['2026-11-20T17:15:00Z', '01632 960199'],
    ['2026-11-20T23:59:59Z', '01632 960199'],
    // The whole Saturday, both its ends.
    ['2026-11-21T00:00:00Z', '01632 960101'],
    ['2026-11-21T23:59:59Z', '01632 960101'],
    ['2026-11-22T00:00:00Z', '01632 960199'],
    // Summer: the London clock is an hour ahead of UTC.
    ['2026-07-10T07:44:00Z', '01632 960199'],
    ['2026-07-10T07:45:00Z', '01632 960100'],
    ['2026-07-10T16:15:00Z', '01632 960199'],
    ['2026-07-10T23:00:00Z', '01632 960101'],
  ])('%s rings %s', (instant, number) => {
    expect(socialCareAt(CONTACTS, LONDON, instant)?.number).toBe(number);
    expect(socialCareAt(CONTACTS, LONDON, new Date(instant))?.number).toBe(number);
  });

  test('carries the name and the note of the line that fits', () => {
    expect(socialCareAt(CONTACTS, LONDON, '2026-11-20T12:00:00Z')).toEqual({
      name: 'Front door',
      number: '01632 960100',
    });
    expect(socialCareAt(CONTACTS, LONDON, '2026-11-20T20:00:00Z')).toEqual({
      name: 'Duty team',
      number: '01632 960199',
      note: 'Nights.',
    });
  });

  test('none is set up', () => {
    expect(socialCareAt({ advice: [] }, LONDON, '2026-11-20T12:00:00Z')).toBeNull();
  });
});

describe('when the hours next begin', () => {
  test.each([
    ['before they begin', '2026-11-20T05:00:00Z', '2026-11-20T08:00:00.000Z'],
    ['inside them: now', '2026-11-20T09:30:00Z', '2026-11-20T09:30:00.000Z'],
    ['on a Friday evening: Monday', '2026-11-20T17:00:00Z', '2026-11-23T08:00:00.000Z'],
    ['over the weekend the clocks go forward', '2026-03-27T18:00:00Z', '2026-03-30T07:00:00.000Z'],
    ['over the weekend the clocks go back', '2026-10-23T18:00:00Z', '2026-10-26T08:00:00.000Z'],
    ['over the end of a year', '2026-12-31T20:00:00Z', '2027-01-01T08:00:00.000Z'],
  ])('%s', (_, instant, expected) => {
    expect(nextStart([WEEK], LONDON, instant)).toBe(expected);
  });

  test('hours of one day a week, just over', () => {
    const fridays: Hours[] = [{ days: ['friday'], from: '09:00', to: '10:00' }];
    expect(nextStart(fridays, LONDON, '2026-11-20T10:00:00Z')).toBe('2026-11-27T09:00:00.000Z');
  });

  test('a beginning the clocks skip is the first minute after it', () => {
    // Sunday 29 March 2026: after 00:59 comes 02:00.
    const early: Hours[] = [{ days: ['sunday'], from: '01:30', to: '05:00' }];
    expect(nextStart(early, LONDON, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(inHours(early, LONDON, '2026-03-29T00:59:00Z')).toBe(false);
    expect(inHours(early, LONDON, '2026-03-29T01:00:00Z')).toBe(true);
  });

  test('an hour that happens twice begins the first time, and again the second', () => {
    // Sunday 25 October 2026: 01:00 to 01:59 comes in summer time, then in winter time.
    const twice: Hours[] = [{ days: ['sunday'], from: '01:00', to: '01:15' }];
    expect(nextStart(twice, LONDON, '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:00:00.000Z');
    expect(nextStart(twice, LONDON, '2026-10-25T00:20:00Z')).toBe('2026-10-25T01:00:00.000Z');
  });

  test('without hours nothing is held back', () => {
    expect(nextStart([], LONDON, '2026-11-20T23:00:00Z')).toBe('2026-11-20T23:00:00.000Z');
    expect(inHours([], LONDON, '2026-11-20T12:00:00Z')).toBe(false);
  });

  test('every hour of a year: the answer is within a week, inside the hours, and nothing earlier is', () => {
    for (let at = Date.UTC(2026, 0, 1, 0, 30); at < Date.UTC(2027, 0, 1); at += 37 * 3_600_000) {
      const from = new Date(at);
      const start = nextStart([WEEK], LONDON, from);
      expect(inHours([WEEK], LONDON, start), `${from.toISOString()} → ${start}`).toBe(true);
      expect(Date.parse(start) - at).toBeLessThanOrEqual(4 * 86_400_000);
      if (Date.parse(start) > at) {
        expect(inHours([WEEK], LONDON, new Date(Date.parse(start) - 60_000))).toBe(false);
        expect(inHours([WEEK], LONDON, from)).toBe(false);
      }
    }
  });
});
