import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import packageJson from '../../package.json' with { type: 'json' };
import { freePort } from '../../src/playground/free-port.ts';
import type { Benchmark } from './benchmark.ts';
import { said, spreadOf } from './spread.ts';

const READY_WITHIN = 1.5;
const MEMORY_WITHIN = 1.3;
/** Long enough for what is done right after the start. */
const IDLE_MS = 4000;
const PROJECT = `${import.meta.dirname}/../..`;
/** What `npm start` runs, without npm. */
const SERVICE = packageJson.scripts.start.replace(/^node /, '').split(' ');
const ECHO = [`${import.meta.dirname}/echo-bot.ts`];

type Program = {
  readonly args: readonly string[];
  /** Answers with this status once it is ready; any answer will do without one. */
  readonly path: string;
  readonly status?: number;
  readonly env: Readonly<Record<string, string>>;
};
type Measured = { readonly ready: number; readonly resident: number; readonly proportional: number };

/** From the start of the process to ready, and memory when nothing happens: against the smallest bot on the same two libraries. */
export const start: Benchmark = {
  name: 'start',
  async run({ runs }, say) {
    const folder = await mkdtemp(join(tmpdir(), 'share-check-bench-'));
    const ready = { args: SERVICE, path: '/readyz', status: 200 };
    const echo = { args: ECHO, path: '/' };
    const programs: Readonly<Record<'ours' | 'first' | 'echo' | 'kept', Program>> = {
      ours: { ...ready, env: {} },
      // The very first start on a machine, or where nothing can be kept.
      first: { ...ready, env: { NODE_DISABLE_COMPILE_CACHE: '1' } },
      echo: { ...echo, env: {} },
      // The same courtesy for the echo bot: its compiled code is kept as well.
      kept: { ...echo, env: { NODE_COMPILE_CACHE: join(folder, 'echo') } },
    };
    const measured = { ours: [], first: [], echo: [], kept: [] } as Record<keyof typeof programs, Measured[]>;
    try {
      // Once before, so that what is kept is there.
      await measure(programs.ours, folder);
      await measure(programs.kept, folder);
      for (let i = 0; i < runs; i++) {
        for (const name of ['ours', 'echo', 'first', 'kept'] as const) {
          measured[name].push(await measure(programs[name], folder));
        }
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const NAMES = {
      ours: 'Share Check',
      first: 'Share Check, its very first start',
      echo: 'echo bot',
      kept: 'echo bot, its compiled code kept too',
    };
    for (const [name, lines] of Object.entries(measured)) {
      const of = (key: keyof Measured) => said(spreadOf(lines.map((line) => line[key])), 0);
      say(
        `${NAMES[name as keyof typeof NAMES].padEnd(38)} ready ${of('ready')} ms, memory ${of('resident')} MB (its own share ${of('proportional')} MB)`,
      );
    }
    const ratio = (name: keyof typeof measured, key: keyof Measured) =>
      spreadOf(measured.ours.map((line, i) => line[key] / (measured[name][i]?.[key] ?? Number.NaN)));
    const times = (name: keyof typeof measured, key: keyof Measured) => `${said(ratio(name, key), 2)} times`;
    say(
      `against the echo bot with its code kept: ready ${times('kept', 'ready')}, memory ${times('kept', 'resident')}`,
    );
    return [
      {
        what: `ready to serve within ${READY_WITHIN} times the echo bot`,
        measured: times('echo', 'ready'),
        met: ratio('echo', 'ready').median <= READY_WITHIN,
      },
      {
        what: `idle memory within ${MEMORY_WITHIN} times the echo bot`,
        measured: times('echo', 'resident'),
        met: ratio('echo', 'resident').median <= MEMORY_WITHIN,
      },
    ];
  },
};

async function measure({ args, path, status, env }: Program, folder: string): Promise<Measured> {
  // Below the ports that outgoing connections get: asking again and again could otherwise take the very port it waits for.
  const port = await freePort(22_000);
  const data = await mkdtemp(join(folder, 'data-'));
  const began = performance.now();
  const child = spawn(process.execPath, [...args], {
    cwd: PROJECT,
    stdio: ['ignore', 'ignore', 'ignore'],
    env: {
      PATH: process.env.PATH ?? '',
      PORT: String(port),
      HOST: '127.0.0.1',
      // Invented: nothing signs in while nobody talks to it.
      MicrosoftAppId: '00000000-0000-0000-0000-000000000001',
      MicrosoftAppPassword: 'not-a-password',
      SHARE_CHECK_KEY: Buffer.alloc(32, 7).toString('base64'),
      SHARE_CHECK_DATA: data,
      ...env,
    },
  });
  try {
    while (!(await answers(port, path, status))) {
      if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`);
      await wait(5);
    }
    const ready = performance.now() - began;
    await wait(IDLE_MS);
    return { ready, ...(await memoryOf(child)) };
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
}

function answers(port: number, path: string, status: number | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume();
      resolve(status === undefined || response.statusCode === status);
    });
    asked.on('error', () => resolve(false));
  });
}

/** In MB. */
async function memoryOf({ pid }: ChildProcess): Promise<{ resident: number; proportional: number }> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const megabytes = (key: string) =>
    Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1]) / 1024;
  return { resident: megabytes('Rss'), proportional: megabytes('Pss') };
}
