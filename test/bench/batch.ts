import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FACT_IDS, FACTS } from '../../src/check/facts.ts';
import type { Benchmark } from './benchmark.ts';
import { said, spreadOf } from './spread.ts';

const AT_LEAST = 50_000;
/** How much the second half may hold more than the first, once everything is warm. */
const FLAT = 1.1;
/** What anything that reads and writes JSON Lines has to do, and nothing else. */
const COPY = `${import.meta.dirname}/copy-lines.ts`;
const ENTRY = `${import.meta.dirname}/../../src/main.ts`;

/** `decide --batch` on a million lines, start-up included, and its memory while it runs; beside it a loop that only copies. */
export const batch: Benchmark = {
  name: 'batch',
  async run({ runs, quick }, say) {
    const lines = quick ? 300_000 : 1_000_000;
    const folder = await mkdtemp(join(tmpdir(), 'share-check-bench-'));
    try {
      const input = join(folder, 'lines.jsonl');
      await writeLines(input, lines);
      const measured: { rate: number; ratio: number; growth: number; memory: number }[] = [];
      for (let i = 0; i < Math.min(runs, 5); i++) {
        const copy = await through([COPY], input);
        const ours = await through([ENTRY, 'decide', '--batch'], input);
        const [first, second] = halves(ours.memory);
        measured.push({
          rate: (lines * 1000) / ours.milliseconds,
          ratio: ours.milliseconds / copy.milliseconds,
          growth: second / first,
          memory: second,
        });
      }
      const spread = (of: (line: (typeof measured)[number]) => number) => spreadOf(measured.map(of));
      say(
        `decide --batch, ${lines.toLocaleString('en-GB')} lines   ${said(
          spread((m) => m.rate),
          0,
        )} lines a second`,
      );
      say(
        `against JSON.parse and JSON.stringify alone   ${said(
          spread((m) => m.ratio),
          2,
        )} times as long`,
      );
      say(
        `most memory, second half                      ${said(
          spread((m) => m.memory),
          0,
        )} MB`,
      );
      const [rate, growth] = [spread((m) => m.rate), spread((m) => m.growth)];
      return [
        {
          what: `decide --batch on ${lines.toLocaleString('en-GB')} lines, start-up included, at least ${AT_LEAST.toLocaleString('en-GB')} a second`,
          measured: `${said(rate, 0)} a second`,
          met: rate.median >= AT_LEAST,
        },
        {
          what: `its memory is flat: most of the second half at most ${FLAT} times most of the first`,
          measured: `${said(growth, 2)} times`,
          met: growth.median <= FLAT,
        },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Any number of answers a line, to any of the questions, by a fixed seed. */
async function writeLines(file: string, lines: number): Promise<void> {
  let seed = 11;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  const out = createWriteStream(file);
  for (let id = 0; id < lines; id++) {
    const open = random(3) === 0 ? random(12) : 0;
    const given = FACT_IDS.slice(0, FACT_IDS.length - open);
    const answers = Object.fromEntries(given.map((fact) => [fact, FACTS[fact][random(FACTS[fact].length)]]));
    if (!out.write(`${JSON.stringify({ id, answers })}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

/** Runs a program over the file; how long it took from its start to its end, and its memory (MB) twenty times a second. */
async function through(args: readonly string[], file: string) {
  const began = performance.now();
  const child = spawn(process.execPath, [...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  createReadStream(file).pipe(child.stdin);
  child.stdout.resume();
  const memory: number[] = [];
  const looking = setInterval(() => {
    void residentMb(child.pid).then((mb) => mb !== null && memory.push(mb));
  }, 50);
  const [status] = await once(child, 'close');
  clearInterval(looking);
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return { milliseconds: performance.now() - began, memory };
}

async function residentMb(pid: number | undefined): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}

/** The most of each half, the first fifth left out: until then code is still being compiled and the heap grows to its size. */
function halves(memory: readonly number[]): [number, number] {
  const warm = memory.slice(Math.floor(memory.length / 5));
  const middle = Math.floor(warm.length / 2);
  return [Math.max(...warm.slice(0, middle)), Math.max(...warm.slice(middle))];
}
