import { describe, expect, test } from 'vitest';
import {
  type Deployment,
  notificationsFileSchema,
  organisationFileSchema,
  type Person,
} from '../../src/deployment/deployment.ts';
import { leadFor, nameIn, personById, personOf } from '../../src/deployment/people.ts';

const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: id,
  roles: ['deputy'],
  teams: `t-${id}`,
  ...more,
});

const SCHOOL: Pick<Deployment, 'people' | 'notifications' | 'organisation'> = {
  organisation: organisationFileSchema.parse({ id: 'school', name: 'School' }),
  people: [
    person('priya', { roles: ['dsl'], teams: 'AAAA-1', slack: 'U1' }),
    person('tom'),
    person('ada'),
    person('sam', { roles: ['practitioner'], terminal: 'sam' }),
  ],
  notifications: notificationsFileSchema.parse({
    lead: 'priya',
    alternative: 'tom',
    deputies: ['tom', 'ada'],
    hours: [],
    channels: [],
  }),
};

describe('who this is', () => {
  test('by the id of the channel, and of no other channel', () => {
    expect(personOf(SCHOOL, 'teams', 'AAAA-1')?.id).toBe('priya');
    expect(personOf(SCHOOL, 'slack', 'U1')?.id).toBe('priya');
    expect(personOf(SCHOOL, 'terminal', 'sam')?.id).toBe('sam');
    expect(personOf(SCHOOL, 'slack', 'AAAA-1')).toBeNull();
    expect(personOf(SCHOOL, 'teams', 'sam')).toBeNull();
  });

  test('Entra ids are the same in capitals; Slack ids are not', () => {
    expect(personOf(SCHOOL, 'teams', 'aaaa-1')?.id).toBe('priya');
    expect(personOf(SCHOOL, 'slack', 'u1')).toBeNull();
  });

  test('somebody not listed is nobody', () => {
    expect(personOf(SCHOOL, 'terminal', '')).toBeNull();
    expect(personOf(SCHOOL, 'slack', 'undefined')).toBeNull();
    expect(personOf(SCHOOL, 'name', 'priya')).toBeNull();
    expect(personById(SCHOOL, 'nobody')).toBeNull();
  });

  test('is said by name, and by post where there is one', () => {
    const people = [
      person('sam', { name: 'Sam Okafor', post: 'class teacher', terminal: 'sam' }),
      person('tom'),
    ];
    expect(nameIn({ people }, 'sam')).toBe('Sam Okafor, class teacher');
    expect(nameIn({ people }, { channel: 'terminal', userId: 'sam' })).toBe('Sam Okafor, class teacher');
    expect(nameIn({ people }, 'tom')).toBe('tom');
    expect(nameIn({ people }, { channel: 'post', userId: 'sam' })).toBeNull();
  });
});

describe('who is told', () => {
  const told = (keptOut: string[], author: string | null = 'sam', insteadOfLead = false) =>
    leadFor(SCHOOL, { keptOut, author, insteadOfLead })?.id ?? null;

  test.each<[string, string[], string | null, boolean, string | null]>([
    ['the lead', [], 'sam', false, 'priya'],
    ['the alternative, when the lead is kept out', ['priya'], 'sam', false, 'tom'],
    ['a deputy, when both are kept out', ['priya', 'tom'], 'sam', false, 'ada'],
    ['nobody, when all are kept out', ['priya', 'tom', 'ada'], 'sam', false, null],
    ['the alternative, when it concerns a colleague', [], 'sam', true, 'tom'],
    ['a deputy, when it concerns a colleague and the alternative is kept out', ['tom'], 'sam', true, 'ada'],
    ['never the lead, when it concerns a colleague', ['tom', 'ada'], 'sam', true, null],
    ["somebody else, when it is the lead's own concern", [], 'priya', false, 'tom'],
    ['a deputy, when the author is the alternative and the lead is kept out', ['priya'], 'tom', false, 'ada'],
    ['the lead, when the author is not known', [], null, false, 'priya'],
  ])('%s', (_, keptOut, author, insteadOfLead, expected) => {
    expect(told(keptOut, author, insteadOfLead)).toBe(expected);
  });

  test('somebody no message can reach is passed over', () => {
    const [priya, tom, ada, sam] = SCHOOL.people;
    if (!priya || !tom || !ada || !sam) throw new Error('no people');
    const unreachable: Person = { id: 'tom', name: 'tom', roles: ['deputy'], terminal: 'tom' };
    const school = { ...SCHOOL, people: [priya, unreachable, ada, sam] };
    expect(leadFor(school, { keptOut: ['priya'], author: 'sam' })?.id).toBe('ada');
  });
});
