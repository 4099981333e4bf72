import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COVER_DAYS, countsAt, coverNow, coverOfWeek, longestWait } from '../../src/deployment/cover.ts';
import { escalationList } from '../../src/deployment/people.ts';
import { DAY, HOUR, localDayNumber, MINUTE } from '../../src/deployment/zone-clock.ts';
import { rotaSchool } from '../support/rota-school.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const ago = (days: number) => new Date(Date.parse(NOW) - days * DAY).toISOString();
const all = new Map(['priya', 'tom', 'rosa', 'peter'].map((id) => [id, ago(1)]));
const only = (...ids: string[]) => new Map(ids.map((id) => [id, ago(1)]));
const ids = (told: readonly { person: { id: string } }[]) => told.map(({ person }) => person.id);

test('somebody counts for 28 days after they acknowledged a message', () => {
  const last = new Map([
    ['today', NOW],
    ['just', ago(28)],
    ['no more', ago(28 + 1 / 86_400)],
  ]);
  expect(countsAt(last, 'today', NOW)).toBe(true);
  expect(countsAt(last, 'just', NOW)).toBe(true);
  expect(countsAt(last, 'no more', NOW)).toBe(false);
  expect(countsAt(last, 'never', NOW)).toBe(false);
});

describe('who would be told now', () => {
  test('in working time', () => {
    const cover = coverNow(rotaSchool(), only('tom'), NOW);
    expect(ids(cover.emergency)).toEqual(['priya', 'tom', 'rosa']);
    expect(cover.emergency.map(({ counts }) => counts)).toEqual([false, true, false]);
    expect(ids(cover.today)).toEqual(['priya', 'tom', 'rosa']);
    expect(cover.todayFrom).toBe(NOW);
    expect(ids(cover.colleague)).toEqual(['rosa', 'tom']);
  });

  test('at night: of an emergency those out of hours, of the rest whoever is there in the morning', () => {
    const school = rotaSchool({
      notifications: {
        'out-of-hours': ['peter'],
        duty: [{ person: 'tom', hours: [{ days: ['tuesday'], from: '08:00', to: '12:00' }] }],
      },
    });
    const cover = coverNow(school, all, '2026-11-23T22:00:00Z');
    expect(ids(cover.emergency)).toEqual(['peter', 'priya', 'tom', 'rosa']);
    expect(ids(cover.today)).toEqual(['tom', 'priya', 'rosa']);
    expect(cover.todayFrom).toBe('2026-11-24T08:00:00.000Z');
  });
});

