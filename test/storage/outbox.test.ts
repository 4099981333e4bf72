import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeliveryDraft } from '../../src/delivery/delivery.ts';
import type { Room, Store } from '../../src/storage/store.ts';
import { STORE_FILE } from '../../src/storage/store-files.ts';
import { AT, deliveryDraft, idOf, openedDraft } from '../records/samples.ts';
import { messageTo, openAt, temporaryFolder, turnOf } from './temporary-store.ts';

const A = 'SC-AAAA-AAAA';
const B = 'SC-BBBB-BBBB';
const FAULT = { code: 'down', message: 'It is down.', remedy: 'Wait.' };

const at = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openAt(folder.path);
  await store.commit(
    turnOf('start', { newReferences: [A, B], entries: [openedDraft(1, A), openedDraft(2, B)] }),
  );
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

let turns = 0;
async function add(...deliveries: readonly DeliveryDraft[]): Promise<void> {
  turns += 1;
  await store.commit(turnOf(`add-${turns}`, { deliveries }));
}
const numbers = async (...lease: Parameters<Store['lease']>) =>
  (await store.lease(...lease)).map(({ id }) => Number(id.slice(-12)));

describe('leasing', () => {
  test('takes what is due, the most urgent class first, then what has been due longest, and no more than asked for', async () => {
    await add(
      messageTo('a', 10, A, { class: 'routine' }),
      messageTo('b', 11, A),
      messageTo('c', 12, A, { class: 'emergency' }),
    );
    await add(
      messageTo('d', 13, B),
      messageTo('e', 14, B, { dueAt: at(60) }),
      messageTo('f', 15, B, { class: 'emergency' }),
    );
    expect(await numbers(AT, 600, 3)).toEqual([12, 15, 11]);
    expect(await numbers(AT, 600, 10)).toEqual([13, 10]);
    expect(await numbers(AT, 600, 10)).toEqual([]);
    expect(await numbers(at(60), 60, 1)).toEqual([14]);
  });

  test('one message that can no longer be opened holds up no other', async () => {
    await add(messageTo('a', 10, A), messageTo('b', 11, B));
    const raw = new SqliteDatabase(join(folder.path, STORE_FILE));
    raw.prepare('update deliveries set card = ? where id = ?').run(Buffer.from('damaged'), idOf(10));
    raw.close();
    const [damaged, whole] = await store.lease(AT, 60, 10);
    expect(damaged).toMatchObject({ id: idOf(10), state: 'leased' });
    expect(damaged).not.toHaveProperty('card');
    expect(whole).toMatchObject({ id: idOf(11), card: { title: 'A case' } });
    expect(await store.deliveries()).toHaveLength(2);
  });

  test('that has run out gives the delivery to another worker, as one that may have arrived', async () => {
    await add(messageTo('a', 10, A));
    expect(await store.lease(AT, 60, 10)).toMatchObject([{ unclear: false, attempts: 1, state: 'leased' }]);
    expect(await numbers(at(59), 60, 10)).toEqual([]);
    expect(await store.lease(at(60), 60, 10)).toMatchObject([{ unclear: true, attempts: 2 }]);
  });

  test('survives a restart', async () => {
    await add(messageTo('a', 10, A));
    await store.lease(AT, 60, 10);
    await store.close();
    store = await openAt(folder.path);
    expect(await numbers(at(30), 60, 10)).toEqual([]);
    expect(await numbers(at(61), 60, 10)).toEqual([10]);
  });

  test('by two workers at once gives each delivery to one', async () => {
    await add(...Array.from({ length: 20 }, (_, n) => messageTo(`p${n}`, 100 + n, A)));
    const other = await openAt(folder.path);
    const taken = (await Promise.all([store.lease(AT, 60, 12), other.lease(AT, 60, 12)])).flat();
    await other.close();
    expect(new Set(taken.map(({ id }) => id)).size).toBe(20);
    expect(taken).toHaveLength(20);
  });

  test('keeps the order of one case to one destination, and of nothing else', async () => {
    await add(messageTo('a', 10, A), messageTo('a', 11, A), messageTo('b', 12, A), messageTo('a', 13, B));
    expect(await numbers(AT, 60, 10)).toEqual([10, 12, 13]);
    await store.giveBack(idOf(10), { state: 'waiting', dueAt: at(600), fault: FAULT, unclear: false });
    expect(await numbers(at(1), 60, 10)).toEqual([]);
    expect(await numbers(at(600), 60, 10)).toEqual([12, 13, 10]);
    await store.settle(idOf(10), at(600), deliveryDraft(50, A));
    expect(await numbers(at(600), 60, 10)).toEqual([11]);
  });

  test('lets an emergency overtake, and what waits for the lead’s hours holds nothing up', async () => {
    await add(
      messageTo('a', 10, A, { class: 'routine', dueAt: at(9000) }),
      messageTo('a', 11, A, { class: 'routine' }),
    );
    expect(await numbers(AT, 60, 10)).toEqual([11]);
    await add(messageTo('a', 12, A, { class: 'emergency' }));
    expect(await numbers(AT, 60, 10)).toEqual([12]);
  });

  test('takes from a lane and class what there is room for, and hears how much was taken', async () => {
    await add(
      messageTo('a', 10, A),
      messageTo('b', 11, A),
      messageTo('a', 12, B, { class: 'emergency' }),
      messageTo('b', 13, B),
      messageTo('b', 14, B, { destination: { kind: 'text-message', person: 'b' } }),
    );
    const asked: string[] = [];
    const taken: unknown[] = [];
    const room: Room = {
      left(lane, among) {
        asked.push(`${lane} ${among}`);
        if (lane === 'text::b') return 0;
        return among === 'emergency' ? 9 : lane === 'person::a' ? 0 : 1;
      },
      take: (...what) => void taken.push(what),
    };
    expect(await numbers(AT, 60, 10, room)).toEqual([12, 11]);
    expect(asked).toEqual(['person::a emergency', 'person::a today', 'person::b today', 'text::b today']);
    expect(taken).toEqual([
      ['person::a', 'emergency', 1],
      ['person::b', 'today', 1],
    ]);
    expect(await numbers(AT, 60, 10)).toEqual([10, 13, 14]);
  });

  test('a change to a message waits where the message went, written down before it or along with it', async () => {
    const channel = { kind: 'channel-post', channel: 'slack', target: 'C1', name: 'Staff' } as const;
    const changes = (number: number, of: number) =>
      messageTo('', number, A, { destination: { kind: 'update', delivery: idOf(of) } });
    await add(
      messageTo('a', 10, A, { destination: { kind: 'direct-message', person: 'a', through: 'slack' } }),
    );
    await add(
      messageTo('', 11, A, { destination: channel }),
      changes(12, 10),
      changes(13, 11),
      changes(14, 99),
    );
    const lanes: string[] = [];
    await store.lease(AT, 60, 10, { left: () => 9, take: (lane) => void lanes.push(lane) });
    expect(lanes).toEqual(['channel:slack:C1', 'none::', 'person:slack:a']);
  });
});

