import { Graph, layout } from '@dagrejs/dagre';
import type { FlowPart } from './flow.ts';
import { FLOW_WORDS } from './flow-words.ts';
import { type CardShape, shapeCard } from './shape-card.ts';
import { FACES, type TextBlock, textBlock } from './text-block.ts';

export type Point = { readonly x: number; readonly y: number };
/** An arrow through its points, the last one its tip. Between two points it goes straight down or swings over. */
export type Arrow = readonly Point[];

/** A part with everything in its place; its top left corner is 0, 0. */
export type PartShape = {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly texts: readonly TextBlock[];
  readonly cards: readonly (Point & { readonly id: string; readonly shape: CardShape })[];
  readonly arrows: readonly Arrow[];
};

export const PART_PAD = 6;
/** A part is as wide as one or more columns of the page, with what stands between them. */
export const COLUMN = 296;
export const COLUMN_GAP = 16;
/** Room for the number of the part, at its top left. */
export const BADGE = 34;
const NODE_GAP = 26;
const LINE_GAP = 10;
const RANK_GAP = 36;
const TIP_GAP = 18;

type Bounds = { readonly top: number; readonly bottom: number };

/** The ways dagre can place the same graph: in the order given or its own, and drawn to a side or to the middle. */
const MANNERS = [true, false].flatMap((given) =>
  ([undefined, 'UL', 'UR', 'DL', 'DR'] as const).map((align) => ({ given, align })),
);

/**
 * Places the cards of a part in layers from top to bottom, and draws the arrows so that none crosses a card: with as few
 * arrows crossing as can be had, and then as narrow.
 */
export function layOutPart(part: FlowPart): PartShape {
  let best: { readonly shape: PartShape; readonly cost: number } | null = null;
  for (const manner of MANNERS) {
    const shape = layOutAs(part, manner);
    const cost = crossings(shape.arrows) * 100 + shape.width / COLUMN;
    if (best === null || cost < best.cost) best = { shape, cost };
  }
  if (best === null) throw new Error('there is no way to lay out a part');
  return best.shape;
}

function layOutAs(part: FlowPart, { given, align }: (typeof MANNERS)[number]): PartShape {
  const graph = new Graph();
  graph.setGraph({
    rankdir: 'TB',
    rankalign: 'top',
    nodesep: NODE_GAP,
    edgesep: LINE_GAP,
    ranksep: RANK_GAP,
    ...(align ? { align } : {}),
  });
  const plain = new Map(part.cards.map((card) => [card.id, shapeCard(card)]));
  for (const [id, { width, height }] of plain) graph.setNode(id, { width, height });
  for (const [id, shape] of plain) for (const { to } of shape.ways) graph.setEdge(id, to, {});
  layout(graph, { disableOptimalOrderHeuristic: given });

  const placeOf = (id: string): Point => {
    const { x, y, width, height } = graph.node(id);
    return { x: (x ?? 0) - width / 2, y: Math.round((y ?? 0) - height / 2) };
  };
  const ranks = new Map<number, Bounds>();
  for (const [id, { height }] of plain) {
    const top = placeOf(id).y;
    ranks.set(top, { top, bottom: Math.max(ranks.get(top)?.bottom ?? 0, top + height) });
  }
  const throughOf = (from: string, to: string): readonly Point[] => graph.edge(from, to).points ?? [];

  const cards = part.cards.map((card) => {
    const ways = (plain.get(card.id)?.ways ?? []).map(({ to }) => to);
    // Answers stand in the order in which their arrows leave, so that arrows do not cross at once.
    const leaves = (to: string): number => throughOf(card.id, to)[1]?.x ?? 0;
    ways.sort((a, b) => leaves(a) - leaves(b));
    return { id: card.id, ...placeOf(card.id), shape: shapeCard(card, ways) };
  });
  return framed(part, cards, arrowsOf(cards, [...ranks.values()], throughOf));
}

/** How many pairs of arrows change sides. */
function crossings(arrows: readonly Arrow[]): number {
  const pieces = arrows.flatMap((arrow) =>
    arrow
      .slice(1)
      .map((to, i) => ({ from: arrow[i] ?? to, to }))
      .filter(({ from, to }) => to.y > from.y),
  );
  return pieces.reduce(
    (count, a, i) =>
      count +
      pieces
        .slice(i + 1)
        .filter(
          (b) => a.from.y < b.to.y && b.from.y < a.to.y && (a.from.x - b.from.x) * (a.to.x - b.to.x) < 0,
        ).length,
    0,
  );
}

type Placed = PartShape['cards'][number];

function arrowsOf(
  cards: readonly Placed[],
  ranks: readonly Bounds[],
  throughOf: (from: string, to: string) => readonly Point[],
): readonly Arrow[] {
  return cards.flatMap((target) => {
    const coming = cards.flatMap((card) =>
      card.shape.ways.filter(({ to }) => to === target.id).map(({ x }) => ({ card, x: card.x + x })),
    );
    const arrows = coming.map(({ card, x }) => {
      const foot = card.y + card.shape.height;
      const own = ranks.find(({ top }) => top === card.y)?.bottom ?? foot;
      const between = ranks
        .filter(({ top }) => top > card.y && top < target.y)
        .sort((a, b) => a.top - b.top)
        .flatMap(({ top, bottom }) => {
          const pass = throughOf(card.id, target.id).find(({ y }) => y >= top - 1 && y <= bottom + 1);
          return pass
            ? [
                { x: pass.x, y: top },
                { x: pass.x, y: bottom },
              ]
            : [];
        });
      return [{ x, y: foot }, { x, y: own }, ...between];
    });
    arrows.sort((a, b) => (a[a.length - 1]?.x ?? 0) - (b[b.length - 1]?.x ?? 0));
    const middle = target.x + target.shape.width / 2;
    return arrows.map((arrow, i) => [
      ...arrow,
      { x: middle + (i - (arrows.length - 1) / 2) * TIP_GAP, y: target.y },
    ]);
  });
}

/** Puts the heading above, and everything into the middle of as many columns as it takes. */
function framed(part: FlowPart, cards: readonly Placed[], arrows: readonly Arrow[]): PartShape {
  const xs = [...cards.flatMap(({ x, shape }) => [x, x + shape.width]), ...arrows.flat().map(({ x }) => x)];
  const left = Math.min(...xs);
  const content = Math.max(...xs) - left;
  const columns = Math.ceil((content + 2 * PART_PAD + COLUMN_GAP) / (COLUMN + COLUMN_GAP));
  const width = columns * (COLUMN + COLUMN_GAP) - COLUMN_GAP;

  const room = { x: PART_PAD + BADGE, width: width - 2 * PART_PAD - BADGE };
  const texts = [textBlock(part.heading, FACES.heading, { ...room, y: PART_PAD + 2 })];
  let y = PART_PAD + 2 + (texts[0]?.height ?? 0);
  if (part.from.length > 0) {
    const from = textBlock(FLOW_WORDS.from(part.from), FACES.text, { ...room, y }, { tone: 'quiet' });
    texts.push(from);
    y += from.height;
  }
  const top = Math.max(y, PART_PAD + BADGE) + PART_PAD;
  const dx = Math.round((width - content) / 2 - left);
  const placed = cards.map((card) => ({ ...card, x: card.x + dx, y: card.y + top }));
  const bottom = Math.max(...placed.map((card) => card.y + card.shape.height));
  return {
    number: part.number,
    width,
    height: bottom + PART_PAD,
    texts,
    cards: placed,
    arrows: arrows.map((arrow) => arrow.map(({ x, y: at }) => ({ x: x + dx, y: at + top }))),
  };
}
