import { describe, expect, test } from 'vitest';
import type { Destination } from '../../src/delivery/delivery.ts';
import { createDestinations } from '../../src/delivery/destinations.ts';
import { CHAIN_START, chainEntry } from '../../src/records/chain.ts';
import type { Entry } from '../../src/records/entry.ts';
import type { StoredDelivery } from '../../src/storage/store.ts';
import { AT, idOf, openedDraft } from '../records/samples.ts';
import { messageTo } from '../storage/temporary-store.ts';
import { fakeMessenger } from './fake-destinations.ts';

const A = 'SC-AAAA-AAAA';
const PEOPLE = [
  { id: 'lead', teams: 'entra-lead', slack: 'U-LEAD' },
  { id: 'deputy', slack: 'U-DEPUTY', terminal: 'deputy' },
  { id: 'caretaker' },
];

function delivery(destination: Destination): StoredDelivery {
  return {
    ...messageTo('lead', 1, A),
    destination,
    state: 'leased',
    attempts: 1,
    lastFault: null,
    createdAt: AT,
    sentAt: null,
    unclear: false,
  };
}

function set() {
  const teams = fakeMessenger();
  const slack = fakeMessenger();
  const logged: Entry[] = [];
  const { entry } = chainEntry(openedDraft(7, A), {
    organisation: 's',
    sequence: 1,
    previousHash: CHAIN_START,
  });
  const send = createDestinations({
    messengers: { teams: teams.messenger, slack: slack.messenger },
    people: PEOPLE,
    store: { entries: async (reference) => (reference === A ? [{ entry, body: {}, keptOut: [] }] : []) },
    log: { append: async (stored) => void logged.push(stored.entry) },
  });
  return { teams, slack, logged, send };
}

describe('a delivery goes', () => {
  test('to a channel through that channel', async () => {
    const { teams, slack, send } = set();
    await send(delivery({ kind: 'channel-post', channel: 'slack', target: 'C1', name: 'safeguarding' }));
    expect(slack.sent).toMatchObject([{ how: 'post', to: 'C1', card: { title: 'A case' } }]);
    expect(teams.sent).toEqual([]);
  });

  test('to a person through the first channel they have', async () => {
    const { teams, slack, send } = set();
    await send(delivery({ kind: 'direct-message', person: 'lead' }));
    await send(delivery({ kind: 'direct-message', person: 'deputy' }));
    expect(teams.sent).toMatchObject([{ how: 'direct', to: 'entra-lead' }]);
    expect(slack.sent).toMatchObject([{ how: 'direct', to: 'U-DEPUTY' }]);
  });

  test('to a person through a channel that is connected, when their first is not', async () => {
    const slack = fakeMessenger();
    const send = createDestinations({
      messengers: { slack: slack.messenger },
      people: PEOPLE,
      store: { entries: async () => [] },
      log: { append: async () => undefined },
    });
    await send(delivery({ kind: 'direct-message', person: 'lead' }));
    expect(slack.sent).toMatchObject([{ to: 'U-LEAD' }]);
    await expect(
      send(delivery({ kind: 'channel-post', channel: 'teams', target: 'x', name: 'y' })),
    ).rejects.toMatchObject({ code: 'channel-not-connected', permanent: true });
  });

  test('into the log with its entry', async () => {
    const { logged, send } = set();
    await send(delivery({ kind: 'log', entry: idOf(7) }));
    expect(logged.map(({ id }) => id)).toEqual([idOf(7)]);
    await expect(send(delivery({ kind: 'log', entry: idOf(8) }))).rejects.toMatchObject({ code: 'no-entry' });
  });

  test.each(['caretaker', 'nobody'])('nowhere for %s, and says whom to set up', async (person) => {
    await expect(set().send(delivery({ kind: 'direct-message', person }))).rejects.toMatchObject({
      name: 'DeliveryError',
      permanent: true,
      message: expect.stringContaining(`"${person}"`),
      remedy: expect.stringContaining('people.yaml'),
    });
  });

  test('nowhere without a message', async () => {
    const { card: _, ...empty } = delivery({ kind: 'direct-message', person: 'lead' });
    await expect(set().send(empty)).rejects.toMatchObject({ code: 'no-message', permanent: true });
  });
});
