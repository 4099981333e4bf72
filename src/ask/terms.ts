import { stemmer } from '@orama/stemmers/english';

/** Nearly all texts of our own are such: they are read in half the time. */
const PLAIN = /^[ -~]*$/;

/** The words of a text in lower case, letters and digits only: `don't` becomes `dont`, `step-dad` two words. */
export function wordsOf(text: string): string[] {
  if (PLAIN.test(text))
    return (
      text
        .toLowerCase()
        .replace(/['`]/g, '')
        .match(/[a-z0-9]+/g) ?? []
    );
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’ʼ`´]/g, '');
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The stem of a word (Snowball English): `shared`, `sharing` and `shares` are the same. */
export const stemOf = (word: string): string => stemmer(word);
