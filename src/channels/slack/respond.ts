import { setTimeout as wait } from 'node:timers/promises';
import type { Card } from '../../conversation/card.ts';
import type { TurnReply } from '../../conversation/event.ts';
import { turnFailed } from '../turn-failed.ts';
import { createAgain } from './again.ts';
import {
  asksForRecord,
  asLastingMessage,
  asMessage,
  errorsOf,
  isDelivered,
  opensRecord,
  withFirst,
  withLine,
} from './as-message.ts';
import type { Modal } from './block-kit.ts';
import { createHomes } from './homes.ts';
import type { SlackOptions } from './index.ts';
import { type SlackTurn, START, speakerOf } from './receive.ts';
import { renderHome } from './render-home.ts';
import { renderMessage } from './render-message.ts';
import { renderModal } from './render-modal.ts';
import { type Identity, type SlackApi, SlackFault } from './slack-api.ts';
import { createWindows } from './windows.ts';
import { ONE_MOMENT, OTHERS_SEE, STRANGER, TOO_LATE, WENT_ON } from './words.ts';

export type RespondParts = Pick<SlackOptions, 'handle' | 'home' | 'report'> & {
  readonly api: SlackApi;
  /** Null until Slack has said who we are. */
  readonly identity: () => Identity | null;
  readonly times?: Times;
};

/** What Slack is answered with when the window's own button was used. */
export type SubmitAnswer =
  | { readonly response_action: 'update'; readonly view: Modal }
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> };

/** Does what a turn asks and shows what comes of it where it was asked. None of them rejects. */
export type Respond = {
  /** A command, a shortcut, a press or a message. To be called when Slack has had its answer. */
  turn(turn: SlackTurn): Promise<void>;
  /** The window's own button: resolves with the answer to give Slack, in less than three seconds. */
  submit(turn: SlackTurn): Promise<SubmitAnswer>;
  home(userId: string): Promise<void>;
  /** The person closed the window. */
  closed(userId: string, viewId: string): Promise<void>;
  /** Waits for what is under way. */
  stop(): Promise<void>;
};

export type Times = Partial<typeof TIMES>;

const TIMES = {
  /** A trigger lives three seconds; opening takes Slack some of them. */
  openWithinMs: 1500,
  submitWithinMs: 2000,
  idleMs: 15 * 60 * 1000,
  /** Before what Slack did not take is tried again. */
  againMs: 400,
};

const LATE = Symbol('late');

