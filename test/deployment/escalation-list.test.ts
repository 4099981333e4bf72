import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAYS,
  type Deployment,
  notificationsFileSchema,
  organisationFileSchema,
  type Person,
} from '../../src/deployment/deployment.ts';
import { escalationList, leadFor } from '../../src/deployment/people.ts';
import { absentAt, idsOnTheRota, onDutyAt } from '../../src/deployment/rota.ts';

const IDS = ['lead', 'first', 'second', 'chair', 'duty', 'nights', 'sam'] as const;
const person = (id: string): Person => ({ id, name: id, roles: ['deputy'], teams: `t-${id}` });
const MONDAY_MORNING = '2026-11-23T09:00:00Z';
const MONDAY_NIGHT = '2026-11-23T22:00:00Z';
const SUNDAY = '2026-11-22T12:00:00Z';

type Rota = Parameters<typeof notificationsFileSchema.parse>[0];
type School = Pick<Deployment, 'people' | 'notifications' | 'organisation'>;
const school = (rota: object = {}, people: readonly Person[] = IDS.map(person)): School => ({
  organisation: organisationFileSchema.parse({ id: 'school', name: 'School' }),
  people,
  notifications: notificationsFileSchema.parse({
    lead: 'lead',
    deputies: ['first', 'second'],
    alternative: 'chair',
    hours: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '08:00', to: '17:00' }],
    channels: [],
    ...rota,
  } as Rota),
});
const FULL = {
  duty: [
    { person: 'duty', hours: [{ days: ['monday'], from: '08:00', to: '12:00' }] },
    { person: 'second', hours: [{ days: ['monday'], from: '07:00', to: '10:00' }] },
  ],
  'out-of-hours': ['nights', 'first'],
};

type About = { author?: string | null; keptOut?: string[]; insteadOfLead?: boolean };
const told = (
  rota: object,
  at: string,
  {
    emergency = true,
    author = 'sam',
    keptOut = [],
    insteadOfLead = false,
  }: About & { emergency?: boolean } = {},
) => escalationList(school(rota), { author, keptOut, insteadOfLead }, at, emergency).map(({ id }) => id);

