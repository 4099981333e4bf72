import type { CoverSpan } from '../deployment/cover.ts';
import type { Person } from '../deployment/deployment.ts';
import { DAY, distanceFromUtc, HOUR, localDayNumber } from '../deployment/zone-clock.ts';

const WIDTH = 2;
/** Nobody at all would be told in this hour. */
const NOBODY = '!';

/**
 * The week as a picture: a line a day, a letter an hour for whoever is told of an emergency first. A capital letter counts, a
 * small one does not; `!` is nobody. An hour that two people share shows the one who matters more: nobody, else somebody who
 * does not count, else the first. Below it the legend. Never wider than 62 columns, but for a long name in the legend.
 *
 * @param spans the week of `coverOfWeek`
 * @param zone IANA time zone
 */
export function coverGrid(spans: readonly CoverSpan[], zone: string): readonly string[] {
  const people = [...new Map(spans.flatMap(({ first }) => (first ? [[first.person.id, first.person]] : [])))];
  const letters = lettersFor(people.map(([, person]) => person));
  const marks = new Map<number, string[]>();
  for (const span of spans) {
    const { first } = span;
    const letter = first === null ? NOBODY : (letters.get(first.person.id) ?? '#');
    const mark = first?.counts === false ? letter.toLowerCase() : letter;
    for (const cell of cellsOf(span, zone)) {
      const cells = marks.get(cell.day) ?? Array.from({ length: 24 }, () => ' ');
      cells[cell.hour] = weightier(cells[cell.hour] ?? ' ', mark);
      marks.set(cell.day, cells);
    }
  }
  const rows = [...marks].map(([day, cells]) =>
    `${dayName(day)}  ${cells.map((mark) => mark.padEnd(WIDTH)).join('')}`.trimEnd(),
  );
  const scale = Array.from({ length: 8 }, (_, i) =>
    String(i * 3)
      .padStart(2, '0')
      .padEnd(3 * WIDTH),
  ).join('');
  const counts = new Map(spans.flatMap(({ first }) => (first ? [[first.person.id, first.counts]] : [])));
  const legend = people.map(([id, { name }]) => {
    const letter = letters.get(id) ?? '#';
    return counts.get(id) === true ? `${letter} ${name}` : `${letter.toLowerCase()} ${name} (does not count)`;
  });
  const nobody = spans.some(({ first }) => first === null) ? [`${NOBODY} nobody`] : [];
  return [
    `${' '.repeat(12)}${scale}`.trimEnd(),
    ...rows,
    ...[...legend, ...nobody].map((line) => `  ${line}`),
  ];
}

/** The hours on the dial that a span touches. An hour that comes twice is one cell; one that is skipped stays empty. */
function cellsOf({ start, end }: CoverSpan, zone: string): { day: number; hour: number }[] {
  const cells: { day: number; hour: number }[] = [];
  const last = Date.parse(end);
  for (let at = Date.parse(start); at < last; ) {
    const wall = at + distanceFromUtc(zone, at);
    cells.push({ day: localDayNumber(zone, at), hour: Math.floor((wall % DAY) / HOUR) });
    // The clocks change at a full hour.
    at += HOUR - (wall % HOUR);
  }
  return cells;
}

function weightier(one: string, other: string): string {
  const weight = (mark: string) => (mark === NOBODY ? 3 : mark === ' ' ? 0 : mark >= 'a' ? 2 : 1);
  return weight(other) > weight(one) ? other : one;
}

/** The first letter of each name; where that is taken, another of its letters, then any that is left. */
function lettersFor(people: readonly Pick<Person, 'id' | 'name'>[]): ReadonlyMap<string, string> {
  const letters = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, name } of people) {
    const own = [...name.toUpperCase()].filter((letter) => /[A-Z]/.test(letter));
    const letter = [...own, ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].find((candidate) => !taken.has(candidate));
    if (letter === undefined) continue;
    taken.add(letter);
    letters.set(id, letter);
  }
  return letters;
}

function dayName(day: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    weekday: 'short',
    day: '2-digit',
    month: 'short',
  }).formatToParts(day * DAY);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((found) => found.type === type)?.value ?? '';
  return `${part('weekday')} ${part('day')} ${part('month').slice(0, 3)}`;
}
