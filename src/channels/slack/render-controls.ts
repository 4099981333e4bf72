import type { Button, TapOption } from '../../conversation/card.ts';
import type { SlackBlock } from './block-kit.ts';
import { cut, isEmpty, pieces, plain } from './mrkdwn.ts';
import type { Drawing } from './parts.ts';

type Actions = Extract<SlackBlock, { type: 'actions' }>;
type Press = Extract<Actions['elements'][number], { type: 'button' }>;
type Overflow = Extract<Actions['elements'][number], { type: 'overflow' }>;

/** Most characters of a label that a phone shows whole on a button. */
const FITS_A_BUTTON = 28;
const LONGEST_LABEL = 75;
const MOST_IN_A_ROW = 25;
/** Most entries of an overflow menu. */
const MOST_IN_A_MENU = 5;

/** Something to press. Where its label is too long for a button, all of it stands beside one. */
type Tap = Pick<TapOption, 'token' | 'label' | 'help' | 'chosen'> & {
  readonly style?: 'primary' | 'danger';
};

/** The buttons of a card, in order. `plainly`: no further one stands out, as another does already. */
export function renderButtons(
  buttons: readonly Button[],
  draw: Drawing,
  plainly = false,
): readonly SlackBlock[] {
  const main = plainly ? undefined : buttons.find(({ style }) => style === 'primary');
  return taps(
    buttons.map((button): Tap => {
      const { token, label } = button;
      if (button === main) return { token, label, style: 'primary' };
      return button.style === 'danger' ? { token, label, style: 'danger' } : { token, label };
    }),
    draw,
  );
}

/**
 * Answers: short ones are buttons, longer ones and those with help stand in full with a button beside them. Where most of them
 * are long, all stand in full, as one list.
 */
export function renderOptions(options: readonly TapOption[], draw: Drawing): readonly SlackBlock[] {
  const short = options.filter(fitsAButton).length;
  return short * 2 > options.length ? taps(options, draw) : options.flatMap((option) => inFull(option, draw));
}

/** A menu for what is rarely needed; null where a menu could not show all of it. */
export function renderMenu(
  summary: string,
  options: readonly TapOption[],
  draw: Drawing,
): readonly SlackBlock[] | null {
  const all = options.every(
    ({ label, help }) => help === undefined && !isEmpty(label) && label.length <= LONGEST_LABEL,
  );
  if (isEmpty(summary) || options.length === 0 || options.length > MOST_IN_A_MENU || !all) return null;
  const [only, ...others] = options;
  const menu: Overflow = {
    type: 'overflow',
    action_id: draw.press(),
    options: options.map(({ token, label, chosen }) => ({
      text: plain(marked(label, chosen), LONGEST_LABEL),
      value: token,
    })),
  };
  // Some clients show no menu of one.
  const accessory = only !== undefined && others.length === 0 ? press(only, only.label, draw) : menu;
  return [{ type: 'section', block_id: draw.block('details'), text: plain(summary), accessory }];
}

function taps(all: readonly Tap[], draw: Drawing): readonly SlackBlock[] {
  const blocks: SlackBlock[] = [];
  let row: Press[] = [];
  const endRow = (): void => {
    if (row.length > 0) blocks.push({ type: 'actions', block_id: draw.block(), elements: row });
    row = [];
  };
  for (const tap of all) {
    if (fitsAButton(tap)) {
      row.push(press(tap, marked(tap.label, tap.chosen), draw));
      if (row.length === MOST_IN_A_ROW) endRow();
    } else {
      endRow();
      blocks.push(...inFull(tap, draw));
    }
  }
  endRow();
  return blocks;
}

const fitsAButton = ({ label, help }: Tap): boolean =>
  label.length <= FITS_A_BUTTON && (help === undefined || isEmpty(help)) && !isEmpty(label);

/** The whole of it as text, with a button beside it that says to a screen reader what it chooses. */
function inFull(tap: Tap, draw: Drawing): readonly SlackBlock[] {
  const { label, help = '', chosen } = tap;
  const text = [marked(label, chosen), help].filter((line) => !isEmpty(line)).join('\n');
  const [first = 'Choose', ...rest] = pieces(text);
  const accessory = {
    ...press(tap, 'Choose', draw),
    accessibility_label: cut(isEmpty(label) ? 'Choose' : `Choose: ${label}`, LONGEST_LABEL),
  };
  return [
    { type: 'section', block_id: draw.block(), text: plain(first), expand: true, accessory },
    ...rest.map(
      (more): SlackBlock => ({ type: 'section', block_id: draw.block(), text: plain(more), expand: true }),
    ),
  ];
}

function press({ token, style }: Tap, label: string, draw: Drawing): Press {
  return {
    type: 'button',
    action_id: draw.press(),
    text: plain(label, LONGEST_LABEL),
    value: token,
    ...(style === undefined ? {} : { style }),
  };
}

const marked = (label: string, chosen?: boolean): string => (chosen === true ? `✓ ${label} (chosen)` : label);
