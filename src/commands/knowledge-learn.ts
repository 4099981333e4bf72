import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatFaults } from '../content/content-fault.ts';
import { checksumOf, LEARNED, readDangerLines } from '../content/load-danger.ts';
import { loadDocuments } from '../content/load-knowledge.ts';
import { loadLibrary } from '../content/load-library.ts';
import { placedIn } from '../content/placed.ts';
import { learnDanger } from '../danger/learn-danger.ts';
import type { DangerModel } from '../danger/model.ts';

/**
 * `knowledge learn`: learns the signs of danger from the lines in the knowledge folder `dir`, and writes what was learned
 * beside them. Resolves to the exit status: 1, with the faults told, when lines cannot be read.
 */
export async function knowledgeLearn(dir: string, write: (text: string) => void): Promise<number> {
  const { documents } = await loadDocuments(dir);
  const { library } = await loadLibrary({ dir, documents }, null);
  const { faults, from, ...lines } = await readDangerLines(dir, library);
  if (faults.length > 0) {
    write(`${formatFaults(placedIn(dir, faults))}\n`);
    return 1;
  }
  write(`Learning from ${lines.danger.length} lines of danger and ${lines.calm.length} calm ones.\n`);
  const learned = { from, ...learnDanger(lines) };
  const checksum = checksumOf(textOf({ ...learned, checksum: '' }), '');
  await writeFile(join(dir, LEARNED), textOf({ ...learned, checksum }));
  write(`Written: ${LEARNED}. It counts from the next start.\n`);
  return 0;
}

/** One weight a line, so that what changed can be seen. */
function textOf({ weights, ...model }: DangerModel): string {
  const head = Object.entries(model).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`);
  const each = Object.entries(weights).map(([feature, weight]) => `${JSON.stringify(feature)}: ${weight}`);
  return `{\n${head.join(',\n')},\n"weights": {\n${each.join(',\n')}\n}\n}\n`;
}
