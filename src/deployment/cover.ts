import type { Deployment, Person } from './deployment.ts';
import { escalationList } from './people.ts';
import { minutesOf } from './spans-of-day.ts';
import { isWorkingTime, LONGEST_WAIT_DAYS, nextWorkingTime } from './working-time.ts';
import { DAY, localDayNumber, MINUTE, startOfDay } from './zone-clock.ts';

/**
 * Cover: who would be told, now and in the days to come, and when nobody would who is known to answer. Pure; the clock is an
 * argument. Somebody counts for 28 days after they acknowledged a message, a test message or any other.
 */

/** For so many days after an acknowledgement somebody counts. */
export const ACKNOWLEDGED_COUNTS_DAYS = 28;
/** So far ahead it is looked whether there is cover. */
export const COVER_DAYS = 62;

type School = Pick<Deployment, 'people' | 'notifications' | 'organisation'>;
/** By person id the instant (ISO 8601) at which they last acknowledged a message; nobody who never did. */
export type LastAcknowledged = ReadonlyMap<string, string>;
/** Somebody who would be told, and whether they count. */
export type Told = { readonly person: Person; readonly counts: boolean };

/** Whether somebody has acknowledged a message in the 28 days before `now`. */
export function countsAt(acknowledged: LastAcknowledged, id: string, now: string | Date): boolean {
  const last = acknowledged.get(id);
  if (last === undefined) return false;
  return new Date(now).getTime() - Date.parse(last) <= ACKNOWLEDGED_COUNTS_DAYS * DAY;
}

/**
 * Who would be told at `now`, first to last: of an emergency; of a concern for today (at `todayFrom`, when working time next
 * begins); of an emergency that concerns a colleague.
 */
export function coverNow(
  school: School,
  acknowledged: LastAcknowledged,
  now: string | Date,
): {
  readonly emergency: readonly Told[];
  readonly today: readonly Told[];
  readonly todayFrom: string;
  readonly colleague: readonly Told[];
} {
  const zone = school.organisation['time-zone'];
  const todayFrom = nextWorkingTime(school.notifications, zone, now);
  const told = (at: string | Date, emergency: boolean, insteadOfLead = false): readonly Told[] =>
    escalationList(school, { ...ANYBODY, insteadOfLead }, at, emergency).map((person) => ({
      person,
      counts: countsAt(acknowledged, person.id, now),
    }));
  return {
    emergency: told(now, true),
    today: told(todayFrom, false),
    todayFrom,
    colleague: told(now, true, true),
  };
}

/** A time in which one and the same person is told of an emergency first. ISO 8601 instants; the end is no longer inside. */
export type CoverSpan = {
  readonly start: string;
  readonly end: string;
  /** Null where there is nobody at all. */
  readonly first: Told | null;
  /** Whether anybody who would be told counts: the first one, or somebody after them. */
  readonly covered: boolean;
};

/** A time in which nobody who would be told counts; `nobody` where there is nobody at all. ISO 8601 instants. */
export type Gap = { readonly start: string; readonly end: string; readonly nobody: boolean };

/**
 * Who is told of an emergency first: from `now` to the end of the seventh local day (`week`), and when nobody counts in the
 * 62 days from `now` (`gaps`). Worked out at every instant at which the rota changes, so neither holidays nor a change of the
 * clocks hides anything. Who counts is asked as of `now`.
 */
export function coverOfWeek(
  school: School,
  acknowledged: LastAcknowledged,
  now: string | Date,
): { readonly week: readonly CoverSpan[]; readonly gaps: readonly Gap[] } {
  const zone = school.organisation['time-zone'];
  const start = new Date(now).getTime();
  const endOfWeek = startOfDay(zone, localDayNumber(zone, start) + 7);
  const ahead = coverBetween(school, acknowledged, start, start + COVER_DAYS * DAY);
  const week = ahead
    .filter((span) => Date.parse(span.start) < endOfWeek)
    .map((span) => (Date.parse(span.end) > endOfWeek ? { ...span, end: iso(endOfWeek) } : span));
  const gaps = ahead
    .filter(({ covered }) => !covered)
    .map(({ start, end, first }) => ({ start, end, nobody: first === null }));
  return { week, gaps: mergedBy(gaps, ({ nobody }) => nobody) };
}

/**
 * The longest time in the 62 days from `now` in which nobody is at work: what can wait, waits so long. ISO 8601 instants; null
 * where there is none. One that is not over by then ends there.
 */
export function longestWait(
  { notifications, organisation }: Pick<School, 'notifications' | 'organisation'>,
  now: string | Date,
): { readonly start: string; readonly end: string } | null {
  const zone = organisation['time-zone'];
  const first = new Date(now).getTime();
  const last = first + LONGEST_WAIT_DAYS * DAY;
  let longest: readonly [number, number] = [first, first];
  let idle: number | null = null;
  for (const at of [...changesBetween(notifications, zone, first, last), last]) {
    if (at < last && !isWorkingTime(notifications, zone, new Date(at))) idle ??= at;
    else if (idle !== null) {
      if (at - idle > longest[1] - longest[0]) longest = [idle, at];
      idle = null;
    }
  }
  return longest[0] === longest[1] ? null : { start: iso(longest[0]), end: iso(longest[1]) };
}

const ANYBODY = { author: null, keptOut: [], insteadOfLead: false } as const;

function coverBetween(
  school: School,
  acknowledged: LastAcknowledged,
  start: number,
  end: number,
): CoverSpan[] {
  const zone = school.organisation['time-zone'];
  const now = new Date(start);
  const changes = changesBetween(school.notifications, zone, start, end);
  const spans = changes.map((at, i): CoverSpan => {
    const told = escalationList(school, ANYBODY, new Date(at), true).map((person) => ({
      person,
      counts: countsAt(acknowledged, person.id, now),
    }));
    const covered = told.some(({ counts }) => counts);
    return { start: iso(at), end: iso(changes[i + 1] ?? end), first: told[0] ?? null, covered };
  });
  return mergedBy(spans, ({ first, covered }) => `${first?.person.id ?? ''} ${covered}`);
}

/** Neighbours that touch, and of which the same is to be said, made one. */
function mergedBy<Part extends { readonly start: string; readonly end: string }>(
  spans: readonly Part[],
  what: (span: Part) => unknown,
): Part[] {
  const all: Part[] = [];
  for (const span of spans) {
    const last = all.at(-1);
    if (last !== undefined && last.end === span.start && what(last) === what(span)) {
      all[all.length - 1] = { ...last, end: span.end };
    } else all.push(span);
  }
  return all;
}

/** Every instant from `start` on, and before `end`, at which the rota can change: `start`, midnights and where hours begin or end. */
function changesBetween(
  { hours, duty }: Deployment['notifications'],
  zone: string,
  start: number,
  end: number,
): number[] {
  const lines = [...hours, ...duty.flatMap((line) => line.hours)];
  const minutes = new Set([0, ...lines.flatMap(({ from, to }) => [minutesOf(from), minutesOf(to)])]);
  const found = new Set([start]);
  for (let day = localDayNumber(zone, start); startOfDay(zone, day) < end; day += 1) {
    const midnight = startOfDay(zone, day);
    const next = startOfDay(zone, day + 1);
    if (next - midnight === DAY) for (const minute of minutes) found.add(midnight + minute * MINUTE);
    // The clocks change on this day: what is on the dial is not how long it is since midnight.
    else for (let at = midnight; at < next; at += MINUTE) found.add(at);
  }
  return [...found].filter((at) => start <= at && at < end).sort((a, b) => a - b);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
