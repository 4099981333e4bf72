import type { Outcome } from '../check/facts.ts';
import type { AnswerLine, Card } from './flow.ts';
import { textWidth } from './measure-text.ts';
import { FACES, type TextBlock, textBlock } from './text-block.ts';

/** A coloured word: an advice, or the number of a part. */
export type Chip = Rectangle & { readonly outcome: Outcome | null; readonly text: TextBlock };
export type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
/** Where an arrow leaves the card at its foot, and the card it leads to. */
export type Way = { readonly x: number; readonly to: string };

/** A card with everything on it in its place; the card's top left corner is 0, 0. */
export type CardShape = {
  readonly width: number;
  readonly height: number;
  /** The height of the part that holds the question. */
  readonly head: number;
  readonly texts: readonly TextBlock[];
  readonly chips: readonly Chip[];
  /** Small arrows from an answer to its chip: where each ends. */
  readonly pointers: readonly { readonly x: number; readonly y: number }[];
  /** Lines across, by height. */
  readonly across: readonly number[];
  /** Lines down at the foot, between answers that lead on. */
  readonly down: readonly { readonly x: number; readonly from: number }[];
  readonly ways: readonly Way[];
};

export const CARD_WIDTH = 264;
const WIDE_CARD = 592;
const PAD = 10;
const GAP = 6;
/** Words in a chip are broken at this width. */
const CHIP = 110;
const WIDE_CHIP = 150;
const CHIP_PAD = 8;
const POINTER = 18;
const CELL = 112;

/**
 * Lays a card out: the question, under it each answer that ends here beside its chip, and at the foot side by side the
 * answers that lead on to another card, in the order of `ways` (ids of cards). The size does not depend on that order.
 */
export function shapeCard(card: Card, ways: readonly string[] = []): CardShape {
  const on = card.lines.filter(({ to }) => to.kind === 'card');
  const place = ({ to }: AnswerLine): number => (to.kind === 'card' ? ways.indexOf(to.card) : -1);
  on.sort((a, b) => place(a) - place(b));
  const base = card.lines.some(({ lead }) => lead !== '') ? WIDE_CARD : CARD_WIDTH;
  const width = Math.max(base, on.length * CELL);
  const texts: TextBlock[] = [];
  const put = (block: TextBlock): number => {
    texts.push(block);
    return block.y + block.height;
  };

  let y = put(textBlock(card.ask, FACES.ask, { x: PAD, y: PAD - 2, width: width - 2 * PAD }));
  if (card.note !== '') y = put(textBlock(card.note, FACES.text, { x: PAD, y, width: width - 2 * PAD }));
  const head = y + PAD - 2;
  y = head;

  const chips: Chip[] = [];
  const pointers: { x: number; y: number }[] = [];
  const across: number[] = [];
  for (const line of card.lines) {
    if (line.to.kind === 'card') continue;
    if (y > head) across.push(y);
    const chip = shapeChip(line.to, width - PAD, y + GAP, width === WIDE_CARD ? WIDE_CHIP : CHIP);
    const at = { x: PAD, width: chip.x - POINTER - GAP - PAD };
    const blocks = answerTexts(line, at, y + GAP);
    const bottom = Math.max(...blocks.map((block) => block.y + block.height));
    const height = Math.max(bottom - y - GAP, chip.height);
    const centre = (from: number): number => (height - from) / 2;
    for (const block of blocks) put({ ...block, y: block.y + centre(bottom - y - GAP) });
    const lower = centre(chip.height);
    chips.push({ ...chip, y: chip.y + lower, text: { ...chip.text, y: chip.text.y + lower } });
    pointers.push({ x: chip.x - 2, y: y + GAP + height / 2 });
    y += height + 2 * GAP;
  }

  const down: { x: number; from: number }[] = [];
  const out: Way[] = [];
  if (on.length > 0) {
    if (y > head) across.push(y);
    const cell = width / on.length;
    let bottom = y;
    on.forEach((line, i) => {
      const at = { x: i * cell + cell / 2, width: cell - 2 * PAD };
      for (const block of answerTexts(line, at, y + GAP, true)) bottom = Math.max(bottom, put(block));
      if (i > 0) down.push({ x: i * cell, from: y });
      if (line.to.kind === 'card') out.push({ x: i * cell + cell / 2, to: line.to.card });
    });
    y = bottom + GAP;
  }
  return { width, height: y, head, texts, chips, pointers, across, down, ways: out };
}

/** The words of an answer line; several answers stand one under the other, each with a dot. */
function answerTexts(
  line: AnswerLine,
  at: { readonly x: number; readonly width: number },
  from: number,
  centred = false,
): readonly TextBlock[] {
  let y = from;
  const blocks: TextBlock[] = [];
  const put = (text: string, face: (typeof FACES)[keyof typeof FACES]): void => {
    const block = textBlock(text, face, { ...at, y }, { centred });
    blocks.push(block);
    y += block.height + 3;
  };
  if (line.lead !== '') put(line.lead, FACES.lead);
  for (const label of line.labels) put(line.labels.length > 1 ? `• ${label}` : label, FACES.text);
  return blocks;
}

/** A chip as narrow as its words allow, with its right edge at `right`. */
function shapeChip(
  to: Exclude<AnswerLine['to'], { readonly kind: 'card' }>,
  right: number,
  y: number,
  most: number,
): Chip {
  const { lines } = textBlock(to.words, FACES.lead, { x: 0, y, width: most });
  const words = Math.ceil(Math.max(...lines.map((line) => textWidth(line, FACES.lead))));
  const width = words + 2 * CHIP_PAD;
  const tone = to.outcome === null ? 'plain' : 'on-colour';
  const at = { x: right - width / 2, y: y + 4, width: words };
  const text = textBlock(to.words, FACES.lead, at, { tone, centred: true });
  return { x: right - width, y, width, height: text.height + 8, outcome: to.outcome, text };
}
