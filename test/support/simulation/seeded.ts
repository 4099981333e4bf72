/** Chance that comes out the same for the same seed. */
export type Seeded = {
  /** From 0 up to 1. */
  next(): number;
  chance(of: number): boolean;
  /** From `least` up to `most`. */
  between(least: number, most: number): number;
  pick<T>(from: readonly T[]): T;
  /** Mostly near `middle`, now and then a multiple of it: how long people take to do something. */
  around(middle: number): number;
};

/** Numbers from a seed (mulberry32). */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    chance: (of) => next() < of,
    between: (least, most) => least + next() * (most - least),
    pick(from) {
      const found = from[Math.floor(next() * from.length)];
      if (found === undefined) throw new RangeError('there is nothing to pick from');
      return found;
    },
    around: (middle) => middle * Math.exp(0.8 * (next() + next() + next() - 1.5) * 2),
  };
}
