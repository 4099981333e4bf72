import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { App } from '../../src/app.ts';
import type { SlackChannel } from '../../src/channels/slack/index.ts';
import { createTeamsChannel, type TeamsChannel } from '../../src/channels/teams/index.ts';
import type { OpenPlayground } from '../../src/commands/open-playground.ts';
import { addressesIn } from '../../src/commands/open-teams.ts';
import { runService, type ServiceParts } from '../../src/commands/run-service.ts';
import { readConfig } from '../../src/config.ts';
import { Fault } from '../../src/fault.ts';
import { freePort } from '../../src/playground/free-port.ts';
import { message } from '../channels/teams/activities.ts';
import { stubConnector } from '../channels/teams/stub-connector.ts';
import { fakeMessenger } from '../delivery/fake-destinations.ts';
import { openedDraft } from '../records/samples.ts';
import { messageTo, turnOf } from '../storage/temporary-store.ts';
import { brokenCopy } from '../support/broken-copy.ts';
import { provenShipped, shippedContent } from '../support/house.ts';
import { runEntry } from '../support/run-entry.ts';

let data: string;
let port: number;
let said: string[];
/** What happened, in order. */
let steps: string[];
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'share-check-service-'));
  port = await freePort(42_000);
  said = [];
  steps = [];
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const answers = () =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

async function notReady(): Promise<readonly string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  return ((await response.json()) as { readonly notReady?: readonly string[] }).notReady ?? [];
}

/** The local service, with a Playground that only writes down what becomes of it. */
function start(changes: Partial<ServiceParts> = {}) {
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let ready: () => void = () => undefined;
  const started = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const read = readConfig({ PORT: String(port), SHARE_CHECK_DATA: data });
  if ('faults' in read) throw new Error(read.faults.join());
  const playground: OpenPlayground & { alive: boolean } = {
    windows: [],
    serviceUrl: `http://127.0.0.1:${port}`,
    alive: true,
    isAlive: () => playground.alive,
    async stop() {
      steps.push((await answers()) ? 'playground, the port still open' : 'playground, the port shut');
    },
  };
  const ended = shippedContent().then((content) =>
    runService({
      config: read.config,
      content,
      proven: provenShipped(content),
      log: (event, { channel }) => void steps.push(channel === undefined ? event : `${event} ${channel}`),
      say: (line) => {
        said.push(line);
        if (line.includes('local mode') || line.includes('is ready')) ready();
      },
      stopped,
      openPlayground: async () => playground,
      ...changes,
    }),
  );
  return { ended, stop, started, playground };
}

test('what cannot start closes what was opened, the last first, and ends with its fault', async () => {
  const { ended } = start({
    openTeams: () => {
      throw new Fault('credentials-do-not-fit', 'They do not fit.', 'Set others.');
    },
  });
  await expect(ended).rejects.toMatchObject({ code: 'credentials-do-not-fit' });
  expect(steps).toEqual(['playground, the port still open']);
  expect(await answers()).toBe(false);
});

test('is ready while its parts are, names the one that is not, and lets go of everything at the end', async () => {
  const { ended, stop, started, playground } = start();
  await started;
  while ((await notReady()).includes('outbox')) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await notReady()).toEqual([]);
  playground.alive = false;
  expect(await notReady()).toEqual(['channels']);
  stop();
  await ended;
  expect(steps).toEqual(['channel-not-connected teams', 'playground, the port still open']);
  expect(await answers()).toBe(false);
});

test('is not ready before it has its channels and reads the outbox', async () => {
  let seen: readonly string[] = [];
  const { ended, stop } = start({
    openPlayground: async () => {
      seen = await notReady();
      return null;
    },
    say: (line) => {
      if (line.includes('local mode')) stop();
    },
  });
  await ended;
  expect(seen).toEqual(['outbox', 'channels']);
});

