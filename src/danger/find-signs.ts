import type { CompiledLexicon, Quiet } from './compile-lexicon.ts';
import { countHints } from './count-hints.ts';
import { firstOf, type Hits, matchesOf, mayMatch, type Part, presentIn, type Span, spansOf } from './match-pattern.ts';
import { hitsIn, type Slot } from './phrase-tree.ts';
import { readSlots } from './read-slots.ts';

/** A sign found in a text, and the parts of the text that make it up. */
export type FoundSign = {
  /** Its place in the lexicon; null for hints that are enough together. */
  readonly sign: number | null;
  readonly spans: readonly Span[];
};

const JUST_BEFORE = 3;
/** How far, in words, something in a long sentence without a stop still quiets a sign. */
const REACH = 30;

/** Every sign in a text. Always the same for the same text; time grows with its length. */
export function findSigns(text: string, lexicon: CompiledLexicon): FoundSign[] {
  const slots = readSlots(text, lexicon);
  const all = hitsIn(lexicon.tree, slots);
  const shown = withoutHarmless(slots, all, lexicon);
  const hits = shown === slots ? all : hitsIn(lexicon.tree, shown);
  const present = presentIn(hits, lexicon.groupCount);
  const quiets = quietIn(lexicon, slots, all);

  const found: FoundSign[] = [];
  lexicon.signs.forEach(({ patterns, unless }, sign) => {
    for (const pattern of patterns) {
      if (!mayMatch(pattern, present)) continue;
      for (const match of matchesOf(pattern, shown, hits)) {
        const quiet = unless.some((index) => {
          const entry = lexicon.quiet[index];
          return entry !== undefined && isQuieted(match, entry, quiets(index), slots, all);
        });
        if (!quiet) found.push({ sign, spans: spansOf(match, slots) });
      }
    }
  });
  const together = countHints(slots, hits, all, lexicon);
  return together.length === 0 ? found : [...found, { sign: null, spans: together }];
}

function withoutHarmless(slots: readonly Slot[], hits: Hits, lexicon: CompiledLexicon): readonly Slot[] {
  const present = presentIn(hits, lexicon.groupCount);
  const covered = new Set<number>();
  for (const pattern of lexicon.harmless) {
    if (!mayMatch(pattern, present)) continue;
    for (const match of matchesOf(pattern, slots, hits)) {
      for (let part: Part | null = match; part !== null; part = part.earlier) {
        for (let i = part.from; i < part.to; i += 1) covered.add(i);
      }
    }
  }
  return covered.size === 0 ? slots : slots.map((slot, i) => (covered.has(i) ? { ...slot, ids: [] } : slot));
}

/** By quieting, 1 for each slot where one of its patterns begins; worked out when first asked for. */
function quietIn(
  lexicon: CompiledLexicon,
  slots: readonly Slot[],
  hits: Hits,
): (index: number) => Uint8Array {
  const known = new Map<number, Uint8Array>();
  return (index) => {
    let begins = known.get(index);
    if (begins === undefined) {
      begins = new Uint8Array(slots.length);
      for (const pattern of lexicon.quiet[index]?.patterns ?? []) {
        for (const { from } of matchesOf(pattern, slots, hits).map(firstOf)) begins[from] = 1;
      }
      known.set(index, begins);
    }
    return begins;
  };
}

function isQuieted(
  match: Part,
  { where, undoneBy }: Quiet,
  begins: Uint8Array,
  slots: readonly Slot[],
  hits: Hits,
): boolean {
  const { from } = firstOf(match);
  let begin = from;
  let end = match.to;
  const lowest = Math.max(0, begin - REACH);
  const highest = Math.min(slots.length, end + REACH);
  while (begin > lowest && slots[begin - 1]?.sentence === slots[from]?.sentence) begin -= 1;
  while (end < highest && slots[end]?.sentence === slots[match.to - 1]?.sentence) end += 1;

  if (undoneBy !== null) {
    for (let i = begin; i < end; i += 1) if (hits[i]?.some(({ group }) => group === undoneBy)) return false;
  }
  const first = where === 'just-before' ? Math.max(begin, from - JUST_BEFORE) : begin;
  const until = where === 'before' ? from : where === 'just-before' ? match.to : end;
  return begins.subarray(first, until).includes(1);
}

