import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHeartbeat } from '../src/heartbeat.ts';

/** What must stand in no log: whoever knows it could keep a dead service looking alive. */
const SECRET = 'Zzyzx';

let server: Server;
let answer: (path: string) => number | null;
let calls: string[];
let logged: unknown[];
let clock: number;
beforeEach(async () => {
  answer = () => 200;
  calls = [];
  logged = [];
  clock = Date.parse('2026-11-23T10:15:00Z');
  server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    const status = answer(request.url ?? '');
    if (status === null) return;
    response.writeHead(status).end('seen');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(
  () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
);

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}`;
const open = (changes: { readonly address?: string; readonly timeoutMs?: number } = {}) =>
  createHeartbeat({
    address: changes.address ?? address(),
    now: () => new Date(clock),
    log: (event, fields) => void logged.push({ event, ...fields }),
    ...(changes.timeoutMs === undefined ? {} : { timeoutMs: changes.timeoutMs }),
  });

test('the address is called, at most once a minute', async () => {
  const beat = open();
  await beat();
  await beat();
  expect(calls).toEqual([`GET /${SECRET}`]);
  clock += 59_999;
  await beat();
  expect(calls).toHaveLength(1);
  clock += 1;
  await beat();
  expect(calls).toHaveLength(2);
  expect(logged).toEqual([]);
});

test('a watcher that refuses is logged by its code, once, and again when it works', async () => {
  const beat = open();
  for (const status of [503, 503, 404, 200, 200]) {
    answer = () => status;
    await beat();
    clock += 60_000;
  }
  expect(calls).toHaveLength(5);
  expect(logged).toEqual([
    { event: 'heartbeat-failed', code: 'http-503' },
    { event: 'heartbeat-failed', code: 'http-404' },
    { event: 'heartbeat-works-again' },
  ]);
});

test('a watcher that does not answer, is not there, or has no sensible address stops nothing, and its address is not told', async () => {
  answer = () => null;
  await open({ timeoutMs: 20 })();
  const gone = address();
  await new Promise<void>((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
  await open({ address: gone })();
  await open({ address: `nothing://${SECRET}` })();
  expect(logged).toEqual([
    { event: 'heartbeat-failed', code: 'no-answer' },
    { event: 'heartbeat-failed', code: 'ECONNREFUSED' },
    { event: 'heartbeat-failed', code: 'unexpected' },
  ]);
  expect(JSON.stringify(logged)).not.toContain(SECRET);
});
