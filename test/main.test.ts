import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../src/commands/command-list.ts';
import { readArguments } from '../src/commands/read-arguments.ts';
import { runCommandLine, tell } from '../src/commands/run-command-line.ts';
import { Fault } from '../src/fault.ts';
import { freePort } from '../src/playground/free-port.ts';
import { NO_SETTINGS } from './support/no-settings.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');
let folder = '';
let elsewhere = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'share-check-'));
  elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(elsewhere, { recursive: true, force: true });
});

type Ran = { readonly status: number | null; readonly out: string; readonly err: string };

/** Runs the real entry as a person would, from another folder. `read: false` closes its output at once. */
function run(
  args: readonly string[],
  options: { input?: string; env?: NodeJS.ProcessEnv; read?: boolean } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: elsewhere,
      env: { ...NO_SETTINGS, PATH: process.env.PATH, SHARE_CHECK_DATA: folder, ...options.env },
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    if (options.read === false) child.stdout.destroy();
    child.on('error', reject).on('close', (status) => resolve({ status, out, err }));
    child.stdin.on('error', () => undefined).end(options.input ?? '');
  });
}

describe('finding a command', () => {
  test('--version names the version, --help lists every command, both on standard output', async () => {
    expect(await run(['--version'])).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^share-check \d+\.\d+\.\d+\n$/),
      err: '',
    });
    const help = await run(['--help']);
    expect(help).toMatchObject({ status: 0, err: '' });
    for (const { name, summary } of COMMANDS) {
      expect(help.out).toContain(`  ${name} `);
      expect(help.out.replace(/\s+/g, ' ')).toContain(summary);
    }
  });

  test.each([[[]], [['decode']], [['records', 'lits']], [['--what']]])(
    '%j is told apart, with the list, and ends with 2',
    async (args) => {
      const { status, out, err } = await inProcess(...args);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toContain('Usage: share-check <command>');
      if (args[0] === 'decode') expect(err).toContain('There is no such command. Did you mean "decide"?');
      if (args[0] === 'records') expect(err).toContain('Did you mean "records list"?');
    },
  );

  test('a sentence typed by mistake is not repeated', async () => {
    const { err } = await inProcess('Mum', 'hit', 'him');
    expect(err).toContain('There is no such command.');
    expect(err).not.toMatch(/Mum|hit him/);
  });
});

