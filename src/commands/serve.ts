import { statfs } from 'node:fs/promises';
import { createApp } from '../app.ts';
import { createTeamsChannel, type TeamsChannel } from '../channels/teams/index.ts';
import type { Config } from '../config.ts';
import type { Content } from '../content/load-all.ts';
import type { DeliveryLog } from '../delivery/deliver.ts';
import { loudWarnings } from '../deployment/loud-warnings.ts';
import { Fault } from '../fault.ts';
import { startServer } from '../http/server.ts';
import type { Given, Io } from './command.ts';
import { DOCTOR_HERE } from './doctor-here.ts';
import { openPlayground } from './open-playground.ts';
import { readSetup } from './read-setup.ts';

/** The paragraphs and options of `serve --help`. */
export const SERVE_HELP: readonly string[] = [
  'The service, until Ctrl-C. With nothing configured this is the local mode: only this machine is answered, nobody signs in, and a Teams-like chat opens in the browser.',
  'Settings come from the environment; .env.example explains each.',
];
export const SERVE_OPTIONS = {
  check: { what: 'Load and check everything, the store and its key too; start nothing.' },
} as const;

/**
 * `serve`: the service until SIGINT or SIGTERM. With no channel configured it is the local mode: loopback only, with the
 * Playground beside it. `--check` loads and checks everything, starts nothing and ends.
 * Resolves to the exit status; throws a Fault for a broken world, such as a port in use.
 */
export async function serve(given: Given, io: Io): Promise<number> {
  const say = (line: string): void => void io.stderr.write(`${line}\n`);
  const { config, content, warnings } = await readSetup(io.env);
  await refuseUnsafe(content);
  for (const warning of warnings) say(warning);
  for (const warning of loudWarnings(content.deployment, config.mode)) say(`\n!!! ${warning}\n`);
  if (given.options.check === true) {
    await DOCTOR_HERE.checkStore(config, content);
    say('Everything needed to start is in order. Nothing was started.');
    return 0;
  }
  return run(config, content, io, say);
}

async function run(config: Config, content: Content, io: Io, say: (line: string) => void): Promise<number> {
  const local = config.mode === 'local';
  const stopped = untilStopped();
  const log = logTo(io);
  const app = await createApp({ config, content, log });
  try {
    const addresses = {
      save: (userId: string, address: unknown) => app.store.saveAddress('teams', userId, address),
      load: (userId: string) => app.store.address('teams', userId),
    };
    let teams: TeamsChannel | null = null;
    const server = await startServer({
      host: config.host,
      port: config.port,
      local,
      messages: async (request) => (teams === null ? { status: 503 } : teams.receive(request)),
      checks: {
        database: app.store.ping,
        outbox: async () => void (await app.store.countDeliveries()),
        disk: () => roomOnDisk(config.data),
      },
      deliveries: () => app.store.countDeliveries(),
    });
    const playground = local ? await openPlayground(config, content, server.port, addresses, say) : null;
    if (local || config.teams !== null) {
      teams = createTeamsChannel({
        handle: app.handle,
        greet: app.greet,
        addresses,
        local,
        report: (fault) => log('teams-fault', { code: fault.code }),
        ...(playground === null ? {} : { serviceUrl: playground.serviceUrl }),
        ...(config.teams === null ? {} : { credentials: credentialsOf(config.teams) }),
      });
    }
    const worker = app.deliverThrough(teams === null ? {} : { teams: teams.messenger });
    worker.start();
    say(local ? localNotice(config) : `Share Check is ready on ${config.host}:${server.port}.`);
    await stopped;
    say('\nStopping: finishing what is under way.');
    await server.close();
    await playground?.stop();
    return 0;
  } finally {
    await app.close();
  }
}

/** A dialog that breaks a safety rule is not served. */
async function refuseUnsafe(content: Content): Promise<void> {
  const broken = await DOCTOR_HERE.prove(content);
  if (broken.length === 0) return;
  throw new Fault(
    'dialog-unsafe',
    `The dialog breaks a safety rule:\n${broken.join('\n')}`,
    'Put it right, or take the shipped dialog again. `share-check prove` shows answers for which it fails.',
  );
}

function localNotice(config: Config): string {
  return [
    '',
    'This is the local mode, for trying it out: nobody signs in, only this machine is answered, and all people are invented.',
    `What you record is kept in ${config.data}. Ctrl-C ends everything.`,
  ].join('\n');
}

function credentialsOf(teams: NonNullable<Config['teams']>) {
  return {
    MicrosoftAppId: teams.appId,
    MicrosoftAppType: teams.appType,
    MicrosoftAppTenantId: teams.tenantId,
    MicrosoftAppPassword: teams.password,
  };
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(1);
      asked = true;
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

function logTo(io: Io): DeliveryLog {
  return (event, fields) => {
    const line = { time: new Date().toISOString(), event, ...fields };
    io.stderr.write(`${JSON.stringify(line)}\n`);
  };
}

const ENOUGH_BYTES = 64 * 1024 * 1024;

async function roomOnDisk(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < ENOUGH_BYTES) {
    throw new Fault('disk-nearly-full', 'The disk of the data folder is nearly full.', 'Make room on it.');
  }
}
