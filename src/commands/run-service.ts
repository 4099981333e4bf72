import { statfs } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { createApp } from '../app.ts';
import type { TeamsChannel } from '../channels/teams/index.ts';
import type { Config } from '../config.ts';
import type { Content } from '../content/load-all.ts';
import type { DeliveryLog } from '../delivery/deliver.ts';
import type { Worker } from '../delivery/worker.ts';
import { Fault } from '../fault.ts';
import { startServer } from '../http/server.ts';
import type { ProvenPolicy } from '../proven-policy.ts';
import type { OpenPlayground, openPlayground } from './open-playground.ts';
import { addressesIn, openTeams } from './open-teams.ts';
import { tidyAfterStart } from './tidy-after-start.ts';

export type ServiceParts = {
  readonly config: Config;
  readonly content: Content;
  readonly proven: ProvenPolicy;
  readonly log: DeliveryLog;
  /** Tells whoever started it, a line at a time. */
  readonly say: (line: string) => void;
  /** Resolves when the service is to stop. */
  readonly stopped: Promise<void>;
  /** Stand in for the real ones, for tests. */
  readonly openTeams?: typeof openTeams;
  readonly openPlayground?: typeof openPlayground;
};

/**
 * Runs the service until it is told to stop. Whether it is, or cannot start, what was opened is closed again, the last
 * first: the worker while there is somewhere to deliver to, the Playground, the port, the stores.
 * Rejects with a Fault for a broken world, such as a port in use.
 */
export async function runService(parts: ServiceParts): Promise<void> {
  const { config, content, proven, log, say } = parts;
  const local = config.mode === 'local';
  let teams: TeamsChannel | null = null;
  let playground: OpenPlayground | null = null;
  let worker: Worker | null = null;

  const app = await createApp({ config, content, proven, log });
  try {
    const server = await startServer({
      host: config.host,
      port: config.port,
      local,
      messages: async (request) => (teams === null ? { status: 503 } : teams.receive(request)),
      checks: {
        database: async () => {
          await app.store.ping();
          await roomOnDisk(config.data);
        },
        outbox: async () => must(worker?.isLooking()),
        channels: async () => must(teams !== null && (!local || playground?.isAlive())),
      },
      deliveries: () => app.store.countDeliveries(),
      questions: () => app.questions.lines(),
      fault: (code) => log('port-fault', { code }),
    });
    try {
      // Only the local mode has one; nobody else waits for its code.
      if (local) {
        await app.warm();
        const open = parts.openPlayground ?? (await import('./open-playground.ts')).openPlayground;
        playground = await open(config, content, server.port, addressesIn(app.store), say);
      }
      try {
        teams = (parts.openTeams ?? openTeams)(config, app, {
          greet: app.greet,
          report: (fault) => log('teams-fault', { code: fault.code }),
          ...(playground === null ? {} : { serviceUrl: playground.serviceUrl }),
        });
        worker = app.deliverThrough({ teams: teams.messenger });
        worker.start();
        say(local ? localNotice(config) : `Share Check is ready on ${config.host}:${server.port}.`);
        // Not before the first who waited for the service have their answer; whoever types before that has it read at once.
        const warmed = wait(WARM_AFTER_MS).then(() => app.warm());
        const tidying = setTimeout(() => void tidyAfterStart(), TIDY_AFTER_MS);
        // What is at fault there stops the service: it could not tell danger in what people type.
        await Promise.race([parts.stopped, warmed.then(() => parts.stopped)]).finally(() =>
          clearTimeout(tidying),
        );
        say('\nStopping: finishing what is under way.');
      } finally {
        await worker?.stop();
        await playground?.stop();
      }
    } finally {
      await server.close();
    }
  } finally {
    await app.close();
  }
}

function must(holds: boolean | undefined): void {
  if (holds !== true) throw new Error('not ready');
}

function localNotice(config: Config): string {
  return [
    '',
    'This is the local mode, for trying it out: nobody signs in, only this machine is answered, and all people are invented.',
    `What you record is kept in ${config.data}. Ctrl-C ends everything.`,
  ].join('\n');
}

const WARM_AFTER_MS = 50;
const TIDY_AFTER_MS = 1000;
const ENOUGH_BYTES = 64 * 1024 * 1024;

async function roomOnDisk(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < ENOUGH_BYTES) {
    throw new Fault('disk-nearly-full', 'The disk of the data folder is nearly full.', 'Make room on it.');
  }
}
