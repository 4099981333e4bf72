import type { CompiledLexicon, Hint } from './compile-lexicon.ts';
import { firstOf, type Hits, matchesOf, mayMatch, presentIn, type Span, spansOf } from './match-pattern.ts';
import type { Slot } from './phrase-tree.ts';

/** Hints count together when they stand within this many words. */
const WINDOW = 40;

type Found = { readonly hint: Hint; readonly at: number; readonly spans: readonly Span[] };

/**
 * Hints that are danger together, though none of them is alone; empty when they are not enough anywhere. What speaks against
 * danger is looked for in all words, the rest in those that are not part of a harmless turn of phrase.
 */
export function countHints(
  slots: readonly Slot[],
  shown: Hits,
  all: Hits,
  { hints, groupCount }: Pick<CompiledLexicon, 'hints' | 'groupCount'>,
): Span[] {
  const present = presentIn(all, groupCount);
  const found = hints.list.flatMap((hint) =>
    hint.patterns
      .filter((pattern) => mayMatch(pattern, present))
      .flatMap((pattern) => matchesOf(pattern, slots, hint.points < 0 ? all : shown))
      .map((match): Found => ({ hint, at: firstOf(match).from, spans: spansOf(match, slots) })),
  );
  const spans: Span[] = [];
  for (let from = 0; from === 0 || from + WINDOW / 2 < slots.length; from += WINDOW / 2) {
    const near = found.filter(({ at }) => at >= from && at < from + WINDOW);
    if (pointsOf(near, hints.mostFromOnes) < hints.enough) continue;
    spans.push(...near.filter(({ hint }) => hint.points > 1).flatMap((hit) => hit.spans));
  }
  return spans;
}

function pointsOf(found: readonly Found[], mostFromOnes: number): number {
  const places = new Map<Hint, Set<number>>();
  for (const { hint, at } of found) places.set(hint, (places.get(hint) ?? new Set()).add(at));
  let ones = 0;
  let others = 0;
  for (const [{ points, most }, { size }] of places) {
    const sum = points * Math.min(size, most);
    if (points === 1) ones += sum;
    else others += sum;
  }
  return Math.min(ones, mostFromOnes) + others;
}
