import { type Contacts, DAYS, type Day, type Hours } from './deployment.ts';

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
  const now = localTime(timeZone, instant);
  const open = care.hours.find((hours) => covers(hours, now));
  const { phone, note } = open ?? care['at-other-times'];
  const name = open === undefined ? (care['at-other-times'].name ?? care.name) : care.name;
  return { name, number: phone, ...(note === undefined ? {} : { note }) };
}

/** Whether one of the hours holds at this instant, by the wall clock of the time zone. `to` is no longer inside. */
export function inHours(hours: readonly Hours[], timeZone: string, instant: string | Date): boolean {
  const now = localTime(timeZone, instant);
  return hours.some((line) => covers(line, now));
}

/**
 * When the hours next begin, as an ISO 8601 instant in UTC: to hold a message back until then. Inside the hours, and
 * where there are none at all, that is `instant` itself: nothing is ever held back for ever. Right across the nights the
 * clocks change: a beginning that the clocks skip is the first minute after it.
 */
export function nextStart(hours: readonly Hours[], timeZone: string, instant: string | Date): string {
  const from = new Date(instant);
  if (hours.length === 0 || inHours(hours, timeZone, from)) return from.toISOString();
  const today = localTime(timeZone, from);
  for (let ahead = 0; ahead <= DAYS.length; ahead += 1) {
    const day = DAYS[(DAYS.indexOf(today.day) + ahead) % DAYS.length];
    const starts = hours
      .filter((line) => day !== undefined && line.days.includes(day))
      .flatMap((line) => startsOn(line, timeZone, Date.UTC(today.year, today.month - 1, today.date + ahead)))
      .filter((start) => start > from.getTime());
    if (starts.length > 0) return new Date(Math.min(...starts)).toISOString();
  }
  return from.toISOString();
}

type LocalTime = {
  readonly year: number;
  readonly month: number;
  readonly date: number;
  readonly day: Day;
  readonly minute: number;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The instants at which `line` begins on a local date: two where the clocks go back over it, one otherwise. */
function startsOn(line: Hours, timeZone: string, date: number): number[] {
  const wall = date + minutesOf(line.from) * MINUTE;
  // The zone's distance from UTC half a day before and after: they differ only around a change of the clocks.
  const candidates = [wall - 12 * HOUR, wall + 12 * HOUR]
    .map((near) => wall - distanceFromUtc(timeZone, near))
    .sort((a, b) => a - b);
  const real = candidates.filter((at) => at + distanceFromUtc(timeZone, at) === wall);
  if (real.length > 0) return [...new Set(real)];
  const [first = wall, last = wall] = candidates;
  for (let at = first; at <= last; at += MINUTE) {
    if (covers(line, localTime(timeZone, new Date(at)))) return [at];
  }
  return [];
}

function distanceFromUtc(timeZone: string, at: number): number {
  const local = localTime(timeZone, new Date(at));
  const wall = Date.UTC(local.year, local.month - 1, local.date) + local.minute * MINUTE;
  return wall - Math.floor(at / MINUTE) * MINUTE;
}

function covers(line: Hours, now: LocalTime): boolean {
  return line.days.includes(now.day) && minutesOf(line.from) <= now.minute && now.minute < minutesOf(line.to);
}

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

function localTime(timeZone: string, instant: string | Date): LocalTime {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((found) => found.type === type)?.value ?? '';
  const weekday = part('weekday').toLowerCase();
  return {
    year: Number(part('year')),
    month: Number(part('month')),
    date: Number(part('day')),
    day: DAYS.find((day) => day === weekday) ?? 'monday',
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}
