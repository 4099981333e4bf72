import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Content } from '../content/load-all.ts';
import type { Person } from '../deployment/deployment.ts';
import { personById } from '../deployment/people.ts';
import { Fault } from '../fault.ts';
import { type Playground, startPlayground } from '../playground/index.ts';

export type OpenPlayground = Playground & {
  /** Whether every window still runs. */
  isAlive(): boolean;
};

/**
 * Opens the Playground beside the service: one window for the person who tries it out, one for the safeguarding lead, so that
 * both sides of a message can be seen. Null, with the reason said, when it cannot run: the service goes on without it.
 */
export async function openPlayground(
  config: Config,
  { deployment }: Content,
  servicePort: number,
  addresses: { save(userId: string, address: unknown): Promise<void> },
  say: (line: string) => void,
): Promise<OpenPlayground | null> {
  const people = deployment.people.flatMap((p) => (p.teams === undefined ? [] : [{ ...p, teams: p.teams }]));
  const known = (person: Person | null) => people.find((p) => p.id === person?.id);
  const practitioner = known(personById(deployment, deployment.commandLine?.chat ?? '')) ?? people[0];
  const lead = known(personById(deployment, deployment.notifications.lead));
  const windows = [practitioner, lead].filter((p, at, all) => p !== undefined && all.indexOf(p) === at);
  const channel = deployment.notifications.channels.find((c) => c.channel === 'teams');
  let alive = true;
  try {
    const playground = await startPlayground({
      servicePort,
      folder: join(config.data, 'playground'),
      organisation: deployment.organisation.name,
      people: people.map(asShown),
      windows: windows.flatMap((p) => (p === undefined ? [] : [asShown(p)])),
      ...(channel === undefined ? {} : { channel: { target: channel.target, name: channel.name } }),
      ended: (person) => {
        alive = false;
        say(`The Teams-like window of ${person.name} has ended. Start again to get it back.`);
      },
    });
    for (const { person, address } of playground.windows) await addresses.save(person.teams, address);
    const [own, leads] = playground.windows;
    say('\nShare Check is ready. Open in a browser:');
    if (own !== undefined) say(`  ${own.url}   a chat as ${own.person.name}: type "share check"`);
    if (leads !== undefined)
      say(`  ${leads.url}   what ${leads.person.name}, the safeguarding lead, receives`);
    return { ...playground, isAlive: () => alive };
  } catch (error) {
    const why = error instanceof Fault ? `${error.message} ${error.remedy}` : 'It did not start.';
    say(
      `There is no Teams-like chat in the browser. ${why}\nThe service runs; try it with: npm run share-check -- chat`,
    );
    return null;
  }
}

const asShown = ({ name, teams, email }: Person & { readonly teams: string }) => ({
  name,
  teams,
  ...(email === undefined ? {} : { email }),
});
