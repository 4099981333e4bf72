import { afterEach, beforeEach, expect, test } from 'vitest';
import { acknowledgementOf } from '../src/conversation/following/case-message.ts';
import type { DeliveryDraft } from '../src/delivery/delivery.ts';
import type { Person } from '../src/deployment/deployment.ts';
import { readMessage } from '../src/read-followed.ts';
import type { Store } from '../src/storage/store.ts';
import { AT, deliveryEventBody, idOf, openedDraft } from './records/samples.ts';
import { messageTo, openAt, temporaryFolder, turnOf } from './storage/temporary-store.ts';

const A = 'SC-AAAA-AAAA';
const CHANNEL = { kind: 'channel-post', channel: 'slack', target: 'C1', name: 'Staff' } as const;

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
beforeEach(async () => {
  folder = temporaryFolder();
  store = await openAt(folder.path);
  await store.commit(turnOf('start', { newReferences: [A], entries: [openedDraft(1, A)] }));
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const at = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();
async function sent(seconds: number, ...messages: readonly DeliveryDraft[]): Promise<void> {
  await store.commit(turnOf(`send-${messages[0]?.id}`, { deliveries: [...messages] }));
  await store.lease(at(seconds), 60, 10);
  for (const { id } of messages) await store.settle(id, at(seconds), null, `m-${id}`);
}
const acknowledge = (number: number, message: number, seconds: number, person: string) =>
  store.append({
    id: idOf(number),
    reference: A,
    createdAt: at(seconds),
    kind: 'delivery-event',
    body: deliveryEventBody({
      delivery: idOf(message),
      event: 'acknowledged',
      at: at(seconds),
      detail: person,
    }),
  });
/** The safeguarding team; whoever has left it is listed with another role, or not at all. */
let people: readonly Person[];
beforeEach(() => {
  people = [
    { id: 'lead', name: 'Lead', roles: ['dsl'] },
    { id: 'deputy', name: 'Deputy', roles: ['deputy'] },
  ];
});
async function read(number: number) {
  const found = await readMessage(store, idOf(number), people);
  if (found === null) return null;
  const { message, standing, entries } = found;
  if (message === null) throw new Error('read from a message');
  return {
    ...message,
    reference: standing.reference,
    access: standing.access,
    acknowledgement: acknowledgementOf(message, standing),
    others: found.others,
    entries,
  };
}
const others = async (number: number) => (await read(number))?.others.map(({ id }) => Number(id.slice(-3)));

test('a message is read with its case and the other messages about it', async () => {
  await sent(
    10,
    messageTo('lead', 10, A),
    messageTo('', 11, A, { destination: CHANNEL }),
    messageTo('deputy', 12, A),
  );
  expect(await read(10)).toMatchObject({
    reference: A,
    destination: 'direct-message:lead',
    addressee: 'lead',
    access: { author: 'teams:teams-user-1', keptOut: [] },
    acknowledgement: null,
    entries: 1,
  });
  expect(await read(11)).toMatchObject({ destination: 'channel-post:slack:Staff', addressee: null });
  expect(await others(10)).toEqual([11, 12]);
});

test('with somebody kept out, neither they nor any channel are among the others', async () => {
  await sent(
    10,
    messageTo('lead', 10, A),
    messageTo('', 11, A, { destination: CHANNEL }),
    messageTo('deputy', 12, A),
  );
  await store.commit(turnOf('keep', { keptOut: [{ reference: A, people: ['deputy'] }] }));
  expect(await others(10)).toEqual([]);
  expect(await others(11)).toEqual([10]);
  expect((await read(10))?.access.keptOut).toContain('deputy');
});

test('whoever has left the safeguarding team hears no more', async () => {
  await sent(10, messageTo('lead', 10, A), messageTo('deputy', 11, A));
  people = [
    { id: 'lead', name: 'Lead', roles: ['dsl'] },
    { id: 'deputy', name: 'Deputy', roles: ['practitioner'] },
  ];
  expect(await others(10)).toEqual([]);
  expect(await others(11)).toEqual([10]);
});

test('an acknowledgement is of the message and of what was sent before it, the first of them counts', async () => {
  await sent(10, messageTo('lead', 10, A), messageTo('deputy', 11, A));
  await acknowledge(50, 10, 20, 'lead');
  await sent(30, messageTo('lead', 12, A), messageTo('deputy', 13, A));
  expect((await read(10))?.acknowledgement).toEqual({ by: 'lead', at: at(20) });
  expect((await read(11))?.acknowledgement).toEqual({ by: 'lead', at: at(20) });
  expect((await read(12))?.acknowledgement).toBeNull();
  expect(await others(12)).toEqual([10, 11, 13]);
  await acknowledge(51, 13, 40, 'deputy');
  expect((await read(10))?.acknowledgement).toEqual({ by: 'lead', at: at(20) });
  expect((await read(12))?.acknowledgement).toEqual({ by: 'deputy', at: at(40) });
});

test('pressed before it was noted as sent, its own acknowledgement counts', async () => {
  await store.commit(turnOf('waiting', { deliveries: [messageTo('lead', 10, A), messageTo('lead', 11, A)] }));
  await acknowledge(50, 10, 20, 'lead');
  expect((await read(10))?.acknowledgement).toEqual({ by: 'lead', at: at(20) });
  expect((await read(11))?.acknowledgement).toBeNull();
});

test('there is none under another id, about no case, or that is no message', async () => {
  await store.commit(
    turnOf('others', {
      deliveries: [
        messageTo('operator', 10, A, { reference: null }),
        messageTo('', 11, A, { destination: { kind: 'log', entry: idOf(1) } }),
        messageTo('', 12, A, { destination: { kind: 'update', delivery: idOf(10) } }),
      ],
    }),
  );
  for (const number of [10, 11, 12, 99]) expect(await read(number)).toBeNull();
});
