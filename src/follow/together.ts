import {
  addWorkingMinutes,
  isWorkingTime,
  LONGEST_WAIT_DAYS,
  nextWorkingTime,
} from '../deployment/working-time.ts';
import { DAY, distanceFromUtc, HOUR, localDayNumber, MINUTE, startOfDay } from '../deployment/zone-clock.ts';
import type { FollowPlace, Step } from './next-step.ts';
import type { Standing } from './standing.ts';

/**
 * When a first message that can wait is due, where messages come together (ISO 8601): routine records at the time of the daily list,
 * concerns of the day so many minutes after the last time some came together. Null where this step comes by itself, and always where
 * somebody is kept out.
 * `lastTogether`: when some last came to this person.
 */
export function comesTogetherAt(
  standing: Standing,
  step: Step,
  place: FollowPlace,
  lastTogether: string | null,
): string | null {
  const { call, access, aboutColleague } = standing;
  // What somebody is kept out of comes by itself: they must not see in other cases that something came with them.
  if (aboutColleague || access.keptOut.length > 0) return null;
  if (call === null || step.kind !== 'page' || step.reason !== 'first' || call.class === 'emergency')
    return null;
  const { notifications, organisation } = place;
  const zone = organisation['time-zone'];
  if (call.class === 'routine') {
    return notifications.digest === undefined ? null : digestAfter(call.at, notifications.digest, place);
  }
  const { gather } = notifications;
  if (gather === undefined) return null;
  const start = nextWorkingTime(notifications, zone, call.at);
  const next =
    lastTogether === null ? start : addWorkingMinutes(notifications, zone, lastTogether, gather.every);
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
