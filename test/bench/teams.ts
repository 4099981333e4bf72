import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { freePort } from '../../src/playground/free-port.ts';
import type { Benchmark } from './benchmark.ts';
import { said, spreadOf } from './spread.ts';
import { type People, people } from './teams-people.ts';

const AT_LEAST = 0.8;
const MEMORY_WITHIN = 1.2;
const CONNECTIONS = [10, 50] as const;
/** Long enough, even on a busy machine, for people to get past their first answers. */
const LEARNED_IN_MS = 5000;
const SAMPLED_EVERY_MS = 100;
const PROJECT = join(import.meta.dirname, '../..');

type Side = { readonly people: People; readonly child: ChildProcess };
/** Resident memory in MB, sampled under load, in order. */
type Samples = number[];

/** A whole press over HTTP: committed, the card updated by the connector and given back; against the barest botbuilder bot that does so. */
export const teams: Benchmark = {
  name: 'teams',
  async run({ runs, quick }, say) {
    const folder = await mkdtemp(join(tmpdir(), 'share-check-bench-'));
    const ms = quick ? 2000 : 2500;
    // Many short turns: the speed of a machine changes from one moment to the next.
    const turnsEach = quick ? runs : runs * 2 + 1;
    const ports = { ours: await freePort(22_000), bare: await freePort(22_500) };
    const ourPeople = await people(() => ports.ours, true);
    const barePeople = await people(() => ports.bare, false);
    const children: ChildProcess[] = [];
    const started = (child: ChildProcess): ChildProcess => {
      children.push(child);
      return child;
    };
    const ourService = (): ChildProcess => started(serviceOn(ports.ours, folder, ourPeople.serviceUrl));
    try {
      // The first start keeps compiled code for the second, and says how large a card and its rows are.
      const first = ourService();
      await answering(ports.ours, '/readyz');
      await ourPeople.inARush(CONNECTIONS[0], LEARNED_IN_MS);
      const rowBytes = bytesATurn(join(folder, 'data'));
      const cards = ourPeople.cards().map((card) => JSON.stringify(card));
      if (cards.length < 2) throw new Error('Nobody came as far as the cards that change places.');
      await ended(first);
      const bareBot = (): ChildProcess => started(bareOn(ports.bare, folder, rowBytes, cards));
      const firstBare = bareBot();
      await answering(ports.bare, '/');
      await ended(firstBare);
      say(
        `a row of ${rowBytes} bytes, cards of ${cards.map((card) => Buffer.byteLength(card)).join(' and ')} bytes`,
      );

      const ours: Side = { people: ourPeople, child: ourService() };
      const bare: Side = { people: barePeople, child: bareBot() };
      await answering(ports.ours, '/readyz');
      await answering(ports.bare, '/');
      for (const side of [bare, ours]) await side.people.inARush(CONNECTIONS[0], ms);

      const memory = { ours: [] as Samples, bare: [] as Samples };
      const bars = [];
      for (const connections of CONNECTIONS) {
        const turns: { ours: number; bare: number }[] = [];
        for (let i = 0; i < turnsEach; i++) {
          turns.push({
            bare: await rushed(bare, connections, ms, memory.bare),
            ours: await rushed(ours, connections, ms, memory.ours),
          });
        }
        const ratio = spreadOf(turns.map((turn) => turn.ours / turn.bare));
        say(`${connections} connections`);
        say(`  Share Check          ${said(spreadOf(turns.map((turn) => turn.ours)), 0)} turns a second`);
        say(`  bare botbuilder bot  ${said(spreadOf(turns.map((turn) => turn.bare)), 0)} turns a second`);
        bars.push({
          what: `a full turn at ${connections} connections at least ${AT_LEAST} of a bare botbuilder bot with one row and one card`,
          measured: `${said(ratio, 2)} times`,
          met: ratio.median >= AT_LEAST,
        });
      }
      const highest = {
        ours: await memoryOf(ours.child, 'VmHWM'),
        bare: await memoryOf(bare.child, 'VmHWM'),
      };
      const peak = { ours: peakOf(memory.ours), bare: peakOf(memory.bare) };
      say(
        `memory under load    Share Check ${peak.ours.toFixed(0)} MB (highest since its start ${highest.ours.toFixed(0)} MB), bare bot ${peak.bare.toFixed(0)} MB (${highest.bare.toFixed(0)} MB)`,
      );
      const times = peak.ours / peak.bare;
      return [
        ...bars,
        {
          what: `memory under load within ${MEMORY_WITHIN} times the bare bot`,
          measured: `${times.toFixed(2)} times`,
          met: times <= MEMORY_WITHIN,
        },
      ];
    } finally {
      await Promise.all(children.map(ended));
      await ourPeople.close();
      await barePeople.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Turns a second, and what memory the bot held meanwhile. */
async function rushed(side: Side, connections: number, ms: number, samples: Samples): Promise<number> {
  const rush = side.people.inARush(connections, ms);
  const over = rush.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([over, wait(SAMPLED_EVERY_MS, false)]))) {
    samples.push(await memoryOf(side.child, 'VmRSS'));
  }
  return rush;
}

/** The most in the second half: by then each has grown to what the load makes of it. */
function peakOf(samples: Samples): number {
  return spreadOf(samples.slice(samples.length >> 1)).most;
}

/** In MB. */
async function memoryOf({ pid }: ChildProcess, key: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
}

function serviceOn(port: number, folder: string, connectorUrl: string): ChildProcess {
  return start('teams-service.ts', folder, {
    PORT: String(port),
    HOST: '127.0.0.1',
    SHARE_CHECK_DATA: join(folder, 'data'),
    SHARE_CHECK_KEY: Buffer.alloc(32, 7).toString('base64'),
    CONNECTOR_URL: connectorUrl,
  });
}

function bareOn(port: number, folder: string, rowBytes: number, cards: readonly string[]): ChildProcess {
  return start('teams-bare.ts', folder, {
    PORT: String(port),
    ROW_BYTES: String(rowBytes),
    CARDS: `[${cards.join(',')}]`,
    DATABASE: join(folder, 'bare.db'),
  });
}

/** Both keep their compiled code from one start to the next, as the service does by itself. */
function start(file: string, folder: string, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, file)], {
    cwd: PROJECT,
    stdio: ['ignore', 'ignore', process.env.BENCH_SHOW === '1' ? 'inherit' : 'ignore'],
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: join(folder, 'compiled'), ...env },
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

async function answering(port: number, path: string): Promise<void> {
  for (const limit = Date.now() + 20_000; Date.now() < limit; await wait(50)) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
    if (answer !== null && (path === '/' || answer.ok)) return;
  }
  throw new Error(`Nothing answers on port ${port}.`);
}

/** What a press writes: the state of the conversation. Of a press no answer is kept for a repeat. */
function bytesATurn(data: string): number {
  const database = new Database(join(data, 'share-check.db'), { readonly: true });
  try {
    const written = database.prepare('SELECT avg(length(state)) AS bytes FROM conversations').get() as {
      readonly bytes: number;
    };
    return Math.round(written.bytes);
  } finally {
    database.close();
  }
}
