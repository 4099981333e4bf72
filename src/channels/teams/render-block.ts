import type { Block, PhoneLine } from '../../conversation/card.ts';
import { type CardElement, plain, textBlock, warning } from './adaptive-card.ts';
import type { Drawing } from './drawing.ts';
import type { Part } from './fit-card.ts';
import { fitsOnOneButton } from './limits.ts';
import { pressableBox, renderOptions } from './render-buttons.ts';
import { renderField } from './render-field.ts';

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>;

/** A row of about this many characters stands in one line, or two on a phone. */
const LONGEST_LINE = 60;

/** Draws one block. */
export function renderBlock(block: Block, draw: Drawing): Part {
  switch (block.kind) {
    case 'text':
      return text(block);
    case 'heading':
      return open([textBlock(block.text, { style: 'heading', weight: 'Bolder', spacing: 'Medium' })]);
    case 'list':
      return open([list(block)]);
    case 'phones':
      return { rank: 'needed', elements: block.phones.map(phone) };
    case 'quote':
      return open([quote(block)]);
    case 'rows':
      return open(block.rows.flatMap(row));
    case 'options':
      return { rank: 'needed', elements: renderOptions(block.options, draw) };
    case 'select':
    case 'input':
      return { rank: 'needed', elements: renderField(block) };
    case 'details':
      return details(block, draw);
    default:
      return block satisfies never;
  }
}

const open = (elements: readonly CardElement[]): Part => ({ rank: 'open', elements });

function text({ text, tone }: Of<'text'>): Part {
  if (tone === 'warning') return { rank: 'needed', elements: [warning(text)] };
  const look = { lead: { size: 'Medium' }, quiet: { isSubtle: true } } as const;
  return open([textBlock(text, tone === undefined ? {} : look[tone])]);
}

function list(block: Of<'list'>): CardElement {
  const lines = block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${plain(item)}`);
  return { type: 'TextBlock', text: lines.join('\n'), wrap: true };
}

/**
 * Whose number it is over the number, as large text that is a link with a button beside it: phones take either, and it can be
 * read and dialled.
 */
function phone(line: PhoneLine): CardElement {
  const url = `tel:${line.number.replaceAll(' ', '')}`;
  const number = {
    type: 'TextBlock',
    text: `[${plain(line.number)}](${url})`,
    wrap: true,
    size: 'ExtraLarge',
    weight: 'Bolder',
  };
  const ring = { type: 'Action.OpenUrl', title: 'Ring', tooltip: `${line.label}, ${line.number}`, url };
  const beside = (width: 'stretch' | 'auto', item: CardElement) => ({
    type: 'Column',
    width,
    verticalContentAlignment: 'Center',
    items: [item],
  });
  return {
    type: 'Container',
    style: 'emphasis',
    spacing: 'Small',
    items: [
      textBlock(line.label, { weight: 'Bolder' }),
      {
        type: 'ColumnSet',
        spacing: 'None',
        columns: [beside('stretch', number), beside('auto', { type: 'ActionSet', actions: [ring] })],
      },
      ...(line.note === undefined ? [] : [textBlock(line.note, { isSubtle: true, spacing: 'Small' })]),
    ],
  };
}

/** Set off by a box, and by quotation marks, so that it reads as a quotation without colour too. */
function quote(block: Of<'quote'>): CardElement {
  // Clients run lines of one text together: each item of a quoted list is a text of its own.
  const [first = '', ...items] = `“${block.text}”`.split('\n');
  return {
    type: 'Container',
    style: 'accent',
    items: [
      textBlock(first),
      ...items.map((item) => textBlock(item, { spacing: 'Small' })),
      textBlock(block.source, { isSubtle: true, size: 'Small', spacing: 'Small' }),
    ],
  };
}

/** A short row is one line; otherwise the label stands over its value. */
function row({ label, ...pair }: Of<'rows'>['rows'][number]): readonly CardElement[] {
  const value = pair.value === '' ? '-' : pair.value;
  if (label.length + value.length <= LONGEST_LINE && !value.includes('\n')) {
    const words = `**${plain(/[.?!:]$/.test(label) ? label : `${label}:`)}** ${plain(value)}`;
    return [{ type: 'TextBlock', text: words, wrap: true, spacing: 'Small' }];
  }
  return [textBlock(label, { weight: 'Bolder', spacing: 'Small' }), textBlock(value, { spacing: 'None' })];
}

function details({ summary, blocks }: Of<'details'>, draw: Drawing): Part {
  const id = draw.nextId();
  const unfold = {
    type: 'Action.ToggleVisibility',
    title: summary,
    tooltip: 'Shows or hides what is below.',
    targetElements: [id],
  };
  const handle: CardElement = fitsOnOneButton(summary)
    ? { type: 'ActionSet', actions: [unfold] }
    : pressableBox(unfold, '⌄', 'emphasis', [textBlock(summary, { weight: 'Bolder' })]);
  const parts = blocks.map((inner) => renderBlock(inner, draw));
  const folded = (items: readonly CardElement[]): readonly CardElement[] =>
    items.length === 0 ? [] : [handle, { type: 'Container', id, isVisible: false, items }];
  const needed = parts.flatMap(({ rank, elements, least = [] }) => (rank === 'needed' ? elements : least));
  return {
    rank: 'folded',
    name: summary,
    elements: folded(parts.flatMap(({ elements }) => elements)),
    least: folded(needed),
  };
}
