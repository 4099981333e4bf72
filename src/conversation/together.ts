import type { NotificationClass } from '../check/facts.ts';
import { isWorkingTime } from '../deployment/working-time.ts';
import type { TurnContext } from './context.ts';

/**
 * Whether a message to this person is left to come together with others, as many have come today. Never an emergency; and where the
 * deployment does not gather messages, none.
 */
export function comesTogether(
  ctx: Pick<TurnContext, 'deployment' | 'now' | 'messagesToday'>,
  person: string,
  urgency: NotificationClass,
): boolean {
  const { notifications, organisation } = ctx.deployment;
  if (urgency === 'emergency') return false;
  if (urgency === 'routine') return notifications.digest !== undefined;
  const { gather } = notifications;
  if (gather === undefined) return false;
  if (!isWorkingTime(notifications, organisation['time-zone'], ctx.now)) return true;
  return (ctx.messagesToday?.get(person) ?? 0) >= gather['at-once'];
}
