import { join } from 'node:path';
import { formatFaults } from '../content/content-fault.ts';
import { loadKnowledge } from '../content/load-knowledge.ts';

/**
 * `knowledge check`: reads the knowledge folder `dir` and hands its faults to `write`, one a line as `file:line: what to
 * do`, with paths that open from where the command was run. Each text ends in a line break.
 * Resolves to the exit status: 0 when the content can be used (warnings or not), 1 when it has faults.
 */
export async function knowledgeCheck(dir: string, write: (text: string) => void): Promise<number> {
  const { guidance, faults } = await loadKnowledge(dir);
  if (faults.length > 0) {
    write(`${formatFaults(faults.map((fault) => ({ ...fault, file: join(dir, fault.file) })))}\n`);
  }
  const wrong = faults.filter(({ severity }) => severity !== 'warning').length;
  if (wrong > 0) {
    const [many, them] = wrong === 1 ? ['1 fault', 'it'] : [`${wrong} faults`, 'them'];
    write(`${many} in ${dir}. Put ${them} right and check again.\n`);
    return 1;
  }
  for (const { id, edition, current, sections } of guidance) {
    write(
      `${id}: ${sections.size} sections (${edition})${current ? ', the current document' : ''}. No faults.\n`,
    );
  }
  return 0;
}
