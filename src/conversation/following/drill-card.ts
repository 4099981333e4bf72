import type { Card } from '../card.ts';
import type { TellContext } from '../context.ts';
import { messageButton } from '../message-buttons.ts';
import { say } from '../words.ts';

/** A message that tries whether somebody can be reached; `message` is the id of its delivery. */
export function drillCard(ctx: Pick<TellContext, 'dialog' | 'deployment'>, message: string): Card {
  const { words } = ctx.dialog;
  const title = say(words, 'drill-title');
  return {
    title,
    summary: title,
    blocks: [
      { kind: 'text', text: say(words, 'drill-text'), tone: 'lead' },
      {
        kind: 'text',
        text: say(words, 'message-foot', { organisation: ctx.deployment.organisation.name }),
        tone: 'quiet',
      },
    ],
    buttons: [messageButton(ctx, 'ack', message, 'primary')],
  };
}

/** The same once it was answered. */
export function drillDoneCard(ctx: Pick<TellContext, 'dialog' | 'deployment'>): Card {
  const title = say(ctx.dialog.words, 'drill-done');
  return { title, summary: title, blocks: [], buttons: [] };
}
