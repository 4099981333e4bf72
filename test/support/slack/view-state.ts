import { elementsOf } from './block-checks.ts';
import { isPart, type Part, partsUnder, textUnder } from './checks.ts';

/** What stands in the fields of a view, by block and action, in the form Slack sends it. */
export type StateValues = { readonly [block: string]: { readonly [action: string]: Part } };

/** What stands in the fields when nobody has touched them. */
export function initialState(blocks: readonly Part[]): StateValues {
  const values: Record<string, Record<string, Part>> = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const value = initialValue(element);
      if (value === undefined) continue;
      const id = textUnder(block, 'block_id');
      values[id] = { ...values[id], [textUnder(element, 'action_id')]: value };
    }
  }
  return values;
}

/**
 * What stands in the fields after a view took the place of another: what was typed stays in a field that has the same ids, as
 * Slack keeps it (an empty field stays empty), whatever the new view gives as its first value. A choice stays while it can still be
 * chosen.
 */
export function stateAfter(before: StateValues, blocks: readonly Part[]): StateValues {
  const values: Record<string, Record<string, Part>> = {};
  for (const [id, actions] of Object.entries(initialState(blocks))) {
    for (const [action, value] of Object.entries(actions)) {
      const kept = before[id]?.[action];
      const keeps = kept !== undefined && kept.type === value.type && canStand(kept, blocks, id);
      values[id] = { ...values[id], [action]: keeps ? kept : value };
    }
  }
  return values;
}

function canStand(value: Part, blocks: readonly Part[], id: string): boolean {
  const chosen = [value.selected_option, ...partsUnder(value, 'selected_options')].filter(isPart);
  const block = blocks.find((each) => each.block_id === id);
  const options = block === undefined ? [] : elementsOf(block).flatMap((each) => partsUnder(each, 'options'));
  return chosen.every((one) => options.some((option) => option.value === one.value));
}

function initialValue(element: Part): Part | undefined {
  const { type } = element;
  switch (type) {
    case 'plain_text_input':
      return { type, value: typeof element.initial_value === 'string' ? element.initial_value : null };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    default:
      return undefined;
  }
}
