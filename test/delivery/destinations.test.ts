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
    message: null,
    unclear: false,
  };
}

const NOTHING_STORED = {
  entries: async () => [],
  delivery: async () => null,
  messagesAbout: async () => [],
};
const SAFEGUARDING = { kind: 'channel-post', channel: 'slack', target: 'C1', name: 'safeguarding' } as const;

function set(stored: readonly StoredDelivery[] = []) {
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
    store: {
      entries: async (reference) => (reference === A ? [{ entry, body: {}, keptOut: [] }] : []),
      delivery: async (id) => stored.find((one) => one.id === id) ?? null,
      messagesAbout: async (reference) =>
        stored.flatMap((one) =>
          one.reference === reference && one.message !== null ? [{ ...one, message: one.message }] : [],
        ),
    },
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
      store: NOTHING_STORED,
      log: { append: async () => undefined },
    });
    await send(delivery({ kind: 'direct-message', person: 'lead' }));
    expect(slack.sent).toMatchObject([{ to: 'U-LEAD' }]);
    await expect(
      send(delivery({ kind: 'channel-post', channel: 'teams', target: 'x', name: 'y' })),
    ).rejects.toMatchObject({ code: 'channel-not-connected', permanent: true });
  });

  test('and what the channel calls the message comes back', async () => {
    const { send } = set();
    expect(await send(delivery(SAFEGUARDING))).toBe('message-1');
    expect(await send(delivery({ kind: 'direct-message', person: 'lead' }))).toBe('message-1');
    expect(await send(delivery({ kind: 'log', entry: idOf(7) }))).toBeNull();
  });

  test('to a channel under the first message there about the same case, and under no other', async () => {
    const first = { ...delivery(SAFEGUARDING), id: idOf(20), message: '1700.1' };
    const { slack, send } = set([
      { ...delivery({ kind: 'direct-message', person: 'lead' }), message: '1600.1' },
      { ...delivery({ ...SAFEGUARDING, target: 'C2' }), message: '1600.2' },
      { ...delivery({ ...SAFEGUARDING, channel: 'teams' }), message: '1600.3' },
      first,
      { ...first, id: idOf(21), message: '1700.2' },
    ]);
    await send(delivery(SAFEGUARDING));
    await send({ ...delivery(SAFEGUARDING), reference: 'SC-BBBB-BBBB' });
    await send({ ...delivery(SAFEGUARDING), reference: null });
    expect(slack.sent.map(({ message }) => message)).toEqual(['1700.1', undefined, undefined]);
  });

  test('to the message that is to show something else, wherever it was sent', async () => {
    const posted = { ...delivery(SAFEGUARDING), id: idOf(20), message: '1700.1' };
    const told = { ...delivery({ kind: 'direct-message', person: 'lead' }), id: idOf(21), message: '1700.2' };
    const { slack, teams, send } = set([posted, told]);
    expect(await send(delivery({ kind: 'update', delivery: idOf(20) }))).toBeNull();
    expect(await send(delivery({ kind: 'update', delivery: idOf(21) }))).toBeNull();
    expect(slack.sent).toMatchObject([{ how: 'update', to: 'C1', message: '1700.1' }]);
    expect(teams.sent).toMatchObject([{ how: 'update', to: 'entra-lead', message: '1700.2' }]);
  });

  test('nowhere when the message it would change was never sent, or is no message', async () => {
    const waiting = { ...delivery(SAFEGUARDING), id: idOf(20) };
    const log = { ...delivery({ kind: 'log', entry: idOf(7) }), id: idOf(21), message: 'x' };
    const { slack, teams, send } = set([waiting, log]);
    for (const number of [20, 21, 22]) {
      expect(await send(delivery({ kind: 'update', delivery: idOf(number) }))).toBeNull();
    }
    expect([...slack.sent, ...teams.sent]).toEqual([]);
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
