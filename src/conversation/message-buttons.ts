import type { Button } from './card.ts';
import type { TurnContext } from './context.ts';
import { say } from './words.ts';

const BUTTONS = ['ack', 'open'] as const;
/** A button of a delivered message. Its token names the message and authorises nothing. */
export type MessageButton = { readonly button: (typeof BUTTONS)[number]; readonly message: string };

/** Reads the token of such a button; null for any other token. */
export function messageButton(token: string): MessageButton | null {
  const [mark, name, message, more] = token.split(':');
  const button = BUTTONS.find((each) => each === name);
  if (mark !== 'm' || button === undefined || !message || more !== undefined) return null;
  return { button, message };
}

const tokenOf = ({ button, message }: MessageButton) => `m:${button}:${message}`;

/** The buttons of a message about a case. A channel can only open the record: nobody there is the one who was told. */
export function messageButtons(
  ctx: Pick<TurnContext, 'dialog'>,
  message: string,
  audience: 'lead' | 'channel',
): readonly Button[] {
  const { words } = ctx.dialog;
  const open = {
    token: tokenOf({ button: 'open', message }),
    label: say(words, 'button-open-record'),
    style: 'plain',
  } as const;
  if (audience === 'channel') return [open];
  const token = tokenOf({ button: 'ack', message });
  return [{ token, label: say(words, 'button-acknowledge'), style: 'primary' }, open];
}
