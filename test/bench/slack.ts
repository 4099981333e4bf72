import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { freePort } from '../../src/playground/free-port.ts';
import type { Benchmark } from './benchmark.ts';
import { people } from './slack-people.ts';
import { said, spreadOf } from './spread.ts';

const AT_LEAST = 0.8;
const ACK_WITHIN_MS = 50;
const AT_ONCE = 10;
const SECRET = '0123456789abcdef0123456789abcdef';
const PROJECT = join(import.meta.dirname, '../..');

/** A whole button turn over HTTP: the press is verified, answered, committed and shown; against the barest Bolt app that does so. */
export const slack: Benchmark = {
  name: 'slack',
  async run({ runs, quick }, say) {
    const folder = await mkdtemp(join(tmpdir(), 'share-check-bench-'));
    const ms = quick ? 2000 : 5000;
    const ports = { ours: await freePort(22_000), bare: await freePort(22_500) };
    const ours = await people(() => ports.ours, SECRET, true);
    const bare = await people(() => ports.bare, SECRET, false);
    const children: ChildProcess[] = [];
    try {
      children.push(serviceOn(ports.ours, folder, ours.apiUrl));
      await answering(ports.ours, '/readyz');
      // The first turns are slow everywhere, and say how large a window and its row are.
      await ours.inARush(AT_ONCE, ms);
      const rowBytes = bytesATurn(join(folder, 'data'));
      const views = ours.views().map((view) => JSON.stringify(view));
      children.push(bareOn(ports.bare, folder, bare.apiUrl, rowBytes, views));
      await answering(ports.bare, '/');
      await bare.inARush(AT_ONCE, ms);
      say(
        `a row of ${rowBytes} bytes, windows of ${views.map((view) => Buffer.byteLength(view)).join(' and ')} bytes, ${AT_ONCE} people at once`,
      );

      const turns: { ours: number; bare: number }[] = [];
      for (let i = 0; i < runs; i++) {
        turns.push({ bare: await bare.inARush(AT_ONCE, ms), ours: await ours.inARush(AT_ONCE, ms) });
      }
      const ratio = spreadOf(turns.map((turn) => turn.ours / turn.bare));
      const most = spreadOf(turns.map((turn) => turn.ours));
      say(`Share Check    ${said(most, 0)} turns a second`);
      say(`bare Bolt app  ${said(spreadOf(turns.map((turn) => turn.bare)), 0)} turns a second`);

      const half = most.median / 2;
      const p99 = spreadOf(await times(Math.min(runs, 5), async () => p99Of(await ours.atPace(half, ms))));
      say(`acknowledged at ${half.toFixed(0)} presses a second: p99 ${said(p99, 1)} ms`);
      return [
        {
          what: `a whole button turn at least ${AT_LEAST} of a bare Bolt app with one row and one view`,
          measured: `${said(ratio, 2)} times`,
          met: ratio.median >= AT_LEAST,
        },
        {
          what: `acknowledged within ${ACK_WITHIN_MS} ms at p99 at half of the most`,
          measured: `${said(p99, 1)} ms`,
          met: p99.median <= ACK_WITHIN_MS,
        },
      ];
    } finally {
      for (const child of children) {
        child.kill('SIGTERM');
        if (child.exitCode === null) await once(child, 'exit');
      }
      await ours.close();
      await bare.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function serviceOn(port: number, folder: string, apiUrl: string): ChildProcess {
  return start(['bin/share-check.js', 'serve'], {
    PORT: String(port),
    HOST: '127.0.0.1',
    SHARE_CHECK_DATA: join(folder, 'data'),
    SHARE_CHECK_KEY: Buffer.alloc(32, 7).toString('base64'),
    SLACK_BOT_TOKEN: 'xoxb-0-bench',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: apiUrl,
  });
}

function bareOn(
  port: number,
  folder: string,
  apiUrl: string,
  rowBytes: number,
  views: readonly string[],
): ChildProcess {
  return start([join(import.meta.dirname, 'slack-bare.ts')], {
    PORT: String(port),
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: apiUrl,
    ROW_BYTES: String(rowBytes),
    VIEWS: `[${views.join(',')}]`,
    DATABASE: join(folder, 'bare.db'),
  });
}

function start(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [...args], {
    cwd: PROJECT,
    stdio: ['ignore', 'ignore', process.env.BENCH_SHOW === '1' ? 'inherit' : 'ignore'],
    env: { PATH: process.env.PATH ?? '', ...env },
  });
}

async function answering(port: number, path: string): Promise<void> {
  for (const limit = Date.now() + 20_000; Date.now() < limit; await wait(50)) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
    if (answer !== null && (path === '/' || answer.ok)) return;
  }
  throw new Error(`Nothing answers on port ${port}.`);
}

/** What a press writes: the state of the conversation. */
function bytesATurn(data: string): number {
  const database = new Database(join(data, 'share-check.db'), { readonly: true });
  try {
    const state = database.prepare('SELECT avg(length(state)) AS bytes FROM conversations').get() as Bytes;
    return Math.round(state.bytes);
  } finally {
    database.close();
  }
}
type Bytes = { readonly bytes: number };

async function times(count: number, measure: () => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < count; i++) all.push(await measure());
  return all;
}

function p99Of(waits: readonly number[]): number {
  const sorted = [...waits].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
}
