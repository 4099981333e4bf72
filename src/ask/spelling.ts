import Fuse from 'fuse.js';
import type { Constants } from './constants.ts';
import type { Lexicon } from './lexicon.ts';

/** Longer ones are no words. */
const LONGEST = 24;
/** How many letters more or less a known word may have. */
const LONGER = 2;

/** Finds the known word that a mistyped one stands for. */
export type Spelling = {
  /** The known word nearest to one that is not known; null when the word is known, or none is near enough. */
  nearest(word: string, stem: string): string | null;
};

/**
 * A word is looked up among those of about its length with its first letter (a slip there is rare), so that a question costs
 * little. Known is what the lexicon has read by now.
 */
export function createSpelling(lexicon: Lexicon, constants: Constants['spelling']): Spelling {
  const { shortest, threshold, perUse, perLetter } = constants;
  const near = { threshold, distance: 12, includeScore: true, minMatchCharLength: 3 };
  const guessable = (word: string) => word.length >= shortest && word.length <= LONGEST && !/\d/.test(word);
  // Most questions have every word right: the searches are made when they are first wanted.
  let known: Map<string, Known> | null = null;
  return {
    nearest(word, stem) {
      if (!guessable(word) || lexicon.isUsed(stem)) return null;
      known ??= byBeginning(lexicon, guessable);
      let best: { readonly word: string; readonly far: number } | null = null;
      for (let length = word.length - LONGER; length <= word.length + LONGER; length++) {
        const some = known.get(keyOf(word, length));
        if (some === undefined) continue;
        some.search ??= new Fuse(some.words, near);
        for (const { item, score = 1 } of some.search.search(word)) {
          const longer = Math.abs(item.length - word.length);
          const far = score - perUse * Math.log(1 + (some.uses.get(item) ?? 0)) + perLetter * longer;
          if (best === null || far < best.far || (far === best.far && item < best.word))
            best = { word: item, far };
        }
      }
      return best?.word ?? null;
    },
  };
}

/** Words that begin alike and are as long, how often each is used, and the search among them once there is one. */
type Known = { readonly words: string[]; readonly uses: Map<string, number>; search: Fuse<string> | null };

function byBeginning(lexicon: Lexicon, guessable: (word: string) => boolean): Map<string, Known> {
  const found = new Map<string, Known>();
  for (const [word, times] of lexicon.uses()) {
    if (!guessable(word)) continue;
    const key = keyOf(word, word.length);
    let known = found.get(key);
    if (known === undefined) {
      known = { words: [], uses: new Map(), search: null };
      found.set(key, known);
    }
    known.words.push(word);
    known.uses.set(word, times);
  }
  return found;
}

const keyOf = (word: string, length: number): string => `${word.slice(0, 1)}${length}`;
