import type { Notifications } from '../deployment/deployment.ts';
import { dayInWords } from '../deployment/local-day.ts';
import { isReachable } from '../deployment/people.ts';
import { dayNumber, dayWithNumber } from '../deployment/zone-clock.ts';
import { hoursFaults, nobody } from './check-deployment.ts';
import type { ContentFault } from './content-fault.ts';
import type { DeploymentFiles } from './deployment-files.ts';
import type { Path } from './plain-issue.ts';

/** The longest absence whose days are looked at one by one. */
const MOST_DAYS = 1_000;

/** Faults and warnings of the rota in notifications.yaml: who is on duty, away and told out of hours, and on which days. */
export function checkRota(files: DeploymentFiles): ContentFault[] {
  const { fault, parts } = files.notifications;
  const { holidays = [], duty = [], absences = [] } = parts;
  return [
    ...holidays.flatMap((line, i) => ('on' in line ? [] : daysFault(line, ['holidays', i], fault))),
    ...duty.flatMap((line, i) => daysFault(line, ['duty', i], fault)),
    ...duty.flatMap((line, i) => hoursFaults(line.hours, ['duty', i, 'hours'], fault)),
    ...absences.flatMap((line, i) => daysFault(line, ['absences', i], fault)),
    ...peopleFaults(files),
    ...absenceFaults(files),
    ...restFaults(files),
  ];
}

type ToFault = (path: Path, message: string, severity?: 'warning') => ContentFault;

function daysFault(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  path: Path,
  fault: ToFault,
): ContentFault[] {
  if (from === undefined || to === undefined || from <= to) return [];
  const message = `These days end (${to}) before they begin (${from}). "from" is the first day, "to" the last one.`;
  return [fault([...path, 'to'], message)];
}

/** Whoever is told first is there, may see what they are told of, and can be reached. */
function peopleFaults({ notifications, people }: DeploymentFiles): ContentFault[] {
  const { lead, alternative, deputies = [], duty = [], 'out-of-hours': outside = [] } = notifications.parts;
  const listed = people.parts.people ?? [];
  // What is wrong with these was said where they are named.
  const said = new Set([lead, alternative, ...deputies]);
  const named = [
    ...duty.map(({ person }, i) => ({ id: person, path: ['duty', i, 'person'], as: 'Whoever is on duty' })),
    ...outside.map((id, i) => ({ id, path: ['out-of-hours', i], as: 'Whoever is told out of hours' })),
  ];
  return named.flatMap(({ id, path, as }) => {
    if (said.has(id)) return [];
    said.add(id);
    const person = listed.find((candidate) => candidate.id === id);
    if (person === undefined) {
      return people.broken('people') ? [] : [notifications.fault(path, nobody(id, listed))];
    }
    const faults: ContentFault[] = [];
    if (!person.roles.some((role) => role === 'dsl' || role === 'deputy')) {
      const message = `${as} needs the role dsl or deputy in people.yaml; ${person.name} has: ${person.roles.join(', ')}.`;
      faults.push(notifications.fault(path, message));
    }
    if (!isReachable(person)) {
      const message = `No message can reach ${person.name}. Add their Teams or Slack id in people.yaml.`;
      faults.push(notifications.fault(path, message));
    }
    return faults;
  });
}

function absenceFaults({ notifications, people }: DeploymentFiles): ContentFault[] {
  const { lead, alternative, deputies = [], duty = [], absences = [] } = notifications.parts;
  const { 'out-of-hours': outside = [] } = notifications.parts;
  const listed = people.parts.people ?? [];
  const rota = new Set([lead, alternative, ...deputies, ...outside, ...duty.map(({ person }) => person)]);
  const unsure = notifications.broken('lead') || notifications.broken('alternative');
  return absences.flatMap((line, i) => {
    const path = ['absences', i, 'person'];
    const person = listed.find((candidate) => candidate.id === line.person);
    if (person === undefined) {
      return people.broken('people') ? [] : [notifications.fault(path, nobody(line.person, listed))];
    }
    if (!rota.has(line.person)) {
      if (unsure) return [];
      const message = `${person.name} is not on the rota, so this absence changes nothing. Take the line out, or correct the name.`;
      return [notifications.fault(path, message, 'warning')];
    }
    const alone = line.person === lead ? dayWithoutStandIn(line, notifications.parts) : null;
    if (alone === null) return [];
    const message = `On ${dayInWords(alone)} the lead is away, and so is everybody who stands in: concerns go to the alternative. Name a deputy who is there, or somebody on duty.`;
    return [notifications.fault(path, message, 'warning')];
  });
}

/** The first day of the lead's absence on which no deputy, and nobody who is on duty these days, is there. */
function dayWithoutStandIn(
  away: Notifications['absences'][number],
  { lead, deputies = [], duty = [], absences = [] }: Partial<Notifications>,
): string | null {
  const covers = (line: { from?: string | undefined; to?: string | undefined }, day: string) =>
    (line.from ?? day) <= day && day <= (line.to ?? day);
  const first = dayNumber(away.from);
  for (let n = first; n <= dayNumber(away.to) && n < first + MOST_DAYS; n += 1) {
    const day = dayWithNumber(n);
    const onDuty = duty.filter((line) => covers(line, day)).map(({ person }) => person);
    const there = [...deputies, ...onDuty].some(
      (id) => id !== lead && !absences.some((line) => line.person === id && covers(line, day)),
    );
    if (!there) return day;
  }
  return null;
}

function restFaults({ notifications }: DeploymentFiles): ContentFault[] {
  const { digest, hours = [], 'hear-back': hearBack } = notifications.parts;
  const faults: ContentFault[] = [];
  if (digest !== undefined && hours.length > 0 && !notifications.broken('hours')) {
    const inside = hours.some(({ from, to }) => from <= digest && digest < to);
    const message = `Nobody is at work at ${digest}: on no day do the hours hold then. The digest waits until they do. Choose a time inside the hours.`;
    if (!inside) faults.push(notifications.fault(['digest'], message, 'warning'));
  }
  const way = hearBack?.then;
  if (way !== undefined && way.phone === undefined && way.email === undefined) {
    const message = `"${way.name}" has neither a phone number nor an e-mail address. Add one.`;
    faults.push(notifications.fault(['hear-back', 'then'], message, 'warning'));
  }
  return faults;
}
