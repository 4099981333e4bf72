import { wrap } from '../channels/terminal/wrap.ts';
import type { Command, CommandBody } from './command.ts';

const WIDTH = 78;

/** The list of commands, one line each. */
export function showCommands(commands: readonly Command[]): string {
  const column = Math.max(...commands.map(({ name }) => name.length)) + 4;
  return [
    'Share Check: may I pass this on? A check for people who work with children in England.',
    '',
    'Usage: share-check <command> [options]',
    '',
    ...commands.map(({ name, summary }) =>
      wrap(summary, WIDTH, `  ${name}`.padEnd(column), ' '.repeat(column)),
    ),
    '',
    'More about one: share-check <command> --help. The version: share-check --version.',
    '',
  ].join('\n');
}

/** The help of one command. */
export function showHelp({ name, summary }: Command, body: CommandBody): string {
  const options = Object.entries(body.options);
  const names = options.map(([option, { takes }]) => `--${option}${takes === undefined ? '' : ` ${takes}`}`);
  const column = Math.max(0, ...names.map((name) => name.length)) + 4;
  const usage = ['share-check', name, ...names.map((option) => `[${option}]`), ...(body.takes ?? [])];
  return [
    wrap(`${name}: ${summary}`, WIDTH),
    '',
    wrap(usage.join(' '), WIDTH, 'Usage: ', '       '),
    ...body.help.flatMap((paragraph) => ['', wrap(paragraph, WIDTH)]),
    ...(options.length > 0 ? ['', 'Options:'] : []),
    ...options.map(([, { what }], index) =>
      wrap(what, WIDTH, `  ${names[index]}`.padEnd(column), ' '.repeat(column)),
    ),
    '',
  ].join('\n');
}
