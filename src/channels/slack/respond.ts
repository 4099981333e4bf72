import { setTimeout as wait } from 'node:timers/promises';
import type { Card } from '../../conversation/card.ts';
import type { TurnReply } from '../../conversation/event.ts';
import { buttonOf, isThatMessage } from '../../conversation/message-token.ts';
import { createAgain, type MayPass } from '../again.ts';
import { turnFailed } from '../turn-failed.ts';
import { mayPass } from './app-token.ts';
import { asMessage, errorsOf, withLine, withoutItsButtons } from './as-message.ts';
import type { Modal } from './block-kit.ts';
import { createChats } from './chats.ts';
import { createHomes } from './homes.ts';
import type { SlackOptions } from './index.ts';
import { renderHome } from './render-home.ts';
import { renderModal } from './render-modal.ts';
import { type Identity, type SlackApi, SlackFault } from './slack-api.ts';
import { type SlackTurn, START, speakerOf } from './slack-turn.ts';
import { createWindows } from './windows.ts';
import { ONE_MOMENT, PRESS_AGAIN, STRANGER, TOO_LATE, WENT_ON, withWayOn } from './words.ts';

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

/**
 * What comes of a turn. `stays`: what was pressed or sent is to be left as it is, and the card shown beside it. `beside`: the same of a
 * message that was pressed; a window goes on with the card.
 */
type Outcome = { readonly card: Card; readonly stays: boolean; readonly beside?: boolean };

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
  const twice = createAgain([againMs], passes, stopping.signal);
  /** For about a minute: there is no other way left to bring the answer. */
  const lastly = createAgain([againMs, againMs * 10, againMs * 50, againMs * 100], passes, stopping.signal);

  const { toChat, inChat, replace } = createChats({ api, tell, twice, lastly });

  const run = async (turn: SlackTurn): Promise<Outcome> => {
    const { event, team } = turn;
    const ours = parts.identity()?.team;
    if (ours !== undefined && team !== undefined && team !== ours) return { card: STRANGER, stays: true };
    try {
      const reply = await parts.handle(event);
      const card = firstOf(reply);
      const delivered = buttonOf(event);
      if (delivered === null) return { card, stays: false, beside: reply.beside === true };
      const itself = delivered.button !== 'open' && isThatMessage(delivered, card);
      const changed = reply.unsaved !== true && (itself || reply.settles === true);
      return changed ? { card, stays: false } : { card: withoutItsButtons(card), stays: true };
    } catch (error) {
      const { fault, card } = turnFailed(error);
      report?.(fault);
      return { card: withWayOn(card), stays: true };
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
      await inChat(turn, notOpened(turn, card));
      return null;
    }
  };

  const inWindow = async (turn: SlackTurn, trigger: string, coming: Promise<Outcome>): Promise<void> => {
    const outcome = await Promise.race([coming, late(times.openWithinMs)]);
    if (outcome !== LATE) {
      await open(turn, trigger, outcome.card);
      return;
    }
    const viewId = await open(turn, trigger, ONE_MOMENT);
    const { card: then } = await coming;
    if (viewId !== null) await change(turn, viewId, then);
    else await inChat(turn, then);
  };

  const answer = async (turn: SlackTurn): Promise<void> => {
    const { from, trigger } = turn;
    const coming = run(turn);
    if (from.kind === 'window') return change(turn, from.viewId, (await coming).card);
    if (trigger === undefined) return inChat(turn, (await coming).card);
    if (from.kind === 'home' || from.kind === 'shortcut' || startsOrGoesOn(turn))
      return inWindow(turn, trigger, coming);
    const { card, stays, beside = false } = await coming;
    if (card.window === true) {
      const viewId = await open(turn, trigger, card);
      // What was delivered, and the list of concerns, stay as they are; a card of the conversation has gone on elsewhere.
      if (viewId !== null && from.kind === 'message' && !beside && buttonOf(turn.event) === null)
        await replace(turn, WENT_ON);
      return;
    }
    if (from.kind !== 'message' || stays || beside) return inChat(turn, card);
    await replace(turn, card);
    // What was done from a message shows in the list of App Home too; after a window it is drawn when that is closed.
    if (buttonOf(turn.event) !== null) await home(turn.event.speaker.userId);
  };

  const submit = async (turn: SlackTurn): Promise<SubmitAnswer> => {
    const coming = tracked(run(turn));
    const outcome = await Promise.race([coming, late(times.submitWithinMs)]);
    const { from } = turn;
    if (from.kind === 'window') windows.answered(from.viewId);
    if (outcome === LATE) {
      // Not before Slack has shown the answer that goes back now: that would then stand for good.
      const ready = Promise.all([coming, wait(times.againMs)]);
      if (from.kind === 'window') void quietly(ready.then(([{ card }]) => change(turn, from.viewId, card)));
      return { response_action: 'update', view: renderModal(ONE_MOMENT) };
    }
    const { card, stays } = outcome;
    const last = turn.fields.at(-1);
    // What was typed stays in the window, to be sent again.
    if (stays && last !== undefined)
      return { response_action: 'errors', errors: { [last]: inOneLine(card) } };
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

const passes: MayPass = (error) =>
  error instanceof SlackFault && mayPass(error) ? { afterSeconds: error.retryAfterSeconds ?? 0 } : null;

const late = (ms: number): Promise<typeof LATE> => wait(ms, LATE, { ref: false });

const inOneLine = ({ title, blocks }: Card): string =>
  [`${title}.`, ...blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []))].join(' ');

/** In place of a window that could not be opened. */
function notOpened({ event }: SlackTurn, card: Card): Card {
  if (card.record === true) return card;
  return buttonOf(event) === null ? withLine(asMessage(card), TOO_LATE) : PRESS_AGAIN;
}

function firstOf({ cards }: TurnReply): Card {
  const [first] = cards;
  if (first === undefined) throw new Error('A turn gave no card.');
  return first;
}

/** Commands that lead to a step of the check: their window is opened before the step is there. */
function startsOrGoesOn({ event }: SlackTurn): boolean {
  if (event.kind !== 'message') return false;
  return [START, 'resume', 'emergency', '999', 'rehearse'].includes(event.text.toLowerCase());
}
