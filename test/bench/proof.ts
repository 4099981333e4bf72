import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Bar, Benchmark } from './benchmark.ts';
import { said, spreadOf } from './spread.ts';

const run = promisify(execFile);
const FOLDER = import.meta.dirname;

/** The proof of all safety rules over all combinations, and the compiling of the rules: each in a fresh process, cold. */
export const proof: Benchmark = {
  name: 'proof',
  async run({ runs }, say) {
    const times: Record<'prove' | 'compile' | 'whole' | 'bare', number[]> = {
      prove: [],
      compile: [],
      whole: [],
      bare: [],
    };
    for (let i = 0; i < runs; i++) {
      for (const what of ['prove', 'compile'] as const) {
        const { stdout } = await run(process.execPath, [`${FOLDER}/cold-proof.ts`, what]);
        times[what].push(Number(stdout));
      }
      times.whole.push(await elapsed([`${FOLDER}/../../src/main.ts`, 'prove']));
      times.bare.push(await elapsed(['-e', '0']));
    }
    const bar = (what: string, values: readonly number[], most: number): Bar => {
      const spread = spreadOf(values);
      return {
        what: `${what} within ${most} ms`,
        measured: `${said(spread, 0)} ms`,
        met: spread.median <= most,
      };
    };
    say(`compile, cold                   ${said(spreadOf(times.compile), 0)} ms`);
    say(`prove, cold, compile included   ${said(spreadOf(times.prove), 0)} ms`);
    say(`the whole command, start to end ${said(spreadOf(times.whole), 0)} ms`);
    say(`node -e 0, start to end         ${said(spreadOf(times.bare), 0)} ms`);
    return [
      bar('prove complete, cold, from the dialog read to the last rule and path,', times.prove, 200),
      bar('compile of the rules, cold,', times.compile, 50),
    ];
  },
};

async function elapsed(args: readonly string[]): Promise<number> {
  const began = performance.now();
  await run(process.execPath, [...args]);
  return performance.now() - began;
}
