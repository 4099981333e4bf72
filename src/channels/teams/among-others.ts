import type { Card } from '../../conversation/card.ts';
import { buttonOf } from '../../conversation/message-token.ts';
import type { Again } from '../again.ts';
import { LATE, within } from '../within.ts';
import { asMessage } from './as-message.ts';
import type { BotFramework } from './bot-framework.ts';
import { toDeliveryError } from './delivery-fault.ts';
import { cardAnswer, type HttpAnswer, lineAnswer } from './http-answer.ts';
import { type Outcome, type Turn, takesItsPlace } from './outcome.ts';
import type { OwnChat } from './own-chat.ts';
import {
  ANSWERED_PRIVATELY,
  ANSWERED_YOU,
  addItFirst,
  NOT_REACHED,
  ON_ITS_WAY,
  OTHERS_SEE,
} from './words.ts';

export type AmongOthersParts = {
  readonly bot: Pick<BotFramework, 'send' | 'update'>;
  readonly again: Again;
  /** The same for what must not stand there twice: not again where it may have arrived. */
  readonly onceAtMost: Again;
  readonly ownChat: OwnChat;
  readonly tell: (error: unknown) => void;
  /** Waits for it so long; it goes on by itself then. Resolves with whether it was there in time. */
  readonly awaited: (work: Promise<void>, ms: number) => Promise<boolean>;
  readonly times: {
    readonly pressWithinMs: number;
    readonly messageWithinMs: number;
    readonly silentAtMostMs: number;
  };
  /** Where the app can be added. */
  readonly link: string | null;
};

/** Answers where others read along: the person in their own chat, the others with a line that says nothing of it. */
export type AmongOthers = {
  answer(turn: Turn, outcome: Outcome, from: { readonly pressed: string | undefined }): Promise<HttpAnswer>;
};

export function createAmongOthers(parts: AmongOthersParts): AmongOthers {
  const { bot, again, onceAtMost, ownChat, tell, awaited, times, link } = parts;

  const toOwnChat = async ({ event }: Turn, cards: readonly Card[], repeat?: boolean): Promise<void> => {
    for (const card of cards) await ownChat(event.speaker.userId, card, repeat === true);
  };
  /** What can be said there of why somebody was not answered. What only lasts for a while needs nothing to be set up. */
  const whyNot = (error: unknown): string =>
    toDeliveryError(error).permanent ? addItFirst(link) : NOT_REACHED;
  const sayHere = ({ address }: Turn, summary: string): Promise<void> =>
    onceAtMost(async () => void (await bot.send(address, { summary })));

  const message = async (turn: Turn, { cards, said, repeat, ownWords }: Outcome): Promise<void> => {
    const [first, ...rest] = cards;
    const own = first === undefined ? [] : [ownWords === true ? withOthersSee(first) : first, ...rest];
    const brought = toOwnChat(turn, own, repeat);
    try {
      // Whoever asked must not wait before silence.
      const late = (await within(brought, times.silentAtMostMs)) === LATE;
      if (late) await sayHere(turn, said ?? ON_ITS_WAY).catch(tell);
      await brought;
      if (late) return;
    } catch (error) {
      // Whatever cannot be said here is not said; but that it was heard, and how to go on.
      await sayHere(turn, said ?? whyNot(error));
      const { code } = toDeliveryError(error);
      if (code !== 'teams-not-installed') tell(error);
      return;
    }
    // They have their answer: it must not come again because nothing may be said here.
    await sayHere(turn, said ?? ANSWERED_PRIVATELY).catch(tell);
  };

  return {
    async answer(turn, outcome, { pressed }) {
      if (!turn.invoke && turn.event.kind === 'message') {
        await awaited(message(turn, outcome), times.messageWithinMs);
        return { status: 200 };
      }
      const [first] = outcome.cards;
      // A message about a case, and what became of it, is for everybody there.
      if (first !== undefined && pressed !== undefined && isOfThatMessage(turn, outcome)) {
        const drawn = asMessage(first);
        const changed = again(() => bot.update(turn.address, pressed, drawn));
        await awaited(changed, times.pressWithinMs).catch(tell);
        return turn.invoke ? cardAnswer(drawn.card) : { status: 200 };
      }
      try {
        const inTime = await awaited(toOwnChat(turn, outcome.cards, outcome.repeat), times.pressWithinMs);
        if (!turn.invoke) return { status: 200 };
        return lineAnswer(inTime ? ANSWERED_YOU : ON_ITS_WAY);
      } catch (error) {
        tell(error);
        return turn.invoke ? lineAnswer(whyNot(error)) : { status: 200 };
      }
    },
  };
}

/** That others can read what was asked; after the numbers to ring, where the card begins with those. */
function withOthersSee(card: Card): Card {
  const place = card.blocks.slice(0, 2).findIndex(({ kind }) => kind === 'phones') + 1;
  return { ...card, blocks: card.blocks.toSpliced(place, 0, OTHERS_SEE) };
}

const isOfThatMessage = (turn: Turn, outcome: Outcome): boolean =>
  buttonOf(turn.event) !== null && takesItsPlace(turn, outcome);
