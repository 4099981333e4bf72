import type { DangerModel } from './model.ts';
import { eachFeature, readWords, stemsOf } from './read-words.ts';

/** What is learned from: texts that sound like danger now, many that do not, and plain words of danger. */
export type DangerLines = {
  readonly danger: readonly string[];
  readonly calm: readonly string[];
  readonly plain: readonly string[];
};

const ROUNDS = 14;
const RATE = 1.5;
const SLOWER = 0.3;
/** Draws weights back to nought, so that a word of few lines says little. Measured: `docs/danger.md`. */
const BACK = 0.02;
/** What stands in one line alone says more about that line than about danger. */
const FEWEST_LINES = 2;
/** Weights below this are left out. */
const SMALLEST = 0.05;
/** Of calm lines that were not learned from, this share is asked about. Measured: `docs/danger.md`. */
export const FALSE_ALARMS = 0.04;
/** How much further down a text with plain words of danger may lie and still be asked about. */
const FOR_PLAIN_WORDS = 0.9;
const FOLDS = 5;

type Line = { readonly features: readonly number[]; readonly by: number; readonly danger: 0 | 1 };

/**
 * Learns which words speak for danger: a logistic regression over stems and pairs of stems, by stochastic gradient descent.
 * Where asking begins is taken from calm lines that were held out. The same lines in the same order give the same model.
 * Takes some seconds.
 */
export function learnDanger(given: DangerLines): Omit<DangerModel, 'from' | 'checksum'> {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const read = (text: string, danger: 0 | 1): Line => {
    const features = new Set<number>();
    eachFeature(readWords(text), (feature) => {
      let number = numbers.get(feature);
      if (number === undefined) {
        number = names.push(feature) - 1;
        numbers.set(feature, number);
      }
      features.add(number);
    });
    return { features: [...features], by: 1 / Math.sqrt(features.size || 1), danger };
  };
  const all = [...given.danger.map((text) => read(text, 1)), ...given.calm.map((text) => read(text, 0))];
  const uses = new Int32Array(names.length);
  for (const { features } of all) for (const number of features) uses[number] = (uses[number] as number) + 1;
  const lines = all.map((line) => ({
    ...line,
    features: line.features.filter((number) => (uses[number] as number) >= FEWEST_LINES),
  }));
  const { bias, weights } = fitWeights(lines, names.length);
  const asks = rounded(heldOut(lines, names.length));
  const kept = names.flatMap((name, number): [string, number][] => {
    const weight = rounded(weights[number] ?? 0);
    return Math.abs(weight) < SMALLEST ? [] : [[name, weight]];
  });
  const words = new Set(
    [...given.danger, ...given.calm].flatMap((text) => readWords(text).map(({ plain }) => plain)),
  );
  return {
    asks,
    asksWithPlainWords: rounded(asks - FOR_PLAIN_WORDS),
    bias: rounded(bias),
    plain: [...new Set(given.plain.map((text) => stemsOf(text).join(' ')))].sort(),
    weights: Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))),
    words: [...words].sort(),
  };
}

function fitWeights(
  given: readonly Line[],
  size: number,
): { readonly bias: number; readonly weights: Float64Array } {
  const lines = [...given];
  const weights = new Float64Array(size);
  let bias = 0;
  const next = pseudoRandom();
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(lines, next);
    const rate = RATE / (1 + round * SLOWER);
    for (const line of lines) {
      const miss = line.danger - 1 / (1 + Math.exp(-sumOf(line, bias, weights)));
      bias += rate * miss * 0.1;
      for (const number of line.features) {
        const weight = weights[number] as number;
        weights[number] = weight + rate * (miss * line.by - BACK * weight);
      }
    }
  }
  return { bias, weights };
}

function sumOf({ features, by }: Line, bias: number, weights: Float64Array): number {
  let sum = bias;
  for (const number of features) sum += (weights[number] as number) * by;
  return sum;
}

/** The sum that a share of `FALSE_ALARMS` of the calm lines exceeds when they are held out, a fifth at a time. */
function heldOut(lines: readonly Line[], size: number): number {
  const sums: number[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const { bias, weights } = fitWeights(
      lines.filter((_, i) => i % FOLDS !== fold),
      size,
    );
    lines.forEach((line, i) => {
      if (i % FOLDS === fold && line.danger === 0) sums.push(sumOf(line, bias, weights));
    });
  }
  sums.sort((a, b) => b - a);
  return sums[Math.floor(sums.length * FALSE_ALARMS)] ?? 0;
}

const rounded = (weight: number): number => Math.round(weight * 100) / 100;

/** A linear congruential generator (Numerical Recipes): chance that is the same every time. */
function pseudoRandom(): () => number {
  let seed = 20_230_629;
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
}

function shuffle<T>(list: T[], next: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
}
