import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Library } from '../ask/library.ts';
import { type ContentFault, formatFaults } from '../content/content-fault.ts';
import { type ContentFolders, loadAll, placedIn } from '../content/load-all.ts';
import { LEARNED, loadDanger } from '../content/load-danger.ts';
import { loadDeployment } from '../content/load-deployment.ts';
import { loadDocuments } from '../content/load-knowledge.ts';
import { loadLawNotes } from '../content/load-law-notes.ts';
import { loadLibrary } from '../content/load-library.ts';
import { loadOwnKnowledge } from '../content/load-own-knowledge.ts';
import type { Guidance } from '../guidance/guidance.ts';

/** Where the report goes. */
export type Report = {
  /** What a person reads. Each text ends in a line break. */
  write(text: string): void;
  /** With `--json`: each fault as one JSON object, instead of in words. */
  readonly json?: (line: string) => void;
};

/**
 * `knowledge check FOLDER`: reads the knowledge folder `dir` and reports its faults, one a line as `file:line: what to do`,
 * with paths that open from where the command was run. The `knowledge/` of a deployment folder is read as such, beside the
 * guidance in `shipped`. Resolves to the exit status: 0 when the content can be used (warnings or not), 1 when it has faults.
 */
export async function knowledgeCheck(dir: string, report: Report, shipped: string): Promise<number> {
  const { faults, guidance, library } = await (existsSync(join(dir, '../organisation.yaml'))
    ? readOwn(dir, shipped)
    : readShipped(dir));
  if (tellFaults(faults, dir, report)) return 1;
  guidance.forEach((one) => void report.write(sound(one, library)));
  return 0;
}

/** `knowledge check`: the same of all content the service uses, knowledge, dialog and deployment folder together. */
export async function contentCheck(
  folders: ContentFolders,
  requiredWords: readonly string[],
  report: Report,
): Promise<number> {
  const { content, faults, advice } = await loadAll(folders, requiredWords);
  if (tellFaults([...faults, ...advice()], 'the content', report) || content === null) return 1;
  const { guidance, dialog, deployment } = content;
  const { library } = await content.asked();
  guidance.forEach((one) => void report.write(sound(one, library)));
  report.write(`${dialog.title} ${dialog.version}: ${dialog.questions.length} questions. No faults.\n`);
  report.write(
    `${deployment.organisation.name}: ${deployment.people.length} people, in ${folders.deployment}. No faults.\n`,
  );
  return 0;
}

type Read = {
  readonly faults: readonly ContentFault[];
  readonly guidance: readonly Guidance[];
  readonly library: Library;
};

async function readShipped(dir: string): Promise<Read> {
  const { documents, faults } = await loadDocuments(dir);
  const { guidance, library, ...asked } = await loadLibrary({ dir, documents }, null);
  const danger = existsSync(join(dir, LEARNED)) ? (await loadDanger(dir)).faults : [];
  const notes = await loadLawNotes(dir, documents);
  return {
    faults: [...placedIn(dir, [...faults, ...danger, ...notes.faults]), ...asked.faults, ...asked.advice()],
    guidance,
    library,
  };
}

async function readOwn(dir: string, shipped: string): Promise<Read> {
  const { documents } = await loadDocuments(shipped);
  const { deployment } = await loadDeployment(resolve(dir, '..'));
  const own = await loadOwnKnowledge(dir, deployment?.organisation.name ?? 'your organisation', documents);
  const { guidance, library, ...asked } = await loadLibrary(
    { dir: shipped, documents },
    { dir, documents: own.documents },
  );
  // What is wrong in the shipped folder is not asked for here.
  const [there = ''] = placedIn(dir, [{ file: '', line: 1, message: '' }]).map(({ file }) => file);
  const here = [...asked.faults, ...asked.advice()].filter(({ file }) => file.startsWith(there));
  return {
    faults: [...placedIn(dir, own.faults), ...here],
    guidance: guidance.filter(({ id }) => own.documents.some((one) => one.guidance?.id === id)),
    library,
  };
}

/** Whether there are any that keep the content from being used. */
function tellFaults(faults: readonly ContentFault[], where: string, { write, json }: Report): boolean {
  if (json !== undefined) {
    for (const { severity = 'fault', file, line, message } of faults) {
      json(`${JSON.stringify({ severity, file, line, message })}\n`);
    }
  } else if (faults.length > 0) write(`${formatFaults(faults)}\n`);
  const wrong = faults.filter(({ severity }) => severity !== 'warning').length;
  if (wrong === 0) return false;
  const [many, them] = wrong === 1 ? ['1 fault', 'it'] : [`${wrong} faults`, 'them'];
  write(`${many} in ${where}. Put ${them} right and check again.\n`);
  return true;
}

function sound({ id, sections, edition, current }: Guidance, { searched, phrasings }: Library): string {
  const count = [...(phrasings.get(id)?.values() ?? [])].reduce((sum, { length }) => sum + length, 0);
  const holds = `${sections.size} ${sections.size === 1 ? 'section' : 'sections'}`;
  const kept = searched.some((one) => one.id === id) ? '' : ', kept for past records';
  return `${id}: ${holds} (${edition})${count > 0 ? `, ${count} phrasings` : ''}${current ? ', the current document' : kept}. No faults.\n`;
}
