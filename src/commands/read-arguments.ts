import { nearest } from '../content/nearest.ts';
import { Fault } from '../fault.ts';
import type { CommandBody, Given } from './command.ts';

/**
 * Reads what follows a command's name: `--name`, `--name value`, `--name=value`, and words; after `--` all are words.
 * @throws Fault `wrong-usage` on an option or a number of words the command does not take. Only the names of options are
 *   repeated back, never the words.
 */
export function readArguments(
  name: string,
  body: Pick<CommandBody, 'takes' | 'options'>,
  args: readonly string[],
): Given {
  const command = { name, takes: body.takes ?? [], options: body.options };
  const words: string[] = [];
  const options: Record<string, string | true> = {};
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      words.push(...args.slice(at + 1));
      break;
    }
    if (!/^--?[a-z]/i.test(arg)) {
      words.push(arg);
      continue;
    }
    const [typed = '', ...rest] = arg.replace(/^--?/, '').split('=');
    const option = command.options[typed];
    if (option === undefined || !Object.hasOwn(command.options, typed)) throw unknownOption(command, typed);
    const inline = rest.length > 0 ? rest.join('=') : undefined;
    if (option.takes === undefined) {
      if (inline !== undefined) throw usage(command, `--${typed} takes nothing after it.`);
      options[typed] = true;
      continue;
    }
    const value = inline ?? args[at + 1];
    if (value === undefined || value === '' || (inline === undefined && value.startsWith('--'))) {
      throw usage(command, `--${typed} needs a value after it: ${option.takes}.`);
    }
    if (inline === undefined) at += 1;
    options[typed] = value;
  }
  const { takes } = command;
  const fewest = takes.filter((word) => !word.startsWith('[')).length;
  if (words.length < fewest)
    throw usage(command, `${command.name} needs ${takes.slice(words.length).join(' ')} after it.`);
  if (words.length > takes.length) {
    const room = takes.length === 0 ? 'no words' : takes.join(' ');
    throw usage(command, `${command.name} takes ${room} after it; there were more.`);
  }
  return { words, options };
}

type Used = { readonly name: string } & Required<Pick<CommandBody, 'takes' | 'options'>>;

function unknownOption(command: Used, name: string): Fault {
  const known = Object.keys(command.options);
  const shown = /^[a-z][a-z-]{0,24}$/i.test(name) ? ` --${name}` : ' such option';
  const near = nearest(name, known);
  const list =
    known.length === 0 ? 'It has no options.' : `It has: ${known.map((id) => `--${id}`).join(', ')}.`;
  return usage(command, `${command.name} has no${shown}. ${list}${near ? ` Did you mean --${near}?` : ''}`);
}

function usage(command: Used, message: string): Fault {
  return new Fault('wrong-usage', message, `To see how it is used: share-check ${command.name} --help`);
}
