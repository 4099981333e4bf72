import type { Button } from './card.ts';
import type { TurnContext } from './context.ts';
import { tokenOf } from './message-token.ts';
import { say } from './words.ts';

/** The buttons of a message about a case, wherever it stands: acknowledging any copy of it counts for all. */
export function messageButtons(ctx: Pick<TurnContext, 'dialog'>, message: string): readonly Button[] {
  const token = tokenOf({ button: 'ack', message });
  return [
    { token, label: say(ctx.dialog.words, 'button-acknowledge'), style: 'primary' },
    openButton(ctx, message),
  ];
}

/** What is left of them when it has been acknowledged. */
export function openButton(ctx: Pick<TurnContext, 'dialog'>, message: string): Button {
  const token = tokenOf({ button: 'open', message });
  return { token, label: say(ctx.dialog.words, 'button-open-record'), style: 'plain' };
}
