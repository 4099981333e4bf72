import { bool, byType, type Check, characters, items, matching, object, oneOf, whole } from './checks.ts';

/** Slack's rules for text and for what stands inside blocks, from its reference for Block Kit; not from our own code. */

export const ID = characters(1, 255);

export function plainText(most: number, least = 1): Check {
  return object({ type: oneOf('plain_text'), text: characters(least, most) }, { emoji: bool });
}

export function anyText(most: number): Check {
  return byType({
    plain_text: plainText(most),
    mrkdwn: object({ type: oneOf('mrkdwn'), text: characters(1, most) }, { verbatim: bool }),
  });
}

const ADDRESS = matching(/^(https?|slack):\/\/.{1,2990}$/);
const CONFIRM = object(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style: oneOf('primary', 'danger') },
);
const SELECT_OPTION = object(
  { text: plainText(75), value: characters(1, 150) },
  { description: plainText(75) },
);
const OVERFLOW_OPTION = object(
  { text: plainText(75), value: characters(1, 150) },
  { description: plainText(75), url: ADDRESS },
);
const TICK_OPTION = object({ text: anyText(75), value: characters(1, 150) }, { description: anyText(75) });
const GROUP = object({ label: plainText(75), options: items(1, 100, SELECT_OPTION) });
const DAY = matching(/^\d{4}-\d{2}-\d{2}$/);

const asked = { action_id: ID, confirm: CONFIRM, focus_on_load: bool };
const placeholder = plainText(150);

const button = object(
  { type: oneOf('button'), text: plainText(75) },
  {
    action_id: ID,
    url: ADDRESS,
    value: characters(1, 2000),
    style: oneOf('primary', 'danger'),
    confirm: CONFIRM,
    accessibility_label: characters(1, 75),
  },
);
const overflow = object(
  { type: oneOf('overflow'), options: items(1, 5, OVERFLOW_OPTION) },
  { action_id: ID, confirm: CONFIRM },
);
const image = object({ type: oneOf('image'), image_url: ADDRESS, alt_text: characters(1, 2000) }, {});
const chosen = { options: items(1, 100, SELECT_OPTION), option_groups: items(1, 100, GROUP), placeholder };
const staticSelect = object(
  { type: oneOf('static_select') },
  { ...asked, ...chosen, initial_option: SELECT_OPTION },
);
const multiSelect = object(
  { type: oneOf('multi_static_select') },
  {
    ...asked,
    ...chosen,
    initial_options: items(1, 100, SELECT_OPTION),
    max_selected_items: whole(1, 100),
  },
);
const radioButtons = object(
  { type: oneOf('radio_buttons'), options: items(1, 10, TICK_OPTION) },
  { ...asked, initial_option: TICK_OPTION },
);
const checkboxes = object(
  { type: oneOf('checkboxes'), options: items(1, 10, TICK_OPTION) },
  { ...asked, initial_options: items(1, 10, TICK_OPTION) },
);
const datepicker = object({ type: oneOf('datepicker') }, { ...asked, initial_date: DAY, placeholder });
const usersSelect = object(
  { type: oneOf('users_select') },
  { ...asked, placeholder, initial_user: matching(/^[UW][A-Z0-9]+$/) },
);
const plainTextInput = object(
  { type: oneOf('plain_text_input') },
  {
    action_id: ID,
    placeholder,
    initial_value: characters(0, 3000),
    multiline: bool,
    min_length: whole(0, 3000),
    max_length: whole(1, 3000),
    focus_on_load: bool,
    dispatch_action_config: object({}, { trigger_actions_on: items(1, 2, characters(1, 50)) }),
  },
);

const stateful = {
  static_select: staticSelect,
  multi_static_select: multiSelect,
  radio_buttons: radioButtons,
  checkboxes,
  datepicker,
  users_select: usersSelect,
};

/** What may stand beside a section. */
export const ACCESSORY: Check = byType({ button, overflow, image, ...stateful });
/** What may stand in a row of controls; no multi-select. */
export const CONTROL: Check = byType({
  button,
  overflow,
  static_select: staticSelect,
  radio_buttons: radioButtons,
  checkboxes,
  datepicker,
  users_select: usersSelect,
});
/** What may stand in a field of a form. */
export const FIELD_ELEMENT: Check = byType({ plain_text_input: plainTextInput, ...stateful });
/** What may stand in a context. */
export const CONTEXT_ITEM: Check = byType({
  image,
  plain_text: plainText(3000),
  mrkdwn: object({ type: oneOf('mrkdwn'), text: characters(1, 3000) }, { verbatim: bool }),
});
