import { type Card, withoutTyped } from '../../conversation/card.ts';
import { normaliseReference } from '../../records/reference.ts';
import type { SlackTurn } from './slack-turn.ts';
import { pointerTo, RECORD_IN_WINDOW } from './words.ts';

/** A card as a message can show it: a form needs the window, and a record is left in no chat. */
export function asMessage(turn: SlackTurn, card: Card): Card {
  if (card.window === true && asksForRecord(turn)) return RECORD_IN_WINDOW;
  const form = card.blocks.some(({ kind }) => kind === 'select' || kind === 'input');
  return form ? pointerTo(card) : card;
}

/** The same for a chat where it stays and where it was not asked for: without the words somebody typed elsewhere. */
export const asLastingMessage = (turn: SlackTurn, card: Card): Card => withoutTyped(asMessage(turn, card));

/** A button of a message that the outbox delivered. */
export const isDelivered = ({ event }: SlackTurn): boolean =>
  event.kind === 'press' && event.token.startsWith(DELIVERED);
const DELIVERED = 'm:';

/** The card is the delivered message that was pressed, as it is now, and not an answer about it: it still opens that record. */
export function isThatMessage({ event }: SlackTurn, { buttons }: Card): boolean {
  if (event.kind !== 'press') return false;
  const [, , message] = event.token.split(':');
  return buttons.some(({ token }) => token === `${DELIVERED}open:${message}`);
}

/** An answer about a delivered message, which stands elsewhere and has its buttons there. */
export const withoutItsButtons = (card: Card): Card => ({
  ...card,
  buttons: card.buttons.filter(({ token }) => !token.startsWith(DELIVERED)),
});

/** The button of such a message that opens its record. */
export const opensRecord = ({ event }: SlackTurn): boolean =>
  event.kind === 'press' && event.token.startsWith(`${DELIVERED}open:`);

/** A record is asked for, by that button or by its reference. */
export const asksForRecord = (turn: SlackTurn): boolean =>
  opensRecord(turn) || (turn.event.kind === 'message' && normaliseReference(turn.event.text) !== null);

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
