import type { Card } from '../../conversation/card.ts';
import { type Home, WINDOW } from './block-kit.ts';
import { drawing, fitted, RANK } from './parts.ts';
import { hasFields, renderParts } from './render-card.ts';
import { renderButtons } from './render-controls.ts';

/** Draws a card for App Home. A form is left to the window, which a button opens. */
export function renderHome(card: Card): Home {
  const draw = drawing('home', card);
  const foot = { rank: RANK.first, blocks: renderButtons(card.buttons, draw) };
  return {
    type: 'home',
    callback_id: WINDOW,
    blocks: [...fitted(renderParts(card, draw), foot, draw, hasFields(card.blocks))],
  };
}
