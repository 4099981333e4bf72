import { dayWithNumber, localDayNumber } from './zone-clock.ts';

/** The day it is at this instant by the wall clock of a time zone, such as `2026-02-05`. Pure; the clock is `instant`. */
export function localDay(timeZone: string, instant: string | Date): string {
  return dayWithNumber(localDayNumber(timeZone, new Date(instant).getTime()));
}

/** "5 February 2026", for `2026-02-05`. */
export function dayInWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(new Date(`${day}T00:00:00Z`));
}