test.each(['local', 'configured'] as const)(
  'in the %s mode, what typed words are answered with stops the service when it is at fault, by name',
  async (mode) => {
    const content = await shippedContent();
    const faulty = new Fault('content-faults', 'thesaurus.yaml:3: This is at fault.', 'Put it right.');
    const app = { MicrosoftAppId: '00000000-0000-0000-0000-000000000001', MicrosoftAppPassword: 'invented' };
    const settings = { ...app, MicrosoftAppType: 'MultiTenant', SHARE_CHECK_KEY: 'A'.repeat(43).concat('=') };
    const read = readConfig({
      PORT: String(port),
      SHARE_CHECK_DATA: data,
      ...(mode === 'local' ? {} : settings),
    });
    if ('faults' in read) throw new Error(read.faults.join());
    expect(read.config.mode).toBe(mode);
    const { ended } = start({
      config: read.config,
      content: { ...content, asked: () => Promise.reject(faulty) },
    });
    await expect(ended).rejects.toBe(faulty);
    expect(await answers()).toBe(false);
  },
);

describe('with Slack', () => {
  const KEY = 'A'.repeat(43).concat('=');
  const SOCKET = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
  const HTTP = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'invented0123456789abcdef01234567' };
  const BOT = { MicrosoftAppId: '00000000-0000-0000-0000-000000000001', MicrosoftAppPassword: 'invented' };

  /** A channel that is connected when told to, and writes down what is done with it. */
  function fakeSlack(changes: Partial<SlackChannel> = {}) {
    const state = { connected: false, started: false };
    const { messenger, sent } = fakeMessenger();
    const channel: SlackChannel = {
      listener: (request, response) => {
        request.resume();
        response.writeHead(200);
        response.end('Slack');
      },
      messenger,
      isConnected: () => state.connected,
      start: () => {
        state.started = true;
      },
      async stop() {
        const outbox = (await notReady()).includes('outbox') ? 'stopped' : 'worked';
        steps.push(`slack, the port ${(await answers()) ? 'open' : 'shut'}, the outbox ${outbox}`);
      },
      ...changes,
    };
    return { channel, state, sent };
  }

  function configured(env: Record<string, string>) {
    const read = readConfig({
      PORT: String(port),
      HOST: '127.0.0.1',
      SHARE_CHECK_DATA: data,
      SHARE_CHECK_KEY: KEY,
      ...env,
    });
    if ('faults' in read) throw new Error(read.faults.join());
    return read.config;
  }

  const teams = (): TeamsChannel => ({
    messenger: fakeMessenger().messenger,
    receive: async () => ({ status: 200, body: 'Teams' }),
    tidy: async () => undefined,
    isConnected: () => true,
    start: () => undefined,
    stop: async () => undefined,
  });
  /** On a connection of its own: one that is kept may lead to the service of the test before. */
  const post = (path: string): Promise<readonly [number | undefined, string]> =>
    new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'application/json' };
      request({ port, path, method: 'POST', headers, agent: false }, async (response) => {
        resolve([response.statusCode, await text(response)]);
      })
        .on('error', reject)
        .end('{}');
    });

  test('alone: starts while Slack is down, is not ready, and says when it is', async () => {
    const { channel, state } = fakeSlack();
    const { ended, stop, started } = start({
      config: configured(SOCKET),
      openSlack: async () => channel,
      openTeams: () => {
        throw new Error('Teams is not set up.');
      },
    });
    await started;
    expect(state.started).toBe(true);
    await vi.waitFor(async () => expect(await notReady()).toEqual(['channels']));
    expect(await post('/api/messages')).toEqual([404, expect.stringContaining('Teams is not set up here.')]);
    expect(await post('/slack/events')).toEqual([404, expect.stringContaining('Slack is not set up here.')]);
    state.connected = true;
    expect(await notReady()).toEqual([]);
    state.connected = false;
    expect(await notReady()).toEqual(['channels']);
    stop();
    await ended;
    expect(steps.filter((step) => step.startsWith('channel'))).toEqual([
      'channel-not-connected slack',
      'channel-connected slack',
      'channel-not-connected slack',
    ]);
  });

  test('down beside Teams: Teams is served all the same, and the log says which is missing', async () => {
    const { channel } = fakeSlack();
    const { ended, stop, started } = start({
      config: configured({ ...HTTP, ...BOT }),
      openSlack: async () => channel,
      openTeams: teams,
    });
    await started;
    await vi.waitFor(async () => expect(await notReady()).toEqual(['channels']));
    expect(await post('/api/messages')).toEqual([200, '"Teams"']);
    expect(await post('/slack/events')).toEqual([200, 'Slack']);
    stop();
    await ended;
    expect(steps.filter((step) => step.startsWith('channel'))).toEqual(['channel-not-connected slack']);
  });

  test('what Slack sends before it can be taken is refused for now, so that it is sent again', async () => {
    const { channel } = fakeSlack();
    let early: unknown;
    const { ended, stop, started } = start({
      config: configured(HTTP),
      openSlack: async () => {
        early = await post('/slack/events');
        return channel;
      },
    });
    await started;
    expect(early).toEqual([503, '']);
    expect(await post('/slack/events')).toEqual([200, 'Slack']);
    stop();
    await ended;
  });

  test('messages reach people through it, and what fails there is logged by its code', async () => {
    const { channel, sent } = fakeSlack();
    const content = await shippedContent();
    const people = content.deployment.people.map((one) => ({ ...one, slack: `U-${one.id}` }));
    const { ended, stop } = start({
      config: configured(SOCKET),
      content: { ...content, deployment: { ...content.deployment, people } },
      openSlack: async (_config, app, _deployment, more) => {
        more?.report?.({ code: 'slack-not-reached', message: 'Not reached.', remedy: 'Wait.' });
        const dueAt = '2020-01-01T00:00:00.000Z';
        await (app as App).store.commit(
          turnOf('t1', {
            newReferences: ['SC-00000001'],
            entries: [openedDraft(1, 'SC-00000001')],
            deliveries: [messageTo('priya-nair', 10, 'SC-00000001', { dueAt })],
          }),
        );
        return channel;
      },
    });
    const waiting = expect.objectContaining({ card: expect.objectContaining({ title: 'A case' }) });
    await vi.waitFor(() => expect(sent).toContainEqual(waiting), 5000);
    // The case is an open one, and is followed from the start.
    const followed = expect.objectContaining({ title: 'Act now: a child may be in danger' });
    await vi.waitFor(() => expect(sent).toContainEqual(expect.objectContaining({ card: followed })), 5000);
    expect(new Set(sent.map(({ to }) => to))).toEqual(new Set(['U-priya-nair']));
    stop();
    await ended;
    expect(steps).toContain('slack-fault');
  });

  test('at the end stops first, while messages still go out and the port is open', async () => {
    const { channel } = fakeSlack();
    const { ended, stop, started } = start({ config: configured(HTTP), openSlack: async () => channel });
    await started;
    await vi.waitFor(async () => expect(await notReady()).toEqual(['channels']));
    stop();
    await ended;
    expect(steps).toContain('slack, the port open, the outbox worked');
    expect(await answers()).toBe(false);
  });

  test('that does not stop keeps nothing else from being closed', async () => {
    const fault = new Error('It hangs.');
    const { channel } = fakeSlack({ stop: () => Promise.reject(fault) });
    const { ended, stop, started } = start({ config: configured(HTTP), openSlack: async () => channel });
    await started;
    stop();
    await expect(ended).rejects.toBe(fault);
    expect(await answers()).toBe(false);
  });

  test('that cannot be opened ends with its fault, and what was opened is closed', async () => {
    const fault = new Fault('slack-does-not-fit', 'It does not fit.', 'Set another.');
    const { ended } = start({ config: configured(SOCKET), openSlack: () => Promise.reject(fault) });
    await expect(ended).rejects.toBe(fault);
    expect(await answers()).toBe(false);
  });
});

