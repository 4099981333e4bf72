import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentFault } from './content-fault.ts';

/** A text file as read, or null with the reason. */
export type ReadText = { readonly text: string | null; readonly faults: readonly ContentFault[] };

/**
 * Reads `file` (a path relative to `dir`, as faults name it) as UTF-8, with line ends as `\n` and without a byte order
 * mark, so that the same content gives the same hash on every machine. Letters that are not UTF-8 are a fault.
 */
export async function readText(dir: string, file: string): Promise<ReadText> {
  try {
    const text = (await readFile(join(dir, file), 'utf8')).replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
    const odd = text.indexOf('\uFFFD');
    if (odd === -1) return { text, faults: [] };
    const line = text.slice(0, odd).split('\n').length;
    const message = 'A letter here cannot be read. Save the file as UTF-8.';
    return { text, faults: [{ file, line, message }] };
  } catch (cause) {
    return { text: null, faults: [unreadable(file, cause)] };
  }
}

/**
 * A folder that is not there, or is a file, as one fault: better said once than of every file that should be in it.
 * `remedy` says where its name comes from. Null when it can be read.
 */
export async function missingFolder(dir: string, remedy: string): Promise<ContentFault | null> {
  const problem = await readdir(dir).then(
    () => null,
    (cause: unknown) => codeOf(cause),
  );
  if (problem !== 'ENOENT' && problem !== 'ENOTDIR') return null;
  const what = problem === 'ENOENT' ? 'There is no such folder.' : 'This is a file; a folder is wanted here.';
  return { file: '.', line: 1, message: `${what} ${remedy}` };
}

/** The fault for a file or folder that the system does not let us read. */
export function unreadable(file: string, cause: unknown): ContentFault {
  const code = codeOf(cause);
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'There is nothing at this path. Check the name, or write the file.',
    EACCES: 'This may not be read by the account Share Check runs under. Give it the right to read.',
    EISDIR: 'This is a folder; a file is wanted here.',
    ENOTDIR: 'This is a file; a folder is wanted here.',
  };
  const message = known[code] ?? `This cannot be read (${code}). Check the disk and the rights.`;
  return { file, line: 1, message };
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
}
