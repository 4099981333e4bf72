import type { Pattern } from './compile-lexicon.ts';
import type { Hit, Slot } from './phrase-tree.ts';

/** Part of a match: from one slot to before another, and what was matched before it. */
export type Part = { readonly from: number; readonly to: number; readonly earlier: Part | null };
/** By slot, the phrases that begin there. */
export type Hits = readonly (readonly Hit[])[];
/** Where a piece of the text begins and ends. */
export type Span = { readonly start: number; readonly end: number };

/** A stop between two sentences takes the room of this many words, so that a pattern may go on over one. */
const STOP = 3;

/** By group, 1 when a phrase of it stands in the text. */
export function presentIn(hits: Hits, groupCount: number): Uint8Array {
  const present = new Uint8Array(groupCount);
  for (const here of hits) for (const { group } of here) present[group] = 1;
  return present;
}

/** True when every group of the pattern stands somewhere: a quick look before the careful one. */
export function mayMatch({ steps }: Pattern, present: Uint8Array): boolean {
  return steps.every(({ group }) => present[group] === 1);
}

/** The shortest match from each place where the pattern can begin. */
export function matchesOf({ steps }: Pattern, slots: readonly Slot[], hits: Hits): Part[] {
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

/** The part a match begins with. */
export function firstOf(match: Part): Part {
  let first = match;
  while (first.earlier !== null) first = first.earlier;
  return first;
}

/** The pieces of the text that a match is made of, first to last. */
export function spansOf(match: Part, slots: readonly Slot[]): Span[] {
  const spans: Span[] = [];
  for (let part: Part | null = match; part !== null; part = part.earlier) {
    const start = slots[part.from]?.start;
    const end = slots[part.to - 1]?.end;
    if (start !== undefined && end !== undefined) spans.unshift({ start, end });
  }
  return spans;
}
