import type { Card } from '../../conversation/card.ts';
import type { SlackMessage } from './block-kit.ts';
import { drawing, fitted, RANK } from './parts.ts';
import { cardInWords } from './plain-text.ts';
import { hasFields, renderParts } from './render-card.ts';
import { renderButtons } from './render-controls.ts';

/**
 * Draws a card as a message: with the whole card in words beside its blocks, for whoever has it read out or sees a notification.
 * A form is left to the window, which a button opens.
 */
export function renderMessage(card: Card): SlackMessage {
  const draw = drawing('message', card);
  const foot = { rank: RANK.first, blocks: renderButtons(card.buttons, draw) };
  return {
    text: cardInWords(card),
    blocks: fitted(renderParts(card, draw), foot, draw, hasFields(card.blocks)),
  };
}
