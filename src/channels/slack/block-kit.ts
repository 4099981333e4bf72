import type { types } from '@slack/bolt';

/** Slack's own names for what a card becomes. Types alone: nothing of the SDK is loaded for them. */

export type SlackBlock = types.KnownBlock;
export type Modal = types.ModalView;
export type Home = types.HomeView;

/** A message. `text` is complete in itself: screen readers and phone notifications read nothing else. */
export type SlackMessage = { readonly text: string; readonly blocks: readonly SlackBlock[] };

/** Every control that can be pressed has an `action_id` that begins so; its value is one opaque token. */
export const PRESS = 'press';
/** The `action_id` of every field of a form. Its block has the id of the field. */
export const FIELD = 'field';
/** The `callback_id` of the one modal. */
export const WINDOW = 'share-check';
/** The value of a control that stands for a typed command, such as `say:resume`. Works whenever it is pressed. */
export const SAYS = 'say:';
