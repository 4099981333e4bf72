import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Fault } from './fault.ts';

/**
 * The settings in a file such as `.env`, by name; none where there is no such file. A byte order mark, as some editors
 * write it, is left out: with it the first setting would go unnoticed.
 * Throws the Fault `settings-unreadable`, which repeats nothing of the file: it holds secrets.
 */
export function readEnvFile(file: string): Readonly<Record<string, string | undefined>> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new Fault(
      'settings-unreadable',
      `The settings cannot be read: ${file}.`,
      'It has to be a text file in UTF-8, with a line such as PORT=3978 for each setting, that this account may read. Correct it, or move it away to go without.',
    );
  }
  return parseEnv(text);
}
