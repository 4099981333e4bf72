import type { CompiledLexicon, Pattern, Quiet } from './compile-lexicon.ts';
import { type Hit, hitsIn, type Slot } from './phrase-tree.ts';
import { readSlots } from './read-slots.ts';

/** A sign found in a text: its place in the lexicon, and the parts of the text that make it up. */
export type FoundSign = {
  readonly sign: number;
  readonly spans: readonly { readonly start: number; readonly end: number }[];
};

/** Part of a match: from one slot to before another. */
type Part = { readonly from: number; readonly to: number; readonly earlier: Part | null };
type Hits = readonly (readonly Hit[])[];

/** A stop between two sentences takes the room of this many words, so that a pattern may go on over one. */
const STOP = 3;
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
      if (!pattern.steps.every(({ group }) => present[group] === 1)) continue;
      for (const match of matchesOf(pattern, shown, hits)) {
        const quiet = unless.some((index) => {
          const entry = lexicon.quiet[index];
          return entry !== undefined && isQuieted(match, entry, quiets(index), slots, all);
        });
        if (!quiet) found.push({ sign, spans: spansOf(match, slots) });
      }
    }
  });
  return found;
}

function presentIn(hits: Hits, groupCount: number): Uint8Array {
  const present = new Uint8Array(groupCount);
  for (const here of hits) for (const { group } of here) present[group] = 1;
  return present;
}

function withoutHarmless(slots: readonly Slot[], hits: Hits, lexicon: CompiledLexicon): readonly Slot[] {
  const present = presentIn(hits, lexicon.groupCount);
  const covered = new Set<number>();
  for (const pattern of lexicon.harmless) {
    if (!pattern.steps.every(({ group }) => present[group] === 1)) continue;
    for (const match of matchesOf(pattern, slots, hits)) {
      for (let part: Part | null = match; part !== null; part = part.earlier) {
        for (let i = part.from; i < part.to; i += 1) covered.add(i);
      }
    }
  }
  return covered.size === 0 ? slots : slots.map((slot, i) => (covered.has(i) ? { ...slot, ids: [] } : slot));
}

/** The shortest match from each place where the pattern can begin. */
function matchesOf({ steps }: Pattern, slots: readonly Slot[], hits: Hits): Part[] {
  const [first, ...others] = steps;
  const matches: Part[] = [];
  hits.forEach((here, from) => {
    let parts: Part[] = [];
    for (const { group, end } of here) {
      if (group === first?.group) parts.push({ from, to: end, earlier: null });
    }
    for (const { group, room } of others) {
      if (parts.length === 0) return;
      parts = parts.flatMap((part) => following(part, group, room, slots, hits));
      parts = parts.filter((part, i) => parts.findIndex(({ to }) => to === part.to) === i);
    }
    const shortest = parts.sort((a, b) => a.to - b.to)[0];
    if (shortest !== undefined) matches.push(shortest);
  });
  return matches;
}

function following(part: Part, group: number, room: number, slots: readonly Slot[], hits: Hits): Part[] {
  const found: Part[] = [];
  const last = slots[part.to - 1]?.sentence ?? 0;
  for (let from = part.to; from < slots.length; from += 1) {
    const stops = (slots[from]?.sentence ?? last) - last;
    if (from - part.to + stops * STOP > room) break;
    for (const hit of hits[from] ?? []) {
      if (hit.group === group) found.push({ from, to: hit.end, earlier: part });
    }
  }
  return found;
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

function firstOf(match: Part): Part {
  let first = match;
  while (first.earlier !== null) first = first.earlier;
  return first;
}

function spansOf(match: Part, slots: readonly Slot[]): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (let part: Part | null = match; part !== null; part = part.earlier) {
    const start = slots[part.from]?.start;
    const end = slots[part.to - 1]?.end;
    if (start !== undefined && end !== undefined) spans.unshift({ start, end });
  }
  return spans;
}
