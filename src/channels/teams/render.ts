import type { Card } from '../../conversation/card.ts';
import {
  type AdaptiveCard,
  executeAction,
  type Press,
  submitAction,
  textBlock,
  warning,
} from './adaptive-card.ts';
import { drawing } from './drawing.ts';
import { fallbackText } from './fallback-text.ts';
import { fitted, type Part } from './fit-card.ts';
import { renderBlock } from './render-block.ts';
import { renderButtons } from './render-buttons.ts';

/**
 * Draws a card for a chat. Everything wraps and nothing is cut on a phone; colour never carries a meaning that the words
 * do not. Actions carry one opaque token and nothing else. What Teams has no room for is left out, folded parts first, and
 * the card says so; numbers to ring, warnings, what is asked and the ways on always stand.
 */
export function renderCard(card: Card): AdaptiveCard {
  return drawn(card, executeAction);
}

/** The same card for a dialog that a message action opened. What is pressed there comes back with the dialog. */
export function renderDialogCard(card: Card): AdaptiveCard {
  return drawn(card, submitAction);
}

function drawn(card: Card, press: Press): AdaptiveCard {
  const draw = drawing(press);
  const head: Part = {
    rank: 'needed',
    elements: [
      ...(card.banner === undefined ? [] : [warning(card.banner)]),
      textBlock(card.title, { style: 'heading', size: 'Large', weight: 'Bolder' }),
    ],
  };
  const frame = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: fallbackText(card),
    // The format has room for the language alone, not for its region.
    lang: 'en',
  } as const;
  const parts = [head, ...card.blocks.map((block) => renderBlock(block, draw))];
  return { ...frame, body: fitted(frame, parts, renderButtons(card.buttons, draw)) };
}
