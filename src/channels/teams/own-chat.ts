import type { Card } from '../../conversation/card.ts';
import type { Messenger } from '../../delivery/messenger.ts';
import type { Again } from '../again.ts';
import type { AddressBook } from './address-book.ts';
import { asRepeat } from './as-message.ts';
import { toDeliveryError } from './delivery-fault.ts';
import type { ShownCards } from './shown-cards.ts';

export type OwnChatParts = {
  readonly messenger: Pick<Messenger, 'direct'>;
  readonly book: Pick<AddressBook, 'of'>;
  readonly again: Again;
  readonly cards: Pick<ShownCards, 'shown'>;
};

/**
 * Brings a card to somebody in the chat they have with Share Check alone, wherever they asked for it. One that may have arrived
 * before says so (`mayBeRepeat`: it may have before this). Rejects when it cannot be brought.
 */
export type OwnChat = (userId: string, card: Card, mayBeRepeat: boolean) => Promise<void>;

export function createOwnChat({ messenger, book, again, cards }: OwnChatParts): OwnChat {
  return async (userId, card, mayBeRepeat) => {
    let repeats = mayBeRepeat;
    const id = await again((before) => {
      repeats ||= before !== undefined && toDeliveryError(before).unclear;
      return messenger.direct(userId, repeats ? asRepeat(card) : card);
    });
    if (id === '' || card.window !== true) return;
    // It is there; without its address it only stays longer than it should.
    const address = await book.of(userId).catch(() => undefined);
    if (address !== undefined) cards.shown(address, id, card);
  };
}
