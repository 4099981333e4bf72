import type { Block, Button, Card, TapOption } from '../../conversation/card.ts';
import { COLUMNS } from './limits.ts';
import { type Paint, painter } from './paint.ts';
import { wrap } from './wrap.ts';

export type Field = Extract<Block, { kind: 'select' | 'input' }>;
type Details = Extract<Block, { kind: 'details' }>;

/** What a key typed by the person stands for. */
export type Key =
  | { readonly kind: 'press'; readonly token: string; readonly label: string; readonly submits: boolean }
  | { readonly kind: 'open'; readonly details: Details };

/** What stands on the screen: the text, what each key means, and the fields still to be asked one by one. */
export type Screen = {
  readonly text: string;
  readonly keys: ReadonlyMap<string, Key>;
  readonly fields: readonly Field[];
};

export const EMPTY_SCREEN: Screen = { text: '', keys: new Map(), fields: [] };

export type Look = { readonly colour?: boolean; readonly width?: number };

type Desk = {
  readonly paint: Paint;
  readonly width: number;
  readonly keys: Map<string, Key>;
  readonly fields: Field[];
  /** Numbers belong to the answers of a form field while one is asked; everything else has letters then. */
  readonly lettersOnly: boolean;
};

/**
 * Draws cards as plain text, one under the other. Answers are numbered, buttons lettered; folded details have a number
 * (a letter where the card is a form). `onto`: what stands on the screen already; its keys go on meaning what they meant.
 */
export function renderCards(cards: readonly Card[], look: Look = {}, onto: Screen = EMPTY_SCREEN): Screen {
  const desk: Desk = {
    paint: painter(look.colour ?? false),
    width: look.width ?? COLUMNS,
    keys: new Map(onto.keys),
    fields: [],
    lettersOnly: onto.fields.length > 0 || cards.some((card) => hasFields(card.blocks)),
  };
  const text = cards.map((card) => renderCard(card, desk)).join('\n\n');
  return { text, keys: desk.keys, fields: desk.fields };
}

/** Draws what was folded away. Its own answers and details get the next free keys. */
export function renderDetails(details: Details, look: Look, onto: Screen): Screen {
  const { summary, blocks } = details;
  return renderCards([{ title: summary, summary, blocks, buttons: [] }], look, onto);
}

function renderCard(card: Card, desk: Desk): string {
  const { paint, width } = desk;
  const parts: string[] = [];
  if (card.banner !== undefined) parts.push(paint(['bold', 'yellow'], wrap(`* ${card.banner} *`, width)));
  const title = wrap(card.title, width);
  parts.push(`${paint('bold', title)}\n${'-'.repeat(longestLine(title))}`);
  for (const block of card.blocks) parts.push(renderBlock(block, desk));
  if (card.buttons.length > 0)
    parts.push(card.buttons.map((button) => renderButton(button, desk)).join('\n'));
  return parts.filter((part) => part !== '').join('\n\n');
}

function renderBlock(block: Block, desk: Desk): string {
  const { paint, width } = desk;
  switch (block.kind) {
    case 'text':
      if (block.tone === 'warning') return paint(['bold', 'red'], wrap(`! ${block.text}`, width, '', '  '));
      if (block.tone === 'lead') return paint('bold', wrap(block.text, width));
      if (block.tone === 'quiet') return paint('dim', wrap(block.text, width));
      return wrap(block.text, width);
    case 'heading':
      return paint('bold', wrap(block.text, width));
    case 'list':
      return block.items
        .map((item, index) => bullet(item, block.ordered ? `${index + 1}.` : '-', width))
        .join('\n');
    case 'phones':
      return block.phones
        .map(({ label, number, note }) => {
          const lines = [wrap(label, width, '  '), `    ${paint('bold', wrap(number, width))}`];
          if (note !== undefined) lines.push(wrap(note, width, '    '));
          return lines.join('\n');
        })
        .join('\n');
    case 'quote':
      return `${wrap(block.text, width, '| ')}\n${paint('dim', wrap(`(${block.source})`, width, '| '))}`;
    case 'rows':
      return rows(block.rows, width);
    case 'options':
      return block.options.map((option) => renderOption(option, desk)).join('\n');
    case 'select':
    case 'input':
      // Asked one by one, under the card.
      desk.fields.push(block);
      return '';
    case 'details': {
      // What has to be filled in cannot stay folded: it is asked with the other fields.
      collectFields(block.blocks, desk.fields);
      const key = desk.lettersOnly ? nextLetter(desk.keys) : nextNumber(desk.keys);
      desk.keys.set(key, { kind: 'open', details: block });
      return keyed(key, `Show: ${block.summary}`, desk);
    }
    default:
      return block satisfies never;
  }
}

function renderOption(option: TapOption, desk: Desk): string {
  const key = desk.lettersOnly ? nextLetter(desk.keys) : nextNumber(desk.keys);
  desk.keys.set(key, { kind: 'press', token: option.token, label: option.label, submits: false });
  const line = keyed(key, option.chosen ? `${option.label} (chosen)` : option.label, desk);
  return option.help === undefined
    ? line
    : `${line}\n${desk.paint('dim', wrap(option.help, desk.width, '     '))}`;
}

function renderButton(button: Button, desk: Desk): string {
  const key = nextLetter(desk.keys);
  const { token, label } = button;
  desk.keys.set(key, { kind: 'press', token, label, submits: button.submits ?? false });
  return keyed(key, label, desk);
}

/** "  1  Yes, in danger now" */
export function keyed(key: string, label: string, desk: Pick<Desk, 'paint' | 'width'>): string {
  const [first = '', ...more] = wrap(label, desk.width - 5).split('\n');
  const lead = `  ${desk.paint('bold', key)}${' '.repeat(Math.max(1, 3 - key.length))}`;
  return [`${lead}${first}`, ...more.map((line) => `     ${line}`)].join('\n');
}

function bullet(item: string, mark: string, width: number): string {
  return wrap(item, width, `  ${mark} `, ' '.repeat(mark.length + 3));
}

function rows(lines: readonly { readonly label: string; readonly value: string }[], width: number): string {
  const column = Math.min(26, Math.max(0, ...lines.map(({ label }) => label.length + 1)));
  return lines
    .map(({ label, value }) => {
      const name = wrap(`${label}:`, width);
      if (name.length > column) return `${name}\n${wrap(value, width, ' '.repeat(column + 2))}`;
      return wrap(value, width, `${name.padEnd(column)}  `, ' '.repeat(column + 2));
    })
    .join('\n');
}

function hasFields(blocks: readonly Block[]): boolean {
  const found: Field[] = [];
  collectFields(blocks, found);
  return found.length > 0;
}

function collectFields(blocks: readonly Block[], into: Field[]): void {
  for (const block of blocks) {
    if (block.kind === 'select' || block.kind === 'input') into.push(block);
    else if (block.kind === 'details') collectFields(block.blocks, into);
  }
}

function nextNumber(keys: ReadonlyMap<string, Key>): string {
  let number = 1;
  while (keys.has(String(number))) number += 1;
  return String(number);
}

/** a … z, then aa … zz. */
function nextLetter(keys: ReadonlyMap<string, Key>): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (const first of ['', ...letters]) {
    for (const second of letters) if (!keys.has(first + second)) return first + second;
  }
  return `${letters}${keys.size}`;
}

function longestLine(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}
