import { setTimeout as wait } from 'node:timers/promises';
import type { Card } from '../../conversation/card.ts';
import { renderModal } from './render-modal.ts';
import { type SlackApi, SlackFault } from './slack-api.ts';
import { HIDDEN } from './words.ts';

export type WindowsParts = {
  readonly api: Pick<SlackApi, 'openView' | 'updateView'>;
  readonly tell: (error: unknown) => void;
  /** After so long without anything new a window is hidden. */
  readonly idleMs: number;
  /** Before a change that Slack did not take is tried again. */
  readonly againMs: number;
};

/** The windows people have open. */
export type Windows = {
  /** Resolves with the id of the window; rejects where it cannot be opened. */
  open(trigger: string, card: Card): Promise<string>;
  /** Shows the card unless a newer one is to be shown by then. Resolves false when Slack does not take it. */
  change(viewId: string, card: Card): Promise<boolean>;
  /** The window shows something newer already: what was to be shown before no longer is. */
  answered(viewId: string): void;
  closed(viewId: string): void;
  stop(): void;
};

type Open = { newest: number; last: Promise<unknown>; timer: NodeJS.Timeout | undefined };

const TRIES = 2;
const HIDES = 5;
const HIDE_AGAIN_MS = 60_000;
/** Who is asked to wait longer gives the card to the person in another way. */
const WAITS_AT_MOST_SECONDS = 1;

/**
 * Changes each window in the order in which its cards came: two requests to Slack may overtake each other, and an old question
 * would stand over the advice. Hides a window in which nothing was done for long.
 */
export function createWindows({ api, tell, idleMs, againMs }: WindowsParts): Windows {
  const windows = new Map<string, Open>();

  const at = (viewId: string): Open => {
    const known = windows.get(viewId) ?? { newest: 0, last: Promise.resolve(), timer: undefined };
    windows.set(viewId, known);
    return known;
  };
  const inTurn = <Result>(viewId: string, work: (isNewest: () => boolean) => Promise<Result>) => {
    const window = at(viewId);
    window.newest += 1;
    const mine = window.newest;
    const result = window.last.then(() => work(() => window.newest === mine));
    window.last = result.catch(() => undefined);
    return result;
  };
  const hideLater = (viewId: string, afterMs = idleMs, tries = HIDES): void => {
    const window = at(viewId);
    clearTimeout(window.timer);
    window.timer = setTimeout(() => void hide(viewId, tries), afterMs).unref();
  };
  const hide = (viewId: string, tries: number): Promise<void> =>
    inTurn(viewId, async (isNewest) => {
      if (!isNewest()) return;
      try {
        await api.updateView(viewId, renderModal(HIDDEN));
      } catch (error) {
        // Somebody else may come to the screen: it is tried again, unless the window is closed.
        if (isNewest() && !isGone(error) && tries > 1) {
          hideLater(viewId, Math.min(idleMs, HIDE_AGAIN_MS), tries - 1);
          return;
        }
      }
      if (isNewest()) windows.delete(viewId);
    });

  return {
    async open(trigger, card) {
      const viewId = await api.openView(trigger, renderModal(card));
      hideLater(viewId);
      return viewId;
    },
    change(viewId, card) {
      hideLater(viewId);
      return inTurn(viewId, async (isNewest) => {
        const view = renderModal(card);
        for (let tried = 1; isNewest(); tried += 1) {
          try {
            await api.updateView(viewId, view);
            return true;
          } catch (error) {
            // The window was closed: what was done in it is kept, and "resume" shows it.
            if (isGone(error)) return true;
            if (tried === TRIES || isLongWait(error)) {
              tell(error);
              return false;
            }
            await wait(againMs);
          }
        }
        return true;
      });
    },
    answered(viewId) {
      at(viewId).newest += 1;
      hideLater(viewId);
    },
    closed(viewId) {
      clearTimeout(windows.get(viewId)?.timer);
      windows.delete(viewId);
    },
    stop() {
      for (const { timer } of windows.values()) clearTimeout(timer);
      windows.clear();
    },
  };
}

const isGone = (error: unknown): boolean => error instanceof SlackFault && error.code === 'not_found';
const isLongWait = (error: unknown): boolean =>
  error instanceof SlackFault && (error.retryAfterSeconds ?? 0) > WAITS_AT_MOST_SECONDS;
