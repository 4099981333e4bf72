import type { Config } from '../config.ts';
import {
  ACKNOWLEDGED_COUNTS_DAYS,
  COVER_DAYS,
  countsAt,
  coverNow,
  coverOfWeek,
  type LastAcknowledged,
  longestWait,
  type Told,
} from '../deployment/cover.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { dayInWords, localDay } from '../deployment/local-day.ts';
import { numbersToRing, RUNG_COUNTS_DAYS } from '../deployment/numbers-rung.ts';
import { personById } from '../deployment/people.ts';
import { idsOnTheRota } from '../deployment/rota.ts';
import { DAY } from '../deployment/zone-clock.ts';
import { coverGrid } from './cover-grid.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import { textTable } from './text-table.ts';

/** More gaps than these are counted, not shown. */
const MOST_SHOWN = 6;
/** Longer than Easter: what is for today would wait for days. */
const LONG_WAIT_DAYS = 5;
/** Under a finding, in line with its text. */
const INDENT = ' '.repeat(9);
const DRILL = 'Run: share-check drill. Then each person taps the button on the test message.';

/**
 * Who would be told of a concern, now and in every hour of the week, and where nobody would: for `doctor`. Faults only where the
 * service is for real use.
 *
 * @param acknowledged by person id when they last acknowledged a message (ISO 8601)
 */
export function coverFindings(
  mode: Config['mode'],
  deployment: Deployment,
  acknowledged: LastAcknowledged,
  now: Date,
): Finding[] {
  const zone = deployment.organisation['time-zone'];
  const wrong = mode === 'local' ? warning : fault;
  const { week, gaps } = coverOfWeek(deployment, acknowledged, now);
  const ids = idsOnTheRota(deployment.notifications);
  const silent = ids.filter((id) => !countsAt(acknowledged, id, now));
  return [
    ...nowFindings(deployment, acknowledged, now, wrong),
    ok(under('Told first of an emergency, by the hour:', coverGrid(week, zone))),
    ...(week.length > 1 ? [ok(under('In words:', spansInWords(week, zone)))] : []),
    ...(silent.length === ids.length
      ? [
          wrong(
            `Nobody on the rota has acknowledged a message in the last ${ACKNOWLEDGED_COUNTS_DAYS} days, so nobody counts as somebody who can be reached. ${DRILL}`,
          ),
        ]
      : [
          ...gapFindings(gaps, zone).map(wrong),
          ...silent.map((id) => warning(silentInWords(deployment, id, acknowledged.get(id)))),
        ]),
    ...numberFindings(deployment, now),
    ...(mode === 'local' ? [] : waitFindings(deployment, now)),
  ];
}

function nowFindings(
  deployment: Deployment,
  acknowledged: LastAcknowledged,
  now: Date,
  wrong: (text: string) => Finding,
): Finding[] {
  const zone = deployment.organisation['time-zone'];
  const { emergency, today, todayFrom, colleague } = coverNow(deployment, acknowledged, now);
  const waits = Date.parse(todayFrom) > now.getTime() ? `on ${inWords(todayFrom, zone)}` : 'now';
  return [
    ['an emergency', emergency, 'now'] as const,
    ['an emergency that concerns a colleague', colleague, 'now'] as const,
    ['a concern for today', today, waits] as const,
  ].map(([what, told, when]) =>
    told.length === 0
      ? wrong(
          `Nobody would be told of ${what} ${when}. Name people in notifications.yaml who can be reached.`,
        )
      : ok(`Told of ${what} ${when}: ${inTurn(told)}.`),
  );
}

function inTurn(told: readonly Told[]): string {
  return told.map(({ person }) => person.name).join(', then ');
}

function gapFindings(
  gaps: readonly { readonly start: string; readonly end: string; readonly nobody: boolean }[],
  zone: string,
): string[] {
  const shown = gaps.slice(0, MOST_SHOWN).map(({ start, end, nobody }) => {
    const when = `From ${inWords(start, zone)} to ${inWords(end, zone)}`;
    return nobody
      ? `${when} nobody would be told of an emergency. Name somebody for these hours in notifications.yaml: under duty, out-of-hours or deputies.`
      : `${when} nobody would be told of an emergency who counts: none of them has acknowledged a message in ${ACKNOWLEDGED_COUNTS_DAYS} days. Name somebody else for these hours in notifications.yaml, or ${DRILL.charAt(0).toLowerCase()}${DRILL.slice(1)}`;
  });
  const more = gaps.length - shown.length;
  if (more <= 0) return shown;
  return [
    ...shown,
    `There ${more === 1 ? 'is 1 more gap' : `are ${more} more gaps`} in the next ${COVER_DAYS} days.`,
  ];
}

function silentInWords(deployment: Deployment, id: string, last: string | undefined): string {
  const name = personById(deployment, id)?.name ?? id;
  const since =
    last === undefined
      ? 'has never acknowledged a message'
      : `last acknowledged a message on ${dayInWords(localDay(deployment.organisation['time-zone'], last))}, more than ${ACKNOWLEDGED_COUNTS_DAYS} days ago`;
  return `${name} ${since}, and does not count as somebody who can be reached. ${DRILL}`;
}

function numberFindings(deployment: Deployment, now: Date): Finding[] {
  const today = localDay(deployment.organisation['time-zone'], now);
  return numbersToRing(deployment, now).map(({ number, name, file, heading, rung }) => {
    const when =
      rung === null
        ? 'has never been rung, as far as is written down'
        : `was last rung on ${dayInWords(rung)}, more than ${RUNG_COUNTS_DAYS} days ago`;
    return warning(
      `${number} (${name}) ${when}. Ring it, then write the day into ${file}, in a line below the number: ${heading}: ${today}`,
    );
  });
}

function waitFindings(deployment: Deployment, now: Date): Finding[] {
  const zone = deployment.organisation['time-zone'];
  const wait = longestWait(deployment, now);
  if (wait === null) return [];
  const days = (Date.parse(wait.end) - Date.parse(wait.start)) / DAY;
  if (days <= LONG_WAIT_DAYS) return [];
  return [
    warning(
      `From ${inWords(wait.start, zone)} to ${inWords(wait.end, zone)} nobody is at work, for ${Math.round(days)} days: a concern for today, raised in this time, waits until it is over. An emergency does not. Take the days on which somebody looks in out of "holidays" in notifications.yaml.`,
    ),
  ];
}

function spansInWords(week: Parameters<typeof coverGrid>[0], zone: string): string[] {
  const rows = week.map(({ start, end, first, covered }) => [
    inWords(start, zone),
    inWords(end, zone),
    first === null ? 'nobody' : first.person.name,
    first?.counts === true
      ? 'counts'
      : covered
        ? 'does not count; somebody after them does'
        : 'nobody counts',
  ]);
  return textTable(['from', 'to', 'told first', ''], rows).trimEnd().split('\n');
}

/** "Mon 23 Nov, 08:00". */
function inWords(instant: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((found) => found.type === type)?.value ?? '';
  return `${part('weekday')} ${part('day')} ${part('month').slice(0, 3)}, ${part('hour')}:${part('minute')}`;
}

function under(heading: string, lines: readonly string[]): string {
  return [heading, ...lines.map((line) => `${INDENT}${line}`)].join('\n');
}
