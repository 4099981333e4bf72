import { SAYS } from './block-kit.ts';
import { charactersIn, type Surface } from './parts.ts';
import { LONGEST_MESSAGE_TEXT } from './plain-text.ts';

/** What Slack takes. Sources: "Block Kit", "Modals" and "chat.update", docs.slack.dev; where they differ, the stricter. */

/** Blocks of one surface. */
export const MOST_BLOCKS: Readonly<Record<Surface, number>> = { modal: 100, home: 100, message: 50 };
/** Bytes of a view (JSON, UTF-8). */
export const LARGEST_VIEW_BYTES = 250_000;
/** Characters in all blocks of a message together. */
export const MOST_CHARACTERS_IN_A_MESSAGE = 13_200;

type Part = { readonly [key: string]: unknown };

/** By the type of an element: how many options at most. */
const MOST_OPTIONS: Readonly<Record<string, number>> = {
  overflow: 5,
  radio_buttons: 10,
  checkboxes: 10,
  static_select: 100,
  multi_static_select: 100,
};
const FIELDS = [
  'plain_text_input',
  'datepicker',
  'radio_buttons',
  'checkboxes',
  'static_select',
  'multi_static_select',
];
const TOKEN = /^[\w:.-]+$/;

/** What a drawn surface breaks, in words; empty when Slack takes it. Texts of the card are not repeated. */
export function breaksLimits(surface: Surface, value: unknown): readonly string[] {
  const blocks = partsIn(value, 'blocks');
  const elements = blocks.flatMap(elementsOf);
  const primary = elements.filter(({ style }) => style === 'primary').length;
  return [
    ...over('The surface', 'blocks', blocks.length, MOST_BLOCKS[surface]),
    ...(surface === 'home' || blocks.length > 0 ? [] : ['There is no block.']),
    ...(surface === 'message' ? messageFaults(value) : viewFaults(surface, value)),
    ...repeated('block_id', blocks),
    ...repeated(
      'action_id',
      elements.filter((one) => !FIELDS.includes(String(one.type))),
    ),
    ...(primary > 1 ? [`${primary} buttons are primary, more than 1.`] : []),
    ...blocks.flatMap(blockFaults),
    ...elements.flatMap(elementFaults),
    ...textFaults(value),
    ...(surface !== 'modal' && blocks.some(({ type }) => type === 'input')
      ? ['A field stands outside the window.']
      : []),
  ];
}

function messageFaults(message: unknown): readonly string[] {
  const text = textIn(message, 'text');
  const characters = charactersIn(partsIn(message, 'blocks'));
  return [
    ...(text.trim() === '' ? ['A message has no text of its own.'] : []),
    ...over('The text of the message', 'characters', text.length, LONGEST_MESSAGE_TEXT),
    ...(/[<>]|&(?!amp;|lt;|gt;)/.test(text) ? ['The text of the message holds markup.'] : []),
    ...over('The message', 'characters', characters, MOST_CHARACTERS_IN_A_MESSAGE - 1),
  ];
}

function viewFaults(surface: Surface, view: unknown): readonly string[] {
  const fields = partsIn(view, 'blocks').some(({ type }) => type === 'input');
  const metadata = textIn(view, 'private_metadata');
  const names = ['title', 'submit', 'close'] as const;
  return [
    ...over('The view', 'bytes', Buffer.byteLength(JSON.stringify(view)), LARGEST_VIEW_BYTES),
    ...over('private_metadata', 'characters', metadata.length, 3000),
    ...(metadata === '' || isToken(metadata) ? [] : ['private_metadata is more than a token.']),
    ...over('callback_id', 'characters', textIn(view, 'callback_id').length, 255),
    ...names.flatMap((name) =>
      over(`The ${name}`, 'characters', textIn(under(view, name), 'text').length, 24),
    ),
    ...(surface !== 'modal' || textIn(under(view, 'title'), 'text') !== ''
      ? []
      : ['The window has no title.']),
    ...(fields && under(view, 'submit') === undefined
      ? ['There are fields and no button that sends them.']
      : []),
  ];
}

function blockFaults(block: Part): readonly string[] {
  const id = textIn(block, 'block_id');
  const length = (key: string, field = 'text') => textIn(under(block, key), field).length;
  return [
    ...(id === '' ? [`A ${String(block.type)} block has no block_id.`] : []),
    ...over('A block_id', 'characters', id.length, 255),
    ...(block.type === 'header' ? over('A header', 'characters', length('text'), 150) : []),
    ...(block.type === 'section' ? sectionFaults(block) : []),
    ...(block.type === 'actions' ? counted('A row', 'elements', partsIn(block, 'elements').length, 25) : []),
    ...(block.type === 'context'
      ? counted('A context', 'elements', partsIn(block, 'elements').length, 10)
      : []),
    ...(block.type === 'rich_text'
      ? counted('Rich text', 'parts', partsIn(block, 'elements').length, Infinity)
      : []),
    ...(block.type === 'input'
      ? [
          ...over('A label', 'characters', length('label'), 2000),
          ...over('A hint', 'characters', length('hint'), 2000),
        ]
      : []),
    ...(block.type === 'image' && textIn(block, 'alt_text') === '' ? ['An image has no alt_text.'] : []),
  ];
}

