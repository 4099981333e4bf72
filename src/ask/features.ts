import type { Spelling } from './spelling.ts';
import { wordsOf } from './terms.ts';
import { meant, type Thesaurus } from './thesaurus.ts';

/** How much each stem, or pair of neighbouring stems, of a text counts. */
export type Features = ReadonlyMap<string, number>;

/** What counts beside a word as it was typed (1). Measured: `docs/ranking.md`. */
const SUPPLIED = 0.5;
const CORRECTED = 0.85;
const PAIR = 0.6;

export type Reading = {
  readonly thesaurus: Thesaurus;
  readonly stem: (word: string) => string;
  /** Puts unknown words right; left out for texts of our own. */
  readonly spelling?: Spelling;
};

/**
 * What a text is compared by: `stems` are its words (corrected where unknown) and what the thesaurus has for them;
 * `features` are these and each pair of neighbours, written `seek_advic`.
 */
export function featuresOf(
  text: string,
  { thesaurus, stem, spelling }: Reading,
): { readonly stems: Features; readonly features: Features } {
  const stems = new Map<string, number>();
  const row: string[] = [];
  for (const word of wordsOf(text)) {
    const corrected = spelling?.nearest(word) ?? null;
    const read = stem(corrected ?? word);
    row.push(read);
    if (!stems.has(read)) stems.set(read, corrected === null ? 1 : CORRECTED);
  }
  for (const word of meant(thesaurus, row)) stems.set(word, SUPPLIED);
  const features = new Map(stems);
  for (let i = 1; i < row.length; i++) features.set(`${row[i - 1]}_${row[i]}`, PAIR);
  return { stems, features };
}
