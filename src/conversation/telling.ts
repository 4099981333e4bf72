import type { NotificationClass } from '../check/facts.ts';
import type { Person } from '../deployment/deployment.ts';
import { escalationList, nameIn } from '../deployment/people.ts';
import { idsOnTheRota } from '../deployment/rota.ts';
import type { TurnContext } from './context.ts';
import type { CheckState } from './state.ts';

/**
 * Who is told of a case: one person's id, or none when nobody is left, and then the author is told whom to ring.
 * Never its author, never anybody kept out of it, never the lead while it is about a colleague not named yet.
 */
export function whoIsTold(
  ctx: Pick<TurnContext, 'deployment' | 'person' | 'now'>,
  about: { readonly aboutColleague: boolean; readonly keptOut: readonly string[] },
  urgency: NotificationClass = 'emergency',
): readonly string[] {
  const [person] = escalationList(
    ctx.deployment,
    { keptOut: about.keptOut, author: ctx.person.id, insteadOfLead: about.aboutColleague },
    ctx.now,
    urgency === 'emergency',
  );
  return person === undefined ? [] : [person.id];
}

/**
 * Kept out before anybody was named, when the case concerns a colleague: everyone on the rota but the alternative
 * and whoever raises it. The person says later who it is about; until then nobody who might be the one is told.
 */
export function keptOutUntilNamed(ctx: Pick<TurnContext, 'deployment' | 'person'>): readonly string[] {
  const { notifications } = ctx.deployment;
  return idsOnTheRota(notifications).filter((id) => id !== notifications.alternative && id !== ctx.person.id);
}

/** People who could be told of a case or read it: the ones to choose from when somebody is to be kept out. */
export function peopleOnTheRota(ctx: Pick<TurnContext, 'deployment' | 'person'>): readonly Person[] {
  const named = new Set(idsOnTheRota(ctx.deployment.notifications));
  return ctx.deployment.people.filter(
    (p) => p.id !== ctx.person.id && (named.has(p.id) || p.roles.some((role) => role !== 'practitioner')),
  );
}

/** "Priya Nair, designated safeguarding lead", or the id when nobody by that id is listed. */
export function nameOf(ctx: Pick<TurnContext, 'deployment'>, id: string): string {
  return nameIn(ctx.deployment, id) ?? id;
}

/** People kept out now: those named, or the cautious guess where the concern is about a colleague. */
export function keptOutNow(check: CheckState, ctx: TurnContext): readonly string[] {
  if (check.keptOut !== null) return check.keptOut;
  return check.aboutColleague ? keptOutUntilNamed(ctx) : [];
}
