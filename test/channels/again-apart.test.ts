import { expect, it } from 'vitest';
import { createAgain } from '../../src/channels/again.ts';

it('what failed together does not come back together', async () => {
  const came: string[] = [];
  const failing = (name: string, random: number) => {
    const again = createAgain(
      [100],
      () => ({ afterSeconds: 0 }),
      new AbortController().signal,
      () => random,
    );
    return again(async (before) => {
      if (before === undefined) throw new Error('Busy.');
      came.push(name);
    });
  };
  await Promise.all([failing('later', 1), failing('sooner', 0)]);
  expect(came).toEqual(['sooner', 'later']);
});
