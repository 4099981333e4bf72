import type { TurnContext } from '../../src/conversation/context.ts';
import { answersOf, beside, delivered, quotesOf } from './every-card/beside.ts';
import { decisions, receipts } from './every-card/decisions.ts';
import { following } from './every-card/following.ts';
import { bySector, reachable } from './every-card/reachable.ts';
import { asides, rarelyAsked, stepsOf } from './every-card/steps.ts';
import { contextOf, type NamedCard } from './every-card/worlds.ts';

export type { NamedCard } from './every-card/worlds.ts';

/**
 * Every card of the product that differs from the others in more than a word, drawn from the shipped content: every question
 * and advice that can be reached, what lies over and beside them, every answer of the guidance, what is delivered, what follows a
 * concern; and these when something is unusual.
 */
export async function everyCard(channel: TurnContext['channel'] = 'slack'): Promise<readonly NamedCard[]> {
  const ctx: TurnContext = { ...(await contextOf()), channel };
  const usual = reachable(ctx.policy, { sector: 'public' });
  // Where the kind of organisation is asked too, what differs by it is in the lawful basis.
  const unset = bySector(reachable(ctx.policy, {}));
  return [
    ...stepsOf(ctx, usual),
    ...stepsOf(ctx, unset),
    ...rarelyAsked(ctx, usual),
    ...asides(ctx, usual),
    ...decisions(ctx, usual),
    ...receipts(ctx, usual),
    ...beside(ctx, usual),
    ...answersOf(ctx),
    ...quotesOf(ctx),
    ...delivered(ctx),
    ...following(ctx, usual),
  ];
}
