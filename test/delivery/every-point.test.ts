import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { verifyChains } from '../../src/records/chain.ts';
import type { DeliveryEventBody } from '../../src/records/entry.ts';
import { everyPoint } from '../storage/steps.ts';
import { all, openAt, temporaryFolder } from '../storage/temporary-store.ts';
import { LATER, PLAN, type Received, received, startAt, workerOn } from './three-deliveries.ts';

/**
 * A process can die at any step of a delivery: each is tried, none is left to chance. Every message arrives; one that arrives again says
 * that it may have; one that was settled does not leave again; the record has each once.
 */

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Opens what the killed process left, lets another worker go on, and looks at what people and record have in the end. */
async function goOnFrom(image: string, before: readonly Received[]): Promise<void> {
  let store = await openAt(image);
  const settled = (await store.deliveries({ states: ['sent'] })).map(({ id }) => id);
  // What is settled had arrived.
  for (const id of settled) expect(before.map((one) => one.delivery)).toContain(id);
  expect(verifyChains(await all(store))).toMatchObject({ ok: true });
  expect(await store.isWhole()).toBe(true);

  const after: Received[] = [];
  const worker = workerOn(store, (one) => after.push(one), LATER);
  for (let n = 0; n < 6; n += 1) {
    await worker.runOnce();
    worker.pass(120);
  }
  await store.close();
  store = await openAt(image);

  const rows = await store.deliveries();
  const mention = rows.filter(({ destination }) => destination.kind === 'mention');
  expect(mention).toMatchObject([{ state: 'sent' }]);
  for (const { id, ends } of PLAN) expect(rows.find((row) => row.id === id)).toMatchObject({ state: ends });

  for (const { id, destination, state } of rows) {
    const first = before.filter(({ delivery }) => delivery === id);
    const again = after.filter(({ delivery }) => delivery === id);
    if (state === 'dead') {
      expect([...first, ...again]).toEqual([]);
      continue;
    }
    expect(first.length + again.length, `${id} has arrived`).toBeGreaterThan(0);
    expect(first.length).toBeLessThanOrEqual(1);
    expect(again.length).toBeLessThanOrEqual(settled.includes(id) ? 0 : 1);
    if (first.length > 0) for (const { marked } of again) expect(marked).toBe(destination.kind !== 'log');
  }

  const events = (await all(store)).flatMap(({ entry, body }) =>
    entry.kind === 'delivery-event' ? [body as DeliveryEventBody] : [],
  );
  for (const { id, state } of rows) {
    const about = events.filter(({ delivery }) => delivery === id).map(({ event }) => event);
    // A try that failed is written down as well; what came of it in the end, once.
    const ends = about.filter((event) => state === 'dead' || event !== 'failed');
    expect(ends).toHaveLength(1);
    expect(state === 'dead' ? ['failed'] : ['posted', 'repeated']).toContain(ends[0]);
    // Never "posted" for what has arrived twice.
    const times = [...before, ...after].filter(({ delivery }) => delivery === id).length;
    if (times > 1) expect(ends).toEqual(['repeated']);
  }
  expect(verifyChains(await all(store))).toMatchObject({ ok: true });
  expect(await store.isWhole()).toBe(true);
  await store.close();
}

const first = { store: join(folder.path, 'store'), images: join(folder.path, 'images') };
await startAt(first.store);
const start = join(folder.path, 'start');
cpSync(first.store, start, { recursive: true });

const POINTS = await (async () => {
  const store = await openAt(first.store);
  const soFar: Received[] = [];
  const points = await everyPoint(
    first,
    () => [...soFar],
    async (at) => {
      const worker = workerOn(store, (one) => soFar.push(one), undefined, at);
      // Taken up, sent and settled; then what failed once is tried again.
      await worker.runOnce();
      worker.pass(120);
      await worker.runOnce();
    },
  );
  await store.close();
  return points;
})();

describe('a process that dies while it delivers', () => {
  test(`can do so at many points (${POINTS.length} are tried)`, () => {
    expect(POINTS.length).toBeGreaterThan(80);
    const names = POINTS.map(({ name }) => name).join('\n');
    for (const step of [
      /before update deliveries set state = 'leased'/,
      /before select state from deliveries/,
      /before a send/,
      /after a send/,
      /before update deliveries set state = 'sent'/,
      /before update deliveries set state = \?, due_at = \?/,
      /before insert into entries/,
      /before insert into deliveries/,
      /within commit/,
      /after commit/,
    ])
      expect(names).toMatch(step);
  });

  test.each(POINTS)('$name', async ({ folder: image, world }) => {
    await goOnFrom(image, world);
  });
});

const CHILD = join(import.meta.dirname, 'deliver-until-killed.ts');
/** More steps than there are. */
const MOST = 200;

/** Runs the child on a copy of the store until it kills itself at this step. False when it came to its end before. */
async function killedAt(step: number, copy: string): Promise<boolean> {
  cpSync(start, copy, { recursive: true });
  const child = spawn(process.execPath, [CHILD, copy, String(step)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder.path, 'compiled') },
  });
  const [status, signal] = await once(child, 'close');
  if (signal !== 'SIGKILL') expect(status).toBe(0);
  return signal === 'SIGKILL';
}

test('killed for good at every one of those steps, it is the same', async () => {
  let killed = 0;
  let next = 1;
  const stepAfterStep = async (): Promise<void> => {
    for (let step = next++; step <= MOST; step = next++) {
      const copy = join(folder.path, `killed-${step}`);
      if (!(await killedAt(step, copy))) return;
      killed += 1;
      const log = join(copy, received);
      const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
      await goOnFrom(
        copy,
        lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Received),
      );
    }
  };
  await Promise.all([stepAfterStep(), stepAfterStep()]);
  expect(killed).toBeGreaterThan(70);
  expect(killed).toBeLessThan(MOST - 1);
}, 180_000);
