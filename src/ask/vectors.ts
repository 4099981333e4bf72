import type { Constants } from './constants.ts';
import type { Question } from './features.ts';
import { createSum, type Postings } from './postings.ts';

/** What scores a question against many texts: calls `found` with each text that shares a feature with it, once. */
export type Scorer = {
  /** `score` runs from 0 to 1. */
  compare(question: Question, found: (text: number, score: number) => void): void;
};

/** How rare a feature is among some texts; what none has, or nobody knows, is the rarest. */
export type Rarity = (feature: number) => number;

export function raritiesOf(postings: Postings): Rarity {
  const rarity = rarityRow(postings);
  const rarest = Math.log(1 + 2 * postings.count);
  return (feature) => rarity[feature] ?? rarest;
}

function rarityRow({ count, from }: Postings): Float64Array {
  const row = new Float64Array(from.length - 1);
  // Most features are in one text alone: the logarithm of each number is taken once.
  const logarithms = new Float64Array(count + 1);
  logarithms[0] = Math.log(1 + 2 * count);
  for (let feature = 0; feature < row.length; feature++) {
    const having = (from[feature + 1] as number) - (from[feature] as number);
    if (logarithms[having] === 0) logarithms[having] = Math.log(1 + count / having);
    row[feature] = logarithms[having] as number;
  }
  return row;
}

/** Short texts, by how alike they are: the cosine of weights by rarity (Salton & Buckley 1988). */
export function createNearest(postings: Postings, rarity: Rarity): Scorer {
  const { count, from, texts, weights } = postings;
  const rare = rarityRow(postings);
  const values = new Float64Array(texts.length);
  const long = new Float64Array(count);
  for (let feature = 0, i = 0; feature < rare.length; feature++) {
    const worth = rare[feature] as number;
    for (const end = from[feature + 1] as number; i < end; i++) {
      const value = (weights[i] as number) * worth;
      values[i] = value;
      const text = texts[i] as number;
      long[text] = (long[text] as number) + value * value;
    }
  }
  for (let text = 0; text < count; text++) long[text] = Math.sqrt(long[text] as number) || 1;
  for (let i = 0; i < values.length; i++) {
    values[i] = (values[i] as number) / (long[texts[i] as number] as number);
  }
  const sum = createSum({ ...postings, weights: values });
  return {
    compare(question, found) {
      let square = 0;
      for (let i = 0; i < question.features.length; i++) {
        square += ((question.weights[i] as number) * rarity(question.features[i] as number)) ** 2;
      }
      const long = Math.sqrt(square) || 1;
      sum(question, (feature, weight) => (weight * rarity(feature)) / long, found);
    },
  };
}

/** Long texts, by term ranking (BM25), as a share of the most a text could score. Weights in a text are how often it has a feature. */
export function createProfiles(postings: Postings, { saturation, byLength }: Constants['profile']): Scorer {
  const { count, from, texts, weights } = postings;
  const rarity = raritiesOf(postings);
  const damp = new Float64Array(count);
  let all = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i] as number;
    damp[text] = (damp[text] as number) + (weights[i] as number);
    all += weights[i] as number;
  }
  const average = all / (count || 1);
  for (let text = 0; text < count; text++) {
    damp[text] = saturation * (1 - byLength + (byLength * (damp[text] as number)) / average);
  }
  const values = new Float64Array(texts.length);
  for (let feature = 0, i = 0; feature < from.length - 1; feature++) {
    const worth = rarity(feature);
    for (const end = from[feature + 1] as number; i < end; i++) {
      const weight = weights[i] as number;
      values[i] = (worth * weight) / (weight + (damp[texts[i] as number] as number));
    }
  }
  const sum = createSum({ ...postings, weights: values });
  return {
    compare(question, found) {
      const { features, weights } = question;
      let most = 0;
      for (let i = 0; i < features.length; i++) {
        most += (weights[i] as number) * rarity(features[i] as number);
      }
      sum(question, (_, weight) => weight / (most || 1), found);
    },
  };
}
