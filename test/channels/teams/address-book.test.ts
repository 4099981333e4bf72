import { beforeEach, describe, expect, test } from 'vitest';
import { createAddressBook, LAST_SERVICE } from '../../../src/channels/teams/address-book.ts';
import { SAM_ID } from './activities.ts';
import { memoryAddresses } from './memory-addresses.ts';

const DAY = 24 * 60 * 60 * 1000;
const SERVICE = { serviceUrl: 'https://smba.trafficmanager.net/uk', tenant: 'tenant-1', bot: '28:bot' };
const at = (conversation: string) => ({
  serviceUrl: SERVICE.serviceUrl,
  conversation,
  tenant: SERVICE.tenant,
  bot: SERVICE.bot,
});

let addresses: ReturnType<typeof memoryAddresses>;
let saves: string[];
let now: number;
const open = () =>
  createAddressBook(
    {
      ...addresses,
      save: (userId, address) => {
        saves.push(userId);
        return addresses.save(userId, address);
      },
    },
    () => new Date(now),
  );
beforeEach(() => {
  addresses = memoryAddresses();
  saves = [];
  now = Date.parse('2026-11-23T10:00:00Z');
});

describe('somebody who is met', () => {
  test('can be written to from then on, and is new once', async () => {
    const book = open();
    expect(await book.met(SAM_ID, at('a:1'))).toBe(true);
    expect(await book.met(SAM_ID, at('a:1'))).toBe(false);
    expect(await book.of(SAM_ID)).toEqual({ ...at('a:1'), seen: '2026-11-23' });
    expect(await open().met(SAM_ID, at('a:1'))).toBe(false);
    expect(saves).toEqual([SAM_ID]);
  });

  test('is written down when they are elsewhere, and once a day', async () => {
    const book = open();
    await book.met(SAM_ID, at('a:1'));
    expect(await book.met(SAM_ID, at('a:2'))).toBe(false);
    expect(await book.of(SAM_ID)).toMatchObject({ conversation: 'a:2' });
    now += DAY;
    expect(await book.met(SAM_ID, at('a:2'))).toBe(false);
    expect(await book.met(SAM_ID, at('a:2'))).toBe(false);
    expect(saves).toHaveLength(3);
  });

  test('is new again after they were forgotten', async () => {
    const book = open();
    await book.met(SAM_ID, at('a:1'));
    await book.forget(SAM_ID);
    expect(await book.of(SAM_ID)).toBeUndefined();
    expect(await book.met(SAM_ID, at('a:1'))).toBe(true);
  });

  test('is the same person in capitals and in small letters; nobody else is', async () => {
    const book = open();
    await book.met('ABCDEF00-0000-4000-8000-000000000101', at('a:1'));
    expect(await book.of('abcdef00-0000-4000-8000-000000000101')).toMatchObject({ conversation: 'a:1' });
    await book.met('29:Abc', at('a:2'));
    expect(await book.of('29:abc')).toBeUndefined();
  });

  test('is not taken down when it cannot be written, so that it is tried again', async () => {
    let works = false;
    const book = createAddressBook({
      ...addresses,
      save: async (...address) => {
        if (!works) throw new Error('The disk is full.');
        await addresses.save(...address);
      },
    });
    await expect(book.met(SAM_ID, at('a:1'))).rejects.toThrow('full');
    works = true;
    expect(await book.met(SAM_ID, at('a:1'))).toBe(true);
  });
});

test('while the store is away, what was written down last is known, and nothing else', async () => {
  let away = false;
  const book = createAddressBook({
    ...addresses,
    load: async (userId) => {
      if (away) throw new Error('The disk is gone.');
      return addresses.load(userId);
    },
  });
  await book.heardFrom(at('a:1'));
  await book.met(SAM_ID, at('a:1'));
  away = true;
  expect(await book.of(SAM_ID)).toMatchObject({ conversation: 'a:1' });
  expect(await book.lastService()).toMatchObject(SERVICE);
  await expect(book.of('29:other')).rejects.toThrow('gone');
});

test('whatever stands there in place of an address is nobody’s', async () => {
  addresses.saved.set(SAM_ID, JSON.stringify({ conversation: 5 }));
  expect(await open().of(SAM_ID)).toBeUndefined();
});

describe('the service that was heard from', () => {
  test('is kept without anybody’s chat', async () => {
    const book = open();
    await book.heardFrom({ ...at('a:1'), user: '29:sam', team: '19:team' });
    await book.heardFrom(at('a:2'));
    expect(await book.lastService()).toEqual({ ...SERVICE, conversation: '' });
    expect(saves).toEqual([LAST_SERVICE]);
  });

  test('is not written over by somebody who is called so', async () => {
    const book = open();
    await book.heardFrom(at('a:1'));
    expect(
      await book.met(LAST_SERVICE, { serviceUrl: 'https://elsewhere.example', conversation: 'a:2' }),
    ).toBe(false);
    await book.forget(LAST_SERVICE);
    expect(await book.lastService()).toEqual({ ...SERVICE, conversation: '' });
    expect(await book.of(LAST_SERVICE)).toBeUndefined();
  });
});

test('whom nobody heard from for more than 400 days is forgotten, but for those listed and the service', async () => {
  const book = open();
  await book.heardFrom(at('a:1'));
  for (const id of ['29:old', '29:listed']) await book.met(id, at('a:1'));
  addresses.saved.set('29:undated', JSON.stringify(at('a:9')));
  now += 400 * DAY;
  await book.met('29:new', at('a:2'));
  await book.tidy((userId) => userId === '29:listed');
  expect([...addresses.saved.keys()]).toContain('29:old');
  now += DAY;
  await book.tidy((userId) => userId === '29:listed');
  expect([...addresses.saved.keys()].sort()).toEqual(
    ['29:listed', '29:new', '29:undated', LAST_SERVICE].sort(),
  );
  expect(await book.met('29:old', at('a:1'))).toBe(true);
});

test('more than five thousand people fill no memory: whoever was let go is looked up again', async () => {
  let loads = 0;
  const book = createAddressBook(
    {
      ...addresses,
      load: (userId) => {
        loads += 1;
        return addresses.load(userId);
      },
    },
    () => new Date(now),
  );
  for (let n = 0; n < 5001; n += 1) await book.met(`29:${n}`, at(`a:${n}`));
  expect(loads).toBe(5001);
  await book.met('29:5000', at('a:5000'));
  expect(loads).toBe(5001);
  expect(await book.met('29:0', at('a:0'))).toBe(false);
  expect(loads).toBe(5002);
});
