import { statfs } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createApp } from '../app.ts';
import type { SlackChannel } from '../channels/slack/index.ts';
import type { TeamsChannel } from '../channels/teams/index.ts';
import { NOTIFICATION_CLASSES } from '../check/facts.ts';
import type { Config } from '../config.ts';
import type { Content } from '../content/load-all.ts';
import type { DeliveryLog } from '../delivery/deliver.ts';
import type { Worker } from '../delivery/worker.ts';
import { personOf } from '../deployment/people.ts';
import { Fault } from '../fault.ts';
import { createHeartbeat } from '../heartbeat.ts';
import { followingLines } from '../http/following-figures.ts';
import { startServer } from '../http/server.ts';
import type { ProvenPolicy } from '../proven-policy.ts';
import { routesOf } from '../route-settings.ts';
import type { Sweeper } from '../sweeper.ts';
import { channelsReady } from './channels-ready.ts';
import type { OpenPlayground, openPlayground } from './open-playground.ts';
import { openRoutes } from './open-routes.ts';
import { openSlack } from './open-slack.ts';
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
  readonly openSlack?: typeof openSlack;
  readonly openPlayground?: typeof openPlayground;
};

/**
 * Runs the service until it is told to stop. Whether it is, or cannot start, what was opened is closed again, the last
 * first: Slack with the turns under way, the worker while there is somewhere to deliver to, the Playground, the port, the stores.
 * A channel that cannot be reached does not keep the service from starting, nor the other channel from being served.
 * Rejects with a Fault for a broken world, such as a port in use.
 */
export async function runService(parts: ServiceParts): Promise<void> {
  const { config, content, proven, log, say } = parts;
  const local = config.mode === 'local';
  const onTeams = local || config.teams !== null;
  const report = (event: string) => (fault: { readonly code: string; readonly remedy: string }) =>
    log(event, { code: fault.code, remedy: fault.remedy });
  let teams: TeamsChannel | null = null;
  let slack: SlackChannel | null = null;
  let playground: OpenPlayground | null = null;
  let worker: Worker | null = null;
  let sweeper: Sweeper | null = null;

  const app = await createApp({ config, content, proven, log, routes: routesOf(config) });
  try {
    const server = await startServer({
      host: config.host,
      port: config.port,
      local,
      ...(onTeams
        ? { messages: async (request) => (teams === null ? { status: 503 } : teams.receive(request)) }
        : {}),
      ...(config.slack?.transport.kind === 'http'
        ? { slack: (request, response) => (slack?.listener ?? notYet)(request, response) }
        : {}),
      checks: {
        database: async () => {
          await app.store.ping();
          await roomOnDisk(config.data);
        },
        outbox: async () => {
          must(worker?.isLooking());
          must(sweeper?.isLooking());
        },
        channels: channelsReady(
          {
            ...(onTeams
              ? { teams: () => teams?.isConnected() === true && (!local || playground?.isAlive() === true) }
              : {}),
            ...(config.slack === null ? {} : { slack: () => slack?.isConnected() === true }),
          },
          log,
        ),
      },
      deliveries: () => app.store.countDeliveries(),
      questions: () => app.questions.lines(),
      following: async () => {
        const waiting = await app.store.unacknowledgedSince();
        const oldest = NOTIFICATION_CLASSES.map((name) => [name, waiting.get(name) ?? null]);
        return followingLines(
          {
            unacknowledgedSince: Object.fromEntries(oldest),
            lastFinished: sweeper?.lastFinished() ?? null,
          },
          app.now(),
        );
      },
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
        if (onTeams) {
          teams = (parts.openTeams ?? openTeams)(config, app, {
            report: report('teams-fault'),
            ...(playground === null ? {} : { serviceUrl: playground.serviceUrl }),
          });
        }
        slack = await (parts.openSlack ?? openSlack)(config, app, content.deployment, {
          report: report('slack-fault'),
        });
        worker = app.deliverThrough(
          {
            ...(teams === null ? {} : { teams: teams.messenger }),
            ...(slack === null ? {} : { slack: slack.messenger }),
          },
          await openRoutes(config),
        );
        worker.start();
        sweeper = app.followCases({
          // Nobody is tried where the people are invented.
          ...(local ? {} : { drill: () => app.weeklyDrill() }),
          ...(config.heartbeat === null
            ? {}
            : { finished: createHeartbeat({ address: config.heartbeat, now: app.now, log }) }),
        });
        sweeper.start();
        slack?.start();
        say(local ? localNotice(config) : `Share Check is ready on ${config.host}:${server.port}.`);
        // Not before the first who waited for the service have their answer; whoever types before that has it read at once.
        const warmed = wait(WARM_AFTER_MS).then(() => app.warm());
        const tidying = setTimeout(() => {
          teams?.start();
          void tidyAfterStart();
          const isListed = (userId: string) => personOf(content.deployment, 'teams', userId) !== null;
          teams?.tidy(isListed).catch(report('teams-fault'));
        }, TIDY_AFTER_MS);
        // What is at fault there stops the service: it could not tell danger in what people type.
        await Promise.race([parts.stopped, warmed.then(() => parts.stopped)]).finally(() =>
          clearTimeout(tidying),
        );
        say('\nStopping: finishing what is under way.');
      } finally {
        await inTurn([
          () => slack?.stop(),
          () => teams?.stop(),
          () => sweeper?.stop(),
          () => worker?.stop(),
          () => playground?.stop(),
        ]);
      }
    } finally {
      await server.close();
    }
  } finally {
    await app.close();
  }
}

/** What arrives before Slack is there to take it: Slack sends it again. */
const notYet: RequestListener = (_request, response) => {
  response.writeHead(503);
  response.end();
};

/** One after the other, whatever becomes of those before. Rejects as the first that did. */
async function inTurn(steps: readonly (() => Promise<void> | undefined)[]): Promise<void> {
  const [step, ...others] = steps;
  if (step === undefined) return;
  try {
    await step();
  } finally {
    await inTurn(others);
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
