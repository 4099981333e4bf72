/**
 * The wall clock of a time zone, fast: the zone's distance from UTC is asked of `Intl` twice for each day and kept, so that a
 * year of timers can be worked out in moments. Pure: the same zone and instant give the same answer.
 */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A day by UTC in one zone: how far the wall clock is from UTC, in milliseconds, before and after the clocks change in it. */
type Distance = { readonly before: number; readonly change: number; readonly after: number };
type Clock = {
  readonly format: Intl.DateTimeFormat;
  readonly distances: Map<number, Distance>;
  readonly starts: Map<number, number>;
};

const CLOCKS = new Map<string, Clock>();
/** Some fifty years of days: nothing grows without end. */
const MOST_DAYS = 20_000;

/**
 * How far the wall clock of a zone is ahead of UTC at an instant; both in milliseconds.
 * Throws a RangeError for a zone that is not known and for an instant that is none.
 */
export function distanceFromUtc(timeZone: string, at: number): number {
  const clock = clockOf(timeZone);
  const day = Math.floor(at / DAY);
  const { before, change, after } = clock.distances.get(day) ?? look(clock, day);
  return at < change ? before : after;
}

/** The local day of an instant (milliseconds), as the number of days since 1 January 1970. */
export function localDayNumber(timeZone: string, at: number): number {
  return Math.floor((at + distanceFromUtc(timeZone, at)) / DAY);
}

/** The number of a day written such as `2026-02-05`. */
export function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY);
}

/** The day with this number, such as `2026-02-05`. */
export function dayWithNumber(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/**
 * The first instant of a local day, in milliseconds: midnight, or where the clocks skip midnight the first moment after it.
 */
export function startOfDay(timeZone: string, day: number): number {
  const { starts } = clockOf(timeZone);
  const known = starts.get(day);
  if (known !== undefined) return known;
  const found = firstInstantOf(timeZone, day);
  if (starts.size >= MOST_DAYS) starts.clear();
  starts.set(day, found);
  return found;
}

/** The start of the local day that `instant` is in, as an ISO 8601 instant in UTC. */
export function localMidnight(timeZone: string, instant: string | Date): string {
  const at = new Date(instant).getTime();
  return new Date(startOfDay(timeZone, localDayNumber(timeZone, at))).toISOString();
}

function firstInstantOf(timeZone: string, day: number): number {
  const wall = day * DAY;
  // A day and a half away no zone can be on the other side: the two differ only around a change of the clocks.
  const [first = wall, last = wall] = [wall - 1.5 * DAY, wall + 1.5 * DAY]
    .map((near) => wall - distanceFromUtc(timeZone, near))
    .sort((a, b) => a - b);
  for (const at of [first, last]) if (at + distanceFromUtc(timeZone, at) === wall) return at;
  for (let at = first; at < last; at += MINUTE) if (localDayNumber(timeZone, at) >= day) return at;
  return last;
}

function clockOf(timeZone: string): Clock {
  const known = CLOCKS.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  const clock = { format, distances: new Map(), starts: new Map() };
  CLOCKS.set(timeZone, clock);
  return clock;
}

/** Looks at both ends of a day by UTC; where they differ, at what second in between the clocks change. */
function look(clock: Clock, day: number): Distance {
  const before = measured(clock, day * DAY);
  const after = measured(clock, (day + 1) * DAY);
  let [early, late] = [day * DAY, before === after ? day * DAY : (day + 1) * DAY];
  while (late - early > 1000) {
    const middle = early + Math.floor((late - early) / 2000) * 1000;
    if (measured(clock, middle) === before) early = middle;
    else late = middle;
  }
  const found = { before, change: late, after };
  if (clock.distances.size >= MOST_DAYS) clock.distances.clear();
  clock.distances.set(day, found);
  return found;
}

function measured({ format }: Clock, at: number): number {
  const parts = format.formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((found) => found.type === type)?.value ?? 0);
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - at;
}
