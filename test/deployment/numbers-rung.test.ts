import { expect, test } from 'vitest';
import { numbersToRing } from '../../src/deployment/numbers-rung.ts';
import { rotaSchool } from '../support/rota-school.ts';

const NOW = '2026-11-23T09:00:00Z';
const HOURS = { days: ['monday'], from: '08:00', to: '17:00' };
const contacts = (day: object, night: object, advice: readonly object[] = []) => ({
  contacts: {
    'social-care': {
      name: 'Front door',
      hours: [{ ...HOURS, phone: '00000 100001', ...day }],
      'at-other-times': { name: 'Duty team', phone: '00000 100002', ...night },
    },
    advice,
  },
});
const found = (change: Parameters<typeof rotaSchool>[0]) =>
  numbersToRing(rotaSchool(change), NOW).map(({ number, rung, file, heading }) =>
    [number.slice(-1), rung ?? 'never', file, heading].join(' '),
  );

test('a number counts for 90 days after it was rung', () => {
  expect(found(contacts({ checked: '2026-08-25' }, { checked: '2026-08-24' }))).toEqual([
    '2 2026-08-24 contacts.yaml checked',
  ]);
});

test('one that was never rung does not count, nor one with a day to come', () => {
  expect(found(contacts({}, { checked: '2026-11-24' }))).toEqual([
    '1 never contacts.yaml checked',
    '2 never contacts.yaml checked',
  ]);
});

test('the same number in several lines is asked for once, and one day is enough', () => {
  const again = { name: 'Front door', what: 'Advice', phone: '00000100001', checked: '2026-11-01' };
  expect(found(contacts({}, { checked: '2026-11-23' }, [again]))).toEqual([]);
  expect(found(contacts({}, { checked: '2026-11-23' }, [{ ...again, checked: '2026-01-01' }]))).toEqual([
    '1 2026-01-01 contacts.yaml checked',
  ]);
});

test('of people, those of whoever can be told', () => {
  const people = [
    { id: 'priya', name: 'Priya', roles: ['dsl'], teams: 't-1', phone: '00000 100003' },
    { id: 'tom', name: 'Tom', roles: ['deputy'], teams: 't-2', phone: '00000 100004' },
    { id: 'sam', name: 'Sam', roles: ['practitioner'], teams: 't-3', phone: '00000 100005' },
  ];
  const rung = people.map((person) =>
    person.id === 'tom' ? { ...person, 'phone-checked': '2026-11-02' } : person,
  );
  expect(found({ people: rung })).toEqual(['3 never people.yaml phone-checked']);
});

test('numbers kept for drama are not asked for', () => {
  expect(found(contacts({ phone: '01632 960100' }, { phone: '01632 960199' }))).toEqual([]);
});
