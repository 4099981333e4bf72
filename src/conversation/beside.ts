import type { Card } from './card.ts';
import type { Mint } from './cards/view.ts';
import type { TurnContext } from './context.ts';
import { type Action, type ConversationState, latestStanding } from './state.ts';

/**
 * A card shown beside the conversation, such as App Home. Nothing of the conversation changes, and what is shown elsewhere goes on
 * working. The tokens of the card are kept among the standing ones; a token that stands for the same thing already is used again,
 * so that looking often takes nothing from other cards.
 */
export function beside(
  before: ConversationState,
  ctx: Pick<TurnContext, 'draw'>,
  draw: (mint: Mint) => Card,
): { readonly state: ConversationState; readonly card: Card } {
  const known = new Map(
    Object.entries(before.standing).map(([token, action]) => [JSON.stringify(action), token]),
  );
  const drawn: Record<string, Action> = {};
  const card = draw((action) => {
    const token = known.get(JSON.stringify(action)) ?? ctx.draw.token();
    drawn[token] = action;
    return token;
  });
  const others = Object.entries(before.standing).filter(([token]) => !Object.hasOwn(drawn, token));
  const standing = latestStanding([...others, ...Object.entries(drawn)]);
  return { state: { ...before, standing }, card };
}
