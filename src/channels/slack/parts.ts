import { createHash } from 'node:crypto';
import type { Card } from '../../conversation/card.ts';
import { PRESS, SAYS, type SlackBlock } from './block-kit.ts';
import { isEmpty, plain } from './mrkdwn.ts';

export type Surface = 'modal' | 'message' | 'home';

/** Most characters in a small line. */
export const LONGEST_SMALL = 2000;

/** What comes first when not everything fits: numbers to ring and ways on; then what warns and what is asked; then the rest. */
export const RANK = { first: 0, needed: 1, open: 2, folded: 3 } as const;

/** Blocks that stand or fall together. */
export type Part = {
  readonly rank: (typeof RANK)[keyof typeof RANK];
  readonly blocks: readonly SlackBlock[];
  /** What stays of a folded part when there is no room for all of it. */
  readonly least?: readonly SlackBlock[];
  /** What the part stands under, where it is one to read up in. */
  readonly name?: string;
};

/** Gives the ids of one surface while it is drawn. */
export type Drawing = {
  readonly surface: Surface;
  /** For a control that is pressed. */
  press(): string;
  /** For a block. Another one when the card is another: Slack asks for new ids on an updated message. */
  block(kind?: string): string;
  /** Told apart by what the card says and by its tokens. */
  readonly mark: string;
  /** A step that "resume" shows again, in the window. */
  readonly resumes: boolean;
};

export function drawing(surface: Surface, card: Card): Drawing {
  const mark = createHash('sha256').update(JSON.stringify(card)).digest('hex').slice(0, 10);
  let presses = 0;
  let blocks = 0;
  return {
    surface,
    mark,
    resumes: card.window === true,
    press() {
      presses += 1;
      return `${PRESS}:${presses}`;
    },
    block(kind = 'part') {
      blocks += 1;
      return `${kind}:${blocks}:${mark}`;
    },
  };
}

type Cost = { readonly blocks: number; readonly characters: number; readonly bytes: number };

/** What Slack takes, less a little: of the last of them no limit is documented to the character. */
const ROOM: Readonly<Record<Surface, Cost>> = {
  modal: { blocks: 100, characters: Infinity, bytes: 240_000 },
  home: { blocks: 100, characters: Infinity, bytes: 240_000 },
  message: { blocks: 50, characters: 13_000, bytes: Infinity },
};

/** What there is to read up in comes after the ways on, so that nobody has to scroll past it to them. */
function inOrder(body: readonly Part[], foot: Part) {
  const after = foot.blocks.length === 0 ? [] : body.filter(({ rank }) => rank === RANK.folded);
  return { before: body.filter((part) => !after.includes(part)), after };
}

/** Says what comes after the ways on, which look like the end. */
function pointer(after: readonly Part[], draw: Drawing): readonly SlackBlock[] {
  if (after.length === 0) return [];
  const names = after.flatMap(({ name = '' }) => (isEmpty(name) ? [] : [name])).join(' · ');
  return [
    {
      type: 'context',
      block_id: draw.block(),
      elements: [plain(names === '' ? 'More to read below.' : `More to read below: ${names}`, LONGEST_SMALL)],
    },
    { type: 'divider', block_id: draw.block() },
  ];
}

/**
 * The blocks of a surface: all of them where they fit. Otherwise the most important, in their order, with words that say so
 * before the ways on (the buttons). `incomplete`: says so in any case.
 */
export function fitted(
  body: readonly Part[],
  foot: Part,
  draw: Drawing,
  incomplete = false,
): readonly SlackBlock[] {
  const { before, after } = inOrder(body, foot);
  const parts = [...before, foot, ...after];
  const room = ROOM[draw.surface];
  const blocksOf = (some: readonly Part[]) => some.flatMap(({ blocks }) => blocks);
  const all = [...blocksOf([...before, foot]), ...pointer(after, draw), ...blocksOf(after)];
  if (!incomplete && fits(costOf(all, room), room)) return all;
  const note = leftOut(draw);
  let spent = costOf(note, room);
  const taken = parts.map((): readonly SlackBlock[] => []);
  const take = (at: number, blocks: readonly SlackBlock[]): boolean => {
    const more = sum(spent, costOf(blocks, room), costOf(taken[at] ?? [], room));
    if (!fits(more, room)) return false;
    spent = more;
    taken[at] = blocks;
    return true;
  };
  const ranked = (rank: Part['rank']) => [...parts.entries()].filter(([, part]) => part.rank === rank);
  for (const [at, { blocks }] of ranked(RANK.first)) take(at, blocks);
  for (const [at, { blocks }] of ranked(RANK.needed)) take(at, blocks);
  for (const [at, { least = [] }] of ranked(RANK.folded)) take(at, least);
  // In reading order, and nothing after what does not fit: a heading would stand over the wrong words.
  ranked(RANK.open).every(([at, { blocks }]) => take(at, blocks));
  for (const [at, { blocks }] of ranked(RANK.folded)) take(at, blocks);
  const [head, rest] = [taken.slice(0, before.length), taken.slice(before.length)];
  return [...head.flat(), ...note, ...rest.flat()];
}

/** The words that something is missing; where a window can show all of it, with the way there. */
function leftOut(draw: Drawing): readonly SlackBlock[] {
  if (draw.surface === 'modal' || !draw.resumes) {
    const text = plain('Some of this is too long for Slack. It is left out here.');
    return [{ type: 'section', block_id: draw.block('left-out'), text }];
  }
  return [
    {
      type: 'section',
      block_id: draw.block('left-out'),
      text: plain('Some of this does not fit here. Open it to see all of it.'),
      accessory: {
        type: 'button',
        action_id: draw.press(),
        text: plain('Open it', 75),
        value: `${SAYS}resume`,
      },
    },
  ];
}

/** Nothing is counted that there is no end of room for. */
function costOf(blocks: readonly SlackBlock[], room: Cost): Cost {
  return {
    blocks: blocks.length,
    characters: room.characters === Infinity ? 0 : charactersIn(blocks),
    bytes: room.bytes === Infinity || blocks.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(blocks)),
  };
}

/** Characters of every text that stands somewhere in a value. */
export function charactersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((total, [key, inner]) => {
    const own = key === 'text' && typeof inner === 'string' ? inner.length : charactersIn(inner);
    return total + own;
  }, 0);
}

/** One and the other; without what the other replaces. */
function sum(one: Cost, other: Cost, without: Cost): Cost {
  return {
    blocks: one.blocks + other.blocks - without.blocks,
    characters: one.characters + other.characters - without.characters,
    bytes: one.bytes + other.bytes - without.bytes,
  };
}

function fits(cost: Cost, room: Cost): boolean {
  return cost.blocks <= room.blocks && cost.characters <= room.characters && cost.bytes <= room.bytes;
}
