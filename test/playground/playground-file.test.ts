import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CHAT, playgroundFile } from '../../src/playground/playground-file.ts';

const SAM = { name: 'Sam Okafor', teams: 'id-sam' };
const PRIYA = { name: 'Priya Nair', teams: 'id-priya', email: 'priya@school.example' };
const CHANNEL = { target: '19:decisions@thread.tacv2', name: 'Safeguarding decisions' };
const read = (people: readonly (typeof SAM)[], seenBy = SAM) =>
  parse(playgroundFile({ organisation: 'A School', people, channel: CHANNEL }, seenBy, CHAT.greeted));

describe('the settings of the Playground', () => {
  it('have the one in front of it, and the others beside them', () => {
    const file = read([SAM, PRIYA], PRIYA);
    expect(file.currentUser).toMatchObject({
      id: 'id-priya',
      aadObjectId: 'id-priya',
      email: 'priya@school.example',
    });
    expect(file.users.map(({ name }: { name: string }) => name)).toContain('Sam Okafor');
    expect(file.users.map(({ name }: { name: string }) => name)).not.toContain('Priya Nair');
  });

  it.each([1, 2, 6, 9])('name exactly five others, each once, of %i people', (count) => {
    const people = Array.from({ length: count }, (_, index) => ({
      name: `P ${index}`,
      teams: `id-${index}`,
    }));
    const { users } = read(people);
    expect(users).toHaveLength(5);
    expect(new Set(users.map(({ id }: { id: string }) => id)).size).toBe(5);
  });

  it('have the channel that decisions are posted to', () => {
    expect(read([SAM]).team).toMatchObject({
      name: 'A School',
      channels: [{ id: CHANNEL.target, name: CHANNEL.name }],
    });
  });

  it('give every person every field that is asked for, with one name too', () => {
    const { currentUser } = read([], { name: 'Sam', teams: 'id-sam' });
    expect(currentUser).toMatchObject({
      givenName: 'Sam',
      surname: 'Sam',
      userPrincipleName: 'sam@school.example',
    });
  });
});
