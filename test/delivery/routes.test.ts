import { describe, expect, test } from 'vitest';
import type { Destination } from '../../src/delivery/delivery.ts';
import { laneOf, readLane } from '../../src/delivery/lane.ts';
import { createRoutes } from '../../src/delivery/routes.ts';
import { wayTo } from '../../src/delivery/way-to.ts';
import { fakeMessenger } from './fake-destinations.ts';

const teams = fakeMessenger().messenger;
const slack = fakeMessenger().messenger;
const PEOPLE = [
  { id: 'lead', teams: 'entra-lead', slack: 'U-LEAD' },
  { id: 'deputy', slack: 'U-DEPUTY', terminal: 'deputy' },
  { id: 'caretaker' },
];
const both = { messengers: { teams, slack }, people: PEOPLE };
const direct = (person: string, through?: 'teams' | 'slack'): Destination => ({
  kind: 'direct-message',
  person,
  ...(through === undefined ? {} : { through }),
});

describe('the way to a person', () => {
  test.each([
    ['the first channel they have', { person: 'lead' }, ['teams', 'entra-lead']],
    ['the one that was asked for', { person: 'lead', through: 'slack' }, ['slack', 'U-LEAD']],
    [
      'another, where they are not in the one asked for',
      { person: 'deputy', through: 'teams' },
      ['slack', 'U-DEPUTY'],
    ],
    ['their id, where they are not listed', { person: 'teams:29:1a:b' }, ['teams', '29:1a:b']],
    ['their id in Slack', { person: 'slack:U9', through: 'teams' }, ['slack', 'U9']],
  ] as const)('is %s', (_what, to, expected) => {
    const way = wayTo(to, both);
    expect([way?.channel, way?.userId]).toEqual(expected);
  });

  test.each(['caretaker', 'nobody', 'teams:', 'phone:07700 900123', 'terminal:sam', ''])(
    'is none for %j',
    (person) => {
      expect(wayTo({ person }, both)).toBeNull();
    },
  );

  test('is through a channel that is connected', () => {
    expect(wayTo({ person: 'lead' }, { ...both, messengers: { slack } })?.userId).toBe('U-LEAD');
    expect(wayTo({ person: 'teams:x' }, { ...both, messengers: { slack } })).toBeNull();
  });
});

describe('a delivery leaves', () => {
  const routeOf = createRoutes(both);
  const channel = { channel: 'slack', target: 'C1:2', name: 'Staff' } as const;

  test.each<[Destination, string, string]>([
    [{ kind: 'channel-post', ...channel }, 'channel:slack:C1:2', 'slack'],
    [{ kind: 'mention', person: 'lead', ...channel }, 'channel:slack:C1:2', 'slack'],
    [direct('lead'), 'person::lead', 'teams'],
    [direct('lead', 'slack'), 'person:slack:lead', 'slack'],
    [direct('deputy'), 'person::deputy', 'slack'],
    [direct('teams:29:x'), 'person::teams:29:x', 'teams'],
    [direct('caretaker'), 'person::caretaker', 'nowhere'],
    [{ kind: 'text-message', person: 'lead' }, 'text::lead', 'text'],
    [{ kind: 'email', person: 'lead' }, 'email::lead', 'email'],
    [{ kind: 'webhook', entry: 'e' }, 'webhook::', 'webhook'],
    [{ kind: 'log', entry: 'e' }, 'log::', 'log'],
  ])('%j in the lane %s through %s', (destination, lane, route) => {
    expect(laneOf(destination)).toBe(lane);
    expect(routeOf(lane)).toBe(route);
  });

  test('as a change where the message went', () => {
    const change = { kind: 'update', delivery: 'd' } as const;
    expect(laneOf(change, direct('lead', 'slack'))).toBe('person:slack:lead');
    expect([laneOf(change), laneOf(change, change)]).toEqual(['none::', 'none::']);
    expect(routeOf('none::')).toBe('nowhere');
  });

  test('with the id whole, whatever is in it', () => {
    expect(readLane('person::teams:29:x')).toEqual({ kind: 'person', channel: '', id: 'teams:29:x' });
    expect(readLane('channel:teams:19:a@thread;x=1')).toEqual({
      ...{ kind: 'channel', channel: 'teams', id: '19:a@thread;x=1' },
    });
  });
});
