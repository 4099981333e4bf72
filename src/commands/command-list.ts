import { fileURLToPath } from 'node:url';
import type { Command } from './command.ts';

/** A folder that came with Share Check, wherever the command is run from. */
function shipped(folder: string): string {
  return fileURLToPath(new URL(`../../${folder}`, import.meta.url));
}

/**
 * Every command: what it is called, what it does, and where it is. Each is loaded only when it runs, so that `decide`
 * and `prove` start without the channels.
 */
export const COMMANDS: readonly Command[] = [
  {
    name: 'knowledge check',
    takes: ['[FOLDER]'],
    summary: 'Checks the guidance files and lists every fault with file and line.',
    help: ['Reads the knowledge folder (FOLDER, or the one that came with Share Check).'],
    options: {},
    async run({ words }, io) {
      const { knowledgeCheck } = await import('./knowledge-check.ts');
      return knowledgeCheck(words[0] ?? shipped('knowledge'), (text) => io.stderr.write(text));
    },
  },
];
