import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSenderKeys, KeysUnreachable } from '../../../src/channels/teams/sender-keys.ts';
import { keyServer } from './key-server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TIMES = {
  freshMs: 24 * HOUR,
  usableMs: 120 * HOUR,
  unknownMs: 5 * MINUTE,
  failedMs: 5000,
  deadlineMs: 200,
};

let server: Awaited<ReturnType<typeof keyServer>>;
let time = 0;
const ring = () => createSenderKeys(server.metadata, { times: TIMES, now: () => time });
/** What a find of this kid comes to. */
const found = (keys: ReturnType<typeof ring>, kid: string): Promise<string> =>
  keys.find(kid).then(
    (key) => (key === undefined ? 'unknown' : 'known'),
    (error: unknown) => (error instanceof KeysUnreachable ? 'cannot tell' : 'another error'),
  );
/** Two requests make one look. */
const looks = () => server.asked() / 2;

beforeEach(async () => {
  server = await keyServer();
  time = 1_000_000;
});
afterEach(() => server.stop());

describe('the keys of the Bot Framework', () => {
  it('are fetched once for all who come at once, and then kept', async () => {
    const keys = ring();
    const all = await Promise.all(Array.from({ length: 20 }, () => found(keys, 'teams')));
    expect(new Set(all)).toEqual(new Set(['known']));
    expect((await keys.find('other'))?.endorsements).toEqual(['webchat']);
    expect((await keys.find('unendorsed'))?.endorsements).toEqual([]);
    expect(await found(keys, 'elliptic')).toBe('unknown');
    expect(looks()).toBe(1);
  });

  it('are not asked for by every name that somebody makes up', async () => {
    const keys = ring();
    for (let at = 0; at < 200; at += 1) {
      time += 100;
      expect(await found(keys, `made-up-${at}`)).toBe('unknown');
    }
    await Promise.all(Array.from({ length: 200 }, (_none, at) => found(keys, `more-${at}`)));
    expect(looks()).toBe(1);
  });

  it('come with a new one some minutes after Microsoft has it', async () => {
    const keys = ring();
    await found(keys, 'teams');
    server.publishNext();
    expect(await found(keys, 'next')).toBe('unknown');
    time += 5 * MINUTE;
    expect(await found(keys, 'next')).toBe('known');
    expect(looks()).toBe(2);
  });

  it('are fetched again after a day, while nobody waits', async () => {
    const keys = ring();
    await found(keys, 'teams');
    time += 24 * HOUR;
    server.become('silent');
    expect(await found(keys, 'teams')).toBe('known');
    await expect.poll(() => server.asked()).toBe(3);
  });

  it('go on being used for some days while the server is down, and no longer', async () => {
    const keys = ring();
    await found(keys, 'teams');
    await server.stop();
    time += 119 * HOUR;
    expect(await found(keys, 'teams')).toBe('known');
    time += 2 * HOUR;
    expect(await found(keys, 'teams')).toBe('cannot tell');
    await server.restart();
    time += 5000;
    expect(await found(keys, 'teams')).toBe('known');
  });

  it.each(['broken', 'nonsense', 'no keys', 'silent'] as const)(
    'cannot be told while the server is %s; it is asked now and then, and works when it is well',
    async (mood) => {
      const keys = ring();
      server.become(mood);
      for (let at = 0; at < 50; at += 1) expect(await found(keys, 'teams')).toBe('cannot tell');
      expect(server.asked()).toBeLessThanOrEqual(2);
      server.become('well');
      time += 5000;
      expect(await found(keys, 'teams')).toBe('known');
    },
  );

  it('that were there are not lost to an answer without any', async () => {
    const keys = ring();
    await found(keys, 'teams');
    server.become('no keys');
    time += 5 * MINUTE;
    expect(await found(keys, 'made-up')).toBe('cannot tell');
    expect(await found(keys, 'teams')).toBe('known');
  });
});
