import { stemmer } from '@orama/stemmers/english';

/** The words of a text in lower case, letters and digits only: `don't` becomes `dont`, `step-dad` two words. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’ʼ`´]/g, '');
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The stem of a word (Snowball English): `shared`, `sharing` and `shares` are the same. */
export const stemOf = (word: string): string => stemmer(word);

/** `stemOf` with a memory, for reading much text that is no secret. Never for what a person typed: it would be kept. */
export function rememberedStems(): (word: string) => string {
  const stems = new Map<string, string>();
  return (word) => {
    let stem = stems.get(word);
    if (stem === undefined) {
      stem = stemOf(word);
      stems.set(word, stem);
    }
    return stem;
  };
}
