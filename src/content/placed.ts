import { isAbsolute, join, relative, resolve } from 'node:path';
import type { ContentFault } from './content-fault.ts';

/** `policy.yaml:37`, as it opens from the working directory. */
export function lineIn(folder: string, { file, line }: Pick<ContentFault, 'file' | 'line'>): string {
  return placedIn(folder, [{ file, line, message: '' }])
    .map((placed) => `${placed.file}:${placed.line}`)
    .join();
}

/** The same faults with paths from the working directory instead of from the folder; whole paths where it is outside. */
export function placedIn(folder: string, faults: readonly ContentFault[]): ContentFault[] {
  const from = relative(process.cwd(), folder) || '.';
  const there = from.startsWith('..') || isAbsolute(from) ? resolve(folder) : from;
  return faults.map((fault) => ({ ...fault, file: join(there, fault.file) }));
}
