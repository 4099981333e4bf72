import { nearest } from '../content/nearest.ts';
import { Fault } from '../fault.ts';
import type { Command, Io } from './command.ts';
import { readArguments } from './read-arguments.ts';
import { showCommands, showHelp } from './show-help.ts';

/**
 * Finds the command in `args`, runs it, and tells what went wrong in plain words.
 * Resolves to the exit status: what the command gave, or 2 when it could not run.
 */
export async function runCommandLine(
  commands: readonly Command[],
  args: readonly string[],
  io: Io,
  version: () => Promise<string>,
): Promise<number> {
  const rest = args[0] === 'help' ? [...args.slice(1), '--help'] : args;
  if (rest[0] === '--version' || rest[0] === '-V') {
    io.stdout.write(`share-check ${await version()}\n`);
    return 0;
  }
  const wantsHelp = asksForHelp(rest);
  const command = commandOf(commands, rest);
  if (command === undefined) {
    // "records --help": every command of that family.
    const family = commands.filter(({ name }) => name.split(' ')[0] === rest[0]);
    if (wantsHelp && (rest[0]?.startsWith('-') || family.length > 0)) {
      const helps = family.map(async (each) => showHelp(each, await each.load()));
      io.stdout.write(family.length > 0 ? (await Promise.all(helps)).join('\n') : showCommands(commands));
      return 0;
    }
    io.stderr.write(`${notACommand(commands, rest)}\n\n${showCommands(commands)}`);
    return 2;
  }
  try {
    const body = await command.load();
    if (wantsHelp) {
      io.stdout.write(showHelp(command, body));
      return 0;
    }
    const given = readArguments(command.name, body, rest.slice(command.name.split(' ').length));
    return await body.run(given, io);
  } catch (error) {
    io.stderr.write(tell(error, io.env.SHARE_CHECK_DEBUG === '1'));
    return 2;
  }
}

/** The command with the longest name that fits. A word after the name of a family is one of its commands, or none. */
function commandOf(commands: readonly Command[], rest: readonly string[]): Command | undefined {
  const fitting = commands
    .filter(({ name }) => name.split(' ').every((word, index) => rest[index] === word))
    .sort((a, b) => b.name.length - a.name.length)[0];
  const isFamily = commands.some(({ name }) => name.startsWith(`${fitting?.name} `));
  const next = rest[1];
  return isFamily && next !== undefined && !next.startsWith('-') ? undefined : fitting;
}

const NO_ROOM = [
  'There is no room left on the disk, so the output is not whole.',
  'Make room, or write the output to another disk, and run it again.',
];

/** What a person is told of a failure: the message and remedy of a fault; of anything else its code alone. */
export function tell(error: unknown, debug: boolean): string {
  const lines =
    error instanceof Fault
      ? [error.message, error.remedy]
      : codeOf(error) === 'ENOSPC'
        ? NO_ROOM
        : [
            `Something in Share Check failed (code: ${codeOf(error)}). Nothing more was done.`,
            'Run it again. If it fails again, report the code; SHARE_CHECK_DEBUG=1 before the command shows where it was.',
          ];
  // The place in the code only: the message of an unknown error may hold what somebody typed.
  if (debug && error instanceof Error) {
    lines.push(error.name, ...(error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)));
  }
  return `${lines.join('\n')}\n`;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code)) return code;
  return error instanceof Error && /^[A-Za-z]{3,30}$/.test(error.name) ? error.name : 'unexpected';
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? args.length : end).some((arg) => arg === '--help' || arg === '-h');
}

/** Never repeats what was typed: it may be a sentence about a child. */
function notACommand(commands: readonly Command[], args: readonly string[]): string {
  const [first = '', second = ''] = args;
  if (first === '' || first.startsWith('-')) return 'Which command?';
  const family = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (family.length > 0) {
    const near = nearest(
      `${first} ${second}`,
      family.map(({ name }) => name),
    );
    return `Which one: ${family.map(({ name }) => name).join(', ')}?${near ? ` Did you mean "${near}"?` : ''}`;
  }
  const near = nearest(
    first,
    commands.map(({ name }) => name.split(' ')[0] ?? name),
  );
  return `There is no such command.${near ? ` Did you mean "${near}"?` : ''}`;
}
