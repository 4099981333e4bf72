import type { Card } from '../../conversation/card.ts';
import { ADAPTIVE_CARD } from './adaptive-card.ts';
import type { HttpAnswer } from './http-answer.ts';
import { renderDialogCard } from './render.ts';
import { ONE_MOMENT } from './words.ts';

/** The answer that shows a card in the dialog; only the first, as there is one place. */
export function inDialog([card]: readonly Card[]): HttpAnswer {
  if (card === undefined) return { status: 200 };
  const content = renderDialogCard(card);
  const value = {
    title: 'Share Check',
    width: 'medium',
    height: 'large',
    card: { contentType: ADAPTIVE_CARD, content },
  };
  return { status: 200, body: { task: { type: 'continue', value } } };
}

/** In place of an answer that takes longer than Teams waits: it is kept, and the next press shows it. */
export const stillComing = (): HttpAnswer => inDialog([ONE_MOMENT]);