describe('the messages to one person', () => {
  const dies = (number: number, unclear = false) =>
    store.giveBack(idOf(number), { state: 'dead', dueAt: AT, fault: FAULT, unclear });

  test('that were given up are tried again at once, those alone, and still as repeats where they may be', async () => {
    const channel = { kind: 'channel-post', channel: 'teams', target: '19:a', name: 'Room' } as const;
    const mention = { ...channel, kind: 'mention', person: 'a' } as const;
    await add(
      messageTo('a', 10, A),
      messageTo('a', 11, B),
      messageTo('b', 12, A),
      messageTo('', 13, A, { destination: channel }),
      messageTo('', 14, A, { destination: mention }),
      messageTo('ab', 15, A),
    );
    await store.lease(AT, 60, 10);
    for (const number of [10, 11, 12, 13, 14, 15]) await dies(number, number === 11);
    expect(await store.retryTo(at(5), 'a')).toBe(2);
    expect(await store.lease(at(5), 60, 10)).toMatchObject([
      { id: idOf(10), attempts: 1, unclear: false },
      { id: idOf(11), attempts: 1, unclear: true },
    ]);
    expect(await store.retryTo(at(5), 'a')).toBe(0);
    expect(await store.retryTo(at(5), 'nobody')).toBe(0);
  });

  test('that were sent, wait or were withdrawn are left as they are', async () => {
    await add(messageTo('a', 10, A), messageTo('a', 11, B), messageTo('a', 12, B, { dueAt: at(600) }));
    await store.lease(AT, 60, 10);
    await store.settle(idOf(10), AT, null);
    await store.commit(turnOf('keep', { keptOut: [{ reference: B, people: ['a'] }] }));
    const before = await store.deliveries();
    expect(before.map(({ state }) => state)).toEqual(['sent', 'cancelled', 'cancelled']);
    expect(await store.retryTo(at(5), 'a')).toBe(0);
    expect(await store.deliveries()).toEqual(before);
  });
});

