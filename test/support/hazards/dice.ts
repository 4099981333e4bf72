/** Numbers that look random and are the same for the same seed (mulberry32, public domain): from 0 up to, not including, `sides`. */
export type Dice = (sides: number) => number;

export function diceOf(seed: number): Dice {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

/** One of the list. @throws RangeError when it is empty. */
export function oneOf<T>(list: readonly T[], dice: Dice): T {
  const one = list[dice(list.length)];
  if (one === undefined) throw new RangeError('There is nothing to choose from');
  return one;
}
