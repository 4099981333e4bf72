import type { Button, TapOption } from '../../conversation/card.ts';
import { type CardAction, type CardElement, EDGES, textBlock } from './adaptive-card.ts';
import type { Drawing } from './drawing.ts';
import { buttonWidth, fitsOnOneButton, MOST_ACTIONS_IN_A_ROW, NARROWEST_ROW } from './limits.ts';

const STYLE = { primary: 'positive', danger: 'destructive', plain: undefined } as const;
const BOX = { primary: 'accent', danger: 'attention', plain: 'emphasis' } as const;

/** The card's buttons in order: as many in a row as fit on a phone; a long label gets a box of its own, which wraps. */
export function renderButtons(buttons: readonly Button[], draw: Drawing): readonly CardElement[] {
  const rows: Button[][] = [];
  for (const button of buttons) {
    const row = rows.at(-1);
    if (row !== undefined && joins(row, button)) row.push(button);
    else rows.push([button]);
  }
  return rows.map((row, index) => {
    const look = index === 0 ? { spacing: 'Large', separator: true } : { spacing: 'Small' };
    const [only] = row;
    return only !== undefined && row.length === 1 && !fitsOnOneButton(only.label)
      ? { ...box(only, draw), ...look }
      : { type: 'ActionSet', actions: row.map((button) => action(button, draw)), ...look };
  });
}

function joins(row: readonly Button[], button: Button): boolean {
  if (row.length >= MOST_ACTIONS_IN_A_ROW) return false;
  const width = [...row, button].reduce((sum, { label }) => sum + buttonWidth(label), 0);
  return width <= NARROWEST_ROW;
}

function action(button: Button, draw: Drawing) {
  const style = STYLE[button.style];
  return draw.press(button.token, button.label, {
    sends: button.submits === true,
    ...(style === undefined ? {} : { style }),
  });
}

function box(button: Button, draw: Drawing): CardElement {
  return {
    type: 'Container',
    style: BOX[button.style],
    ...EDGES,
    selectAction: draw.press(button.token, button.label, { sends: button.submits === true }),
    items: [textBlock(button.label, { weight: 'Bolder' })],
  };
}

/** Answers: one box each, the whole of it tappable and reachable with the keyboard; a mark at its end says so. */
export function renderOptions(options: readonly TapOption[], draw: Drawing): readonly CardElement[] {
  return options.map(({ token, label, help, chosen }) => {
    const title = chosen === true ? `${label} (chosen)` : label;
    // A screen reader says the title in place of what stands in the box, and the tooltip after it.
    const press = draw.press(token, title, help === undefined ? {} : { tooltip: help });
    return pressableBox(press, '›', chosen === true ? 'good' : 'emphasis', [
      textBlock(chosen === true ? `✓ ${title}` : title, { weight: 'Bolder' }),
      ...(help === undefined ? [] : [textBlock(help, { spacing: 'None', isSubtle: true })]),
    ]);
  });
}

/** A box, the whole of which can be pressed. `mark`: stands at its end and says so. */
export function pressableBox(
  action: CardAction,
  mark: '›' | '⌄',
  style: 'good' | 'emphasis',
  items: readonly CardElement[],
): CardElement {
  return {
    type: 'ColumnSet',
    style,
    ...EDGES,
    spacing: 'Small',
    selectAction: action,
    columns: [
      { type: 'Column', width: 'stretch', items },
      {
        type: 'Column',
        width: 'auto',
        verticalContentAlignment: 'Center',
        items: [textBlock(mark, { size: 'Large', isSubtle: true })],
      },
    ],
  };
}
