import type { Hours, Notifications } from './deployment.ts';
import { type Span, spansOfDay, type Week, weekOf } from './spans-of-day.ts';
import { DAY, dayNumber, localDayNumber, MINUTE, startOfDay } from './zone-clock.ts';

/**
 * The working time of whoever is told: the hours of notifications.yaml without its holidays, by the wall clock of a time zone.
 * Without hours every instant is working time, holiday or not. Pure; the clock is an argument.
 */
export type AtWork = Pick<Notifications, 'hours' | 'holidays'>;

/** The furthest that anything waits for working time: nothing is held back for ever. */
export const LONGEST_WAIT_DAYS = 62;

/** Whether somebody is at work at this instant. */
export function isWorkingTime(notifications: AtWork, timeZone: string, instant: string | Date): boolean {
  return notifications.hours.length === 0 || holds(plan(notifications), timeZone, msOf(instant));
}

/**
 * When working time next begins, as an ISO 8601 instant in UTC. In working time that is `instant` itself, and so it is where
 * none comes within 62 days.
 */
export function nextWorkingTime(notifications: AtWork, timeZone: string, instant: string | Date): string {
  const from = msOf(instant);
  if (notifications.hours.length === 0) return iso(from);
  const start = nextBeginning(plan(notifications), timeZone, from, LONGEST_WAIT_DAYS);
  return iso(start === null || start - from > LONGEST_WAIT_DAYS * DAY ? from : start);
}

/**
 * The instant at which so many minutes of working time have passed since `from`, as an ISO 8601 instant in UTC. It can be the
 * very end of a working day. Where 62 days pass without any, the minutes are counted by the clock from there.
 */
export function addWorkingMinutes(
  notifications: AtWork,
  timeZone: string,
  from: string | Date,
  minutes: number,
): string {
  let at = msOf(from);
  let left = minutes * MINUTE;
  if (notifications.hours.length === 0 || left <= 0) return iso(at + Math.max(0, left));
  const working = plan(notifications);
  let day = localDayNumber(timeZone, at);
  for (let idle = 0; idle <= LONGEST_WAIT_DAYS; idle += 1, day += 1) {
    for (const [start, end] of spansOf(working, timeZone, day)) {
      if (end <= at) continue;
      const begin = Math.max(at, start);
      if (begin + left <= end) return iso(begin + left);
      left -= end - begin;
      at = end;
      idle = 0;
    }
  }
  return iso(at + left);
}

/**
 * When working time begins on the n-th working day after the local day of `from`, as an ISO 8601 instant in UTC. Without hours
 * every day counts and begins at 09:00. Where too few working days come within 62 days of each other, the days are counted by
 * the calendar.
 */
export function workingDaysLater(
  notifications: AtWork,
  timeZone: string,
  from: string | Date,
  days: number,
): string {
  const at = msOf(from);
  if (days <= 0) return iso(at);
  const today = localDayNumber(timeZone, at);
  const byCalendar = (last: number, n: number) => iso(startOfDay(timeZone, last + n) + 9 * 60 * MINUTE);
  if (notifications.hours.length === 0) return byCalendar(today, days);
  const working = plan(notifications);
  let left = days;
  let last = today;
  for (let day = today + 1; day - last <= LONGEST_WAIT_DAYS; day += 1) {
    const [first] = spansOf(working, timeZone, day);
    if (first === undefined) continue;
    left -= 1;
    last = day;
    if (left === 0) return iso(first[0]);
  }
  return byCalendar(last, left);
}

/** As long as this a concern of the day may wait: a weekend. A longer time without work holds nothing back but what is routine. */
const CONCERN_WAITS_MS = 72 * 60 * 60 * 1000;

/**
 * The hours that a concern of the day waits for, at an instant: over a closure longer than a weekend the days of it count as any
 * other, so that somebody hears of it. Share Check's own: quiet hours hold back only what can wait.
 */
