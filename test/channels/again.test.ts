import { expect, it } from 'vitest';
import { createAgain } from '../../src/channels/again.ts';

const never = new AbortController().signal;

it('what failed together does not come back together', async () => {
  const came: string[] = [];
  const failing = (name: string, random: number) => {
    let calls = 0;
    return createAgain(
      [100],
      () => ({ afterSeconds: 0 }),
      never,
      () => random,
    )(async () => {
      calls += 1;
      if (calls === 1) throw new Error('Busy.');
      came.push(name);
    });
  };
  await Promise.all([failing('later', 1), failing('sooner', 0)]);
  expect(came).toEqual(['sooner', 'later']);
});

it('what cannot work, or would have to wait for minutes, is not tried again', async () => {
  for (const passes of [null, { afterSeconds: 61 }]) {
    let calls = 0;
    const call = createAgain(
      [0, 0],
      () => passes,
      never,
    )(async () => {
      calls += 1;
      throw new Error('Refused.');
    });
    await expect(call).rejects.toThrow('Refused.');
    expect(calls).toBe(1);
  }
});

it('a stop waits for no pause: what waits is tried at once, for the last time', async () => {
  const stopping = new AbortController();
  let calls = 0;
  const call = createAgain(
    [3_600_000],
    () => ({ afterSeconds: 0 }),
    stopping.signal,
  )(async () => {
    calls += 1;
    if (calls === 1) queueMicrotask(() => stopping.abort());
    throw new Error('Busy.');
  });
  await expect(call).rejects.toThrow('Busy.');
  expect(calls).toBe(2);
});
