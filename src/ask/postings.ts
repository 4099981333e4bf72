import type { Question } from './features.ts';
import type { Texts } from './texts.ts';

/** Texts by each feature they have, all in one row: those of feature `f` stand from `from[f]` up to `from[f + 1]`, in their order. */
export type Postings = {
  /** How many texts there are, whatever they have. */
  readonly count: number;
  readonly from: Int32Array;
  readonly texts: Int32Array;
  /** What the feature counts in each of these texts; above 0. */
  readonly weights: Float64Array;
};

/** Turns texts with their features into features with their texts. `size`: how many features there are. */
export function postingsOf({ starts, features, weights }: Texts, size: number): Postings {
  const count = starts.length - 1;
  const many = starts[count] as number;
  const from = new Int32Array(size + 1);
  for (let i = 0; i < many; i++) {
    const after = (features[i] as number) + 1;
    from[after] = (from[after] as number) + 1;
  }
  for (let feature = 0; feature < size; feature++) {
    from[feature + 1] = (from[feature + 1] as number) + (from[feature] as number);
  }
  const next = from.slice();
  const texts = new Int32Array(many);
  const placed = new Float64Array(many);
  for (let text = 0, i = 0; text < count; text++) {
    for (const end = starts[text + 1] as number; i < end; i++) {
      const feature = features[i] as number;
      const at = next[feature] as number;
      next[feature] = at + 1;
      texts[at] = text;
      placed[at] = weights[i] as number;
    }
  }
  return { count, from, texts, weights: placed };
}

/** The same with texts of one owner taken together: how much of a feature they have between them. Owners rise with the texts. */
export function byOwner(postings: Postings, ownerOf: Int32Array, owners: number): Postings {
  const size = postings.from.length - 1;
  const from = new Int32Array(size + 1);
  const texts = new Int32Array(postings.texts.length);
  const weights = new Float64Array(postings.texts.length);
  let many = 0;
  for (let feature = 0, i = 0; feature < size; feature++) {
    const begin = many;
    for (const end = postings.from[feature + 1] as number; i < end; i++) {
      const owner = ownerOf[postings.texts[i] as number] as number;
      if (many === begin || texts[many - 1] !== owner) texts[many++] = owner;
      weights[many - 1] = (weights[many - 1] as number) + (postings.weights[i] as number);
    }
    from[feature + 1] = many;
  }
  return { count: owners, from, texts: texts.subarray(0, many), weights: weights.subarray(0, many) };
}

/** Adds up what texts have of a question. */
export type Sum = (
  question: Pick<Question, 'features' | 'weights'>,
  times: (feature: number, weight: number) => number,
  found: (text: number, sum: number, shared: number) => void,
) => void;

/**
 * Adds up what each text has of a question, `times(feature, weight)` as much of each; only texts that have some of it cost
 * anything. Calls `found` once for each of them, with how many features it shares.
 */
export function createSum({ count, from, texts, weights }: Postings): Sum {
  const size = from.length - 1;
  // Used for every question, and left as they were: all 0.
  const sums = new Float64Array(count);
  const shared = new Int32Array(count);
  const touched = new Int32Array(count);
  return (question, times, found) => {
    let many = 0;
    for (let i = 0; i < question.features.length; i++) {
      const feature = question.features[i] as number;
      if (feature < 0 || feature >= size) continue;
      const by = times(feature, question.weights[i] as number);
      const end = from[feature + 1] as number;
      for (let at = from[feature] as number; at < end; at++) {
        const text = texts[at] as number;
        if (shared[text] === 0) touched[many++] = text;
        sums[text] = (sums[text] as number) + by * (weights[at] as number);
        shared[text] = (shared[text] as number) + 1;
      }
    }
    for (let i = 0; i < many; i++) {
      const text = touched[i] as number;
      found(text, sums[text] as number, shared[text] as number);
      sums[text] = 0;
      shared[text] = 0;
    }
  };
}