describe('with Teams', () => {
  let connector: Awaited<ReturnType<typeof stubConnector>>;
  beforeEach(async () => {
    connector = await stubConnector();
  });
  afterEach(() => connector.close());

  const says = (text: string) =>
    fetch(`http://127.0.0.1:${port}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(message(connector.serviceUrl, text)),
    });

  test('an answer under way at the end is brought before anything is closed, and what it leaves behind goes out', async () => {
    let refused = false;
    connector.answering.to = ({ path }) => {
      if (refused || !path.includes('/a:chat/')) return undefined;
      refused = true;
      return { status: 503 };
    };
    const { ended, stop, started } = start({
      openTeams: (_config, app, more) => {
        const teams = createTeamsChannel({
          ...more,
          local: true,
          handle: app.handle,
          search: app.quote,
          reachable: app.reachable,
          addresses: addressesIn(app.store),
          serviceUrl: connector.serviceUrl,
          times: { againMs: 60_000, messageWithinMs: 20 },
        });
        return {
          ...teams,
          async stop() {
            await teams.stop();
            steps.push(`teams, the port ${(await answers()) ? 'open' : 'shut'}`);
          },
        };
      },
    });
    await started;
    expect((await says('emergency')).status).toBe(200);
    const own = () => connector.sent.filter(({ path }) => path.includes('/a:chat/'));
    await vi.waitFor(() => expect(own()).toHaveLength(1), 5000);
    stop();
    await ended;
    expect(own()).toHaveLength(2);
    expect(JSON.stringify(own()[1])).toContain('999');
    expect(steps.filter((step) => /^(teams|playground),/.test(step))).toEqual([
      'teams, the port open',
      'playground, the port still open',
    ]);
    expect(steps).toContain('delivered');
    expect(steps).not.toContain('teams-fault');
    expect(await answers()).toBe(false);
  });

  test('that does not stop keeps nothing else from being closed', async () => {
    const fault = new Error('It hangs.');
    const { ended, stop, started } = start({
      openTeams: () => ({
        messenger: fakeMessenger().messenger,
        receive: async () => ({ status: 200 }),
        tidy: async () => undefined,
        isConnected: () => true,
        start: () => undefined,
        stop: () => Promise.reject(fault),
      }),
    });
    await started;
    stop();
    await expect(ended).rejects.toBe(fault);
    expect(steps).toContain('playground, the port still open');
    expect(await answers()).toBe(false);
  });
});

test('a command line that is asked to check finds a fault in what typed words are answered with', async () => {
  const school = brokenCopy('manifest/example-school');
  school.edit('law-notes.yaml', /^/, 'no-such-note: on\n');
  const { status, err } = await runEntry(['serve', '--check'], {
    data,
    env: { SHARE_CHECK_LOCAL: school.dir },
  });
  expect(status).toBe(2);
  expect(err).toContain('law-notes.yaml:1: There is no law note "no-such-note".');
});

describe('what follows every case', () => {
  test('stands in the metrics: how long the oldest concern waits, and when all were looked at', async () => {
    const { ended, stop, started } = start();
    await started;
    const figures = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    await vi.waitFor(async () =>
      expect(await figures()).toMatch(/^share_check_sweeper_last_finished_timestamp_seconds [1-9]/m),
    );
    expect(await figures()).toContain('share_check_oldest_unacknowledged_seconds{class="emergency"} 0\n');
    stop();
    await ended;
  });

  test('calls the heartbeat address once all was looked at', async () => {
    const calls: string[] = [];
    const watcher = createServer((asked, response) => {
      calls.push(`${asked.method} ${asked.url}`);
      response.end();
    });
    await new Promise<void>((resolve) => watcher.listen(0, '127.0.0.1', resolve));
    const read = readConfig({ PORT: String(port), SHARE_CHECK_DATA: data });
    if ('faults' in read) throw new Error(read.faults.join());
    const heartbeat = `http://127.0.0.1:${(watcher.address() as AddressInfo).port}/alive`;
    const { ended, stop, started } = start({ config: { ...read.config, heartbeat } });
    await started;
    await vi.waitFor(() => expect(calls).toEqual(['GET /alive']));
    stop();
    await ended;
    watcher.closeAllConnections();
    watcher.close();
  });
});
