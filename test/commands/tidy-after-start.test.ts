import { getHeapSpaceStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { tidyAfterStart } from '../../src/commands/tidy-after-start.ts';

test('gives back what nobody holds any more', async () => {
  let made: object[] = [];
  for (let i = 0; i < 300_000; i += 1) made.push({ i });
  const before = taken();
  made = [];
  await tidyAfterStart();
  expect(made).toEqual([]);
  expect(taken()).toBeLessThan(before - 5_000_000);
});

/** Bytes V8 has taken for objects, whether they are in use or not. */
function taken(): number {
  return getHeapSpaceStatistics().reduce((sum, { space_size }) => sum + space_size, 0);
}
