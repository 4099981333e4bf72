import { DAYS, type Hours } from '../../src/deployment/deployment.ts';

/**
 * Hours by the wall clock as `Intl` tells it, asked anew each time: slow and plain, to hold the fast way against. Only what
 * stands in the hours and in the answer of `Intl` goes into it.
 */

/** The wall clock at an instant: its day as written, its weekday and the minute of the day. */
export function wallClock(timeZone: string, at: number) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'long',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    weekday: DAYS.find((day) => day === parts.weekday?.toLowerCase()),
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

const minuteOf = (time: string) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
};

/** Whether one of the hours holds, on a day that is none of these. */
export function slowlyHolds(
  hours: readonly Hours[],
  timeZone: string,
  at: number,
  isFree: (day: string) => boolean = () => false,
): boolean {
  const { day, weekday, minute } = wallClock(timeZone, at);
  if (weekday === undefined || isFree(day)) return false;
  return hours.some(
    (line) => line.days.includes(weekday) && minuteOf(line.from) <= minute && minute < minuteOf(line.to),
  );
}
