import Fuse from 'fuse.js';
import { stemOf } from './terms.ts';

/** Shorter words have too many neighbours to guess from. */
const SHORTEST = 4;
const NEAR = {
  threshold: 0.34,
  distance: 12,
  includeScore: true,
  minMatchCharLength: 3,
};
/** A word that is used more is likelier to be meant; one of another length less so. */
const PER_USE = 0.012;
const PER_LETTER = 0.02;

/** Finds the known word that a mistyped one stands for. */
export type Spelling = {
  /** The known word nearest to one that is not known; null when the word is known, or none is near enough. */
  nearest(word: string): string | null;
};

/**
 * A word is looked up among those with its first letter (a slip there is rare), so that a question costs little.
 * `uses`: every known word and how often it is used; `stem`: for reading them.
 */
export function createSpelling(uses: ReadonlyMap<string, number>, stem: (word: string) => string): Spelling {
  const known = new Set<string>();
  const byLetter = new Map<string, string[]>();
  for (const word of uses.keys()) {
    known.add(stem(word));
    if (!guessable(word)) continue;
    const letter = word.slice(0, 1);
    const words = byLetter.get(letter);
    if (words === undefined) byLetter.set(letter, [word]);
    else words.push(word);
  }
  const searches = new Map<string, Fuse<string>>();
  const searchFor = (letter: string): Fuse<string> => {
    const search = searches.get(letter) ?? new Fuse(byLetter.get(letter) ?? [], NEAR);
    // Only letters of known words: what else is typed is not kept.
    if (byLetter.has(letter)) searches.set(letter, search);
    return search;
  };
  return {
    nearest(word) {
      if (!guessable(word) || known.has(stemOf(word))) return null;
      let best: { readonly word: string; readonly far: number } | null = null;
      for (const { item, score = 1 } of searchFor(word.slice(0, 1)).search(word)) {
        const longer = Math.abs(item.length - word.length);
        if (longer > 2) continue;
        const far = score - PER_USE * Math.log(1 + (uses.get(item) ?? 0)) + PER_LETTER * longer;
        if (best === null || far < best.far || (far === best.far && item < best.word))
          best = { word: item, far };
      }
      return best?.word ?? null;
    },
  };
}

const guessable = (word: string): boolean => word.length >= SHORTEST && word.length <= 24 && !/\d/.test(word);