describe('the week', () => {
  const of = (school: ReturnType<typeof rotaSchool>, acknowledged = all, now = NOW) =>
    coverOfWeek(school, acknowledged, now);
  const lines = (week: ReturnType<typeof of>['week']) =>
    week.map(({ start, end, first }) => `${start.slice(5, 16)} ${end.slice(5, 16)} ${first?.person.id}`);

  test('the same person all week is one span, to the end of the seventh day', () => {
    const { week, gaps } = of(rotaSchool());
    expect(week).toEqual([
      {
        start: NOW,
        end: '2026-11-30T00:00:00.000Z',
        first: { person: expect.objectContaining({ id: 'priya' }), counts: true },
        covered: true,
      },
    ]);
    expect(gaps).toEqual([]);
  });

  test('duty, nights, a holiday and an absence, each from its minute', () => {
    const { week } = of(
      rotaSchool({
        notifications: {
          duty: [{ person: 'tom', hours: [{ days: ['wednesday'], from: '08:10', to: '12:25' }] }],
          'out-of-hours': ['peter'],
          holidays: [{ on: '2026-11-26' }],
          absences: [{ person: 'priya', from: '2026-11-27', to: '2026-11-27' }],
        },
      }),
    );
    expect(lines(week)).toEqual([
      '11-23T09:00 11-23T17:00 priya',
      '11-23T17:00 11-24T08:00 peter',
      '11-24T08:00 11-24T17:00 priya',
      '11-24T17:00 11-25T08:00 peter',
      '11-25T08:00 11-25T08:10 priya',
      '11-25T08:10 11-25T12:25 tom',
      '11-25T12:25 11-25T17:00 priya',
      '11-25T17:00 11-27T08:00 peter',
      '11-27T08:00 11-27T17:00 tom',
      '11-27T17:00 11-30T00:00 peter',
    ]);
  });

  test.each([
    ['forward', '2026-03-28T12:00:00.000Z', '2026-03-28T17:00 2026-03-29T03:00'],
    ['back', '2026-10-24T12:00:00.000Z', '2026-10-24T17:00 2026-10-25T04:00'],
  ])('over the night the clocks go %s, by the wall clock', (way, now) => {
    const sunday = { days: ['sunday'], from: '00:30', to: '04:00' };
    const school = rotaSchool({
      notifications: { duty: [{ person: 'tom', hours: [sunday] }] },
    });
    const tom = of(school, all, now).week.find(({ first }) => first?.person.id === 'tom');
    if (tom === undefined) throw new Error('Tom is not on duty');
    const hours = (Date.parse(tom.end) - Date.parse(tom.start)) / HOUR;
    expect(hours).toBe(way === 'forward' ? 2.5 : 4.5);
  });

  test('a gap is when nobody counts, and is looked for 62 days ahead', () => {
    const school = rotaSchool({
      notifications: {
        absences: [
          { person: 'tom', from: '2026-12-19', to: '2027-01-03' },
          { person: 'tom', from: '2027-02-01', to: '2027-02-05' },
        ],
      },
    });
    expect(of(school, only('tom'))).toMatchObject({
      week: [{ first: { person: { id: 'priya' }, counts: false }, covered: true }],
      gaps: [{ start: '2026-12-19T00:00:00.000Z', end: '2027-01-04T00:00:00.000Z', nobody: false }],
    });
    const end = new Date(Date.parse(NOW) + COVER_DAYS * DAY).toISOString();
    expect(of(school, new Map()).gaps).toEqual([{ start: NOW, end, nobody: false }]);
  });

  test('where nobody can be reached at all, nobody is first', () => {
    const people = [{ id: 'priya', name: 'Priya', roles: ['dsl'], terminal: 'priya' }];
    const { week, gaps } = of(rotaSchool({ people }));
    expect(week).toMatchObject([{ first: null, covered: false }]);
    expect(gaps).toMatchObject([{ start: NOW, nobody: true }]);
  });

  test('agrees with the escalation list at every minute, in spans that follow each other', () => {
    const day = fc.constantFrom('monday', 'saturday', 'sunday');
    const hour = fc.integer({ min: 0, max: 23 });
    const hours = fc
      .tuple(day, hour, fc.integer({ min: 0, max: 59 }), hour)
      .filter(([, from, , to]) => from < to)
      .map(([day, from, minute, to]) => [
        {
          days: [day],
          from: `${String(from).padStart(2, '0')}:${String(minute).padStart(2, '0')}`,
          to: `${String(to).padStart(2, '0')}:59`,
        },
      ]);
    const someone = fc.constantFrom('priya', 'tom', 'rosa', 'peter');
    const rota = fc.record({
      duty: fc.array(fc.record({ person: someone, hours }), { maxLength: 2 }),
      'out-of-hours': fc.subarray(['peter', 'tom']),
      holidays: fc.subarray([{ on: '2026-10-26' }, { on: '2026-03-30' }]),
      absences: fc.array(
        someone.map((person) => ({ person, from: '2026-10-24', to: '2026-10-25' })),
        { maxLength: 2 },
      ),
    });
    const now = fc.constantFrom('2026-03-27T10:07:30Z', '2026-10-23T21:00:00Z');
    const who = fc.subarray(['priya', 'tom', 'rosa', 'peter']);
    fc.assert(
      fc.property(rota, now, who, fc.integer({ min: 0, max: 7 * 1440 }), (rota, now, who, minute) => {
        const school = rotaSchool({ notifications: rota });
        const acknowledged = new Map(who.map((id) => [id, now]));
        const { week, gaps } = coverOfWeek(school, acknowledged, now);
        expect(week[0]?.start).toBe(new Date(now).toISOString());
        for (const [i, span] of week.entries()) expect(week[i + 1]?.start ?? span.end).toBe(span.end);
        const end = Date.parse(week.at(-1)?.end ?? '');
        const zone = school.organisation['time-zone'];
        expect(localDayNumber(zone, end)).toBe(localDayNumber(zone, Date.parse(now)) + 7);
        const at = Math.min(Date.parse(now) + minute * MINUTE, end - 1);
        const about = { author: null, keptOut: [], insteadOfLead: false };
        const told = escalationList(school, about, new Date(at), true);
        const holds = ({ start, end }: { start: string; end: string }) =>
          Date.parse(start) <= at && at < Date.parse(end);
        expect(week.find(holds)?.first?.person.id).toBe(told[0]?.id);
        expect(gaps.some(holds)).toBe(!told.some(({ id }) => who.includes(id)));
      }),
      { numRuns: 150 },
    );
  });
});

describe('the longest time in which nobody is at work', () => {
  test('is a weekend, or a holiday', () => {
    const school = rotaSchool({ notifications: { holidays: [{ from: '2026-12-24', to: '2027-01-01' }] } });
    expect(longestWait(school, NOW)).toEqual({
      start: '2026-12-23T17:00:00.000Z',
      end: '2027-01-04T08:00:00.000Z',
    });
    expect(longestWait(rotaSchool(), NOW)).toEqual({
      start: '2026-11-27T17:00:00.000Z',
      end: '2026-11-30T08:00:00.000Z',
    });
  });

  test('is none without hours', () => {
    expect(longestWait(rotaSchool({ notifications: { hours: [] } }), NOW)).toBeNull();
  });
});
