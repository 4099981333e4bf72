import { isDeepStrictEqual } from 'node:util';
import {
  bool,
  byType,
  type Check,
  characters,
  isPart,
  items,
  matching,
  object,
  oneOf,
  type Part,
  partsUnder,
  textUnder,
} from './checks.ts';
import { ACCESSORY, anyText, CONTEXT_ITEM, CONTROL, FIELD_ELEMENT, ID, plainText } from './element-checks.ts';
import { RICH_PART } from './rich-text.ts';

export type Surface = 'modal' | 'home' | 'message';

/** Slack's rules for blocks and surfaces, from its reference; not from our own code, so that both have to be right. */

const own = { block_id: ID };

const BLOCKS: Readonly<Record<string, Check>> = {
  section: object(
    { type: oneOf('section') },
    {
      ...own,
      text: anyText(3000),
      fields: items(1, 10, anyText(2000)),
      accessory: ACCESSORY,
      expand: bool,
    },
  ),
  header: object({ type: oneOf('header'), text: plainText(150) }, own),
  divider: object({ type: oneOf('divider') }, own),
  context: object({ type: oneOf('context'), elements: items(1, 10, CONTEXT_ITEM) }, own),
  actions: object({ type: oneOf('actions'), elements: items(1, 25, CONTROL) }, own),
  input: object(
    { type: oneOf('input'), label: plainText(2000), element: FIELD_ELEMENT },
    { ...own, hint: plainText(2000), optional: bool, dispatch_action: bool },
  ),
  image: object(
    { type: oneOf('image'), alt_text: characters(1, 2000), image_url: matching(/^https?:\/\/.{1,2990}$/) },
    { ...own, title: plainText(2000) },
  ),
  rich_text: object({ type: oneOf('rich_text'), elements: items(1, 1000, RICH_PART) }, own),
};
const IN_MESSAGES: Readonly<Record<string, Check>> = {
  ...BLOCKS,
  markdown: object({ type: oneOf('markdown'), text: characters(1, 12_000) }, own),
};

const shared = {
  callback_id: characters(0, 255),
  private_metadata: characters(0, 3000),
  external_id: characters(0, 255),
};
const SURFACES: Readonly<Record<Surface, Check>> = {
  modal: object(
    { type: oneOf('modal'), title: plainText(24), blocks: items(1, 100, byType(BLOCKS)) },
    {
      ...shared,
      submit: plainText(24),
      close: plainText(24),
      clear_on_close: bool,
      notify_on_close: bool,
      submit_disabled: bool,
    },
  ),
  home: object({ type: oneOf('home'), blocks: items(0, 100, byType(BLOCKS)) }, shared),
  message: object({}, { text: characters(0, 40_000), blocks: items(0, 50, byType(IN_MESSAGES)) }),
};
const LARGEST_VIEW = 250_000;

/**
 * Everything Slack would refuse in a view or a message (`text` and `blocks`), with the place; and what Share Check holds itself
 * to besides: an id on every block, and `press:<n>` once in a surface.
 */
export function slackRefuses(surface: Surface, value: unknown): readonly string[] {
  const blocks = partsUnder(value, 'blocks');
  const size = JSON.stringify(value ?? null).length;
  return [
    ...SURFACES[surface](value, surface),
    ...(surface !== 'message' && size > LARGEST_VIEW ? [`${surface}: is ${size} characters long`] : []),
    ...(surface === 'message' && textUnder(value, 'text') === '' && blocks.length === 0
      ? ['message: has neither text nor blocks']
      : []),
    ...(surface === 'modal' && blocks.some(isInput) && isPart(value) && value.submit === undefined
      ? ['modal: has fields and no submit']
      : []),
    ...repeated(blocks.map((block) => textUnder(block, 'block_id'))).map(
      (id) => `block_id "${id}" is not unique`,
    ),
    ...blocks.flatMap((block, index) => [
      ...(textUnder(block, 'block_id') === '' ? [`blocks[${index}]: has no block_id`] : []),
      ...repeated(elementsOf(block).map((element) => textUnder(element, 'action_id'))).map(
        (id) => `blocks[${index}]: action_id "${id}" is not unique in it`,
      ),
      ...sectionFaults(block, index),
      ...elementsOf(block).flatMap((element) => elementFaults(element, `blocks[${index}]`)),
    ]),
    ...repeated(
      blocks
        .flatMap(elementsOf)
        .map((element) => textUnder(element, 'action_id'))
        .filter((id) => id.startsWith('press')),
    ).map((id) => `action_id "${id}" is not unique`),
    ...(blocks.flatMap(elementsOf).filter((element) => element.focus_on_load === true).length > 1
      ? [`${surface}: more than one element wants the focus`]
      : []),
  ];
}

/** Every element of a block: its row, its accessory, its field. */
export function elementsOf(block: Part): readonly Part[] {
  const row = block.type === 'rich_text' ? [] : partsUnder(block, 'elements');
  return [...row, block.accessory, block.element]
    .filter(isPart)
    .filter(({ type }) => type !== 'plain_text' && type !== 'mrkdwn');
}

const isInput = (block: Part): boolean => block.type === 'input';

function sectionFaults(block: Part, index: number): readonly string[] {
  return block.type === 'section' && block.text === undefined && block.fields === undefined
    ? [`blocks[${index}]: a section needs text or fields`]
    : [];
}

function elementFaults(element: Part, at: string): readonly string[] {
  const options = [
    ...partsUnder(element, 'options'),
    ...partsUnder(element, 'option_groups').flatMap((group) => partsUnder(group, 'options')),
  ];
  const initial = [element.initial_option, ...partsUnder(element, 'initial_options')].filter(isPart);
  const { initial_value: text, max_length: most } = element;
  return [
    ...initial
      .filter((option) => !options.some((known) => isDeepStrictEqual(known, option)))
      .map(() => `${at}: what is chosen at first is not one of the options`),
    ...repeated(options.map((option) => textUnder(option, 'value'))).map(
      () => `${at}: two options have the same value`,
    ),
    ...(String(element.type).endsWith('static_select') && options.length === 0
      ? [`${at}: a select needs options`]
      : []),
    ...(typeof text === 'string' && typeof most === 'number' && text.length > most
      ? [`${at}: the text at first is longer than may be typed`]
      : []),
    ...(element.type !== 'image' && textUnder(element, 'action_id') === ''
      ? [`${at}: has no action_id`]
      : []),
  ];
}

function repeated(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id, index) => id !== '' && ids.indexOf(id) !== index))];
}
