import type { Day, Hours } from './deployment.ts';
import { DAY, distanceFromUtc, MINUTE, startOfDay } from './zone-clock.ts';

/** From one instant (inside) to another (no longer inside), in milliseconds. */
export type Span = readonly [start: number, end: number];
/** Hours of a week by weekday, 0 for Sunday: minutes of the wall clock, in order, none touching another. */
export type Week = readonly (readonly Span[])[];

/** By their number: 0 is Sunday. */
export const WEEKDAYS: readonly Day[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];
const WEEKS = new WeakMap<readonly Hours[], Week>();
const SPANS = new WeakMap<Week, Map<string, Map<number, readonly Span[]>>>();
const NONE: readonly Span[] = [];
/** Years of days: nothing grows without end. */
const MOST_DAYS = 5_000;

/** The hours as a week to look things up in. Made once for each list of hours, which nobody changes after it was read. */
export function weekOf(hours: readonly Hours[]): Week {
  const known = WEEKS.get(hours);
  if (known !== undefined) return known;
  const week = WEEKDAYS.map((day) =>
    merged(
      hours
        .filter(({ days }) => days.includes(day))
        .map(({ from, to }) => [minutesOf(from), minutesOf(to)] as const),
    ),
  );
  WEEKS.set(hours, week);
  return week;
}

/** The weekday of a local day, given by its number: 0 for Sunday. */
export function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The minute of the day for a time such as `08:45`. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/**
 * When the hours hold on a local day (given by its number), as instants in order. By the wall clock: hours that the clocks skip
 * are not there, and hours that come twice are there twice.
 */
export function spansOfDay(week: Week, timeZone: string, day: number): readonly Span[] {
  const hours = week[weekday(day)] ?? NONE;
  if (hours.length === 0) return NONE;
  const zones = SPANS.get(week) ?? new Map<string, Map<number, readonly Span[]>>();
  const days = zones.get(timeZone) ?? new Map<number, readonly Span[]>();
  const known = days.get(day);
  if (known !== undefined) return known;
  const found = worked(hours, timeZone, day);
  if (days.size >= MOST_DAYS) days.clear();
  SPANS.set(week, zones.set(timeZone, days.set(day, found)));
  return found;
}

function worked(hours: readonly Span[], timeZone: string, day: number): readonly Span[] {
  const start = startOfDay(timeZone, day);
  const end = startOfDay(timeZone, day + 1);
  if (end - start === DAY) {
    return hours.map(([from, to]) => [start + from * MINUTE, start + to * MINUTE]);
  }
  // The clocks change on this day: minute by minute, since an hour can be missing or come twice.
  const minutes: Span[] = [];
  for (let at = start; at < end; at += MINUTE) {
    const minute = Math.floor((at + distanceFromUtc(timeZone, at) - day * DAY) / MINUTE);
    if (hours.some(([from, to]) => from <= minute && minute < to)) minutes.push([at, at + MINUTE]);
  }
  return merged(minutes);
}

/** In order, with those that touch or overlap made one. Those that end before they begin fall away. */
function merged(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (end <= start) continue;
    if (last !== undefined && start <= last[1]) all[all.length - 1] = [last[0], Math.max(last[1], end)];
    else all.push([start, end]);
  }
  return all;
}