describe('a mention', () => {
  const mentionOf = (person: string, number: number) =>
    messageTo('', number, A, {
      destination: { kind: 'mention', channel: 'teams', target: '19:a', name: 'Room', person },
    });
  const since = (seconds: number, person = 'a') => store.mentionedSince(person, at(seconds));

  test('is known from when it was written down, of that person alone', async () => {
    await add(mentionOf('a', 10), messageTo('b', 11, A));
    expect([await since(0), await since(-1), await since(1)]).toEqual([true, true, false]);
    expect([await since(0, 'b'), await since(0, '')]).toEqual([false, false]);
  });

  test('that was sent still counts; one that was given up or withdrawn does not', async () => {
    await add(mentionOf('a', 10), mentionOf('b', 11));
    await store.lease(AT, 60, 10);
    await store.settle(idOf(10), AT, null, '17');
    await store.giveBack(idOf(11), { state: 'dead', dueAt: AT, fault: FAULT, unclear: false });
    expect([await since(0), await since(0, 'b')]).toEqual([true, false]);
    await add(mentionOf('c', 12));
    expect(await since(0, 'c')).toBe(true);
    await store.commit(turnOf('keep', { keptOut: [{ reference: A, people: ['somebody'] }] }));
    expect(await since(0, 'c')).toBe(false);
  });
});

