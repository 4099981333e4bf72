import { type Card, withoutTyped } from '../../conversation/card.ts';
import { messageButton } from '../../conversation/message-token.ts';
import { pointerTo, RECORD_IN_WINDOW } from './words.ts';

/** A card as a message can show it: a form needs the window, and a record is left in no chat. */
export function asMessage(card: Card): Card {
  if (card.record === true) return RECORD_IN_WINDOW;
  const form = card.blocks.some(({ kind }) => kind === 'select' || kind === 'input');
  return form ? pointerTo(card) : card;
}

/** The same for a chat where it stays and where it was not asked for: without the words somebody typed elsewhere. */
export const asLastingMessage = (card: Card): Card => withoutTyped(asMessage(card));

/** An answer about a delivered message, which stands elsewhere and has its buttons there. */
export const withoutItsButtons = (card: Card): Card => ({
  ...card,
  buttons: card.buttons.filter(({ token }) => messageButton(token) === null),
});

export const withFirst = (card: Card, block: Card['blocks'][number]): Card => ({
  ...card,
  blocks: [block, ...card.blocks],
});

export const withLine = (card: Card, text: string): Card =>
  withFirst(card, { kind: 'text', text, tone: 'warning' });

/** What a card says is to be put right, by field. */
export function errorsOf(card: Card): [string, string][] {
  return card.blocks.flatMap((block): [string, string][] =>
    (block.kind === 'select' || block.kind === 'input') && block.error !== undefined
      ? [[block.id, block.error]]
      : [],
  );
}
