import { describe, expect, test } from 'vitest';
import { backOffSeconds } from '../../src/delivery/back-off.ts';

describe('the wait before another try', () => {
  test('doubles, up to a quarter of an hour', () => {
    const waits = [1, 2, 3, 8, 9, 40, 1000].map((attempts) => backOffSeconds('today', attempts, 1));
    expect(waits).toEqual([5, 10, 20, 640, 900, 900, 900]);
    expect(backOffSeconds('routine', 2, 1)).toBe(10);
  });

  test('is a minute at most in an emergency', () => {
    expect([1, 2, 6, 7, 100].map((attempts) => backOffSeconds('emergency', attempts, 1))).toEqual([
      2, 4, 60, 60, 60,
    ]);
  });

  test('is spread between half of it and the whole', () => {
    expect(backOffSeconds('today', 3, 0)).toBe(10);
    expect(backOffSeconds('today', 3, 0.5)).toBe(15);
  });

  test('is never shorter than the service asked for', () => {
    expect(backOffSeconds('emergency', 1, 0, 30)).toBe(30);
    expect(backOffSeconds('today', 9, 1, 30)).toBe(900);
  });
});
