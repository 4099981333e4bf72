import { setTimeout as wait } from 'node:timers/promises';
import type { Card } from '../../conversation/card.ts';
import type { TurnReply } from '../../conversation/event.ts';
import { normaliseReference } from '../../records/reference.ts';
import { turnFailed } from '../turn-failed.ts';
import type { Modal } from './block-kit.ts';
import type { SlackOptions } from './index.ts';
import { type SlackTurn, START, speakerOf } from './receive.ts';
import { renderHome } from './render-home.ts';
import { renderMessage } from './render-message.ts';
import { renderModal } from './render-modal.ts';
import { type Identity, type SlackApi, SlackFault } from './slack-api.ts';
import {
  HIDDEN,
  ONE_MOMENT,
  OTHERS_SEE,
  pointerTo,
  RECORD_IN_WINDOW,
  STRANGER,
  TOO_LATE,
  WENT_ON,
} from './words.ts';

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
  /** Before a window that could not be changed is tried again. */
  againMs: 400,
};

const LATE = Symbol('late');

export function createRespond(parts: RespondParts): Respond {
  const { api, report } = parts;
  const times = { ...TIMES, ...parts.times };
  const underWay = new Set<Promise<unknown>>();
  const idle = new Map<string, NodeJS.Timeout>();

  const tell = (error: unknown): void => {
    const code =
      error instanceof SlackFault ? `slack-${error.code.replaceAll('_', '-')}` : 'slack-unexpected';
    report?.({ code, message: 'An answer could not be shown in Slack.', remedy: 'Run: share-check doctor' });
  };
  const tracked = async (work: Promise<void>): Promise<void> => {
    const quiet = work.catch(tell);
    underWay.add(quiet);
    await quiet;
    underWay.delete(quiet);
  };

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

  /** Draws the window, and collapses it when nothing is done in it for long. */
  const shown = (viewId: string): void => {
    clearTimeout(idle.get(viewId));
    const hide = (): void => {
      idle.delete(viewId);
      // The window may be long closed: then there is nothing to hide.
      void api.updateView(viewId, renderModal(HIDDEN)).catch(() => undefined);
    };
    idle.set(viewId, setTimeout(hide, times.idleMs).unref());
  };
  const change = async (viewId: string, card: Card, userId: string): Promise<void> => {
    const view = renderModal(card);
    for (const last of [false, true]) {
      try {
        await api.updateView(viewId, view);
        return shown(viewId);
      } catch (error) {
        // The window was closed: what was done in it is kept, and "resume" shows it.
        if (error instanceof SlackFault && error.code === 'not_found') return;
        if (!last) await wait(times.againMs);
        else tell(error);
      }
    }
    // The person waits for this in front of a window that stays as it was.
    await api.post(await api.openChat(userId), renderMessage(asMessage(card)));
  };
  /** Opens the window with the card, or says where it was asked that it could not be opened. */
  const open = async (turn: SlackTurn, trigger: string, card: Card): Promise<string | null> => {
    try {
      const viewId = await api.openView(trigger, renderModal(card));
      shown(viewId);
      return viewId;
    } catch (error) {
      tell(error);
      await inChat(turn, withLine(asMessage(card), TOO_LATE));
      return null;
    }
  };

  /** Shows a card outside the window, to this person alone. */
  const inChat = async (turn: SlackTurn, card: Card): Promise<void> => {
    const { from } = turn;
    const { userId } = turn.event.speaker;
    const message = renderMessage(asMessage(isRecord(turn, card) ? RECORD_IN_WINDOW : card));
    if ((from.kind === 'command' || from.kind === 'message') && from.responseUrl !== undefined) {
      try {
        return await api.respond(from.responseUrl, message, false);
      } catch (error) {
        tell(error);
      }
    }
    if (from.kind === 'mention') {
      try {
        const pointed = renderMessage(withFirst(asMessage(card), OTHERS_SEE));
        return await api.postPrivately(from.channel, userId, pointed, from.thread);
      } catch (error) {
        tell(error);
      }
    }
    await api.post(from.kind === 'chat' ? from.channel : await api.openChat(userId), message);
  };

  /** The message that was pressed shows something else from now on. */
  const replace = async (turn: SlackTurn, card: Card): Promise<void> => {
    const { from } = turn;
    if (from.kind !== 'message') return inChat(turn, card);
    const message = renderMessage(asMessage(card));
    if (!from.ephemeral) return api.update(from.channel, from.ts, message);
    if (from.responseUrl !== undefined) await api.respond(from.responseUrl, message, true);
  };

  const inWindow = async (turn: SlackTurn, trigger: string, coming: Promise<Card>): Promise<void> => {
    const card = await Promise.race([coming, late(times.openWithinMs)]);
    if (card !== LATE) {
      await open(turn, trigger, card);
      return;
    }
    const viewId = await open(turn, trigger, ONE_MOMENT);
    const then = await coming;
    if (viewId !== null) await change(viewId, then, turn.event.speaker.userId);
    else await inChat(turn, then);
  };

  const answer = async (turn: SlackTurn): Promise<void> => {
    const { from, trigger, event } = turn;
    const coming = run(turn);
    if (from.kind === 'window') return change(from.viewId, await coming, event.speaker.userId);
    if (trigger === undefined) return inChat(turn, await coming);
    if (from.kind === 'home' || from.kind === 'shortcut' || startsOrGoesOn(turn))
      return inWindow(turn, trigger, coming);
    const card = await Promise.race([coming, late(times.openWithinMs)]);
    if (card === LATE) return inChat(turn, await coming);
    if (card.window === true) {
      const viewId = await open(turn, trigger, card);
      // What was delivered stays as it is; a card of the conversation has gone on elsewhere.
      if (viewId !== null && from.kind === 'message' && !isDelivered(turn)) await replace(turn, WENT_ON);
      return;
    }
    if (from.kind !== 'message' || opensRecord(turn)) return inChat(turn, card);
    return replace(turn, card);
  };

  return {
    turn: (turn) => tracked(answer(turn)),
    async submit(turn) {
      const coming = run(turn);
      const card = await Promise.race([coming, late(times.submitWithinMs)]);
      const { from, event } = turn;
      if (card === LATE) {
        if (from.kind === 'window') {
          const { viewId } = from;
          void tracked(coming.then((then) => change(viewId, then, event.speaker.userId)));
        }
        return { response_action: 'update', view: renderModal(ONE_MOMENT) };
      }
      if (from.kind === 'window') shown(from.viewId);
      const errors = errorsOf(card);
      const here = errors.filter(([field]) => turn.fields.includes(field));
      return here.length > 0 && here.length === errors.length
        ? { response_action: 'errors', errors: Object.fromEntries(here) }
        : { response_action: 'update', view: renderModal(card) };
    },
    home: (userId) =>
      tracked(
        parts.home(speakerOf(userId)).then((reply) => api.publishHome(userId, renderHome(firstOf(reply)))),
      ),
    closed(userId, viewId) {
      clearTimeout(idle.get(viewId));
      idle.delete(viewId);
      return this.home(userId);
    },
    async stop() {
      for (const timer of idle.values()) clearTimeout(timer);
      idle.clear();
      await Promise.all(underWay);
    },
  };
}

