import type { Features } from './features.ts';

type Posting = { readonly texts: number[]; readonly weights: number[] };

/** What scores a question against many texts: calls `found` with each text that shares a feature with it, once. */
export type Scorer = {
  /** `score` runs from 0 to 1. */
  compare(question: Features, found: (text: number, score: number) => void): void;
};

/** Texts (by their place in the list) by each feature they have. */
class Postings {
  readonly #postings = new Map<string, Posting>();
  readonly #sums: Float64Array;

  constructor(count: number) {
    this.#sums = new Float64Array(count);
  }

  add(feature: string, text: number, weight: number): void {
    const posting = this.#postings.get(feature);
    if (posting === undefined) this.#postings.set(feature, { texts: [text], weights: [weight] });
    else {
      posting.texts.push(text);
      posting.weights.push(weight);
    }
  }

  /** Adds up what each text has of the question; only texts that have some of it cost anything. */
  sum(
    question: Features,
    times: (feature: string, weight: number) => number,
    found: (text: number, sum: number) => void,
  ): void {
    const sums = this.#sums;
    const touched: number[] = [];
    for (const [feature, weight] of question) {
      const posting = this.#postings.get(feature);
      if (posting === undefined) continue;
      const { texts, weights } = posting;
      const by = times(feature, weight);
      for (let i = 0; i < texts.length; i++) {
        const text = texts[i] as number;
        if (sums[text] === 0) touched.push(text);
        sums[text] = (sums[text] as number) + by * (weights[i] as number);
      }
    }
    for (const text of touched) {
      found(text, sums[text] as number);
      sums[text] = 0;
    }
  }
}

/** How rare each feature is among these texts; what none has is the rarest. */
export function rarities(texts: readonly Features[]): (feature: string) => number {
  const counts = new Map<string, number>();
  for (const features of texts) {
    for (const feature of features.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  const rarity = new Map<string, number>();
  for (const [feature, count] of counts) rarity.set(feature, Math.log(1 + texts.length / count));
  const rarest = Math.log(1 + 2 * texts.length);
  return (feature) => rarity.get(feature) ?? rarest;
}

/** Short texts, by how alike they are: the cosine of weights by rarity (Salton & Buckley 1988). */
export function createNearest(texts: readonly Features[], rarity: (feature: string) => number): Scorer {
  const length = (features: Features): number => {
    let sum = 0;
    for (const [feature, weight] of features) sum += (weight * rarity(feature)) ** 2;
    return Math.sqrt(sum) || 1;
  };
  const postings = new Postings(texts.length);
  for (const [text, features] of texts.entries()) {
    const long = length(features);
    for (const [feature, weight] of features) postings.add(feature, text, (weight * rarity(feature)) / long);
  }
  return {
    compare(question, found) {
      const long = length(question);
      postings.sum(question, (feature, weight) => (weight * rarity(feature)) / long, found);
    },
  };
}

/** The constants of BM25 as usual (Robertson & Zaragoza 2009). */
const SATURATION = 1.2;
const BY_LENGTH = 0.75;

/** Long texts, by term ranking (BM25), as a share of the most a text could score. Weights in a text are how often it has a feature. */
export function createProfiles(texts: readonly Features[]): Scorer {
  const rarity = rarities(texts);
  const long = texts.map((features) => sumOf(features));
  const average = long.reduce((sum, one) => sum + one, 0) / (texts.length || 1);
  const postings = new Postings(texts.length);
  for (const [text, features] of texts.entries()) {
    const damp = SATURATION * (1 - BY_LENGTH + (BY_LENGTH * (long[text] as number)) / average);
    for (const [feature, weight] of features) {
      postings.add(feature, text, (rarity(feature) * weight) / (weight + damp));
    }
  }
  return {
    compare(question, found) {
      let most = 0;
      for (const [feature, weight] of question) most += weight * rarity(feature);
      postings.sum(question, (_, weight) => weight / (most || 1), found);
    },
  };
}

function sumOf(features: Features): number {
  let sum = 0;
  for (const weight of features.values()) sum += weight;
  return sum;
}
