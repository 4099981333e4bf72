import type { Card } from '../../conversation/card.ts';
import type { Again } from '../again.ts';
import type { Address } from './address.ts';
import { asMessage } from './as-message.ts';
import type { BotFramework, OutgoingMessage } from './bot-framework.ts';
import { isGone } from './connector-passes.ts';
import { HIDDEN } from './words.ts';

export type ShownCardsParts = {
  readonly bot: Pick<BotFramework, 'update'>;
  /** Tries again what Teams may take the next time. */
  readonly again: Again;
  readonly tell: (error: unknown) => void;
  /** After so long without anything new a card of the check is hidden. */
  readonly idleMs: number;
};

/** The cards that stand in people's own chats. */
export type ShownCards = {
  /**
   * Shows the card, drawn already, in place of what the message showed, unless a newer one is to be shown there by then. Rejects
   * when it cannot.
   */
  change(address: Address, message: string, card: Card, drawn: OutgoingMessage): Promise<void>;
  /** The message shows this card now. */
  shown(address: Address, message: string, card: Card): void;
  /** Nothing is hidden from now on. */
  stop(): void;
};

type Open = { newest: number; last: Promise<unknown>; timer: NodeJS.Timeout | undefined };

const MOST_OPEN = 5000;

/**
 * Changes each message in the order in which its cards came: two requests to Teams may overtake each other, and an old question
 * would stand over the advice. Hides a card of the check in which nothing was done for long.
 */
export function createShownCards({ bot, again, tell, idleMs }: ShownCardsParts): ShownCards {
  const open = new Map<string, Open>();
  let stopped = false;

  const at = (address: Address, message: string): Open => {
    const key = `${address.conversation} ${message}`;
    const known = open.get(key) ?? { newest: 0, last: Promise.resolve(), timer: undefined };
    open.delete(key);
    open.set(key, known);
    const [oldest] = open;
    if (open.size > MOST_OPEN && oldest !== undefined) {
      clearTimeout(oldest[1].timer);
      open.delete(oldest[0]);
    }
    return known;
  };
  const put = (address: Address, message: string, drawn: OutgoingMessage): Promise<void> => {
    const place = at(address, message);
    place.newest += 1;
    const mine = place.newest;
    const result = place.last.then(() =>
      again(async () => {
        if (place.newest === mine) await bot.update(address, message, drawn);
      }),
    );
    place.last = result.catch(() => undefined);
    return result;
  };
  const hideLater = (address: Address, message: string, card: Card): void => {
    const place = at(address, message);
    clearTimeout(place.timer);
    // What can be seen by whoever comes to the screen are answers and records; a greeting may stay.
    if (card.window !== true || stopped) return;
    place.timer = setTimeout(() => {
      put(address, message, asMessage(HIDDEN)).catch((error) => (isGone(error) ? undefined : tell(error)));
    }, idleMs).unref();
  };

  return {
    change(address, message, card, drawn) {
      hideLater(address, message, card);
      return put(address, message, drawn);
    },
    shown: hideLater,
    // What is under way still keeps its order.
    stop() {
      stopped = true;
      for (const { timer } of open.values()) clearTimeout(timer);
    },
  };
}
