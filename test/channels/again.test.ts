import { describe, expect, test } from 'vitest';
import { createAgain } from '../../src/channels/again.ts';

class Passing extends Error {
  readonly afterSeconds: number;
  constructor(afterSeconds = 0) {
    super('It may work the next time.');
    this.afterSeconds = afterSeconds;
  }
}
const LONG = 60_000;
const mayPass = (error: unknown) => (error instanceof Passing ? { afterSeconds: error.afterSeconds } : null);

function trying(pauses: readonly number[], ...ends: readonly unknown[]) {
  const stopping = new AbortController();
  const again = createAgain(pauses, mayPass, stopping.signal);
  const before: unknown[] = [];
  const left = [...ends];
  const result = again(async (earlier) => {
    before.push(earlier);
    const end = left.shift();
    if (end instanceof Error) throw end;
    return end;
  });
  result.catch(() => undefined);
  return { result, before, stop: () => stopping.abort() };
}

describe('what may work the next time', () => {
  test('is tried again, and told what the attempt before ended with', async () => {
    const [one, two] = [new Passing(), new Passing()];
    const { result, before } = trying([0, 0], one, two, 'done');
    expect(await result).toBe('done');
    expect(before).toEqual([undefined, one, two]);
  });

  test('is given up after the last pause, as the last attempt ended', async () => {
    const last = new Passing();
    const { result, before } = trying([0, 0], new Passing(), new Passing(), last, 'never');
    await expect(result).rejects.toBe(last);
    expect(before).toHaveLength(3);
  });

  test('without pauses is tried once', async () => {
    const { result, before } = trying([], new Passing(), 'never');
    await expect(result).rejects.toBeInstanceOf(Passing);
    expect(before).toHaveLength(1);
  });
});

describe('is not tried again', () => {
  test('what cannot work either', async () => {
    const fault = new Error('Gone.');
    const { result, before } = trying([0, 0], fault, 'never');
    await expect(result).rejects.toBe(fault);
    expect(before).toHaveLength(1);
  });

  test('what is to wait for longer than anybody would', async () => {
    const { result, before } = trying([0, 0], new Passing(61), 'never');
    await expect(result).rejects.toBeInstanceOf(Passing);
    expect(before).toHaveLength(1);
  });
});

describe('a stop', () => {
  test('cuts the pause short: there is one more attempt, at once, and no other', async () => {
    const { result, before, stop } = trying([LONG, LONG, LONG], new Passing(), new Passing(), 'never');
    await Promise.resolve();
    stop();
    await expect(result).rejects.toBeInstanceOf(Passing);
    expect(before).toHaveLength(2);
  });

  test('cuts short too what the other side asked to wait for', async () => {
    const { result, before, stop } = trying([0, 0], new Passing(59), 'done');
    await Promise.resolve();
    stop();
    expect(await result).toBe('done');
    expect(before).toHaveLength(2);
  });

  test('that came before leaves two attempts', async () => {
    const stopping = new AbortController();
    stopping.abort();
    const again = createAgain([LONG, LONG], mayPass, stopping.signal);
    let calls = 0;
    const result = again(async () => {
      calls += 1;
      throw new Passing();
    });
    await expect(result).rejects.toBeInstanceOf(Passing);
    expect(calls).toBe(2);
  });
});
