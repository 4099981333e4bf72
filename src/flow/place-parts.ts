import type { Flow } from './flow.ts';
import { COLUMN, COLUMN_GAP, layOutPart, type PartShape } from './lay-out.ts';
import { pack } from './pack.ts';
import { FACES, type TextBlock, textBlock } from './text-block.ts';

/** The whole picture with everything in its place. */
export type Page = {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly TextBlock[];
  readonly parts: readonly { readonly x: number; readonly y: number; readonly shape: PartShape }[];
};

const COLUMNS = 3;
const MARGIN = 20;

/** Lays every part out and places them in columns, nearly in their order. */
export function placeParts(flow: Flow): Page {
  const shapes = flow.parts.map(layOutPart);
  const spanOf = ({ width }: PartShape): number => Math.round((width + COLUMN_GAP) / (COLUMN + COLUMN_GAP));
  const columns = Math.max(COLUMNS, ...shapes.map(spanOf));
  const inner = columns * (COLUMN + COLUMN_GAP) - COLUMN_GAP;
  const at = { x: MARGIN, width: inner };
  const texts = [textBlock(flow.title, FACES.title, { ...at, y: MARGIN })];
  texts.push(textBlock(flow.intro, FACES.text, { ...at, y: bottomOf(texts) + 4 }));

  const boxes = shapes.map((shape) => ({ span: spanOf(shape), height: shape.height + COLUMN_GAP }));
  const { places, height } = pack(boxes, columns);
  const top = bottomOf(texts) + COLUMN_GAP;
  const parts = shapes.map((shape, i) => {
    const { column, y } = places[i] ?? { column: 0, y: 0 };
    return { x: MARGIN + column * (COLUMN + COLUMN_GAP), y: top + y, shape };
  });
  for (const [i, line] of flow.foot.entries()) {
    const y = i === 0 ? top + height : bottomOf(texts);
    texts.push(textBlock(line, FACES.text, { ...at, y }, { tone: 'quiet' }));
  }
  return { width: inner + 2 * MARGIN, height: bottomOf(texts) + MARGIN, texts, parts };
}

function bottomOf(texts: readonly TextBlock[]): number {
  const last = texts[texts.length - 1];
  return last ? last.y + last.height : 0;
}
