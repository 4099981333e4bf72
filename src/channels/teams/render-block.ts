import type { Block, PhoneLine } from '../../conversation/card.ts';
import { type CardElement, type Json, plain, textBlock } from './adaptive-card.ts';
import { fitsOnOneButton } from './limits.ts';
import { renderOptions } from './render-buttons.ts';

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>;

const TONE: Readonly<Record<NonNullable<Of<'text'>['tone']>, Readonly<Record<string, Json>>>> = {
  lead: { size: 'Medium' },
  quiet: { isSubtle: true },
  warning: { color: 'Attention', weight: 'Bolder' },
};

/** Above this many answers a single choice folds into a list, so that the card stays short on a phone. */
const MOST_SHOWN_CHOICES = 8;

/** Draws one block. `nextId` gives ids for parts that can be unfolded, unique within the card. */
export function renderBlock(block: Block, nextId: () => string): readonly CardElement[] {
  switch (block.kind) {
    case 'text':
      return [textBlock(block.text, block.tone === undefined ? {} : TONE[block.tone])];
    case 'heading':
      return [textBlock(block.text, { style: 'heading', weight: 'Bolder', spacing: 'Medium' })];
    case 'list':
      return [list(block)];
    case 'phones':
      return block.phones.map(phone);
    case 'quote':
      return [quote(block)];
    case 'rows':
      return block.rows.map(row);
    case 'options':
      return renderOptions(block.options);
    case 'select':
      return select(block);
    case 'input':
      return input(block);
    case 'details':
      return details(block, nextId);
    default:
      return block satisfies never;
  }
}

function list(block: Of<'list'>): CardElement {
  const lines = block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${plain(item)}`);
  return { type: 'TextBlock', text: lines.join('\n'), wrap: true };
}

/** The number as large text that is a link, and a button beside it: phones take either, and it can be read and dialled. */
function phone(line: PhoneLine): CardElement {
  const url = `tel:${line.number.replaceAll(' ', '')}`;
  const number = {
    type: 'TextBlock',
    text: `[${plain(line.number)}](${url})`,
    wrap: true,
    size: 'ExtraLarge',
    weight: 'Bolder',
    spacing: 'None',
  };
  const note = line.note === undefined ? [] : [textBlock(line.note, { isSubtle: true, spacing: 'None' })];
  const ring = { type: 'Action.OpenUrl', title: 'Ring', tooltip: `Ring ${line.label}, ${line.number}`, url };
  return {
    type: 'ColumnSet',
    style: 'emphasis',
    spacing: 'Small',
    columns: [
      {
        type: 'Column',
        width: 'stretch',
        items: [textBlock(line.label, { weight: 'Bolder' }), number, ...note],
      },
      {
        type: 'Column',
        width: 'auto',
        verticalContentAlignment: 'Center',
        items: [{ type: 'ActionSet', actions: [ring] }],
      },
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

function row(pair: Of<'rows'>['rows'][number]): CardElement {
  return {
    type: 'Container',
    spacing: 'Small',
    items: [
      textBlock(pair.label, { isSubtle: true, size: 'Small' }),
      textBlock(pair.value, { spacing: 'None' }),
    ],
  };
}

function select(block: Of<'select'>): readonly CardElement[] {
  const chosen = block.options.filter((option) => option.chosen === true).map((option) => option.token);
  return field(block, {
    type: 'Input.ChoiceSet',
    choices: block.options.map(({ label, token }) => ({ title: label, value: token })),
    style: block.several !== true && block.options.length > MOST_SHOWN_CHOICES ? 'compact' : 'expanded',
    isMultiSelect: block.several === true,
    wrap: true,
    errorMessage: block.several === true ? 'Choose at least one.' : 'Choose one.',
    ...(chosen.length === 0 ? {} : { value: chosen.join(',') }),
  });
}

function input(block: Of<'input'>): readonly CardElement[] {
  const value = block.value === undefined ? {} : { value: block.value };
  if (block.date === true) {
    return field(block, { type: 'Input.Date', errorMessage: 'Choose a date.', ...value });
  }
  return field(block, {
    type: 'Input.Text',
    isMultiline: block.multiline === true,
    maxLength: block.maxLength,
    errorMessage: 'Write something here.',
    ...value,
  });
}

/** A field with its label and hint read out together, and above it what is to be put right, said in words. */
function field(
  block: Of<'select'> | Of<'input'>,
  element: { readonly type: string; readonly [key: string]: Json },
): readonly CardElement[] {
  return [
    ...(block.error === undefined
      ? []
      : [
          textBlock(`To put right: ${block.error}`, {
            color: 'Attention',
            weight: 'Bolder',
            spacing: 'Medium',
          }),
        ]),
    {
      id: block.id,
      label: block.hint === undefined ? block.label : `${sentence(block.label)} ${block.hint}`,
      isRequired: block.required === true,
      spacing: block.error === undefined ? 'Medium' : 'Small',
      ...element,
    },
  ];
}

/** A label that a hint can follow. */
function sentence(label: string): string {
  return /[.?!:]$/.test(label) ? label : `${label}.`;
}

function details(block: Of<'details'>, nextId: () => string): readonly CardElement[] {
  const id = nextId();
  const unfold = { type: 'Action.ToggleVisibility', title: block.summary, targetElements: [id] };
  const handle: CardElement = fitsOnOneButton(block.summary)
    ? { type: 'ActionSet', actions: [unfold] }
    : {
        type: 'Container',
        style: 'emphasis',
        selectAction: unfold,
        items: [textBlock(block.summary, { weight: 'Bolder' })],
      };
  const items = block.blocks.flatMap((inner) => renderBlock(inner, nextId));
  return [handle, { type: 'Container', id, isVisible: false, items }];
}