describe('a delivery', () => {
  test('that arrived is settled together with its entry in the record', async () => {
    await add(messageTo('a', 10, A));
    await store.lease(AT, 60, 10);
    await store.settle(idOf(10), at(5), deliveryDraft(50, A));
    expect(await store.deliveries()).toMatchObject([{ state: 'sent', sentAt: at(5), unclear: false }]);
    expect((await store.entries(A)).map(({ entry }) => entry.kind)).toEqual(['opened', 'delivery-event']);
    expect(await numbers(at(9999), 60, 10)).toEqual([]);
  });

  test('that arrived keeps what the channel calls it, and is found by its case', async () => {
    await add(messageTo('a', 10, A), messageTo('b', 11, A), messageTo('c', 12, A), messageTo('a', 13, B));
    await store.lease(AT, 60, 10);
    expect(await store.delivery(idOf(10))).toMatchObject({ id: idOf(10), state: 'leased', message: null });
    await store.settle(idOf(11), at(5), null, '1700.2');
    await store.settle(idOf(10), at(6), deliveryDraft(50, A), '1700.1');
    await store.settle(idOf(12), at(7), null);
    await store.settle(idOf(13), at(7), null, '1700.3');
    expect((await store.messagesAbout(A)).map(({ id, message }) => [id, message])).toEqual([
      [idOf(10), '1700.1'],
      [idOf(11), '1700.2'],
    ]);
    expect(await store.messagesAbout('SC-CCCC-CCCC')).toEqual([]);
    expect(await store.delivery(idOf(99))).toBeNull();
  });

  test('that changes a message is withdrawn with whoever has the message', async () => {
    const channel = { kind: 'channel-post', channel: 'slack', target: 'C1', name: 'Staff' } as const;
    const changes = (number: number, of: number) =>
      messageTo('', number, A, { destination: { kind: 'update', delivery: idOf(of) } });
    await add(messageTo('a', 10, A), messageTo('b', 11, A), messageTo('', 12, A, { destination: channel }));
    await store.lease(AT, 60, 10);
    for (const number of [10, 11, 12]) await store.settle(idOf(number), at(5), null, `17.${number}`);
    await add(changes(20, 10), changes(21, 11), changes(22, 12));
    const deliveryChanges = [{ reference: A, kind: 'withhold-from', people: ['a'], instead: [] }] as const;
    await store.commit(
      turnOf('keep', { keptOut: [{ reference: A, people: ['a'] }], deliveryChanges: [...deliveryChanges] }),
    );
    expect((await store.deliveries()).map(({ state }) => state)).toEqual([
      ...['sent', 'sent', 'sent'],
      ...['cancelled', 'waiting', 'cancelled'],
    ]);
  });

  test('whose entry cannot be written stays to be delivered', async () => {
    await add(messageTo('a', 10, A));
    await store.lease(AT, 60, 10);
    // An id that is taken: the whole settling fails.
    await expect(store.settle(idOf(10), at(5), deliveryDraft(1, A))).rejects.toMatchObject({ name: 'Fault' });
    expect(await store.deliveries()).toMatchObject([{ state: 'leased', sentAt: null }]);
    expect(await numbers(at(60), 60, 10)).toEqual([10]);
  });

  test('that was withdrawn while it went out is recorded as sent: it was', async () => {
    await add(messageTo('a', 10, A));
    await store.lease(AT, 60, 10);
    await store.commit(turnOf('keep', { keptOut: [{ reference: A, people: ['a'] }] }));
    expect(await store.deliveries({ states: ['cancelled'] })).toHaveLength(1);
    await store.settle(idOf(10), at(5), deliveryDraft(50, A));
    expect(await store.deliveries({ states: ['sent'] })).toHaveLength(1);
  });

  test('given back says what went wrong and when it is due again', async () => {
    await add(messageTo('a', 10, A));
    await store.lease(AT, 60, 10);
    await store.giveBack(idOf(10), { state: 'waiting', dueAt: at(30), fault: FAULT, unclear: true });
    expect(await store.deliveries()).toMatchObject([
      { state: 'waiting', dueAt: at(30), lastFault: FAULT, unclear: true, attempts: 1 },
    ]);
    expect(await numbers(at(29), 60, 10)).toEqual([]);
    expect(await store.lease(at(30), 60, 10)).toMatchObject([{ unclear: true, attempts: 2 }]);
  });

  test('given up leaves behind what is to be sent because of it, with its entry, in one go', async () => {
    const further = [messageTo('b', 20, A), messageTo('c', 21, A)];
    const dead = { state: 'dead', dueAt: at(7), fault: FAULT, unclear: false } as const;
    await add(messageTo('a', 10, A));
    await store.lease(AT, 60, 10);
    // An id that is taken: nothing of it is written.
    await expect(store.giveBack(idOf(10), dead, deliveryDraft(1, A), further)).rejects.toMatchObject({
      name: 'Fault',
    });
    expect(await store.deliveries()).toMatchObject([{ state: 'leased' }]);
    await store.giveBack(idOf(10), dead, deliveryDraft(50, A), further);
    expect(await store.deliveries()).toMatchObject([
      { state: 'dead' },
      { id: idOf(20), state: 'waiting', createdAt: at(7) },
      { id: idOf(21), state: 'waiting', createdAt: at(7) },
    ]);
    expect(await store.entries(A)).toHaveLength(2);
  });

  test('withdrawn meanwhile leaves nothing behind when it is given back', async () => {
    await add(messageTo('a', 10, A));
    await store.lease(AT, 60, 10);
    await store.commit(turnOf('keep', { keptOut: [{ reference: A, people: ['a'] }] }));
    const dead = { state: 'dead', dueAt: AT, fault: FAULT, unclear: false } as const;
    await store.giveBack(idOf(10), dead, deliveryDraft(50, A), [messageTo('b', 20, A)]);
    expect(await store.deliveries()).toMatchObject([{ state: 'cancelled' }]);
    expect(await store.entries(A)).toHaveLength(1);
  });

  test('given up stays listed until somebody has it tried again, one or all', async () => {
    await add(messageTo('a', 10, A), messageTo('b', 11, A), messageTo('c', 12, A));
    await store.lease(AT, 60, 10);
    for (const number of [10, 11]) {
      await store.giveBack(idOf(number), { state: 'dead', dueAt: AT, fault: FAULT, unclear: true });
    }
    expect(await numbers(at(9999), 60, 10)).toEqual([12]);
    expect(await store.deliveries({ states: ['dead'] })).toHaveLength(2);
    expect(await store.retry(at(1), idOf(12))).toBe(0);
    expect(await store.retry(at(1), idOf(11))).toBe(1);
    expect(await store.lease(at(1), 60, 10)).toMatchObject([{ id: idOf(11), attempts: 1, unclear: true }]);
    expect(await store.retry(at(1))).toBe(1);
    expect(await store.retry(at(1))).toBe(0);
  });
});
