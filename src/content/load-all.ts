import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Dialog } from '../check/dialog.ts';
import type { Place } from '../check/proof.ts';
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
  /** Where in the dialog's files, or in what is laid over them, something stands: `policy.yaml:37`, as it opens from here. */
  readonly whereIs: (place: Place) => string;
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
  const loaded = await loadDialog(folders.dialog, knowledge.guidance, requiredWords);
  const { dialog } = loaded;
  const { deployment, faults: deploymentFaults } = await loadDeployment(folders.deployment);
  const local = dialog === null ? null : await loadLocal(folders.deployment, dialog);
  const faults = [
    ...placedIn(folders.knowledge, knowledge.faults),
    ...placedIn(folders.dialog, loaded.faults),
    ...placedIn(folders.deployment, [...deploymentFaults, ...(local?.faults ?? [])]),
  ];
  const usable = faults.every(({ severity }) => severity === 'warning') ? local?.dialog : null;
  const whereIs = (place: Place) =>
    place.file === 'local' && local !== null
      ? lineIn(folders.deployment, local.lineOf(place))
      : lineIn(folders.dialog, loaded.lineOf(place));
  const content =
    usable && deployment ? { guidance: knowledge.guidance, dialog: usable, deployment, whereIs } : null;
  return { content, faults };
}

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
