import type { Card } from '../../conversation/card.ts';
import { type AdaptiveCard, type CardElement, textBlock } from './adaptive-card.ts';
import { renderBlock } from './render-block.ts';
import { renderButtons } from './render-buttons.ts';

/**
 * Draws a card for Teams. Everything wraps and nothing is cut on a phone; colour never carries a meaning that the words
 * do not. Actions carry one opaque token and nothing else.
 */
export function renderCard(card: Card): AdaptiveCard {
  let last = 0;
  const nextId = (): string => {
    last += 1;
    return `part-${last}`;
  };
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: card.summary,
    lang: 'en-GB',
    body: [
      ...(card.banner === undefined ? [] : [banner(card.banner)]),
      textBlock(card.title, { style: 'heading', size: 'Large', weight: 'Bolder' }),
      ...card.blocks.flatMap((block) => renderBlock(block, nextId)),
      ...renderButtons(card.buttons),
    ],
  };
}

function banner(text: string): CardElement {
  return { type: 'Container', style: 'warning', items: [textBlock(text, { weight: 'Bolder' })] };
}

/** The same for a dialog. */
export const renderDialogCard = (card: Card): AdaptiveCard => renderCard(card);
