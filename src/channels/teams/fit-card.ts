import { type CardElement, textBlock } from './adaptive-card.ts';
import { LARGEST_CARD_BYTES, sizeInTeams } from './limits.ts';

/** Elements of a card that stand or fall together. */
export type Part = {
  /** What goes first where there is no room: what is folded away, then what stands open. What is needed always stays. */
  readonly rank: 'needed' | 'open' | 'folded';
  readonly elements: readonly CardElement[];
  /** What stays of the part when there is no room for all of it: numbers to ring and ways on. */
  readonly least?: readonly CardElement[];
  /** What a folded part is called. */
  readonly name?: string;
};

const LONGEST_NAMES = 400;

/**
 * The body of a card: all parts and then the buttons where Teams takes that. Otherwise parts are left out, the last ones first,
 * with words before the buttons that say which. `frame`: the rest of the card.
 */
export function fitted(
  frame: object,
  parts: readonly Part[],
  buttons: readonly CardElement[],
): readonly CardElement[] {
  const all = [...parts.flatMap(({ elements }) => elements), ...buttons];
  let over = sizeInTeams({ ...frame, body: all }) - LARGEST_CARD_BYTES;
  if (over <= 0) return all;
  // Longer than any note there will be.
  over += sizeInTeams(leftOut(['x'.repeat(LONGEST_NAMES)]));
  const gone = new Set<number>();
  for (const rank of ['folded', 'open'] as const) {
    for (let at = parts.length - 1; at >= 0 && over > 0; at -= 1) {
      const part = parts[at];
      if (part?.rank !== rank || part.elements.length === 0) continue;
      gone.add(at);
      over -= sizeInTeams(part.elements) - sizeInTeams(part.least ?? []);
    }
  }
  const names = parts.flatMap(({ name }, at) => (gone.has(at) && name !== undefined ? [name] : []));
  const kept = parts.flatMap(({ elements, least = [] }, at) => (gone.has(at) ? least : elements));
  return [...kept, leftOut(names), ...buttons];
}

function leftOut(names: readonly string[]): CardElement {
  const list = names.join('; ').slice(0, LONGEST_NAMES);
  const what = list === '' ? 'Some of this is' : `Left out here: ${list}. It is`;
  return textBlock(
    `${what} too long for Teams. Nothing is lost: your safeguarding lead can help you see it.`,
    {
      spacing: 'Medium',
      separator: true,
    },
  );
}