describe('in which order people are told', () => {
  test.each<[string, object, string, About & { emergency?: boolean }, string]>([
    ['lead, deputies, alternative', {}, MONDAY_MORNING, {}, 'lead first second chair'],
    ['whoever is on duty first, each once', FULL, MONDAY_MORNING, {}, 'duty second lead first chair'],
    ['only while they are', FULL, '2026-11-23T10:00:00Z', {}, 'duty lead first second chair'],
    ['an emergency at night', FULL, MONDAY_NIGHT, {}, 'nights first lead second chair'],
    ['what is no emergency, at night', FULL, MONDAY_NIGHT, { emergency: false }, 'lead first second chair'],
    ['an emergency on a Sunday', FULL, SUNDAY, {}, 'nights first lead second chair'],
    [
      'an emergency on a holiday: on duty, then out of hours',
      { ...FULL, holidays: [{ on: '2026-11-23' }] },
      MONDAY_MORNING,
      {},
      'duty second nights first lead chair',
    ],
    ["the lead's own concern", FULL, MONDAY_MORNING, { author: 'lead' }, 'chair duty second first'],
    ['the lead kept out', FULL, MONDAY_MORNING, { keptOut: ['lead'] }, 'chair duty second first'],
    ['about a colleague', FULL, MONDAY_MORNING, { insteadOfLead: true }, 'chair duty second first'],
    [
      'about a colleague, where the lead is told out of hours too',
      { 'out-of-hours': ['lead', 'nights'] },
      MONDAY_NIGHT,
      { insteadOfLead: true },
      'chair nights first second',
    ],
    ['a deputy kept out', FULL, MONDAY_MORNING, { keptOut: ['second', 'duty'] }, 'lead first chair'],
    ["a deputy's own concern", {}, MONDAY_MORNING, { author: 'first' }, 'lead second chair'],
    ['somebody who is not listed', {}, MONDAY_MORNING, { author: null }, 'lead first second chair'],
    ['nobody is left', {}, MONDAY_MORNING, { keptOut: ['lead', 'first', 'second', 'chair'] }, ''],
    [
      'those who are away are passed over',
      { absences: [{ person: 'lead', from: '2026-11-20', to: '2026-11-23' }] },
      MONDAY_MORNING,
      {},
      'first second chair',
    ],
    [
      'on these days only',
      { absences: [{ person: 'lead', from: '2026-11-20', to: '2026-11-22' }] },
      MONDAY_MORNING,
      {},
      'lead first second chair',
    ],
    [
      'and told where nobody else is left',
      { absences: [{ person: 'chair', from: '2026-11-23', to: '2026-11-23' }] },
      MONDAY_MORNING,
      { keptOut: ['lead', 'first', 'second'] },
      'chair',
    ],
  ])('%s', (_, rota, at, about, expected) => {
    expect(told(rota, at, about).join(' ')).toBe(expected);
  });

  test('somebody no message can reach is passed over', () => {
    const people = IDS.map((id) =>
      id === 'first' ? { id, name: id, roles: ['deputy' as const], terminal: 'first' } : person(id),
    );
    const about = { author: 'sam', keptOut: [], insteadOfLead: false };
    const list = escalationList(school({}, people), about, MONDAY_MORNING, true);
    expect(list.map(({ id }) => id)).toEqual(['lead', 'second', 'chair']);
  });

  test('the first of it is who is told; without an instant it is lead, alternative, deputies', () => {
    const about = { author: 'sam', keptOut: [] };
    expect(leadFor(school(FULL), about)?.id).toBe('lead');
    expect(leadFor(school(FULL), { ...about, keptOut: ['lead'] })?.id).toBe('chair');
    expect(leadFor(school(FULL), { ...about, keptOut: ['lead', 'chair'] })?.id).toBe('first');
    expect(leadFor(school(FULL), about, MONDAY_MORNING)?.id).toBe('duty');
    expect(leadFor(school(FULL), about, MONDAY_NIGHT)?.id).toBe('lead');
    expect(leadFor(school(FULL), about, MONDAY_NIGHT, true)?.id).toBe('nights');
  });

  test('never the author, never anybody kept out, nobody twice, and everybody else is there', () => {
    const some = fc.subarray([...IDS]);
    const rota = fc.record({
      deputies: some,
      'out-of-hours': some,
      duty: fc.array(
        fc.record({
          person: fc.constantFrom(...IDS),
          hours: fc.constantFrom(
            [{ days: [...DAYS], from: '00:00', to: '24:00' }],
            [{ days: ['monday'], from: '08:00', to: '12:00' }],
          ),
        }),
        { maxLength: 3 },
      ),
      absences: some.map((away) => away.map((person) => ({ person, from: '2026-11-20', to: '2026-11-25' }))),
    });
    const at = fc.constantFrom(MONDAY_MORNING, MONDAY_NIGHT, SUNDAY);
    const about = fc.record({
      author: fc.option(fc.constantFrom(...IDS)),
      keptOut: some,
      insteadOfLead: fc.boolean(),
    });
    fc.assert(
      fc.property(rota, at, about, fc.boolean(), (rota, at, about, emergency) => {
        const deployment = school(rota);
        const ids = escalationList(deployment, about, at, emergency).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) {
          expect(id).not.toBe(about.author);
          expect(about.keptOut).not.toContain(id);
          if (about.insteadOfLead) expect(id).not.toBe('lead');
          expect(idsOnTheRota(deployment.notifications)).toContain(id);
        }
        const away = absentAt(deployment.notifications, 'Europe/London', at);
        const always = ['lead', ...rota.deputies, 'chair'].filter(
          (id) =>
            id !== about.author &&
            !about.keptOut.includes(id as never) &&
            !(about.insteadOfLead && id === 'lead'),
        );
        const there = always.filter((id) => !away.has(id));
        expect(ids).toEqual(expect.arrayContaining(there));
        // Somebody is told whenever anybody at all could be, away or not.
        if (always.length > 0) expect(ids).not.toEqual([]);
        if (ids.some((id) => !away.has(id))) expect(ids.filter((id) => away.has(id))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the rota', () => {
  const { notifications } = school({
    duty: [
      {
        person: 'duty',
        hours: [{ days: ['saturday', 'sunday'], from: '00:00', to: '24:00' }],
        from: '2026-03-28',
        to: '2026-03-29',
      },
    ],
    absences: [{ person: 'lead', from: '2026-10-24', to: '2026-10-25' }],
  });

  test.each([
    ['the evening before the first day', '2026-03-27T23:59:59Z', []],
    ['its first minute', '2026-03-28T00:00:00Z', ['duty']],
    ['the last minute of the last day, on which the clocks went forward', '2026-03-29T22:59:59Z', ['duty']],
    ['then no more', '2026-03-29T23:00:00Z', []],
    ['nor a week later', '2026-04-04T12:00:00Z', []],
  ])('%s', (_, at, expected) => {
    expect(onDutyAt(notifications, 'Europe/London', at)).toEqual(expected);
  });

  test.each([
    ['the evening before', '2026-10-23T22:59:59Z', []],
    ['the first minute of the first day', '2026-10-23T23:00:00Z', ['lead']],
    ['the last minute of the last day, on which the clocks went back', '2026-10-25T23:59:59Z', ['lead']],
    ['then no more', '2026-10-26T00:00:00Z', []],
  ])('away: %s', (_, at, expected) => {
    expect([...absentAt(notifications, 'Europe/London', at)]).toEqual(expected);
  });

  test('names everybody who can be told, each once', () => {
    expect(idsOnTheRota(school(FULL).notifications)).toEqual([
      'lead',
      'first',
      'second',
      'chair',
      'duty',
      'nights',
    ]);
  });
});
