import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Dialog } from '../check/dialog.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { Guidance } from '../guidance/guidance.ts';
import type { ContentFault } from './content-fault.ts';
import { loadDeployment } from './load-deployment.ts';
import { loadDialog } from './load-dialog.ts';
import { loadKnowledge } from './load-knowledge.ts';
import { loadLocal } from './load-local.ts';

/** Where the content stands. Absolute, or from the working directory. */
export type ContentFolders = {
  readonly knowledge: string;
  /** The folder of one dialog: `dialogs/share-check`. */
  readonly dialog: string;
  readonly deployment: string;
};

/** All content, loaded and checked together. */
export type Content = {
  readonly guidance: readonly Guidance[];
  readonly dialog: Dialog;
  readonly deployment: Deployment;
};

/**
 * Loads knowledge, deployment, and the dialog with what the deployment lays over it. Never rejects. `content` is null when anything is at fault; `faults` then holds
 * every fault of every file at once, and always the warnings, each with its path as it opens from the working directory.
 */
export async function loadAll(
  folders: ContentFolders,
  requiredWords: readonly string[] = [],
): Promise<{ readonly content: Content | null; readonly faults: readonly ContentFault[] }> {
  const knowledge = await loadKnowledge(folders.knowledge);
  const { dialog, faults: dialogFaults } = await loadDialog(
    folders.dialog,
    knowledge.guidance,
    requiredWords,
  );
  const { deployment, faults: deploymentFaults } = await loadDeployment(folders.deployment);
  const local = dialog === null ? null : await loadLocal(folders.deployment, dialog);
  const faults = [
    ...placedIn(folders.knowledge, knowledge.faults),
    ...placedIn(folders.dialog, dialogFaults),
    ...placedIn(folders.deployment, [...deploymentFaults, ...(local?.faults ?? [])]),
  ];
  const usable = faults.every(({ severity }) => severity === 'warning') ? local?.dialog : null;
  const content = usable && deployment ? { guidance: knowledge.guidance, dialog: usable, deployment } : null;
  return { content, faults };
}

/** The same faults with paths from the working directory instead of from the folder; whole paths where it is outside. */
export function placedIn(folder: string, faults: readonly ContentFault[]): ContentFault[] {
  const from = relative(process.cwd(), folder) || '.';
  const there = from.startsWith('..') || isAbsolute(from) ? resolve(folder) : from;
  return faults.map((fault) => ({ ...fault, file: join(there, fault.file) }));
}
