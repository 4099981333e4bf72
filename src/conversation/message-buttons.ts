import type { Button } from './card.ts';
import type { TurnContext } from './context.ts';
import { tokenOf } from './message-token.ts';
import { say } from './words.ts';

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
