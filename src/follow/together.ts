import {
  addConcernMinutes,
  hoursForConcerns,
  isWorkingTime,
  LONGEST_WAIT_DAYS,
  nextWorkingTime,
} from '../deployment/working-time.ts';
import { DAY, distanceFromUtc, HOUR, localDayNumber, MINUTE, startOfDay } from '../deployment/zone-clock.ts';
import type { FollowPlace, Step } from './next-step.ts';
import type { Standing } from './standing.ts';

/** What somebody has been told so far. */
export type ToldSoFar = {
  /** When messages last came together to them (ISO 8601); null for never. */
  readonly last: string | null;
  /** How many messages they have had today. */
  readonly today: number;
};

/**
 * When a message that can wait leaves, where messages come together (ISO 8601): a routine record at the time of the daily list; a concern
 * of the day, and every later message about one, at once for the first few messages of a day, and from then on so many minutes after
 * the last time some came together. What leaves at one time to one person is one message. Null where this step comes by itself: an
 * emergency, where nothing is gathered, and always where somebody is kept out.
 */
export function comesTogetherAt(
  standing: Standing,
  step: Step,
  place: FollowPlace,
  told: ToldSoFar,
  now: string,
): string | null {
  const { call, access, aboutColleague } = standing;
  // What somebody is kept out of comes by itself: they must not see in other cases that something came with them.
  if (aboutColleague || access.keptOut.length > 0) return null;
  if (call === null || step.kind !== 'page') return null;
  const { notifications, organisation } = place;
  const zone = organisation['time-zone'];
  const first = step.reason === 'first';
  const listed =
    step.reason === 'completed' ? standing.completedAt : first && call.class === 'routine' ? call.at : null;
  if (listed !== null) {
    return notifications.digest === undefined ? null : digestAfter(listed, notifications.digest, place);
  }
  const { gather } = notifications;
  if (gather === undefined || (call.class === 'emergency' && step.reason !== 'not-heard')) return null;
  const start = first ? nextWorkingTime(hoursForConcerns(notifications, zone, call.at), zone, call.at) : now;
  if (told.last === null || told.today < gather['at-once']) return start;
  const next = addConcernMinutes(notifications, zone, told.last, gather.every);
  return start > next ? start : next;
}

/** The first time of the daily list after an instant on a day on which somebody is at work then. */
function digestAfter(from: string, time: string, { notifications, organisation }: FollowPlace): string {
  const zone = organisation['time-zone'];
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const first = localDayNumber(zone, Date.parse(from));
  for (let day = first; day <= first + LONGEST_WAIT_DAYS; day += 1) {
    const noon = startOfDay(zone, day) + 12 * HOUR;
    const at = new Date(
      day * DAY + hour * HOUR + minute * MINUTE - distanceFromUtc(zone, noon),
    ).toISOString();
    if (at >= from && isWorkingTime(notifications, zone, at)) return at;
  }
  return nextWorkingTime(notifications, zone, from);
}
