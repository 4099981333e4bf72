import type { Outcome } from '../check/facts.ts';
import type { Flow } from './flow.ts';
import { type Arrow, BADGE, PART_PAD, type PartShape } from './lay-out.ts';
import { type Page, placeParts } from './place-parts.ts';
import type { CardShape, Chip, Rectangle } from './shape-card.ts';
import { lineHeight, type TextBlock } from './text-block.ts';

/** The colour behind an advice; white words on it have a contrast of 4.5 : 1 at least. */
export const OUTCOME_COLOURS: Readonly<Record<Outcome, string>> = {
  'share-now': '#b3122a',
  share: '#12703a',
  'fix-then-share': '#0b6b78',
  'talk-first': '#1f5fbf',
  'seek-advice': '#8a4b00',
  'plan-first': '#6b3fa0',
  'do-not-share-yet': '#4a5058',
};
export const INK = '#1a202c';
export const QUIET = '#4a5568';
export const PAPER = '#ffffff';
export const PART_COLOUR = '#f3f5f8';
export const HEAD_COLOUR = '#dfe7f3';
const LINE_COLOUR = '#8592a6';
const ARROW_COLOUR = '#3b4a63';
const FONT = "Arial, Helvetica, 'Liberation Sans', Roboto, system-ui, sans-serif";

/** The picture of a flow as SVG. The same flow always gives the same bytes. */
export function drawSvg(flow: Flow): string {
  const page = placeParts(flow);
  const { width, height } = page;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}" role="img" aria-labelledby="flow-title flow-about" font-family="${escaped(FONT)}">`,
    `<title id="flow-title">${escaped(flow.title)}</title>`,
    `<desc id="flow-about">${escaped(flow.about)}</desc>`,
    rectangle({ x: 0, y: 0, width, height }, PAPER),
    ...page.texts.map(text),
    ...page.parts.map(part),
    '</svg>',
    '',
  ].join('\n');
}

function part({ x, y, shape }: Page['parts'][number]): string {
  const frame = { x: 0, y: 0, width: shape.width, height: shape.height };
  return [
    `<g transform="translate(${n(x)} ${n(y)})">`,
    rectangle(frame, PART_COLOUR, ` rx="8"`),
    badge(shape),
    ...shape.texts.map(text),
    ...shape.arrows.map(arrow),
    ...shape.cards.map((placed) => card(placed.shape, placed.x, placed.y)),
    '</g>',
  ].join('\n');
}

function badge({ number }: PartShape): string {
  const middle = PART_PAD + BADGE / 2 - 3;
  const radius = 14;
  return [
    `<circle cx="${n(middle)}" cy="${n(middle - 2)}" r="${radius}" fill="${INK}"/>`,
    `<text x="${n(middle)}" y="${n(middle + 3)}" font-size="15" font-weight="bold" text-anchor="middle" fill="${PAPER}">${number}</text>`,
  ].join('');
}

function card(shape: CardShape, x: number, y: number): string {
  const { width, height, head } = shape;
  const whole = { x: 0, y: 0, width, height };
  const line = (d: string): string => `<path d="${d}" stroke="${LINE_COLOUR}" fill="none"/>`;
  return [
    `<g transform="translate(${n(x)} ${n(y)})">`,
    rectangle(whole, PAPER, ` rx="6"`),
    `<path d="M0 ${n(head)}V6Q0 0 6 0H${n(width - 6)}Q${n(width)} 0 ${n(width)} 6V${n(head)}Z" fill="${HEAD_COLOUR}"/>`,
    rectangle(whole, 'none', ` rx="6" stroke="${ARROW_COLOUR}" stroke-width="1.5"`),
    ...shape.across.map((at) => line(`M0 ${n(at)}H${n(width)}`)),
    ...shape.down.map((cell) => line(`M${n(cell.x)} ${n(cell.from)}V${n(height)}`)),
    ...shape.texts.map(text),
    ...shape.pointers.map((at) => pointer(at.x, at.y)),
    ...shape.chips.map(chip),
    '</g>',
  ].join('\n');
}

function chip({ outcome, text: words, ...box }: Chip): string {
  const frame =
    outcome === null
      ? rectangle(box, PAPER, ` rx="6" stroke="${INK}" stroke-width="2"`)
      : rectangle(box, OUTCOME_COLOURS[outcome], ' rx="6"');
  return frame + text(words);
}

function pointer(x: number, y: number): string {
  return `<path d="M${n(x - 14)} ${n(y)}H${n(x - 5)}" stroke="${ARROW_COLOUR}" stroke-width="1.5"/><path d="M${n(x)} ${n(y)}l-7 -4v8z" fill="${ARROW_COLOUR}"/>`;
}

function arrow(points: Arrow): string {
  const [start, ...rest] = points;
  const tip = rest[rest.length - 1];
  if (!start || !tip) return '';
  let d = `M${n(start.x)} ${n(start.y)}`;
  let from = start;
  for (const to of rest) {
    // The line stops short of the tip, so that it does not show beside it.
    const y = to === tip ? to.y - 6 : to.y;
    const middle = (from.y + y) / 2;
    if (to.x === from.x) d += `V${n(y)}`;
    else d += `C${n(from.x)} ${n(middle)} ${n(to.x)} ${n(middle)} ${n(to.x)} ${n(y)}`;
    from = to;
  }
  return `<path d="${d}" stroke="${ARROW_COLOUR}" stroke-width="2" fill="none"/><path d="M${n(tip.x)} ${n(tip.y)}l-5 -10h10z" fill="${ARROW_COLOUR}"/>`;
}

const TONES = { plain: INK, quiet: QUIET, 'on-colour': PAPER } as const;

function text({ x, y, lines, face, tone, centred }: TextBlock): string {
  const step = lineHeight(face);
  const spans = lines.map((line, i) => {
    const at = y + i * step + face.size * 0.95;
    return `<tspan x="${n(x)}" y="${n(at)}">${escaped(line)}</tspan>`;
  });
  const weight = face.bold ? ' font-weight="bold"' : '';
  const anchor = centred ? ' text-anchor="middle"' : '';
  return `<text font-size="${face.size}"${weight}${anchor} fill="${TONES[tone]}">${spans.join(' ')}</text>`;
}

function rectangle({ x, y, width, height }: Rectangle, fill: string, more = ''): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}"${more}/>`;
}

/** At most two digits after the point. */
function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Safe in text and in attributes; control characters, which XML does not allow, are left out. */
function escaped(words: string): string {
  return words
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
