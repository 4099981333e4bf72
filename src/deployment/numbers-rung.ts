import type { Deployment, Person } from './deployment.ts';
import { isInvented } from './loud-warnings.ts';
import { idsOnTheRota } from './rota.ts';
import { dayNumber, localDayNumber } from './zone-clock.ts';

/** For so many days after it was rung a number counts. */
export const RUNG_COUNTS_DAYS = 90;

/** A number that is shown to people in need, and that nobody has rung lately. */
export type NumberToRing = {
  readonly number: string;
  /** Whose it is. */
  readonly name: string;
  readonly file: 'contacts.yaml' | 'people.yaml';
  /** The heading below which the day is written. */
  readonly heading: 'checked' | 'phone-checked' | 'mobile-checked';
  /** The day it was last rung, or null for never. A day to come is as good as none. */
  readonly rung: string | null;
};

/**
 * The numbers of the contacts, and of those who are told of concerns, that do not count at `now`: never rung, or more than 90 days
 * ago by the local calendar. Each number once, with the latest day written for it. Numbers kept for drama are left out: they reach
 * nobody, which is said elsewhere. Pure; the clock is `now`.
 */
export function numbersToRing(deployment: Deployment, now: string | Date): readonly NumberToRing[] {
  const today = localDayNumber(deployment.organisation['time-zone'], new Date(now).getTime());
  const latest = new Map<string, NumberToRing>();
  for (const line of numbersOf(deployment)) {
    const key = line.number.replaceAll(' ', '');
    const known = latest.get(key);
    const rung = line.rung === null || dayNumber(line.rung) > today ? null : line.rung;
    if (known === undefined) latest.set(key, { ...line, rung });
    else if ((rung ?? '') > (known.rung ?? '')) latest.set(key, { ...known, rung });
  }
  return [...latest.values()].filter(
    ({ number, rung }) =>
      !isInvented(number) && (rung === null || today - dayNumber(rung) > RUNG_COUNTS_DAYS),
  );
}

function numbersOf({ contacts, people, notifications }: Deployment): NumberToRing[] {
  const care = contacts['social-care'];
  const contact = (name: string, number: string, rung: string | undefined): NumberToRing => ({
    number,
    name,
    file: 'contacts.yaml',
    heading: 'checked',
    rung: rung ?? null,
  });
  const ids = idsOnTheRota(notifications);
  return [
    ...(care?.hours ?? []).map(({ phone, checked }) => contact(care?.name ?? '', phone, checked)),
    ...(care === undefined
      ? []
      : [
          contact(
            care['at-other-times'].name ?? care.name,
            care['at-other-times'].phone,
            care['at-other-times'].checked,
          ),
        ]),
    ...contacts.advice.flatMap(({ name, phone, checked }) =>
      phone === undefined ? [] : [contact(name, phone, checked)],
    ),
    ...people.filter(({ id }) => ids.includes(id)).flatMap(numbersOfPerson),
  ];
}

function numbersOfPerson(person: Person & { readonly mobile?: string | undefined }): NumberToRing[] {
  return (['phone', 'mobile'] as const).flatMap((kind) => {
    const number = person[kind];
    const heading = `${kind}-checked` as const;
    const rung = person[heading] ?? null;
    return number === undefined ? [] : [{ number, name: person.name, file: 'people.yaml', heading, rung }];
  });
}