export function createRespond(parts: RespondParts): Respond {
  const { api, report } = parts;
  const times = { ...TIMES, ...parts.times };
  const underWay = new Set<Promise<unknown>>();
  const stopping = new AbortController();

  const tell = (error: unknown): void => {
    const code =
      error instanceof SlackFault ? `slack-${error.code.replaceAll('_', '-')}` : 'slack-unexpected';
    report?.({ code, message: 'An answer could not be shown in Slack.', remedy: 'Run: share-check doctor' });
  };
  const windows = createWindows({ api, tell, idleMs: times.idleMs, againMs: times.againMs });
  const tracked = async <Result>(work: Promise<Result>): Promise<Result> => {
    underWay.add(work);
    try {
      return await work;
    } finally {
      underWay.delete(work);
    }
  };
  const quietly = (work: Promise<void>): Promise<void> => tracked(work.catch(tell));
  const { againMs } = times;
  const twice = createAgain([againMs], stopping.signal);
  /** For about a minute: there is no other way left to bring the answer. */
  const lastly = createAgain([againMs, againMs * 10, againMs * 50, againMs * 100], stopping.signal);

  const run = async ({ event, team }: SlackTurn): Promise<Card> => {
    const ours = parts.identity()?.team;
    if (ours !== undefined && team !== undefined && team !== ours) return STRANGER;
    try {
      return firstOf(await parts.handle(event));
    } catch (error) {
      const { fault, card } = turnFailed(error);
      report?.(fault);
      return card;
    }
  };

  const change = async (turn: SlackTurn, viewId: string, card: Card): Promise<void> => {
    // The person waits for this in front of a window that stays as it was.
    if (!(await windows.change(viewId, card))) await toChat(turn, card);
  };
  /** Opens the window with the card, or says where it was asked that it could not be opened. */
  const open = async (turn: SlackTurn, trigger: string, card: Card): Promise<string | null> => {
    try {
      return await windows.open(trigger, card);
    } catch (error) {
      tell(error);
      await inChat(turn, asksForRecord(turn) ? card : withLine(asMessage(turn, card), TOO_LATE));
      return null;
    }
  };

  /** Into the chat with this person, where it stays. */
  const toChat = async (turn: SlackTurn, card: Card): Promise<void> => {
    const message = renderMessage(asLastingMessage(turn, card));
    const chat = await lastly(() => api.openChat(turn.event.speaker.userId));
    await lastly(() => api.post(chat, message));
  };

  /** Shows a card outside the window, to this person alone. */
  const inChat = async (turn: SlackTurn, card: Card): Promise<void> => {
    const { from } = turn;
    const shown = asMessage(turn, card);
    const message = renderMessage(shown);
    if (from.kind === 'chat') {
      await lastly(() => api.post(from.channel, message));
      return;
    }
    if ((from.kind === 'command' || from.kind === 'message') && from.responseUrl !== undefined) {
      const { responseUrl } = from;
      try {
        return await twice(() => api.respond(responseUrl, message, false));
      } catch (error) {
        tell(error);
      }
    }
    if (from.kind !== 'mention') return toChat(turn, card);
    const pointed = withFirst(shown, OTHERS_SEE);
    const { userId } = turn.event.speaker;
    try {
      await twice(() => api.postPrivately(from.channel, userId, renderMessage(pointed), from.thread));
    } catch (error) {
      tell(error);
      await toChat(turn, pointed);
    }
  };

  /** The message that was pressed shows something else from now on. */
  const replace = async (turn: SlackTurn, card: Card): Promise<void> => {
    const { from } = turn;
    if (from.kind !== 'message') return inChat(turn, card);
    const message = renderMessage(asMessage(turn, card));
    const { channel, ts, responseUrl, ephemeral } = from;
    try {
      if (!ephemeral) return await twice(() => api.update(channel, ts, message));
      if (responseUrl !== undefined) return await twice(() => api.respond(responseUrl, message, true));
    } catch (error) {
      tell(error);
    }
    return inChat(turn, card);
  };

  const inWindow = async (turn: SlackTurn, trigger: string, coming: Promise<Card>): Promise<void> => {
    const card = await Promise.race([coming, late(times.openWithinMs)]);
    if (card !== LATE) {
      await open(turn, trigger, card);
      return;
    }
    const viewId = await open(turn, trigger, ONE_MOMENT);
    const then = await coming;
    if (viewId !== null) await change(turn, viewId, then);
    else await inChat(turn, then);
  };

  const answer = async (turn: SlackTurn): Promise<void> => {
    const { from, trigger } = turn;
    const coming = run(turn);
    if (from.kind === 'window') return change(turn, from.viewId, await coming);
    if (trigger === undefined) return inChat(turn, await coming);
    if (from.kind === 'home' || from.kind === 'shortcut' || startsOrGoesOn(turn))
      return inWindow(turn, trigger, coming);
    const card = await coming;
    if (card.window === true) {
      const viewId = await open(turn, trigger, card);
      // What was delivered stays as it is; a card of the conversation has gone on elsewhere.
      if (viewId !== null && from.kind === 'message' && !isDelivered(turn)) await replace(turn, WENT_ON);
      return;
    }
    if (from.kind !== 'message' || opensRecord(turn)) return inChat(turn, card);
    return replace(turn, card);
  };

  const submit = async (turn: SlackTurn): Promise<SubmitAnswer> => {
    const coming = tracked(run(turn));
    const card = await Promise.race([coming, late(times.submitWithinMs)]);
    const { from } = turn;
    if (from.kind === 'window') windows.answered(from.viewId);
    if (card === LATE) {
      // Not before Slack has shown the answer that goes back now: that would then stand for good.
      const ready = Promise.all([coming, wait(times.againMs)]);
      if (from.kind === 'window') void quietly(ready.then(([then]) => change(turn, from.viewId, then)));
      return { response_action: 'update', view: renderModal(ONE_MOMENT) };
    }
    const errors = errorsOf(card);
    const here = errors.filter(([field]) => turn.fields.includes(field));
    return here.length > 0 && here.length === errors.length
      ? { response_action: 'errors', errors: Object.fromEntries(here) }
      : { response_action: 'update', view: renderModal(card) };
  };

  const draw = async (userId: string): Promise<void> => {
    const view = renderHome(firstOf(await parts.home(speakerOf(userId))));
    await twice(() => api.publishHome(userId, view));
  };
  const home = createHomes((userId) => draw(userId).catch(tell));

  return {
    turn: (turn) => quietly(answer(turn)),
    submit,
    home: (userId) => quietly(home(userId)),
    closed(userId, viewId) {
      windows.closed(viewId);
      return quietly(home(userId));
    },
    async stop() {
      windows.stop();
      stopping.abort();
      // What is under way may begin something more.
      while (underWay.size > 0) await Promise.allSettled(underWay);
      windows.stop();
    },
  };
}

const late = (ms: number): Promise<typeof LATE> => wait(ms, LATE, { ref: false });

function firstOf({ cards }: TurnReply): Card {
  const [first] = cards;
  if (first === undefined) throw new Error('A turn gave no card.');
  return first;
}

/** Commands that are answered in the window, whatever comes of them. */
function startsOrGoesOn({ event }: SlackTurn): boolean {
  if (event.kind !== 'message') return false;
  return [START, 'resume', 'emergency', '999', 'rehearse'].includes(event.text.toLowerCase());
}
