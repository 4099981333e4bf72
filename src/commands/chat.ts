import { userInfo } from 'node:os';
import { v7 as uuidv7 } from 'uuid';
import { type App, createApp } from '../app.ts';
import { createTerminalChannel, type TerminalChannel } from '../channels/terminal/index.ts';
import { widthFor } from '../channels/terminal/limits.ts';
import { mayColour } from '../channels/terminal/paint.ts';
import { wrap } from '../channels/terminal/wrap.ts';
import type { Config } from '../config.ts';
import type { DeliveryLog } from '../delivery/deliver.ts';
import type { Messenger } from '../delivery/messenger.ts';
import { socialCareAt } from '../deployment/contacts-at.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { loudWarnings } from '../deployment/loud-warnings.ts';
import { personById, personOf } from '../deployment/people.ts';
import { Fault } from '../fault.ts';
import { provenPolicy } from '../proven-policy.ts';
import { routesOf } from '../route-settings.ts';
import type { Given, Io } from './command.ts';
import { openRoutes } from './open-routes.ts';
import { readSetup } from './read-setup.ts';

/** The paragraphs of `chat --help`. */
export const CHAT_HELP: readonly string[] = [
  'The same check as in Teams and Slack, one line at a time. Type a number or a letter of what is on the screen; "resume" goes on with a check you left, "help" says what else you can type, "quit" ends.',
  'With nothing configured this is the local mode: nobody signs in, nothing leaves this machine, and what the lead and the channel would receive is shown here. Otherwise you speak as your login name on this machine, and messages go out for real.',
];

/** `chat`: the check in this terminal. Resolves with the exit status once the person has left. */
export async function chat(_given: Given, io: Io): Promise<number> {
  const setup = await readSetup(io.env).catch(withNumbers(null));
  const local = setup.config.mode === 'local';
  const { content } = setup;
  const { deployment } = content;
  const userId = userIdHere(deployment, local);
  const warn = (text: string): void => {
    io.stderr.write(`${wrap(text, widthFor(io.stdout.columns))}\n`);
  };
  for (const warning of [...setup.warnings, ...loudWarnings(deployment, setup.config.mode)])
    warn(`Warning: ${warning}`);

  const app = await openApp(setup, told(warn)).catch(withNumbers(deployment));
  try {
    const terminal = openTerminal(app, io, userId, deployment);
    const served = local && (await isServed(setup.config.port));
    if (local) warn(whoSpeaks(deployment, userId, served));
    // The practice service beside it delivers into its own windows; two would take messages from each other.
    if (!served) {
      const others = local
        ? { teams: terminal.localEcho, slack: terminal.localEcho }
        : await messengers(setup.config, app, deployment);
      const besides = await openRoutes(setup.config);
      app.deliverThrough({ ...others, terminal: terminal.messenger }, besides).start();
      app.followCases().start();
    }
    const stop = (): void => terminal.stop();
    process.once('SIGTERM', stop).once('SIGINT', stop);
    await terminal.run();
    process.off('SIGTERM', stop).off('SIGINT', stop);
    return 0;
  } finally {
    await app.close();
  }
}

function openTerminal(app: App, io: Io, userId: string, deployment: Deployment): TerminalChannel {
  const interactive = io.stdin.isTTY === true && io.stdout.isTTY === true;
  return createTerminalChannel({
    input: io.stdin,
    output: io.stdout,
    handle: app.handle,
    userId,
    makeId: uuidv7,
    interactive,
    colour: mayColour(io.stdout.isTTY === true, io.env.NO_COLOR),
    width: widthFor(io.stdout.columns),
    nameOf: (id) => nameOf(deployment, id),
  });
}

/** Who sits here: in the local mode the person named for it, otherwise the login name on this machine. */
function userIdHere(deployment: Deployment, local: boolean): string {
  const named = local ? deployment.commandLine?.chat : undefined;
  return (named && personById(deployment, named)?.terminal) || userInfo().username;
}

/** Whether the local service runs on this machine now. */
async function isServed(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(1000) });
    return answer.ok && JSON.stringify(await answer.json()).includes('alive');
  } catch {
    return false;
  }
}

function whoSpeaks(deployment: Deployment, userId: string, served: boolean): string {
  const person = personOf(deployment, 'terminal', userId);
  const who = person === null ? 'somebody not in the list of people' : person.name;
  return `Local mode, for trying it out: you speak as ${who} of ${deployment.organisation.name}. Nothing leaves this machine; what others would receive is shown ${served ? 'in the windows of the service that is running' : 'here'}.`;
}

/** The words for a person by their id in a channel, or for a channel by its target. */
function nameOf({ people, notifications }: Deployment, id: string): string | undefined {
  const channel = notifications.channels.find(({ target }) => target === id);
  if (channel !== undefined) return `the channel "${channel.name}"`;
  const person = people.find(({ teams, slack, terminal }) => [teams, slack, terminal].includes(id));
  if (person === undefined) return undefined;
  return person.id === notifications.lead ? `the lead, ${person.name},` : person.name;
}

/** In a configured deployment messages leave through its channels from here too, whether or not the service is running. */
async function messengers(
  config: Config,
  app: App,
  deployment: Deployment,
): Promise<{ readonly teams?: Messenger; readonly slack?: Messenger }> {
  const { openSlack } = await import('./open-slack.ts');
  const slack = await openSlack(config, app, deployment);
  const also = slack === null ? {} : { slack: slack.messenger };
  if (config.teams === null) return also;
  const { openTeams } = await import('./open-teams.ts');
  return { ...also, teams: openTeams(config, app).messenger };
}

/** Async, so that a dialog that is not safe is told like everything else that stands in the way. */
async function openApp({ config, content }: Awaited<ReturnType<typeof readSetup>>, log: DeliveryLog) {
  await content.asked();
  return createApp({ config, content, proven: provenPolicy(content), log, routes: routesOf(config) });
}

/** Whoever wanted to check something may be worried about a child: where the chat cannot begin, they get the numbers. */
function withNumbers(deployment: Deployment | null): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Fault)) throw error;
    const care =
      deployment === null
        ? null
        : socialCareAt(deployment.contacts, deployment.organisation['time-zone'], new Date());
    const numbers = `ring 999${care === null ? '' : `, and ${care.name} on ${care.number}`}`;
    const danger = `If a child is in danger now, ${numbers}. Do not wait for this to be put right.`;
    throw new Fault(error.code, error.message, `${error.remedy}\n${danger}`, { cause: error });
  };
}

/** Of what happens behind, the person here is told only what they have to act on. */
function told(warn: (text: string) => void): DeliveryLog {
  let recording = true;
  return (event) => {
    if (event === 'delivery-dead' || event === 'delivery-overdue') {
      warn(
        'A message could not be delivered: tell that person yourself. What is wrong: share-check deliveries list',
      );
    }
    if (event === 'turn-not-recorded' && recording) {
      recording = false;
      warn('Nothing can be written to the store now. What is wrong, and what to do: share-check doctor');
    }
  };
}
