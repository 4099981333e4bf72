import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A copy of a content folder to break; it goes when the test ends. */
export type BrokenCopy = {
  readonly dir: string;
  /** Replaces the first place that fits; throws when there is none, so that a test cannot pass on an unbroken file. */
  edit(file: string, find: string | RegExp, replacement: string): void;
  remove(file: string): void;
  /** The line (from 1) on which this text first stands now. */
  lineOf(file: string, text: string): number;
};

export function brokenCopy(folder: string): BrokenCopy {
  const dir = mkdtempSync(join(tmpdir(), 'share-check-content-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  cpSync(folder, dir, { recursive: true });
  const read = (file: string) => readFileSync(join(dir, file), 'utf8');
  return {
    dir,
    edit(file, find, replacement) {
      const before = read(file);
      const after = before.replace(find, () => replacement);
      if (after === before) throw new Error(`${file} holds nothing like ${find}`);
      writeFileSync(join(dir, file), after);
    },
    remove: (file) => rmSync(join(dir, file)),
    lineOf(file, text) {
      const index = read(file).indexOf(text);
      if (index === -1) throw new Error(`${file} does not hold ${text}`);
      return read(file).slice(0, index).split('\n').length;
    },
  };
}
