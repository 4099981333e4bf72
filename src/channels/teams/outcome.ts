import type { TurnReply } from '../../conversation/event.ts';
import { buttonOf, isThatMessage } from '../../conversation/message-token.ts';
import type { Received } from './receive.ts';

export type Turn = Extract<Received, { kind: 'turn' }>;

/** What came of a turn. */
export type Outcome = TurnReply & { readonly failed?: true };

/**
 * Whether the card takes the place of the one that was pressed. A delivered message gives way to nothing but itself: a saved
 * reply that still opens the same record. Whatever else comes stands beside it, and what is to be done about the case stays.
 */
export function takesItsPlace({ event }: Pick<Turn, 'event'>, reply: Outcome): boolean {
  if (reply.failed === true) return false;
  const delivered = buttonOf(event);
  if (delivered === null) return true;
  const [card] = reply.cards;
  const itself = delivered.button !== 'open' && card !== undefined && isThatMessage(delivered, card);
  return reply.unsaved !== true && (itself || reply.settles === true);
}
