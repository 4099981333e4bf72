import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LATE, within } from '../../src/channels/within.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that ends when told to. */
function work() {
  let end: (result: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const promise = new Promise<string>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { promise, end, fail };
}

test('gives the result that is there in time, and keeps no timer', async () => {
  const { promise, end } = work();
  const result = within(promise, 1000);
  end('done');
  expect(await result).toBe('done');
  expect(vi.getTimerCount()).toBe(0);
});

test('says that it is late, and the work goes on', async () => {
  const { promise, end } = work();
  const result = within(promise, 1000);
  await vi.advanceTimersByTimeAsync(999);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await result).toBe(LATE);
  end('done');
  expect(await promise).toBe('done');
});

test('rejects as the work does while it is waited for, and keeps no timer', async () => {
  const { promise, fail } = work();
  const result = within(promise, 1000);
  const fault = new Error('It does not work.');
  fail(fault);
  await expect(result).rejects.toBe(fault);
  expect(vi.getTimerCount()).toBe(0);
});

test('what fails late is left to whoever began it', async () => {
  const { promise, fail } = work();
  const result = within(promise, 1000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await result).toBe(LATE);
  const fault = new Error('It does not work.');
  fail(fault);
  await expect(promise).rejects.toBe(fault);
});
