import { may } from '../access/may.ts';
import type { PlaceObjection, TurnContext } from './context.ts';
import { NO_EFFECTS } from './effects.ts';
import type { Place, TurnEvent } from './event.ts';
import type { Moved } from './moved.ts';
import type { CheckState } from './state.ts';

/** What came of "post decisions here" or "stop posting here". */
export type Posting =
  /** Summaries go there from now on, or no longer do. */
  | { readonly kind: 'chosen' | 'ended'; readonly place: Place }
  /** Nothing had to be changed: they do already, or did not. */
  | { readonly kind: 'already' | 'not-there'; readonly place: Place }
  /** It stands in notifications.yaml and is taken out there. */
  | { readonly kind: 'fixed'; readonly place: Place }
  | { readonly kind: 'refused'; readonly place: Place; readonly why: PlaceObjection }
  | { readonly kind: 'not-yours' | 'not-now' }
  /** Written where nobody else reads. */
  | { readonly kind: 'elsewhere' };

/**
 * Begins or ends posting summaries of decisions where it was written. Whoever the table lets choose may do it; everybody else
 * is told so. The check under way stays as it is.
 */
export function post(check: CheckState | null, on: boolean, event: TurnEvent, ctx: TurnContext): Moved {
  const posting = postingFor(on, event.kind === 'message' ? event.place : undefined, ctx);
  return {
    check,
    notices: [],
    posting,
    effects: { ...NO_EFFECTS, placeChanges: changesFor(posting, ctx) },
  };
}

function postingFor(on: boolean, place: Place | undefined, ctx: TurnContext): Posting {
  if (!may(ctx.person, 'places:choose', null)) return { kind: 'not-yours' };
  if (place === undefined) return { kind: 'elsewhere' };
  const isThere = (one: Pick<Place, 'channel' | 'target'>) =>
    one.channel === place.channel && one.target === place.target;
  const there = ctx.places.some(isThere);
  if (on && there) return { kind: 'already', place };
  if (!on && !there) return { kind: 'not-there', place };
  if (!on && ctx.deployment.notifications.channels.some(isThere)) return { kind: 'fixed', place };
  if (!ctx.recording) return { kind: 'not-now' };
  if (!on) return { kind: 'ended', place };
  return ctx.objection == null ? { kind: 'chosen', place } : { kind: 'refused', place, why: ctx.objection };
}

function changesFor(posting: Posting, ctx: TurnContext) {
  if (posting.kind === 'chosen') {
    return [{ kind: 'add', place: { ...posting.place, by: ctx.person.id, at: ctx.now } } as const];
  }
  if (posting.kind === 'ended') return [{ kind: 'remove', place: posting.place } as const];
  return [];
}
