import type { Block, FormOption } from '../../conversation/card.ts';
import { FIELD, type SlackBlock } from './block-kit.ts';
import { bold, cut, isEmpty, pieces, plain, words } from './mrkdwn.ts';
import { type Drawing, type Part, RANK } from './parts.ts';

type Of<K extends Block['kind']> = Extract<Block, { kind: K }>;
type Field = Of<'select'> | Of<'input'>;
type Input = Extract<SlackBlock, { type: 'input' }>;
type Element = Input['element'];

const LONGEST_OPTION = 75;
const LONGEST_LABEL = 2000;
/** More choices than this fold into a menu. */
const MOST_SHOWN_CHOICES = 10;
const MOST_IN_A_GROUP = 100;
const LONGEST_TYPED = 3000;

/** Draws a field of a form, with what is to be put right above it, in words. */
export function renderField(block: Field, draw: Drawing): Part {
  const label = isEmpty(block.label) ? block.id : block.label;
  return {
    rank: RANK.needed,
    blocks: [
      ...toPutRight(block.error, draw),
      ...(block.kind === 'select' ? longOptions(block, draw) : []),
      {
        type: 'input',
        block_id: block.id,
        label: plain(label, LONGEST_LABEL),
        element: block.kind === 'select' ? choices(block, draw) : typed(block),
        ...(block.hint === undefined || isEmpty(block.hint)
          ? {}
          : { hint: plain(block.hint, LONGEST_LABEL) }),
        optional: block.required !== true,
      },
    ],
  };
}

function toPutRight(error: string | undefined, draw: Drawing): readonly SlackBlock[] {
  if (error === undefined) return [];
  const elements = pieces(`⚠ To put right: ${error}`).map((text) => section(bold(text)));
  return [{ type: 'rich_text', block_id: draw.block(), elements }];
}

/** Labels that an option cannot hold stand above the field whole, by number. */
function longOptions({ label, options }: Of<'select'>, draw: Drawing): readonly SlackBlock[] {
  if (!numbered(options)) return [];
  return [
    {
      type: 'rich_text',
      block_id: draw.block(),
      elements: [
        section(words(`The answers to “${label}” in full:`)),
        {
          type: 'rich_text_list',
          style: 'ordered',
          elements: options.map((option) => section(words(isEmpty(option.label) ? '-' : option.label))),
        },
      ],
    },
  ];
}

function choices({ options, several }: Of<'select'>, draw: Drawing): Element {
  const numbers = numbered(options);
  const shown = options.map(({ token, label }, index) => {
    const text = isEmpty(label) ? '-' : label;
    return { text: plain(cut(numbers ? `${index + 1}. ${text}` : text, LONGEST_OPTION)), value: token };
  });
  const chosen = shown.filter((_, index) => options[index]?.chosen === true).slice(0, MOST_IN_A_GROUP);
  const [first] = chosen;
  // Slack keeps what was chosen under the same id, although these options have tokens of their own.
  const action_id = `${FIELD}:${draw.mark}`;
  const one = first === undefined ? {} : { initial_option: first };
  const some = first === undefined ? {} : { initial_options: chosen };
  if (shown.length <= MOST_SHOWN_CHOICES) {
    return several === true
      ? { type: 'checkboxes', action_id, options: shown, ...some }
      : { type: 'radio_buttons', action_id, options: shown, ...one };
  }
  const menu = shown.length <= MOST_IN_A_GROUP ? { options: shown } : { option_groups: groups(shown) };
  return several === true
    ? { type: 'multi_static_select', action_id, ...menu, ...some }
    : { type: 'static_select', action_id, ...menu, ...one };
}

function groups<T>(options: readonly T[]) {
  const starts = Array.from(
    { length: Math.ceil(options.length / MOST_IN_A_GROUP) },
    (_, n) => n * MOST_IN_A_GROUP,
  );
  return starts.map((start) => {
    const some = options.slice(start, start + MOST_IN_A_GROUP);
    return { label: plain(`${start + 1} to ${start + some.length}`), options: some };
  });
}

const numbered = (options: readonly FormOption[]): boolean =>
  options.some(({ label }) => label.length > LONGEST_OPTION);

function typed({ value = '', maxLength, multiline, date }: Of<'input'>): Element {
  if (date === true) {
    return { type: 'datepicker', action_id: FIELD, ...(isDay(value) ? { initial_date: value } : {}) };
  }
  const most = Math.max(1, Math.min(maxLength, LONGEST_TYPED));
  return {
    type: 'plain_text_input',
    action_id: FIELD,
    multiline: multiline === true,
    max_length: most,
    ...(value === '' ? {} : { initial_value: value.slice(0, most) }),
  };
}

function isDay(value: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

const section = (...elements: { type: 'text'; text: string }[]) =>
  ({ type: 'rich_text_section', elements }) as const;
