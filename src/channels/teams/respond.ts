import type { HandleTurn, Speaker } from '../../conversation/event.ts';
import type { Messenger } from '../../delivery/messenger.ts';
import { Fault } from '../../fault.ts';
import { createAgain } from '../again.ts';
import { turnFailed } from '../turn-failed.ts';
import { LATE, within } from '../within.ts';
import type { IncomingActivity } from './activity.ts';
import type { AddressBook } from './address-book.ts';
import { createAmongOthers } from './among-others.ts';
import type { BotFramework } from './bot-framework.ts';
import { createChat } from './chat.ts';
import { mayPass, mayPassClearly } from './connector-passes.ts';
import { toDeliveryError } from './delivery-fault.ts';
import { inDialog, stillComing } from './dialog.ts';
import { type HttpAnswer, lineAnswer } from './http-answer.ts';
import { createOnce } from './once.ts';
import { type Outcome, type Turn, takesItsPlace } from './outcome.ts';
import { createOwnChat } from './own-chat.ts';
import { type Received, receive } from './receive.ts';
import { type Search, searchAnswer } from './search.ts';
import { createShownCards } from './shown-cards.ts';
import { JOINED, STILL_COMING, THIS_CHANNEL, withWayOn } from './words.ts';

/** What a turn in Teams needs. */
export type RespondParts = {
  readonly handle: HandleTurn;
  /** Passages for words typed into the search. */
  readonly search: Search;
  /** Somebody can be written to who could not be before. */
  readonly reachable?: (speaker: Speaker) => Promise<void>;
  readonly book: AddressBook;
  /** Told of what failed, by code; never of what was said. */
  readonly report: (fault: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
  }) => void;
  readonly bot: Pick<BotFramework, 'send' | 'update' | 'typing' | 'placeName'>;
  readonly messenger: Messenger;
  /** Where the app can be added; null where there is no such place. */
  readonly link: string | null;
  readonly times?: Times;
};

export type Respond = {
  /**
   * Does what an activity asks and says what goes back with the request. Rejects when nothing could be given back: the sender then
   * asks again, and the same event gives the same answer.
   */
  answer(activity: IncomingActivity): Promise<HttpAnswer>;
  /** Waits for what is under way. */
  stop(): Promise<void>;
};

export type Times = Partial<typeof TIMES>;

export const TIMES = {
  /** Somebody who waits longer is shown that an answer is on its way; Teams asks for that within two seconds. */
  typingAfterMs: 1000,
  /** Whatever is slow, Teams is answered by then: it gives up after ten seconds, and shows a fault where a button was pressed. */
  answerWithinMs: 9000,
  /** Teams gives a button about ten seconds; a card in its place may come a little later. */
  pressWithinMs: 2000,
  /** Teams sends a message again that is not acknowledged within fifteen seconds. */
  messageWithinMs: 8000,
  /** Where others read along something is said by then, whatever becomes of the answer. */
  silentAtMostMs: 5000,
  /** For the disk; then the answer goes without. */
  rememberWithinMs: 500,
  /** A dialog is given five seconds. */
  dialogWithinMs: 3500,
  /** A search has to be answered within two seconds. */
  searchWithinMs: 1500,
  /** Before what Teams did not take is tried again. */
  againMs: 400,
  idleMs: 15 * 60 * 1000,
};

