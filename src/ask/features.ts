import type { Constants } from './constants.ts';
import { type Lexicon, UNKNOWN } from './lexicon.ts';
import type { Spelling } from './spelling.ts';
import { stemOf, wordsOf } from './terms.ts';
import { type Texts, TextsMaker } from './texts.ts';
import { meant, type Thesaurus } from './thesaurus.ts';

/**
 * What a question is compared by: its stems, those the thesaurus has for them, and each pair of neighbours, by their numbers
 * in the lexicon. One that is not known there stands as `UNKNOWN`: it fits nothing, and still counts for how long the question is.
 */
export type Question = {
  readonly features: readonly number[];
  readonly weights: readonly number[];
  /** As many at the front are stems. */
  readonly stems: number;
};

export type Reading = {
  readonly lexicon: Lexicon;
  readonly thesaurus: Thesaurus;
  readonly constants: Constants['features'];
};

/**
 * What texts of our own are compared by, from the stems of each as the lexicon read them; it learns their pairs. Each stem
 * and each pair counts once a text.
 */
export function textsOf(
  rows: readonly (readonly number[])[],
  { lexicon, thesaurus, constants }: Reading,
): Texts {
  const { supplied, pair } = constants;
  const maker = new TextsMaker();
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) maker.addOnce(row[i] as number, 1);
    const more = meant(thesaurus, row);
    for (let i = 0; i < more.length; i++) maker.addOnce(more[i] as number, supplied);
    for (let i = 1; i < row.length; i++) {
      maker.addOnce(lexicon.learnPair(row[i - 1] as number, row[i] as number), pair);
    }
    maker.end();
  }
  return maker.made();
}

/** Reads what a person typed: unknown words are put right, and nothing is kept. */
export function readQuestion(
  question: string,
  { lexicon, thesaurus, constants, spelling }: Reading & { readonly spelling: Spelling },
): Question {
  const { supplied, corrected, pair } = constants;
  const [features, weights]: [number[], number[]] = [[], []];
  const had = new Set<string>();
  const add = (name: string, feature: number, weight: number): void => {
    if (had.has(name)) return;
    had.add(name);
    features.push(feature);
    weights.push(weight);
  };
  const names: string[] = [];
  const row: number[] = [];
  for (const word of wordsOf(question)) {
    const typed = stemOf(word);
    const nearest = spelling.nearest(word, typed);
    const name = nearest === null ? typed : stemOf(nearest);
    names.push(name);
    const stem = lexicon.stem(name);
    row.push(stem);
    add(name, stem, nearest === null ? 1 : corrected);
  }
  for (const stem of meant(thesaurus, row)) {
    features.push(stem);
    weights.push(supplied);
  }
  const stems = features.length;
  for (let i = 1; i < row.length; i++) {
    add(`${names[i - 1]}_${names[i]}`, lexicon.pair(row[i - 1] ?? UNKNOWN, row[i] ?? UNKNOWN), pair);
  }
  return { features, weights, stems };
}
