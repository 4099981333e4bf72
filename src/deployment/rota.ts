import type { Notifications } from './deployment.ts';
import { everyWeek, holds, type Plan } from './working-time.ts';
import { dayNumber, localDayNumber } from './zone-clock.ts';

/** Everybody who can be told of a concern, each once, by their ids: nobody else is ever on the way of one. */
export function idsOnTheRota(
  notifications: Pick<Notifications, 'lead' | 'deputies' | 'alternative' | 'duty' | 'out-of-hours'>,
): readonly string[] {
  const { lead, deputies, alternative, duty } = notifications;
  const onDuty = duty.map(({ person }) => person);
  return [...new Set([lead, ...deputies, alternative, ...onDuty, ...notifications['out-of-hours']])];
}

/** Who is on duty at an instant, by their ids in the order of the file, each once. Pure; the clock is `instant`. */
export function onDutyAt(
  notifications: Pick<Notifications, 'duty'>,
  timeZone: string,
  instant: string | Date,
): readonly string[] {
  if (notifications.duty.length === 0) return [];
  const at = new Date(instant).getTime();
  const today = localDayNumber(timeZone, at);
  const found = linesOf(notifications.duty).filter(
    ({ first, last, working }) => first <= today && today <= last && holds(working, timeZone, at),
  );
  return [...new Set(found.map(({ person }) => person))];
}

/** Who is away at an instant, by their ids: whole days of the local calendar, the first and the last one too. */
export function absentAt(
  notifications: Pick<Notifications, 'absences'>,
  timeZone: string,
  instant: string | Date,
): ReadonlySet<string> {
  if (notifications.absences.length === 0) return NOBODY;
  const today = localDayNumber(timeZone, new Date(instant).getTime());
  const away = daysAway(notifications.absences).filter(({ first, last }) => first <= today && today <= last);
  return away.length === 0 ? NOBODY : new Set(away.map(({ person }) => person));
}

const NOBODY: ReadonlySet<string> = new Set();

type DaysAway = { readonly person: string; readonly first: number; readonly last: number };
const ABSENCES = new WeakMap<Notifications['absences'], readonly DaysAway[]>();

/** The same with the days as numbers; made once, since nobody changes them after they were read. */
function daysAway(absences: Notifications['absences']): readonly DaysAway[] {
  const known = ABSENCES.get(absences);
  if (known !== undefined) return known;
  const days = absences.map(({ person, from, to }) => ({
    person,
    first: dayNumber(from),
    last: dayNumber(to),
  }));
  ABSENCES.set(absences, days);
  return days;
}

type DutyLine = {
  readonly person: string;
  readonly first: number;
  readonly last: number;
  readonly working: Plan;
};
const LINES = new WeakMap<Notifications['duty'], readonly DutyLine[]>();

/** The lines of the rota to look things up in; made once, since nobody changes them after they were read. */
function linesOf(duty: Notifications['duty']): readonly DutyLine[] {
  const known = LINES.get(duty);
  if (known !== undefined) return known;
  const lines = duty.map(({ person, hours, from, to }) => ({
    person,
    first: from === undefined ? Number.NEGATIVE_INFINITY : dayNumber(from),
    last: to === undefined ? Number.POSITIVE_INFINITY : dayNumber(to),
    working: everyWeek(hours),
  }));
  LINES.set(duty, lines);
  return lines;
}
