import type { Hours, Person } from '../deployment/deployment.ts';
import { isReachable } from '../deployment/people.ts';
import type { ContentFault } from './content-fault.ts';
import type { DeploymentFiles } from './deployment-files.ts';
import { permittedWords } from './nearest.ts';
import type { Path } from './plain-issue.ts';

/** Faults of organisation.yaml beyond its shape: the clock has to be one that is known. */
export function checkOrganisation({ organisation }: DeploymentFiles): ContentFault[] {
  const zone = organisation.parts['time-zone'];
  // England's own is known: asking for it takes 30 ms and 8 MB at every start.
  if (zone === undefined || zone === 'Europe/London' || isTimeZone(zone)) return [];
  const message = `"${zone}" is not a time zone. For England write Europe/London.`;
  return [organisation.fault(['time-zone'], message)];
}

/** Faults and warnings of contacts.yaml. */
export function checkContacts({ contacts }: DeploymentFiles): ContentFault[] {
  const care = contacts.parts['social-care'];
  const advice = contacts.parts.advice ?? [];
  const faults: ContentFault[] = [];
  if (care === undefined && !contacts.broken('social-care')) {
    faults.push(
      contacts.fault(
        [],
        "There is no number for children's social care. In an emergency people would be shown 999 alone. Add social-care with its hours.",
        'warning',
      ),
    );
  }
  faults.push(...hoursFaults(care?.hours ?? [], ['social-care', 'hours'], contacts.fault));
  if (advice.length === 0 && !contacts.broken('advice')) {
    const message = 'There is nobody to ask for advice. Name at least one person or service under "advice".';
    faults.push(contacts.fault(['advice'], message, 'warning'));
  }
  advice.forEach((line, i) => {
    if (line.phone !== undefined || line.email !== undefined) return;
    const message = `"${line.name}" has neither a phone number nor an e-mail address. Add one.`;
    faults.push(contacts.fault(['advice', i], message, 'warning'));
  });
  return faults;
}

/** Faults and warnings of people.yaml: each id stands for one person. */
export function checkPeople({ people }: DeploymentFiles): ContentFault[] {
  const listed = people.parts.people ?? [];
  const faults: ContentFault[] = [];
  for (const key of ['id', 'teams', 'slack', 'terminal'] as const) {
    const seen = new Map<string, Person>();
    listed.forEach((person, i) => {
      const value = key === 'teams' ? person.teams?.toLowerCase() : person[key];
      if (value === undefined) return;
      const first = seen.get(value);
      if (first === undefined) seen.set(value, person);
      else {
        const message = `${person.name} has the same "${key}" as ${first.name}. Each person needs their own.`;
        faults.push(people.fault(['people', i, key], message));
      }
    });
  }
  const line = people.parts['command-line'];
  for (const key of ['records', 'queue', 'chat'] as const) {
    const id = line?.[key];
    if (id === undefined || people.broken('people') || listed.some((person) => person.id === id)) continue;
    faults.push(people.fault(['command-line', key], nobody(id, listed)));
  }
  return faults;
}

/** Faults and warnings of notifications.yaml: who is told can be told, and may see what they are told of. */
export function checkNotifications({ notifications, people }: DeploymentFiles): ContentFault[] {
  const { lead, alternative, deputies = [], hours = [], channels = [] } = notifications.parts;
  const listed = people.parts.people ?? [];
  const faults: ContentFault[] = [];
  const told: { id: string | undefined; path: Path; as: string; roles: Person['roles'] }[] = [
    { id: lead, path: ['lead'], as: 'The lead', roles: ['dsl'] },
    { id: alternative, path: ['alternative'], as: 'The alternative', roles: ['dsl', 'deputy'] },
    ...deputies.map((id, i) => ({
      id,
      path: ['deputies', i],
      as: 'A deputy',
      roles: ['dsl', 'deputy'] as Person['roles'],
    })),
  ];
  for (const { id, path, as, roles } of told) {
    if (id === undefined) continue;
    const person = listed.find((candidate) => candidate.id === id);
    if (person === undefined) {
      if (!people.broken('people')) faults.push(notifications.fault(path, nobody(id, listed)));
      continue;
    }
    if (!person.roles.some((role) => roles.includes(role))) {
      const message = `${as} needs the role ${roles.join(' or ')} in people.yaml; ${person.name} has: ${person.roles.join(', ')}.`;
      faults.push(notifications.fault(path, message));
    }
    if (!isReachable(person)) {
      const message = `No message can reach ${person.name}. Add their Teams or Slack id in people.yaml.`;
      faults.push(notifications.fault(path, message));
    }
  }
  if (lead !== undefined && lead === alternative) {
    const message = `"${lead}" is the lead as well. The alternative is told when the lead must not be: name somebody else.`;
    faults.push(notifications.fault(['alternative'], message));
  }
  faults.push(...hoursFaults(hours, ['hours'], notifications.fault));
  if (hours.length === 0 && !notifications.broken('hours')) {
    const message = 'No hours are given for the lead: every message is sent at once, also at night.';
    faults.push(notifications.fault(['hours'], message, 'warning'));
  }
  if (channels.length === 0 && !notifications.broken('channels')) {
    const message = 'Decisions are posted nowhere. Name a channel that only safeguarding staff can read.';
    faults.push(notifications.fault(['channels'], message));
  }
  channels.forEach((channel, i) => {
    const first = channels.findIndex(
      (other) => other.channel === channel.channel && other.target === channel.target,
    );
    if (first < i) {
      const message = `"${channel.name}" is the same channel as "${channels[first]?.name}". Keep one of the two.`;
      faults.push(notifications.fault(['channels', i, 'target'], message));
    }
  });
  return faults;
}

/** Says that nobody has this id, and which there are. */
export function nobody(id: string, listed: readonly Person[]): string {
  const known = listed.map((person) => person.id);
  return `Nobody in people.yaml has the id "${id}". ${permittedWords(id, known)}`;
}

/** Faults of hours: past the end of the day, or over before they begin. */
export function hoursFaults(
  hours: readonly Hours[],
  path: Path,
  fault: (path: Path, message: string) => ContentFault,
): ContentFault[] {
  return hours.flatMap((line, i) => {
    const faults: ContentFault[] = [];
    for (const key of ['from', 'to'] as const) {
      if (line[key] > '24:00') {
        faults.push(
          fault([...path, i, key], `"${line[key]}" is past the end of the day. Write 24:00 for midnight.`),
        );
      }
    }
    if (line.from >= line.to) {
      const message = `These hours end (${line.to}) before they begin (${line.from}). Hours past midnight need two lines, one for each day.`;
      faults.push(fault([...path, i, 'to'], message));
    }
    return faults;
  });
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