/** Runs the command line in this process, with everything it writes gathered. */
async function inProcess(...args: string[]): Promise<Ran> {
  const out = new PassThrough({ encoding: 'utf8' });
  const err = new PassThrough({ encoding: 'utf8' });
  const io = { stdin: new PassThrough(), stdout: out, stderr: err, env: {} };
  const status = await runCommandLine(COMMANDS, args, io, async () => '0.0.0');
  return { status, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

test('no two commands have the same name', () => {
  const names = COMMANDS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(COMMANDS)('$name', ({ name, summary }) => {
  const words = name.split(' ');

  test('--help says how it is used', async () => {
    const { status, out, err } = await inProcess(...words, '--help');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out.replace(/\s+/g, ' ')).toContain(`${name}: ${summary} Usage: share-check ${name}`);
    expect(await inProcess('help', ...words)).toEqual({ status, out, err });
  });

  test('an option it does not have is refused with those it has, and nothing is done', async () => {
    const { status, out, err } = await inProcess(...words, '--zzz');
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^\S.* has no --zzz\. It has/);
    expect(err).toContain(`share-check ${name} --help`);
  });
});

describe('arguments', () => {
  test.each([
    [['records', 'show'], 'records show needs REF after it.'],
    [['records', 'show', 'SC-1', 'SC-2'], 'records show takes REF after it; there were more.'],
    [['records', 'export', '--format'], '--format needs a value after it: FORMAT.'],
    [['decide', '--batch=yes'], '--batch takes nothing after it.'],
    [['prove', '--jsn'], 'Did you mean --json?'],
    [['decide', '--explain', '--constructor'], 'has no --constructor'],
  ])('%j', async (args, message) => {
    const { status, err } = await inProcess(...args);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  test('come in every usual form', () => {
    const body = {
      takes: ['[FILE]'],
      options: { json: { what: '' }, format: { takes: 'FORMAT', what: '' } },
    };
    const read = (...args: string[]) => readArguments('x', body, args);
    expect(read('--json', 'a', '--format', 'csv')).toEqual({
      words: ['a'],
      options: { json: true, format: 'csv' },
    });
    expect(read('--format=a=b')).toEqual({ words: [], options: { format: 'a=b' } });
    expect(read('-')).toEqual({ words: ['-'], options: {} });
    expect(read('--', '--json')).toEqual({ words: ['--json'], options: {} });
    expect(() => read('--format', '--json')).toThrow('--format needs a value');
  });
});

describe('running a command, from any folder', () => {
  test('decide: one answer in, one line out, nothing else', async () => {
    const { status, out, err } = await run(['decide'], {
      input: '{"id":"1","answers":{"urgency":"immediate"}}',
    });
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ id: '1', outcome: 'share-now', rule: 'E1' });
  });

  test('decide --batch: a bad line is refused in its place and the run goes on', async () => {
    const { status, out } = await run(['decide', '--batch'], {
      input: '{"id":1,"answers":{}}\nnot json\n{"id":3,"answers":{"risk":"bad"}}\n{"id":4,"answers":{}}\n',
    });
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(1);
    expect(lines.map(({ error }) => error?.code ?? 'ok')).toEqual([
      'ok',
      'not-json',
      expect.any(String),
      'ok',
    ]);
  });

  test('prove and knowledge check', async () => {
    const [proof, knowledge] = await Promise.all([run(['prove', '--json']), run(['knowledge', 'check'])]);
    expect(proof.status).toBe(0);
    expect(JSON.parse(proof.out)).toMatchObject({ combinations: 27_993_600_000 });
    expect(knowledge).toMatchObject({ status: 0, out: '' });
    // The guidance, the school's own procedure, the dialog and the deployment folder.
    expect(knowledge.err.match(/No faults/g)).toHaveLength(4);
  });

  test.each([
    ['records', 'list'],
    ['records', 'verify'],
    ['deliveries', 'list'],
  ])('%s %s where there is no store says so, ends with 2 and makes nothing', async (...args) => {
    const { status, out, err } = await run(args, { env: { SHARE_CHECK_DATA: elsewhere } });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(`There is no store in ${elsewhere}`);
    expect(err).toContain('Set SHARE_CHECK_DATA');
    expect(await readdir(elsewhere)).toEqual([]);
  });

  test('chat: an emergency gets its numbers, and what the lead receives is shown', async () => {
    const { status, out, err } = await run(['chat'], { input: 'share check\n1\nquit\n' });
    expect(status).toBe(0);
    expect(err.replace(/\s+/g, ' ')).toContain('Local mode, for trying it out: you speak as Sam Okafor');
    expect(out).toContain('\n    999\n');
    expect(out).toMatch(/What the lead, Priya Nair, receives:\n {2}: Act now/);
    expect(out).toContain('type: resume');
    const list = await run(['records', 'list', '--json']);
    expect(JSON.parse(list.out)).toMatchObject({ outcome: 'share-now', state: 'open' });
    expect((await run(['records', 'verify'])).status).toBe(0);
  });
});

describe('when something is wrong', () => {
  test('a fault is told with its remedy, without a stack, and ends with 2', async () => {
    const { status, out, err } = await run(['records', 'list'], { env: { PORT: 'many' } });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('PORT is a number from 1 to 65535');
    expect(err).not.toMatch(/^\s+at /m);
  });

  test('every fault of the content is listed with file and line', async () => {
    const { status, err } = await run(['chat'], { env: { SHARE_CHECK_LOCAL: elsewhere } });
    expect(status).toBe(2);
    expect(err).toMatch(/organisation\.yaml:1: .*\n/);
    expect(err).toMatch(/people\.yaml:1: .*\n/);
  });

  test('an unknown failure is told by its code, never by its message', () => {
    const failure = Object.assign(new Error('could not open /home/sam: Mum hit him'), {
      code: 'SQLITE_FULL',
    });
    expect(tell(failure, false)).toMatch(/^Something in Share Check failed \(code: SQLITE_FULL\)\..*\n.*\n$/);
    const debug = tell(failure, true);
    expect(debug).toMatch(/\n\s+at .*main\.test\.ts/);
    expect(debug).not.toContain('Mum');
    const sneaky = Object.assign(new Error('x'), { code: 'Mum hit him' });
    expect(tell(sneaky, true)).toMatch(/\(code: Error\)/);
    expect(tell('Mum hit him', true)).toMatch(/\(code: unexpected\)/);
    expect(tell(new Fault('a', 'What happened.', 'What to do.'), false)).toBe(
      'What happened.\nWhat to do.\n',
    );
  });

  test('a reader that stops reading is nothing to complain about', async () => {
    const input = '{"answers":{}}\n'.repeat(5000);
    const { err } = await run(['decide', '--batch'], { input, read: false });
    expect(err).toBe('');
  });

  test('the service goes on when nobody reads what it says any more', async () => {
    const port = await freePort(43_000);
    const child = spawn(process.execPath, [MAIN, 'serve'], {
      env: {
        ...NO_SETTINGS,
        PATH: process.env.PATH,
        PORT: String(port),
        HOST: '127.0.0.1',
        SHARE_CHECK_DATA: join(folder, 'unread'),
        SHARE_CHECK_KEY: Buffer.alloc(32, 7).toString('base64'),
        MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
        MicrosoftAppPassword: 'a password',
        // One line to say at the start.
        DATABASE_URL: 'postgres://later',
      },
    });
    child.stderr.destroy();
    let ended = false;
    const end = new Promise<number | null>((resolve) => child.once('close', resolve)).finally(() => {
      ended = true;
    });
    let ready = false;
    while (!ready && !ended) {
      ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (!ready) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(ready).toBe(true);
    child.kill('SIGTERM');
    expect(await end).toBe(0);
  }, 60_000);
});
