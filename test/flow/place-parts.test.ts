import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialog } from '../../src/check/dialog.ts';
import type { Flow } from '../../src/flow/flow.ts';
import type { Arrow } from '../../src/flow/lay-out.ts';
import { textWidth } from '../../src/flow/measure-text.ts';
import { type Page, placeParts } from '../../src/flow/place-parts.ts';
import type { Rectangle } from '../../src/flow/shape-card.ts';
import type { TextBlock } from '../../src/flow/text-block.ts';
import { loadShipped } from '../support/load-policy.ts';
import { EDITS, flowOf } from './edited-dialogs.ts';

let dialog: Dialog;
beforeAll(async () => {
  ({ dialog } = await loadShipped());
});

const CASES: Readonly<Record<string, (dialog: Dialog) => Dialog>> = {
  ...EDITS,
  'the longest words there may be': (whole) => ({
    ...whole,
    questions: whole.questions.map((question) => ({
      ...question,
      ask: `${question.ask} ${'Donaudampfschifffahrtsgesellschaftskapitän '.repeat(2)}`,
      options: question.options.map((option) => ({ ...option, label: 'W'.repeat(75) })),
    })),
  }),
};

describe.each(Object.entries(CASES))('with %s', (_what, edit) => {
  let flow: Flow;
  let page: Page;
  beforeAll(() => {
    flow = flowOf(edit(dialog));
    page = placeParts(flow);
  });

  it('no part overlaps another, and all are on the page', () => {
    const boxes = page.parts.map(({ x, y, shape }) => ({ x, y, width: shape.width, height: shape.height }));
    expect(overlaps(boxes)).toEqual([]);
    const sheet = { x: 0, y: 0, width: page.width, height: page.height };
    for (const box of [...boxes, ...page.texts.map(boxOf)]) expect(within(box, sheet)).toBe(true);
    expect(overlaps([...boxes, ...page.texts.map(boxOf)])).toEqual([]);
  });

  it('no card overlaps another or the heading, and all are in their part', () => {
    for (const { shape } of page.parts) {
      const boxes = shape.cards.map(({ x, y, shape: { width, height } }) => ({ x, y, width, height }));
      const all = [...boxes, ...shape.texts.map(boxOf)];
      expect(overlaps(all)).toEqual([]);
      for (const box of all)
        expect(within(box, { x: 0, y: 0, width: shape.width, height: shape.height })).toBe(true);
    }
  });

  it('every text fits its place, and no words lie on other words', () => {
    const texts = page.parts.flatMap(({ shape }) => [
      ...shape.texts,
      ...shape.cards.flatMap((card) => [...card.shape.texts, ...card.shape.chips.map(({ text }) => text)]),
    ]);
    for (const { lines, face, width } of [...texts, ...page.texts]) {
      for (const line of lines) expect(textWidth(line, face)).toBeLessThanOrEqual(width);
    }
    for (const { shape } of page.parts.flatMap((part) => part.shape.cards)) {
      const boxes = [...shape.texts.map(boxOf), ...shape.chips];
      expect(overlaps(boxes)).toEqual([]);
      for (const box of boxes)
        expect(within(box, { x: 0, y: 0, width: shape.width, height: shape.height })).toBe(true);
      for (const chip of shape.chips) expect(within(boxOf(chip.text), chip)).toBe(true);
    }
  });

  it('an arrow goes from each answer that leads on to its card, and crosses none', () => {
    page.parts.forEach(({ shape }, i) => {
      const ways = shape.cards.flatMap((card) =>
        card.shape.ways.map((way) => ({
          from: { x: card.x + way.x, y: card.y + card.shape.height },
          to: shape.cards.find(({ id }) => id === way.to),
        })),
      );
      const led = flow.parts[i]?.cards.flatMap(({ lines }) => lines.filter(({ to }) => to.kind === 'card'));
      expect(ways).toHaveLength(led?.length ?? 0);
      expect(shape.arrows).toHaveLength(ways.length);
      for (const { from, to } of ways) {
        const arrow = shape.arrows.find(([start]) => start?.x === from.x && start.y === from.y);
        const tip = arrow?.[arrow.length - 1];
        expect(tip?.y).toBe(to?.y);
        expect(tip?.x).toBeGreaterThan(to?.x ?? 0);
        expect(tip?.x).toBeLessThan((to?.x ?? 0) + (to?.shape.width ?? 0));
      }
      const boxes = shape.cards.map(({ x, y, shape: { width, height } }) => ({ x, y, width, height }));
      const inside = shape.arrows
        .flatMap(sampled)
        .filter(({ x, y }) =>
          boxes.some((b) => x > b.x && x < b.x + b.width && y > b.y + 0.01 && y < b.y + b.height - 0.01),
        );
      expect(inside).toEqual([]);
      for (const { x } of shape.arrows.flat()) expect(x > 0 && x < shape.width).toBe(true);
    });
  });
});

