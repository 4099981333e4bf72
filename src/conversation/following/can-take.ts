import { mayActOn } from '../../access/may.ts';
import { personById } from '../../deployment/people.ts';
import { absentAt } from '../../deployment/rota.ts';
import type { Standing } from '../../follow/standing.ts';
import type { TurnContext } from '../context.ts';
import { dueAt } from '../outgoing.ts';

/**
 * Whether a concern can be handed to this person (their id): somebody else of the safeguarding team, who may know of it
 * and is not away when the message leaves.
 */
export function canTake(
  id: string,
  { access, call }: Pick<Standing, 'access' | 'call'>,
  ctx: Pick<TurnContext, 'deployment' | 'person' | 'now'>,
): boolean {
  const { notifications, organisation } = ctx.deployment;
  const leaves = dueAt(ctx, call?.class ?? 'today');
  if (absentAt(notifications, organisation['time-zone'], leaves).has(id)) return false;
  const person = personById(ctx.deployment, id);
  return id !== ctx.person.id && mayActOn(person, 'lead:act', access);
}
