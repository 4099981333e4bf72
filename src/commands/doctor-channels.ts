import type { Config } from '../config.ts';
import type { Deployment, Person } from '../deployment/deployment.ts';
import { idsOnTheRota } from '../deployment/rota.ts';
import { type Finding, fault } from './finding.ts';

const NAMES = { teams: 'Teams', slack: 'Slack' } as const;
type Place = keyof typeof NAMES;

/**
 * Whether those who have to be told, and the channels where decisions are posted, are in a channel that this deployment is
 * connected to. Names people by their ids.
 */
export function reachFindings(config: Config, { people, notifications }: Deployment): Finding[] {
  if (config.mode === 'local') return [];
  const connected = (['teams', 'slack'] as const).filter((place) => config[place] !== null);
  const where = connected.map((place) => NAMES[place]).join(' or ');
  const missed = idsOnTheRota(notifications).filter(
    (id) => !people.some((person) => person.id === id && isIn(person, connected)),
  );
  const posts = notifications.channels.filter(({ channel }) => !connected.includes(channel));
  return [
    ...(missed.length === 0
      ? []
      : [
          fault(
            `No message would reach ${missed.join(', ')}: ${missed.length === 1 ? 'this person has' : 'they have'} no id in ${where}. Give each a ${connected.join(' or ')} id in people.yaml, or name somebody else in notifications.yaml.`,
          ),
        ]),
    ...posts.map(({ channel, name }) =>
      fault(
        `Decisions are to be posted to "${name}" in ${NAMES[channel]}, and ${NAMES[channel]} is not set up. Set it up as .env.example says, or take the channel out of notifications.yaml.`,
      ),
    ),
  ];
}

function isIn(person: Person, connected: readonly Place[]): boolean {
  return connected.some((place) => person[place] !== undefined);
}
