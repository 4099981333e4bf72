/** Every number ranking turns on. What each was measured against, and how to measure again: `docs/ranking.md`. */
export type Constants = {
  /** What counts beside a word as it was typed (1). */
  readonly features: {
    /** A word that the thesaurus has for what was typed. */
    readonly supplied: number;
    /** A word put right. */
    readonly corrected: number;
    /** Two words beside each other. */
    readonly pair: number;
  };
  /** What each of the nearest phrasings of a section counts, nearest first: one may be near by chance, six are not. */
  readonly nearest: readonly number[];
  /** What each kind of evidence counts. */
  readonly evidence: { readonly nearest: number; readonly profile: number; readonly passage: number };
  /** All phrasings of a section together, by BM25: its constants as usual (Robertson & Zaragoza 2009). */
  readonly profile: { readonly saturation: number; readonly byLength: number };
  /** The passages themselves, by BM25. */
  readonly passage: {
    readonly saturation: number;
    readonly byLength: number;
    /** What a word in the heading counts against one in the text under it. */
    readonly heading: number;
    /** What a word scores at most in a text, per unit of rarity. */
    readonly most: number;
  };
  readonly spelling: {
    /** Shorter words have too many neighbours to guess from. */
    readonly shortest: number;
    /** How unlike a known word may be, from 0 to 1. */
    readonly threshold: number;
    /** How much nearer each use brings a known word (by the logarithm): one used more is likelier to be meant. */
    readonly perUse: number;
    /** How much further off each letter more or less puts it. */
    readonly perLetter: number;
  };
  /** The logistic regression of `confidence`. */
  readonly confidence: { readonly constant: number; readonly strength: number; readonly lead: number };
  /** Below this confidence nothing is quoted. A wrong confident answer is worse than none. */
  readonly enough: number;
};

/** As Share Check ranks. */
export const SHIPPED: Constants = Object.freeze({
  features: { supplied: 0.5, corrected: 0.85, pair: 0.6 },
  nearest: [0.3, 0.2, 0.2, 0.1, 0.1, 0.1],
  evidence: { nearest: 1, profile: 3, passage: 0.15 },
  profile: { saturation: 1.2, byLength: 0.75 },
  passage: { saturation: 1.2, byLength: 0.7, heading: 0.5, most: 2.2 },
  spelling: { shortest: 4, threshold: 0.34, perUse: 0.012, perLetter: 0.02 },
  confidence: { constant: -0.92, strength: 1.52, lead: 4.91 },
  enough: 0.35,
});
