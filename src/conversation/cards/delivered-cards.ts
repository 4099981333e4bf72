import type { Button, Card } from '../card.ts';
import type { TurnContext } from '../context.ts';
import { say } from '../words.ts';
import { banner, button, whomToRing } from './common.ts';
import type { Mint } from './view.ts';

/** Cards in answer to the buttons of a delivered message. */

/** The same for what does not exist and for what is not theirs to see. */
export function notForYouCard(
  ctx: TurnContext,
  mint: Mint,
  key: 'record-not-for-you' | 'message-not-for-you',
): Card {
  const { words } = ctx.dialog;
  const title = say(words, key);
  return {
    title,
    summary: title,
    ...banner(ctx),
    blocks: [{ kind: 'text', text: say(words, 'ask-them', { who: whomToRing(ctx) }) }],
    buttons: [button({ ctx, mint }, { kind: 'help' }, 'button-help')],
  };
}

/** Nothing can be read or written now: the message, where it is known, keeps its buttons, to be pressed again. */
export function notNowCard(ctx: TurnContext, buttons: readonly Button[], card?: Card): Card {
  const { words } = ctx.dialog;
  const title = say(words, 'message-not-now');
  const then = say(words, 'message-try-again', { who: whomToRing(ctx) });
  if (card === undefined) return { title, summary: title, blocks: [{ kind: 'text', text: then }], buttons };
  const warning = { kind: 'text', text: `${title} ${then}`, tone: 'warning' } as const;
  return { ...card, blocks: [warning, ...card.blocks], buttons };
}