function sectionFaults(block: Part): readonly string[] {
  const fields = partsIn(block, 'fields');
  const none = block.text === undefined && fields.length === 0;
  return [
    ...(none ? ['A section has neither text nor fields.'] : []),
    ...over('A section', 'fields', fields.length, 10),
    ...fields.flatMap((field) =>
      over('A field of a section', 'characters', textIn(field, 'text').length, 2000),
    ),
  ];
}

function elementFaults(element: Part): readonly string[] {
  const type = String(element.type);
  const own = partsIn(element, 'options');
  const groups = partsIn(element, 'option_groups');
  const grouped = groups.flatMap((group) => partsIn(group, 'options'));
  const most = MOST_OPTIONS[type];
  const lists = groups.length > 0 ? groups.map((group) => partsIn(group, 'options')) : [own];
  const value = textIn(element, 'value');
  const initial = textIn(element, 'initial_value').length;
  const longest = typeof element.max_length === 'number' ? element.max_length : 3000;
  return [
    ...(type === 'image'
      ? textIn(element, 'alt_text') === ''
        ? ['An image has no alt_text.']
        : []
      : actionFaults(element)),
    ...(type === 'button'
      ? [
          ...over('A button', 'characters', textIn(under(element, 'text'), 'text').length, 75),
          ...over('An accessibility_label', 'characters', textIn(element, 'accessibility_label').length, 75),
          ...over('A value', 'characters', value.length, 2000),
          ...(isToken(value) || value.startsWith(SAYS) ? [] : ['A button carries more than a token.']),
        ]
      : []),
    ...(most === undefined
      ? []
      : lists.flatMap((list) => counted(`A ${type}`, 'options', list.length, most))),
    ...over('A select', 'groups', groups.length, 100),
    ...groups.flatMap((group) =>
      over('A group', 'characters', textIn(under(group, 'label'), 'text').length, 75),
    ),
    ...[...own, ...grouped].flatMap(optionFaults),
    ...over('A placeholder', 'characters', textIn(under(element, 'placeholder'), 'text').length, 150),
    ...over('A field', 'characters it may have', longest, 3000),
    ...over('What a field holds at first', 'characters', initial, longest),
  ];
}

function actionFaults(element: Part): readonly string[] {
  const id = textIn(element, 'action_id');
  return [
    ...(id === '' ? [`A ${String(element.type)} has no action_id.`] : []),
    ...over('An action_id', 'characters', id.length, 255),
  ];
}

function optionFaults(option: Part): readonly string[] {
  const value = textIn(option, 'value');
  return [
    ...over('An option', 'characters', textIn(under(option, 'text'), 'text').length, 75),
    ...over('The value of an option', 'characters', value.length, 75),
    ...(isToken(value) || value.startsWith(SAYS) ? [] : ['An option carries more than a token.']),
  ];
}

/** Every text object of a surface: none may be empty or longer than 3,000. */
function textFaults(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as Part;
  const object = type === 'plain_text' || type === 'mrkdwn' || type === 'text';
  const own = !object
    ? []
    : typeof text !== 'string' || text.trim() === ''
      ? ['A text is empty.']
      : over('A text', 'characters', text.length, 3000);
  return [...own, ...Object.values(value).flatMap(textFaults)];
}

/** What is pressed or filled in in a block: its row, what stands beside it, its field. */
function elementsOf(block: Part): readonly Part[] {
  const row = block.type === 'actions' || block.type === 'context' ? partsIn(block, 'elements') : [];
  return [...row, block.accessory, block.element].filter(
    (one): one is Part => isPart(one) && one.type !== 'plain_text' && one.type !== 'mrkdwn',
  );
}

function repeated(key: string, parts: readonly Part[]): readonly string[] {
  const ids = parts.map((part) => textIn(part, key)).filter((id) => id !== '');
  return new Set(ids).size === ids.length ? [] : [`Two have the same ${key}.`];
}

function over(what: string, of: string, count: number, most: number): readonly string[] {
  return count > most ? [`${what} has ${count} ${of}, more than ${most}.`] : [];
}

/** At least one and at most so many. */
function counted(what: string, of: string, count: number, most: number): readonly string[] {
  return count === 0 ? [`${what} has no ${of}.`] : over(what, of, count, most);
}

const isToken = (value: string): boolean => TOKEN.test(value);
const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const under = (value: unknown, key: string): unknown => (isPart(value) ? value[key] : undefined);

function textIn(value: unknown, key: string): string {
  const text = under(value, key);
  return typeof text === 'string' ? text : '';
}

function partsIn(value: unknown, key: string): readonly Part[] {
  const list = under(value, key);
  return Array.isArray(list) ? list.filter(isPart) : [];
}
