import type { Card } from '../../conversation/card.ts';
import type { Again } from '../again.ts';
import { asMessage, asRepeat } from './as-message.ts';
import type { BotFramework, OutgoingMessage } from './bot-framework.ts';
import { isGone } from './connector-passes.ts';
import { toDeliveryError } from './delivery-fault.ts';
import { cardAnswer, type HttpAnswer, lineAnswer } from './http-answer.ts';
import type { Outcome, Turn } from './outcome.ts';
import type { OwnChat } from './own-chat.ts';
import type { ShownCards } from './shown-cards.ts';

export type ChatParts = {
  readonly bot: Pick<BotFramework, 'send'>;
  readonly again: Again;
  readonly cards: ShownCards;
  readonly ownChat: OwnChat;
  readonly tell: (error: unknown) => void;
  /** Waits for it so long; it goes on by itself then. Resolves with whether it was there in time. */
  readonly awaited: (work: Promise<void>, ms: number) => Promise<boolean>;
  readonly times: { readonly pressWithinMs: number; readonly messageWithinMs: number };
};

/** Answers in a chat with one person. */
export type Chat = {
  /** `pressed`: the message whose card was pressed; `inPlace`: the answer takes its place. */
  answer(turn: Turn, outcome: Outcome, pressed: string | undefined, inPlace: boolean): Promise<HttpAnswer>;
};

/** More are not kept; those of before count as repeats then. */
const MOST_NOT_LEFT = 1000;

export function createChat({ bot, again, cards, ownChat, tell, awaited, times }: ChatParts): Chat {
  /** Answers of which nothing has left so far: brought when Teams sends the event again, they are no repeats. */
  const notLeft = new Set<string>();
  const keyOf = ({ event }: Turn): string => `${event.speaker.userId} ${event.id}`;
  const keepAsNotLeft = (turn: Turn): void => {
    notLeft.add(keyOf(turn));
    const [oldest] = notLeft;
    if (notLeft.size > MOST_NOT_LEFT && oldest !== undefined) notLeft.delete(oldest);
  };

  /** A message of its own. A repeat after a send that may have arrived says that it is one. */
  const say = async (turn: Turn, card: Card, mayBeRepeat: boolean, isFirst = true): Promise<void> => {
    const { address, event } = turn;
    let repeats = mayBeRepeat;
    try {
      await again(async (before) => {
        repeats ||= before !== undefined && toDeliveryError(before).unclear;
        const shown = repeats ? asRepeat(card) : card;
        const id = await bot.send(address, asMessage(shown));
        if (id !== '') cards.shown(address, id, card);
      });
    } catch (error) {
      // The chat is gone: there may be another with the same person.
      repeats ||= toDeliveryError(error).unclear;
      if (!isGone(error)) {
        if (!repeats && isFirst) keepAsNotLeft(turn);
        throw error;
      }
      await ownChat(event.speaker.userId, card, repeats);
    }
  };
  const change = async (turn: Turn, message: string, card: Card, drawn: OutgoingMessage): Promise<void> => {
    try {
      await cards.change(turn.address, message, card, drawn);
    } catch (error) {
      // With a button the response shows it all the same.
      if (turn.invoke || !isGone(error)) throw error;
      await say(turn, card, false);
    }
  };

  return {
    async answer(turn, outcome, pressed, inPlace) {
      const [first, ...rest] = outcome.cards;
      if (first === undefined) return turn.invoke ? lineAnswer('Done.') : { status: 200 };
      const repeat = outcome.repeat === true && !notLeft.delete(keyOf(turn));
      const replaces = pressed !== undefined && inPlace;
      const drawn = asMessage(first);
      const bring = async (): Promise<void> => {
        if (replaces) await change(turn, pressed, first, drawn);
        else await say(turn, first, repeat);
        for (const card of rest) await say(turn, card, repeat, false);
      };
      if (!turn.invoke) {
        await awaited(bring(), times.messageWithinMs);
        return { status: 200 };
      }
      // Teams goes back to the first version of a card that only the response has replaced, so both are needed.
      const shown = awaited(bring(), times.pressWithinMs);
      if (!replaces) {
        await shown;
        return lineAnswer(first.title);
      }
      await shown.catch((error) => (isGone(error) ? undefined : tell(error)));
      return cardAnswer(drawn.card);
    },
  };
}
