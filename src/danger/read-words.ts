import { stemOf } from '../ask/terms.ts';

/** A word of a text: as it stands there, plain (small, without apostrophes), and the stem it is compared by. */
export type ReadWord = { readonly text: string; readonly plain: string; readonly stem: string };

const WORD = /[\p{L}\p{N}]+(?:['’ʼ`´][\p{L}\p{N}]+)*/gu;

/** Puts a word that is not known right; null where it is known, or nothing is near. */
export type Correct = (word: string, stem: string) => string | null;

/** The words of a text. `don't` is one word, `step-dad` are two; `correct` reads mistyped ones as what they stand for. */
export function readWords(text: string, correct: Correct = () => null): ReadWord[] {
  const words: ReadWord[] = [];
  for (const [word] of text.normalize('NFKC').matchAll(WORD)) {
    const plain = word.toLowerCase().replace(/['’ʼ`´]/g, '');
    const stem = stemOf(plain);
    const corrected = correct(plain, stem);
    words.push({ text: word, plain, stem: corrected === null ? stem : stemOf(corrected) });
  }
  return words;
}

export const stemsOf = (text: string): string[] => readWords(text).map(({ stem }) => stem);

/**
 * What some words are weighed by: each stem, each pair of neighbours (`go home`) and each pair with one word between
 * (`left * alone`). Calls `found` with each feature and the places of its words.
 */
export function eachFeature(
  words: readonly ReadWord[],
  found: (feature: string, first: number, last: number) => void,
): void {
  for (let i = 0; i < words.length; i++) {
    const stem = words[i]?.stem ?? '';
    found(stem, i, i);
    if (i >= 1) found(`${words[i - 1]?.stem} ${stem}`, i - 1, i);
    if (i >= 2) found(`${words[i - 2]?.stem} * ${stem}`, i - 2, i);
  }
}