export function createRespond(parts: RespondParts): Respond {
  const { bot, book, messenger, report } = parts;
  const times = { ...TIMES, ...parts.times };
  const stopping = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const once = createOnce();

  const tell = (error: unknown): void => {
    const { code, message, remedy } = toDeliveryError(error);
    report({ code, message, remedy });
  };
  const tracked = <Result>(work: Promise<Result>): Promise<Result> => {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    underWay.add(settled);
    void settled.then(() => underWay.delete(settled));
    return work;
  };
  const { againMs } = times;
  /** For about a minute: there is no other way to bring an answer. */
  const pauses = [againMs, againMs * 10, againMs * 50, againMs * 100];
  const again = createAgain(pauses, mayPass, stopping.signal);
  /** For a line that must not stand in a channel twice. */
  const onceAtMost = createAgain(pauses, mayPassClearly, stopping.signal);
  const cards = createShownCards({ bot, again, tell, idleMs: times.idleMs });
  /** Waits for it so long; it goes on by itself then, and what becomes of it is told. Rejects as it does. */
  const awaited = async (work: Promise<void>, ms: number): Promise<boolean> => {
    if ((await within(tracked(work), ms)) !== LATE) return true;
    work.catch(tell);
    return false;
  };
  const ownChat = createOwnChat({ messenger, book, again, cards });
  const chat = createChat({ bot, again, cards, ownChat, tell, awaited, times });
  const among = createAmongOthers({
    bot,
    again,
    onceAtMost,
    ownChat,
    tell,
    awaited,
    times,
    link: parts.link,
  });

  /** Without this the person cannot be written to later, but is answered now: advice never waits for storage. */
  const remember = async ({ event, address, from }: Turn): Promise<void> => {
    await kept(async () => {
      await book.heardFrom(address);
      if (from.kind === 'among-others') await book.heardIn(address);
      if (from.kind === 'chat' && (await book.met(event.speaker.userId, address)))
        await parts.reachable?.(event.speaker);
    });
  };
  const kept = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (error instanceof Fault) report(error);
      else tell(error);
    }
  };

  const run = async ({ event }: Turn): Promise<Outcome> => {
    try {
      return await parts.handle(event);
    } catch (error) {
      const { fault, card } = turnFailed(error);
      report(fault);
      return { failed: true, cards: [card] };
    }
  };
  /** While it takes long, it shows that an answer is on its way. */
  const typing = async ({ address }: Turn, coming: Promise<Outcome>): Promise<Outcome> => {
    const outcome = await within(coming, times.typingAfterMs);
    if (outcome !== LATE) return outcome;
    void bot.typing(address).catch(() => undefined);
    return coming;
  };
  const takeTurn = async (turn: Turn): Promise<HttpAnswer> => {
    const remembered = tracked(remember(turn));
    // With all that may be slow in it, such as a store that is away.
    const answer = await answerTo(turn, tracked(outcomeOf(turn, remembered)));
    // The answer is not held up by a slow disk; what is remembered by now is there for the next message.
    await within(remembered, times.rememberWithinMs);
    return answer;
  };
  /** Never rejects. */
  const outcomeOf = async (turn: Turn, remembered: Promise<void>): Promise<Outcome> => {
    // Where Teams is has to be known for an answer that goes elsewhere than where it was asked.
    if (turn.from.kind === 'among-others') await within(remembered, times.rememberWithinMs);
    return run(await withPlaceName(turn, bot));
  };
  const answerTo = async (turn: Turn, coming: Promise<Outcome>): Promise<HttpAnswer> => {
    const { from } = turn;
    if (from.kind === 'dialog') {
      const outcome = await within(coming, times.dialogWithinMs);
      if (outcome === LATE) return stillComing();
      return inDialog(outcome.failed ? outcome.cards.map(withWayOn) : outcome.cards);
    }
    const outcome = await (turn.invoke ? coming : typing(turn, coming));
    if (from.kind === 'among-others') return among.answer(turn, outcome, from);
    return chat.answer(turn, outcome, from.pressed, takesItsPlace(turn, outcome));
  };

  const meet = async (met: Extract<Received, { kind: 'met' }>): Promise<HttpAnswer> => {
    const { speaker, address, id } = met;
    await kept(async () => {
      await book.heardFrom(address);
      const fresh = await book.met(speaker.userId, address);
      if (fresh || met.added) await parts.reachable?.(speaker);
    });
    if (!met.added) return OK;
    const event = { kind: 'added', id, speaker } as const;
    const turn: Turn = {
      kind: 'turn',
      event,
      address,
      from: { kind: 'chat', pressed: undefined },
      invoke: false,
    };
    return chat.answer(turn, await run(turn), undefined, false);
  };

  const dispatch = async (received: Received, isInvoke: boolean): Promise<HttpAnswer> => {
    switch (received.kind) {
      case 'nothing':
        return isInvoke ? { status: 501 } : OK;
      case 'search':
        return { status: 200, body: await searchAnswer(received, parts.search, tell, times.searchWithinMs) };
      case 'left':
        await kept(() => book.forget(received.userId));
        return OK;
      case 'met':
        return once(`${received.speaker.userId} ${received.id}`, () => meet(received));
      case 'joined':
        return once(received.id, async () => {
          await kept(async () => {
            await book.heardFrom(received.address);
            await book.heardIn(received.address);
          });
          await awaited(
            onceAtMost(async () => void (await bot.send(received.address, { summary: JOINED }))),
            times.messageWithinMs,
          );
          return OK;
        });
      case 'turn':
        // With who spoke: an id used twice must never bring one person the answer of another.
        return once(`${received.event.speaker.userId} ${received.event.id}`, () => takeTurn(received));
      default:
        return received satisfies never;
    }
  };

  /** What takes longer goes on by itself; the answer comes when it is there, and a failure is told. */
  const inTime = async (work: Promise<HttpAnswer>, isInvoke: boolean): Promise<HttpAnswer> => {
    const answer = await within(work, times.answerWithinMs);
    if (answer !== LATE) return answer;
    work.catch(tell);
    return isInvoke ? lineAnswer(STILL_COMING) : OK;
  };

  return {
    answer(activity) {
      const isInvoke = activity.type === 'invoke';
      return inTime(tracked(dispatch(receive(activity), isInvoke)), isInvoke);
    },
    async stop() {
      cards.stop();
      stopping.abort();
      // What is under way may begin something more.
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

const OK: HttpAnswer = { status: 200 };

/** "Post decisions here", "stop posting here" and the like; no question waits for the name of a channel. */
const ABOUT_POSTING = /^\W*(?:stop |do not |don.?t )?post(?:ing)?\b.{0,20}$/i;

/** A channel is asked for its name where somebody wants to speak of it and Teams did not say it. */
async function withPlaceName(turn: Turn, bot: Pick<BotFramework, 'placeName'>): Promise<Turn> {
  const { event, address } = turn;
  if (event.kind !== 'message' || event.place === undefined || event.place.name !== '') return turn;
  const asksForIt = ABOUT_POSTING.test(event.text);
  const name = asksForIt ? await bot.placeName(address).catch(() => undefined) : undefined;
  return { ...turn, event: { ...event, place: { ...event.place, name: name ?? THIS_CHANNEL } } };
}
