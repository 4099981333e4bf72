import type { Button, TapOption } from '../../conversation/card.ts';
import { type CardElement, pressAction, textBlock } from './adaptive-card.ts';
import { buttonWidth, fitsOnOneButton, MOST_ACTIONS_IN_A_SET, NARROWEST_ROW } from './limits.ts';

const STYLE = { primary: 'positive', danger: 'destructive', plain: undefined } as const;
const BOX = { primary: 'accent', danger: 'attention', plain: 'emphasis' } as const;

/** The card's buttons in order: as many in a row as fit on a phone; a long label gets a box of its own, which wraps. */
export function renderButtons(buttons: readonly Button[]): readonly CardElement[] {
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
      ? { ...box(only), ...look }
      : { type: 'ActionSet', actions: row.map(action), ...look };
  });
}

function joins(row: readonly Button[], button: Button): boolean {
  if (row.length >= MOST_ACTIONS_IN_A_SET) return false;
  const width = [...row, button].reduce((sum, { label }) => sum + buttonWidth(label), 0);
  return width <= NARROWEST_ROW;
}

function action(button: Button) {
  const style = STYLE[button.style];
  return pressAction(button.token, button.label, {
    sends: button.submits === true,
    ...(style === undefined ? {} : { style }),
  });
}

function box(button: Button): CardElement {
  return {
    type: 'Container',
    style: BOX[button.style],
    selectAction: pressAction(button.token, button.label, { sends: button.submits === true }),
    items: [textBlock(button.label, { weight: 'Bolder' })],
  };
}

/** Answers: one box each, the whole of it tappable and reachable with the keyboard; a mark at its end says so. */
export function renderOptions(options: readonly TapOption[]): readonly CardElement[] {
  return options.map(({ token, label, help, chosen }) => {
    const title = chosen === true ? `${label} (chosen)` : label;
    return {
      type: 'ColumnSet',
      style: chosen === true ? 'good' : 'emphasis',
      spacing: 'Small',
      selectAction: pressAction(token, title),
      columns: [
        {
          type: 'Column',
          width: 'stretch',
          items: [
            textBlock(chosen === true ? `✓ ${title}` : title, { weight: 'Bolder' }),
            ...(help === undefined ? [] : [textBlock(help, { spacing: 'None', isSubtle: true })]),
          ],
        },
        {
          type: 'Column',
          width: 'auto',
          verticalContentAlignment: 'Center',
          items: [textBlock('›', { size: 'Large', isSubtle: true })],
        },
      ],
    };
  });
}
