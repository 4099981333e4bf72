import { describe, expect, test } from 'vitest';
import { coverFindings } from '../../src/commands/doctor-cover.ts';
import { rotaSchool } from '../support/rota-school.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const RECENT = '2026-11-20T09:00:00Z';
const ALL = { priya: RECENT, tom: RECENT, rosa: RECENT };
const find = (
  change: Parameters<typeof rotaSchool>[0] = {},
  acknowledged: Readonly<Record<string, string>> = ALL,
  mode: 'local' | 'configured' = 'configured',
  now = NOW,
) =>
  coverFindings(mode, rotaSchool(change), new Map(Object.entries(acknowledged)), now).map(
    ({ level, text }) => `${level} ${text}`,
  );
const bad = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('ok'));

describe('doctor, on who would be told', () => {
  test('in order: now, the week, and nothing to do', () => {
    const lines = find();
    expect(bad(lines)).toEqual([]);
    expect(lines).toEqual([
      'ok Told of an emergency now: Priya Nair, then Tom Ellis, then Rosa Lind.',
      'ok Told of an emergency that concerns a colleague now: Rosa Lind, then Tom Ellis.',
      'ok Told of a concern for today now: Priya Nair, then Tom Ellis, then Rosa Lind.',
      expect.stringMatching(/^ok Told first of an emergency, by the hour:\n {9} +00 .*\n {9}Mon 23 Nov/),
    ]);
  });

  test('at night what can wait is told in the morning', () => {
    expect(find({}, ALL, 'configured', new Date('2026-11-23T22:00:00Z'))).toContain(
      'ok Told of a concern for today on Tue 24 Nov, 08:00: Priya Nair, then Tom Ellis, then Rosa Lind.',
    );
  });

  test('a week with several people is told in words too, in lines that fit a terminal', () => {
    const lines = find({ notifications: { 'out-of-hours': ['peter'] } });
    const words = lines.find((line) => line.startsWith('ok In words:'))?.split('\n') ?? [];
    expect(words[1]).toMatch(/^ {9}from +to +told first$/);
    expect(words[2]).toMatch(/^ {9}Mon 23 Nov, 09:00 +Mon 23 Nov, 17:00 +Priya Nair +counts$/);
    expect(words[3]).toMatch(/Mon 23 Nov, 17:00 +Tue 24 Nov, 08:00 +Peter Nowak +does not count/);
    for (const line of lines
      .join('\n')
      .split('\n')
      .filter((text) => text.startsWith(' '))) {
      expect(line.length).toBeLessThanOrEqual(100);
    }
  });

  test('hours without anybody who counts are faults in real use, and warnings while trying it out', () => {
    const absences = [{ person: 'tom', from: '2026-12-19', to: '2026-12-20' }];
    const change = { notifications: { absences } };
    const gap =
      /From Sat 19 Dec, 00:00 to Mon 21 Dec, 00:00 nobody would be told of an emergency who counts.*or run: share-check drill/;
    const lines = bad(find(change, { tom: RECENT }));
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^fault ${gap.source}`)),
      expect.stringMatching(/^warning Priya Nair has never acknowledged a message.*Run: share-check drill/),
      expect.stringMatching(/^warning Rosa Lind has never acknowledged/),
    ]);
    expect(bad(find(change, { tom: RECENT }, 'local'))[0]).toMatch(new RegExp(`^warning ${gap.source}`));
  });

  test('many gaps are counted', () => {
    const days = Array.from({ length: 8 }, (_, i) => `2026-12-${String(2 + 2 * i).padStart(2, '0')}`);
    const absences = days.map((day) => ({ person: 'tom', from: day, to: day }));
    const faults = find({ notifications: { absences } }, { tom: RECENT }).filter((line) =>
      line.startsWith('fault'),
    );
    expect(faults).toHaveLength(7);
    expect(faults.at(-1)).toBe('fault There are 2 more gaps in the next 62 days.');
  });

  test('where nobody counts at all, that is said once', () => {
    const lines = bad(find({}, { priya: '2026-10-01T09:00:00Z' }));
    expect(lines).toEqual([
      expect.stringMatching(/^fault Nobody on the rota has acknowledged .* 28 days.*Run: share-check drill/),
    ]);
  });

  test('somebody who has not acknowledged for 28 days is named with the day', () => {
    expect(bad(find({}, { ...ALL, tom: '2026-10-02T23:30:00Z' }))).toEqual([
      expect.stringMatching(
        /^warning Tom Ellis last acknowledged a message on 3 October 2026, more than 28 days ago/,
      ),
    ]);
  });

  test('nobody who can be reached', () => {
    const people = [{ id: 'priya', name: 'Priya', roles: ['dsl'], terminal: 'priya' }];
    const lines = bad(find({ people }, { priya: RECENT }));
    expect(lines[0]).toMatch(/^fault Nobody would be told of an emergency now\. Name people/);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^fault From Mon 23 Nov, 09:00 to Sun 24 Jan, 09:00 nobody would be told of an em/,
      ),
    );
  });

  test('numbers nobody has rung lately, each with where to write the day', () => {
    const contacts = {
      advice: [
        { name: 'LADO', what: 'Advice', phone: '00000 100001' },
        { name: 'Nurse', what: 'Advice', phone: '00000 100002', checked: '2026-03-02' },
      ],
    };
    expect(bad(find({ contacts }))).toEqual([
      'warning 00000 100001 (LADO) has never been rung, as far as is written down. Ring it, then write the day into contacts.yaml, in a line below the number: checked: 2026-11-23',
      expect.stringMatching(
        /^warning 00000 100002 \(Nurse\) was last rung on 2 March 2026, more than 90 days/,
      ),
    ]);
  });

  test('a long time in which nobody is at work is warned of in real use', () => {
    const change = { notifications: { holidays: [{ from: '2026-12-24', to: '2027-01-01' }] } };
    expect(bad(find(change))).toEqual([
      expect.stringMatching(
        /^warning From Wed 23 Dec, 17:00 to Mon 4 Jan, 08:00 nobody is at work, for 12 days: a concern for today/,
      ),
    ]);
    expect(bad(find(change, ALL, 'local'))).toEqual([]);
  });
});
