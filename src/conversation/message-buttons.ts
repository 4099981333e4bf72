import type { Button } from './card.ts';
import type { TellContext } from './context.ts';
import { type MessageButton, tokenOf } from './message-token.ts';
import type { WordKey } from './word-keys.ts';
import { say } from './words.ts';

const LABELS: Readonly<Record<MessageButton['button'], WordKey>> = {
  ack: 'button-acknowledge',
  open: 'button-open-record',
  take: 'button-take',
  'take-over': 'button-take-over',
  'reply-form': 'button-reply',
  'hand-over-form': 'button-hand-over',
  'close-form': 'button-close-case',
  heard: 'button-heard',
  'not-heard': 'button-not-heard',
  'received-form': 'button-received',
  queue: 'button-queue',
};

/** One button of a message, which works for as long as the message is there. */
export function messageButton(
  ctx: Pick<TellContext, 'dialog'>,
  button: MessageButton['button'],
  message: string,
  style: Button['style'] = 'plain',
): Button {
  return {
    token: tokenOf({ button, message }),
    label: say(ctx.dialog.words, LABELS[button]),
    style,
  };
}

/**
 * The buttons of a message about a case, wherever it stands: whatever is done from any copy of it counts for all. `page`: it asks
 * somebody to take the concern on.
 */
export function messageButtons(
  ctx: Pick<TellContext, 'dialog'>,
  message: string,
  page = false,
): readonly Button[] {
  return page
    ? [
        messageButton(ctx, 'take', message, 'primary'),
        messageButton(ctx, 'ack', message),
        messageButton(ctx, 'open', message),
      ]
    : [messageButton(ctx, 'ack', message, 'primary'), messageButton(ctx, 'open', message)];
}
