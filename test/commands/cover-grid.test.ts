import { describe, expect, test } from 'vitest';
import { coverGrid } from '../../src/commands/cover-grid.ts';
import { coverOfWeek } from '../../src/deployment/cover.ts';
import { rotaSchool } from '../support/rota-school.ts';

const LONDON = 'Europe/London';
const acknowledged = (now: string) =>
  new Map(['priya', 'tom', 'rosa'].map((id): [string, string] => [id, now]));
const grid = (notifications: object, now: string) =>
  coverGrid(coverOfWeek(rotaSchool({ notifications }), acknowledged(now), now).week, LONDON);

describe('the week as a picture', () => {
  test('a line a day, a letter an hour', () => {
    const lines = grid(
      {
        duty: [{ person: 'tom', hours: [{ days: ['wednesday'], from: '09:00', to: '12:30' }] }],
        'out-of-hours': ['peter'],
        holidays: [{ on: '2026-11-26' }],
      },
      '2026-11-23T09:20:00Z',
    );
    expect(lines).toEqual([
      '            00    03    06    09    12    15    18    21',
      'Mon 23 Nov                    P P P P P P P P e e e e e e e',
      'Tue 24 Nov  e e e e e e e e P P P P P P P P P e e e e e e e',
      'Wed 25 Nov  e e e e e e e e P T T T T P P P P e e e e e e e',
      'Thu 26 Nov  e e e e e e e e e e e e e e e e e e e e e e e e',
      'Fri 27 Nov  e e e e e e e e P P P P P P P P P e e e e e e e',
      'Sat 28 Nov  e e e e e e e e e e e e e e e e e e e e e e e e',
      'Sun 29 Nov  e e e e e e e e e e e e e e e e e e e e e e e e',
      '  P Priya Nair',
      '  e Peter Nowak (does not count)',
      '  T Tom Ellis',
    ]);
    // With the indent of doctor it fits a terminal of 80 columns.
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80 - 9);
  });

  test('an hour that is shared shows the one who matters more', () => {
    const half = { days: ['tuesday'], from: '10:30', to: '10:45' };
    const tuesday = (person: string) =>
      grid({ duty: [{ person, hours: [half] }] }, '2026-11-24T00:00:00Z')[1]?.slice(12 + 18, 12 + 24);
    expect(tuesday('tom')).toBe('P P P ');
    expect(tuesday('peter')).toBe('P e P ');
  });

  test.each([
    ['an hour the clocks skip stays empty', '2026-03-29T00:00:00Z', 'Sun 29 Mar  P   P P P P'],
    ['an hour that comes twice is there once', '2026-10-24T23:00:00Z', 'Sun 25 Oct  P P P P P P'],
  ])('%s', (_, now, line) => {
    const lines = grid({}, now);
    expect(lines[1]?.slice(0, line.length)).toBe(line);
    expect(lines[1]).toHaveLength(12 + 47);
    expect(lines[7]).toMatch(/^Sat/);
  });

  test('an hour that comes twice shows who is told the second time too', () => {
    // On duty from 00:30 to 02:00 of the wall clock, which are two and a half hours.
    const duty = [{ person: 'tom', hours: [{ days: ['sunday'], from: '01:00', to: '02:00' }] }];
    expect(grid({ duty }, '2026-10-24T23:00:00Z')[1]).toMatch(/^Sun 25 Oct {2}P T P/);
  });

  test('nobody is marked', () => {
    const people = [{ id: 'priya', name: 'Priya', roles: ['dsl'], terminal: 'priya' }];
    const now = '2026-11-23T00:00:00Z';
    const { week } = coverOfWeek(rotaSchool({ people }), new Map(), now);
    const lines = coverGrid(week, LONDON);
    expect(lines[1]).toMatch(/^Mon 23 Nov {2}!( !){23}$/);
    expect(lines.at(-1)).toBe('  ! nobody');
  });
});
