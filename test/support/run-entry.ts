import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { NO_SETTINGS } from './no-settings.ts';

/** Runs the real entry as a person or a script does: a process of its own, with nothing of this one's environment. */

const PROJECT = join(import.meta.dirname, '../..');
const MAIN = join(PROJECT, 'src/main.ts');
/** Read again and again: what the first run has made of it serves the others. */
const COMPILED = join(PROJECT, 'node_modules/.cache/share-check-tests');
const PATIENCE_MS = 30_000;

export type EntryOptions = {
  /** The data folder. */
  readonly data: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A command line that runs the one after it, such as a shell with limits. */
  readonly through?: readonly string[];
};

export type Ended = {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
};

/** A folder that goes again when the test ends. */
export function ownFolder(name = 'bad-input'): string {
  const folder = mkdtempSync(join(tmpdir(), `share-check-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A port nobody listens on now. */
export async function anyPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Runs a command to its end. `input` is all of its standard input; null closes that before it starts. */
export async function runEntry(
  args: readonly string[],
  options: EntryOptions & { readonly input?: string | Uint8Array | null },
): Promise<Ended> {
  const { child, ended } = start(args, options, options.input === null ? 'ignore' : 'pipe');
  child.stdin?.on('error', () => undefined).end(options.input ?? '');
  return ended;
}

/** A command that runs until it is stopped, with somebody typing. */
export type Running = {
  readonly ended: Promise<Ended>;
  say(line: string): void;
  /** What was shown since the last line typed, once `what` is in it. Rejects when it ends, or does not show it in time. */
  shows(what: string | RegExp): Promise<string>;
  /** Types the number or letter that stands before this label. */
  pick(label: string): Promise<void>;
  /** Without a signal: no more is typed. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
};

export function startEntry(args: readonly string[], options: EntryOptions): Running {
  const { child, ended, written } = start(args, options, 'pipe');
  child.stdin?.on('error', () => undefined);
  let from = 0;
  const shown = () => written().slice(from);

  const until = async <T>(what: string, look: () => T | null): Promise<T> => {
    let gone = false;
    void ended.then(() => {
      gone = true;
    });
    for (const limit = Date.now() + PATIENCE_MS; ; ) {
      const last = gone;
      const found = look();
      if (found !== null) return found;
      if (last || Date.now() > limit) {
        throw new Error(`${last ? 'It ended' : 'Time went by'} without showing ${what}, but:\n${shown()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const say = (line: string): void => {
    from = written().length;
    child.stdin?.write(`${line}\n`);
  };

  return {
    ended,
    say,
    shows: (what) =>
      until(String(what), () => {
        const text = shown();
        const there = typeof what === 'string' ? spaced(text).includes(what) : what.test(spaced(text));
        return there ? text : null;
      }),
    async pick(label) {
      const key = await until(`the choice "${label}"`, () => {
        const text = shown();
        const choices = [...text.matchAll(/^ {2}(\w{1,2}) {2}(.+)$/gm)];
        // Once a form is filled in, its buttons are named in a sentence.
        const named = [...spaced(text).matchAll(/\b(\w{1,2}) for "([^"]+)"/g)];
        const found = [...choices, ...named].findLast(([, , words]) => words?.startsWith(label));
        return text.endsWith('> ') ? (found?.[1] ?? null) : null;
      });
      say(key);
    },
    stop(signal) {
      if (signal === undefined) child.stdin?.end();
      else child.kill(signal);
      return ended;
    },
  };
}

/** One line of words, however it was broken over the screen. */
export function spaced(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** What a person reads names no place in the code, nothing of the programme's insides, and nobody is told off. */
export function expectPlain(text: string): void {
  expect(text).not.toMatch(/^\s*at .+:\d+:\d+\)?$/m);
  expect(text).not.toMatch(/node:|node_modules|file:\/\/|\.ts\b|Error\b|\[object|\bNaN\b|\bnull\b|undefined/);
  expect(text).not.toMatch(/\b(please|sorry|valid|invalid|oops|forbidden|an error occurred|fatal)\b/i);
}

function start(
  args: readonly string[],
  { data, env = {}, through = [] }: EntryOptions,
  stdin: 'pipe' | 'ignore',
): { child: ChildProcess; ended: Promise<Ended>; written: () => string } {
  const [command = '', ...rest] = [...through, process.execPath, MAIN, ...args];
  const child = spawn(command, rest, {
    cwd: PROJECT,
    // Port 1 is nobody's: a Share Check that happens to run on this machine is not found.
    env: {
      ...NO_SETTINGS,
      PATH: process.env.PATH,
      PORT: '1',
      NODE_COMPILE_CACHE: COMPILED,
      SHARE_CHECK_DATA: data,
      ...env,
    },
    stdio: [stdin, 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const texts = { out: '', err: '', both: '' };
  const gather = (name: 'out' | 'err') => (text: string) => {
    texts[name] += text;
    texts.both += text;
  };
  child.stdout?.setEncoding('utf8').on('data', gather('out'));
  child.stderr?.setEncoding('utf8').on('data', gather('err'));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve({ status, signal, out: texts.out, err: texts.err }));
  });
  return { child, ended, written: () => texts.both };
}
