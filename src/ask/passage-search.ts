import MiniSearch from 'minisearch';
import type { Guidance } from '../guidance/guidance.ts';
import { passages } from '../guidance/passages.ts';
import type { Features } from './features.ts';
import { wordsOf } from './terms.ts';
import { rarities } from './vectors.ts';

/** One passage of a section, word for word: what is quoted. */
export type Passage = {
  readonly guidance: Guidance;
  readonly section: string;
  readonly heading: string;
  readonly text: string;
};

/** Every passage of these documents, in reading order. */
export function passagesOf(searched: readonly Guidance[]): readonly Passage[] {
  return searched.flatMap((guidance) =>
    [...guidance.sections.values()].flatMap((section) =>
      passages(section).map((text) => ({ guidance, section: section.id, heading: section.heading, text })),
    ),
  );
}

/** Words of a heading count more than those of the text under it. Measured: `docs/ranking.md`. */
const HEADING = 0.5;
/** What a word scores at most in a text by BM25, per unit of rarity. */
const MOST = 2.2;

/** How well passages fit the words of a question. */
export type PassageSearch = {
  /** Calls `found` with the place of each passage that shares a word with the question, and its score, about 0 to 1. */
  compare(stems: Features, found: (passage: number, score: number) => void): void;
};

/** Term ranking over passages and the headings above them, by MiniSearch (BM25+). `stem` is for reading them. */
export function createPassageSearch(list: readonly Passage[], stem: (word: string) => string): PassageSearch {
  const index = new MiniSearch({ fields: ['heading', 'text'], tokenize: wordsOf, processTerm: stem });
  index.addAll(list.map(({ heading, text }, id) => ({ id, heading, text })));
  const rarity = rarities(
    list.map(({ heading, text }) => new Map(wordsOf(`${heading} ${text}`).map((word) => [stem(word), 1]))),
  );
  return {
    compare(stems, found) {
      const words = [...stems.keys()];
      let most = 0;
      for (const [word, weight] of stems) most += weight * rarity(word) * MOST;
      const hits = index.search(words.join(' '), {
        tokenize: () => words,
        processTerm: (word) => word,
        boostTerm: (word) => stems.get(word) ?? 1,
        boost: { heading: HEADING },
        bm25: { k: 1.2, b: 0.7, d: 0 },
      });
      for (const { id, score } of hits) found(id as number, score / (most || 1));
    },
  };
}
