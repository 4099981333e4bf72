import { join } from 'node:path';
import { type ContentFault, formatFaults } from '../content/content-fault.ts';
import { type ContentFolders, loadAll } from '../content/load-all.ts';
import { loadKnowledge } from '../content/load-knowledge.ts';
import type { Guidance } from '../guidance/guidance.ts';

type Write = (text: string) => void;

/**
 * `knowledge check FOLDER`: reads the knowledge folder `dir` and hands its faults to `write`, one a line as
 * `file:line: what to do`, with paths that open from where the command was run. Each text ends in a line break.
 * Resolves to the exit status: 0 when the content can be used (warnings or not), 1 when it has faults.
 */
export async function knowledgeCheck(dir: string, write: Write): Promise<number> {
  const { guidance, faults } = await loadKnowledge(dir);
  const placed = faults.map((fault) => ({ ...fault, file: join(dir, fault.file) }));
  if (tellFaults(placed, dir, write)) return 1;
  guidance.forEach((one) => void write(sound(one)));
  return 0;
}

/** `knowledge check`: the same of all content the service uses, knowledge, dialog and deployment folder together. */
export async function contentCheck(
  folders: ContentFolders,
  requiredWords: readonly string[],
  write: Write,
): Promise<number> {
  const { content, faults } = await loadAll(folders, requiredWords);
  if (tellFaults(faults, 'the content', write) || content === null) return 1;
  const { guidance, dialog, deployment } = content;
  guidance.forEach((one) => void write(sound(one)));
  write(`${dialog.title} ${dialog.version}: ${dialog.questions.length} questions. No faults.\n`);
  write(
    `${deployment.organisation.name}: ${deployment.people.length} people, in ${folders.deployment}. No faults.\n`,
  );
  return 0;
}

/** Whether there are any that keep the content from being used. */
function tellFaults(faults: readonly ContentFault[], where: string, write: Write): boolean {
  if (faults.length > 0) write(`${formatFaults(faults)}\n`);
  const wrong = faults.filter(({ severity }) => severity !== 'warning').length;
  if (wrong === 0) return false;
  const [many, them] = wrong === 1 ? ['1 fault', 'it'] : [`${wrong} faults`, 'them'];
  write(`${many} in ${where}. Put ${them} right and check again.\n`);
  return true;
}

const sound = ({ id, sections, edition, current }: Guidance) =>
  `${id}: ${sections.size} sections (${edition})${current ? ', the current document' : ''}. No faults.\n`;