export function hoursForConcerns<N extends AtWork>(
  notifications: N,
  timeZone: string,
  instant: string | Date,
): N {
  const at = new Date(instant).getTime();
  const wait = Date.parse(nextWorkingTime(notifications, timeZone, new Date(at))) - at;
  if (wait <= CONCERN_WAITS_MS) return notifications;
  return withoutHolidays(notifications);
}

/**
 * `addWorkingMinutes` for a concern of the day: where a closure longer than a weekend lies within these minutes, its days count as
 * any other. Otherwise one that is read on the last afternoon before it would stand still until it is over.
 */
export function addConcernMinutes(
  notifications: AtWork,
  timeZone: string,
  from: string | Date,
  minutes: number,
): string {
  const hours = hoursForConcerns(notifications, timeZone, from);
  const end = addWorkingMinutes(hours, timeZone, from, minutes);
  if (hours !== notifications || !meetsClosure(notifications, timeZone, msOf(from), Date.parse(end)))
    return end;
  return addWorkingMinutes(withoutHolidays(notifications), timeZone, from, minutes);
}

/** Whether a time without work, longer than a concern may wait, lies between two instants. */
function meetsClosure(notifications: AtWork, timeZone: string, from: number, to: number): boolean {
  const working = plan(notifications);
  let quietSince = from;
  for (let day = localDayNumber(timeZone, from); day <= localDayNumber(timeZone, to); day += 1) {
    for (const [start, end] of spansOf(working, timeZone, day)) {
      if (end <= from) continue;
      if (start - quietSince > CONCERN_WAITS_MS) return true;
      quietSince = end;
    }
  }
  return false;
}

function withoutHolidays<N extends AtWork>(notifications: N): N {
  const known = WITHOUT_HOLIDAYS.get(notifications);
  if (known !== undefined) return known as N;
  const without = { ...notifications, holidays: [] };
  WITHOUT_HOLIDAYS.set(notifications, without);
  return without;
}

const WITHOUT_HOLIDAYS = new WeakMap<AtWork, AtWork>();

/** Hours to look things up in, and the days without any: first and last day of each holiday by their numbers. */
export type Plan = { readonly week: Week; readonly free: readonly Span[] };
const PLANS = new WeakMap<AtWork, Plan>();

function plan(notifications: AtWork): Plan {
  const known = PLANS.get(notifications);
  if (known !== undefined) return known;
  const free = notifications.holidays.map(
    (line): Span =>
      'on' in line ? [dayNumber(line.on), dayNumber(line.on)] : [dayNumber(line.from), dayNumber(line.to)],
  );
  const made = { week: weekOf(notifications.hours), free };
  PLANS.set(notifications, made);
  return made;
}

/** Hours alone, without holidays. */
export function everyWeek(hours: readonly Hours[]): Plan {
  return { week: weekOf(hours), free: [] };
}

/** Whether the hours hold at an instant, in milliseconds. */
export function holds(working: Plan, timeZone: string, at: number): boolean {
  for (const [start, end] of spansOf(working, timeZone, localDayNumber(timeZone, at))) {
    if (at < start) return false;
    if (at < end) return true;
  }
  return false;
}

/** `from` itself inside the hours, else when they next begin, looking so many days ahead; null when they do not. */
export function nextBeginning(working: Plan, timeZone: string, from: number, days: number): number | null {
  const today = localDayNumber(timeZone, from);
  for (let day = today; day <= today + days; day += 1) {
    for (const [start, end] of spansOf(working, timeZone, day)) {
      if (from < end) return Math.max(from, start);
    }
  }
  return null;
}

function spansOf({ week, free }: Plan, timeZone: string, day: number): readonly Span[] {
  for (const [first, last] of free) if (first <= day && day <= last) return [];
  return spansOfDay(week, timeZone, day);
}

function msOf(instant: string | Date): number {
  return typeof instant === 'string' ? new Date(instant).getTime() : instant.getTime();
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
