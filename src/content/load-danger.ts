import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Library } from '../ask/library.ts';
import type { DangerLines } from '../danger/learn-danger.ts';
import type { DangerModel } from '../danger/model.ts';
import type { ContentFault } from './content-fault.ts';
import { dangerFileSchema } from './danger-files.ts';
import { readYaml } from './read-yaml.ts';

/** The folder of a knowledge folder with texts that sound like danger, and texts that do not. */
const FOLDER = 'danger';
/** What was learned from them. Written by `share-check knowledge learn`, never by hand. */
export const LEARNED = 'danger/learned.json';
const LEARN = 'Run: npm run --silent share-check -- knowledge learn';

/**
 * Finds what was learned from the lines of `danger/` in the knowledge folder `dir`. Never rejects. `model` is null, with a
 * fault that says what to do, when it is not there, not whole, or was learned from other lines: nobody may believe that a line
 * counts which does not. What is whole is read when it is first wanted: nobody waits for it at a start.
 */
export async function loadDanger(
  dir: string,
): Promise<{ readonly model: (() => DangerModel) | null; readonly faults: readonly ContentFault[] }> {
  const fault = (message: string) => ({ model: null, faults: [{ file: LEARNED, line: 1, message }] });
  const text = await readFile(join(dir, LEARNED), 'utf8').catch(() => '');
  const [, learnedFrom] = /^"from": "([0-9a-f]{64})"/m.exec(text) ?? [];
  const [, checksum = ''] = /^"checksum": "([0-9a-f]{64})"/m.exec(text) ?? [];
  if (learnedFrom === undefined || checksumOf(text, checksum) !== checksum)
    return fault(`What was learned from the lines of danger is not there, or not whole. ${LEARN}`);
  const from = await hashOfLines(dir).catch(() => null);
  if (from !== learnedFrom)
    return fault(`The lines in danger/ were changed since they were learned. ${LEARN}`);
  return { model: () => JSON.parse(text) as DangerModel, faults: [] };
}

/**
 * All lines to learn from: those of `danger/`, and as calm ones the questions people ask about the guidance and beside it.
 * Never rejects; faults name file and line.
 */
export async function readDangerLines(
  dir: string,
  { phrasings, notCovered }: Pick<Library, 'phrasings' | 'notCovered'>,
): Promise<DangerLines & { readonly from: string; readonly faults: readonly ContentFault[] }> {
  const danger: string[] = [];
  const calm: string[] = [];
  const plain: string[] = [];
  const faults: ContentFault[] = [];
  for (const name of await lineFiles(dir)) {
    const read = await readYaml(dir, `${FOLDER}/${name}`, dangerFileSchema);
    faults.push(...read.faults);
    danger.push(...linesOf(read.parts.explicit), ...linesOf(read.parts.oblique));
    calm.push(...linesOf(read.parts.calm));
    plain.push(...linesOf(read.parts.plain));
  }
  for (const sections of phrasings.values()) for (const asked of sections.values()) calm.push(...asked);
  for (const topic of notCovered) calm.push(...topic.phrasings);
  return { danger, calm, plain, from: await hashOfLines(dir), faults };
}

/** SHA-256 of the text of `learned.json` but for the checksum in it: a file that was half merged is not taken for whole. */
export function checksumOf(text: string, checksum: string): string {
  return createHash('sha256').update(text.replace(checksum, '').replaceAll('\r\n', '\n')).digest('hex');
}

/** SHA-256 over the name of each file, a NUL, its text and a NUL; line ends do not count. */
async function hashOfLines(dir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of await lineFiles(dir)) {
    const text = await readFile(join(dir, FOLDER, name), 'utf8');
    hash.update(`${name}\0${text.replaceAll('\r\n', '\n')}\0`);
  }
  return hash.digest('hex');
}

const lineFiles = async (dir: string): Promise<string[]> =>
  (await readdir(join(dir, FOLDER))).filter((name) => name.endsWith('.yaml')).sort();

const linesOf = (text = ''): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
