import type { Contacts, Hours } from './deployment.ts';
import { minutesOf, WEEKDAYS, weekday } from './spans-of-day.ts';
import { everyWeek, holds, nextBeginning } from './working-time.ts';
import { DAY, distanceFromUtc, MINUTE } from './zone-clock.ts';

/** A number to ring now. */
export type ContactNow = { readonly name: string; readonly number: string; readonly note?: string };

/**
 * Children's social care at this instant: the first line whose hours hold, else the number for other times.
 * Null when the deployment names no social care contact. Pure; the clock is `instant`.
 */
export function socialCareAt(
  contacts: Contacts,
  timeZone: string,
  instant: string | Date,
): ContactNow | null {
  const care = contacts['social-care'];
  if (care === undefined) return null;
  const at = new Date(instant).getTime();
  const wall = at + distanceFromUtc(timeZone, at);
  const open = care.hours.find((hours) => covers(hours, wall));
  const { phone, note } = open ?? care['at-other-times'];
  const name = open === undefined ? (care['at-other-times'].name ?? care.name) : care.name;
  return { name, number: phone, ...(note === undefined ? {} : { note }) };
}

/** Whether one of the hours holds at this instant, by the wall clock of the time zone. `to` is no longer inside. */
export function inHours(hours: readonly Hours[], timeZone: string, instant: string | Date): boolean {
  return holds(everyWeek(hours), timeZone, new Date(instant).getTime());
}

/**
 * When the hours next begin, as an ISO 8601 instant in UTC: to hold a message back until then. Inside the hours, and
 * where there are none at all, that is `instant` itself: nothing is ever held back for ever. Right across the nights the
 * clocks change: a beginning that the clocks skip is the first minute after it.
 */
export function nextStart(hours: readonly Hours[], timeZone: string, instant: string | Date): string {
  const from = new Date(instant).getTime();
  return new Date(nextBeginning(everyWeek(hours), timeZone, from, 7) ?? from).toISOString();
}

/** Whether a line holds at a time of the wall clock, in milliseconds as if it were UTC. */
function covers(line: Hours, wall: number): boolean {
  const day = Math.floor(wall / DAY);
  const minute = Math.floor((wall - day * DAY) / MINUTE);
  const name = WEEKDAYS[weekday(day)];
  return (
    name !== undefined &&
    line.days.includes(name) &&
    minutesOf(line.from) <= minute &&
    minute < minutesOf(line.to)
  );
}
