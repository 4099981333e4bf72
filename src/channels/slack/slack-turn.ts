import { z } from 'zod';
import type { TurnEvent } from '../../conversation/event.ts';
import { shownName } from '../shown-name.ts';

/** Where something was done: what decides where its answer goes. */
export type Surface =
  | { readonly kind: 'window'; readonly viewId: string }
  | { readonly kind: 'home' }
  | { readonly kind: 'command'; readonly responseUrl: string | undefined }
  | { readonly kind: 'shortcut' }
  | { readonly kind: 'mention'; readonly channel: string; readonly thread: string | undefined }
  | { readonly kind: 'chat'; readonly channel: string; readonly thread: string | undefined }
  | {
      readonly kind: 'message';
      readonly channel: string;
      readonly ts: string;
      readonly responseUrl: string | undefined;
      /** Seen by this person alone, and only to be changed through `responseUrl`. */
      readonly ephemeral: boolean;
    };

/** A turn as it came from Slack. */
export type SlackTurn = {
  readonly event: TurnEvent;
  readonly from: Surface;
  /** Opens a window, for three seconds. */
  readonly trigger: string | undefined;
  /** The workspace of the person; undefined where Slack does not say. */
  readonly team: string | undefined;
  /** Ids of the form fields that were sent. */
  readonly fields: readonly string[];
};

/** What starts a check, or goes on with it. */
export const START = 'share check';

export function speakerOf(userId: string, name?: string | null) {
  const shown = shownName(name);
  return { channel: 'slack', userId, ...(shown === '' ? {} : { name: shown }) } as const;
}

/** As Slack names them in what it sends. */
export const id = z.string().min(1).max(300);
export const person = z.object({
  id,
  name: z.string().nullish(),
  username: z.string().nullish(),
  team_id: z.string().nullish(),
});
export const team = z.object({ id: z.string() }).nullish();
