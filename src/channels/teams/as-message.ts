import type { Card } from '../../conversation/card.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import type { OutgoingMessage } from './bot-framework.ts';
import { renderCard } from './render.ts';
import { MAY_BE_A_REPEAT } from './words.ts';

/** A card as a message of its own. */
export const asMessage = (card: Card): DrawnMessage => ({ summary: card.summary, card: renderCard(card) });

export type DrawnMessage = OutgoingMessage & { readonly card: AdaptiveCard };

/** The card with a line over it that says it may be a repeat. */
export const asRepeat = (card: Card): Card => ({
  ...card,
  banner: [card.banner, MAY_BE_A_REPEAT].filter((line) => line !== undefined).join(' '),
});
