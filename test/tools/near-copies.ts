import { stemOf, wordsOf } from '../../src/ask/terms.ts';

/** A text, and the line it stands on in its file. */
export type Placed = { readonly text: string; readonly file: string; readonly line: number };

/** A question with the text of ours that is nearest to it. */
export type Pair = {
  readonly question: Placed;
  readonly ours: Placed;
  /** Shared stems as a share of all stems of the two (Jaccard); 1 where they are the same but for case and punctuation. */
  readonly alike: number;
  readonly isCopy: boolean;
};

/** From here on one is a copy of the other. */
const NEAR = 0.8;
/** Shorter texts are alike by chance. */
const FEWEST_WORDS = 4;

/**
 * Compares every question with every text of ours. `copies` are all pairs that are the same, or nearly; `nearest` has the
 * nearest text for each question that shares a word with any, in their order.
 */
export function nearCopies(
  questions: readonly Placed[],
  ours: readonly Placed[],
): { readonly copies: readonly Pair[]; readonly nearest: readonly Pair[] } {
  const read = ours.map((placed) => ({ placed, ...comparable(placed.text) }));
  const holding = new Map<string, number[]>();
  for (const [at, { stems }] of read.entries()) {
    for (const stem of stems) holding.set(stem, [...(holding.get(stem) ?? []), at]);
  }
  const copies: Pair[] = [];
  const nearest: Pair[] = [];
  for (const question of questions) {
    const { stems, same } = comparable(question.text);
    const shared = new Map<number, number>();
    for (const stem of stems)
      for (const at of holding.get(stem) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
    let best: Pair | null = null;
    for (const [at, count] of shared) {
      const other = read[at];
      if (other === undefined) continue;
      const alike = other.same === same ? 1 : count / (stems.size + other.stems.size - count);
      const long = Math.min(stems.size, other.stems.size) >= FEWEST_WORDS;
      const isCopy = other.same === same || (alike >= NEAR && long);
      const pair = { question, ours: other.placed, alike, isCopy };
      if (isCopy) copies.push(pair);
      if (best === null || alike > best.alike) best = pair;
    }
    if (best !== null) nearest.push(best);
  }
  return { copies, nearest };
}

function comparable(text: string): { readonly stems: ReadonlySet<string>; readonly same: string } {
  const words = wordsOf(text);
  return { stems: new Set(words.map(stemOf)), same: words.join(' ') };
}