const late = (ms: number): Promise<typeof LATE> => wait(ms, LATE, { ref: false });

function firstOf({ cards }: TurnReply): Card {
  const [first] = cards;
  if (first === undefined) throw new Error('A turn gave no card.');
  return first;
}

/** What a card says is to be put right, by field. */
function errorsOf(card: Card): [string, string][] {
  return card.blocks.flatMap((block): [string, string][] =>
    (block.kind === 'select' || block.kind === 'input') && block.error !== undefined
      ? [[block.id, block.error]]
      : [],
  );
}

/** Commands that are answered in the window, whatever comes of them. */
function startsOrGoesOn({ event }: SlackTurn): boolean {
  if (event.kind !== 'message') return false;
  return [START, 'resume', 'emergency', '999', 'rehearse'].includes(event.text.toLowerCase());
}

const isDelivered = ({ event }: SlackTurn): boolean => event.kind === 'press' && event.token.startsWith('m:');
const opensRecord = ({ event }: SlackTurn): boolean =>
  event.kind === 'press' && event.token.startsWith('m:open:');

/** Asked for where no window can be opened: what a person wrote must not stay in a chat. */
function isRecord({ event, trigger }: SlackTurn, card: Card): boolean {
  const asked = event.kind === 'message' && normaliseReference(event.text) !== null;
  return trigger === undefined && card.window === true && asked;
}

/** A card as a message can show it: forms need the window. */
function asMessage(card: Card): Card {
  const form = card.blocks.some(({ kind }) => kind === 'select' || kind === 'input');
  return form ? pointerTo(card) : card;
}

const withFirst = (card: Card, block: Card['blocks'][number]): Card => ({
  ...card,
  blocks: [block, ...card.blocks],
});

const withLine = (card: Card, text: string): Card => withFirst(card, { kind: 'text', text, tone: 'warning' });
