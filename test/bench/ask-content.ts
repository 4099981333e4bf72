import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Library } from '../../src/ask/library.ts';
import { loadAll } from '../../src/content/load-all.ts';
import { councilProcedures } from './council-procedures.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** A test question; `expect` names every section that is a right first answer, none when the guidance has no answer. */
export type AskedQuestion = { readonly q: string; readonly expect: readonly string[] };

/** The held-out questions of `test/questions/fresh.jsonl`. */
export async function freshQuestions(): Promise<readonly AskedQuestion[]> {
  const text = await readFile(join(PROJECT, 'test/questions/fresh.jsonl'), 'utf8');
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as AskedQuestion]));
}

/** What questions are answered from: the shipped guidance, and `passages` passages of made-up local procedures beside it. */
export async function libraryWith(passages: number): Promise<Library> {
  const deployment = await mkdtemp(join(tmpdir(), 'share-check-bench-'));
  try {
    await cp(join(PROJECT, 'manifest/example-school'), deployment, { recursive: true });
    // The example's own procedures are no part of what is measured.
    await rm(join(deployment, 'knowledge'), { recursive: true, force: true });
    await mkdir(join(deployment, 'knowledge'));
    for (const { name, text } of councilProcedures(passages)) {
      await writeFile(join(deployment, 'knowledge', name), text);
    }
    const { content, faults } = await loadAll({
      knowledge: join(PROJECT, 'knowledge'),
      dialog: join(PROJECT, 'dialogs/share-check'),
      deployment,
    });
    if (content === null)
      throw new Error(faults.map(({ file, message }) => `${file}: ${message}`).join('\n'));
    return (await content.asked()).library;
  } finally {
    await rm(deployment, { recursive: true, force: true });
  }
}