describe('with the shipped dialog', () => {
  it('is 960 wide, so that the smallest letters still have 12 pixels where it is shown 830 wide', () => {
    const page = placeParts(flowOf(dialog));
    expect(page.width).toBe(960);
    const sizes = page.parts.flatMap(({ shape }) => [
      ...shape.texts,
      ...shape.cards.flatMap((card) => [...card.shape.texts, ...card.shape.chips.map(({ text }) => text)]),
    ]);
    for (const { face } of [...sizes, ...page.texts]) expect((face.size * 830) / 960).toBeGreaterThan(12);
  });

  it('no two arrows cross, and few do in a much larger picture', () => {
    expect(crossings(placeParts(flowOf(dialog)))).toBe(0);
    const larger = EDITS['a fix on two questions']?.(dialog) ?? dialog;
    expect(crossings(placeParts(flowOf(larger)))).toBeLessThanOrEqual(3);
  });
});

function crossings(page: Page): number {
  const paths = page.parts.map(({ shape }) => shape.arrows.map(sampled));
  const pairs = paths.flatMap((list) =>
    list.flatMap((a, i) => list.slice(i + 1).map((b) => [a, b] as const)),
  );
  return pairs.filter(([a, b]) => changesSides(a, b)).length;
}

type Point = { readonly x: number; readonly y: number };

/** Points on an arrow as it is drawn: straight down, or a curve that begins and ends upright. */
function sampled(arrow: Arrow): readonly Point[] {
  return arrow.slice(1).flatMap((to, i) => {
    const from = arrow[i] ?? to;
    return Array.from({ length: 33 }, (_, step) => {
      const t = step / 32;
      const s = 3 * t * t * (1 - t) + t ** 3;
      const half = (from.y + to.y) / 2;
      const y = from.y * (1 - t) ** 3 + half * 3 * t * (1 - t) + to.y * t ** 3;
      return { x: from.x + (to.x - from.x) * s, y };
    });
  });
}

/** True when one arrow is left of the other at one height and right of it at another. */
function changesSides(a: readonly Point[], b: readonly Point[]): boolean {
  const sides = new Set<number>();
  for (const { x, y } of a) {
    const at = b.findIndex((point, i) => i > 0 && (b[i - 1]?.y ?? 0) <= y && point.y >= y);
    const [from, to] = [b[at - 1], b[at]];
    if (!from || !to) continue;
    const part = to.y === from.y ? 0 : (y - from.y) / (to.y - from.y);
    const side = x - (from.x + (to.x - from.x) * part);
    if (Math.abs(side) > 1) sides.add(Math.sign(side));
  }
  return sides.size > 1;
}

function boxOf({ x, y, width, height, centred }: TextBlock): Rectangle {
  return { x: centred ? x - width / 2 : x, y, width, height };
}

function overlaps(boxes: readonly Rectangle[]): readonly string[] {
  return boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter(
        (b) =>
          a.x < b.x + b.width - 0.01 &&
          b.x < a.x + a.width - 0.01 &&
          a.y < b.y + b.height - 0.01 &&
          b.y < a.y + a.height - 0.01,
      )
      .map((b) => `${JSON.stringify(a)} ${JSON.stringify(b)}`),
  );
}

function within(a: Rectangle, b: Rectangle): boolean {
  return (
    a.x >= b.x - 0.01 &&
    a.y >= b.y - 0.01 &&
    a.x + a.width <= b.x + b.width + 0.01 &&
    a.y + a.height <= b.y + b.height + 0.01
  );
}
