import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenPlayground } from '../../src/commands/open-playground.ts';
import { runService, type ServiceParts } from '../../src/commands/run-service.ts';
import { readConfig } from '../../src/config.ts';
import { Fault } from '../../src/fault.ts';
import { freePort } from '../../src/playground/free-port.ts';
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
      log: (event) => void steps.push(event),
      say: (line) => {
        said.push(line);
        if (line.includes('local mode')) ready();
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
  expect(steps).toEqual(['playground, the port still open']);
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
