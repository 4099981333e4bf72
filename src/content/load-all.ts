import type { Dialog } from '../check/dialog.ts';
import type { Place } from '../check/proof.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { Guidance } from '../guidance/guidance.ts';
import { type ContentFault, contentFault } from './content-fault.ts';
import { type Asked, type LoadedAsked, loadAsked } from './load-asked.ts';
import { loadDeployment } from './load-deployment.ts';
import { loadDialog } from './load-dialog.ts';
import { loadDocuments } from './load-knowledge.ts';
import { pickDocuments } from './load-library.ts';
import { loadLocal } from './load-local.ts';
import { loadOwnKnowledge, ownKnowledge } from './load-own-knowledge.ts';
import { lineIn, placedIn } from './placed.ts';

export { lineIn, placedIn } from './placed.ts';

/** Where the content stands. Absolute, or from the working directory. */
export type ContentFolders = {
  readonly knowledge: string;
  /** The folder of one dialog: `dialogs/share-check`. */
  readonly dialog: string;
  readonly deployment: string;
};

/** All content. */
export type Content = {
  /** Every document, shipped and local, in every edition. */
  readonly guidance: readonly Guidance[];
  readonly dialog: Dialog;
  readonly deployment: Deployment;
  /** Where in the dialog's files, or in what is laid over them, something stands: `policy.yaml:37`, as it opens from here. */
  readonly whereIs: (place: Place) => string;
  /** What typed words are answered with; read once, when first wanted. Rejects with a Fault that names every fault in it. */
  readonly asked: () => Promise<Asked>;
};

export type LoadedContent = {
  /** Null when anything is at fault. */
  readonly content: Content | null;
  /** Every fault of every file at once, and always the warnings, each with its path as it opens from the working directory. */
  readonly faults: readonly ContentFault[];
};

/**
 * Loads and checks everything together. Never rejects. `advice` is what could be better in the knowledge folders, in the form of
 * the faults: looked for when it is called.
 */
export async function loadAll(
  folders: ContentFolders,
  requiredWords: readonly string[] = [],
): Promise<LoadedContent & { advice(): readonly ContentFault[] }> {
  const { readAsked, ...first } = await loadToStart(folders, requiredWords);
  const { asked, faults, advice } = await readAsked();
  return { content: asked && first.content, faults: [...first.faults, ...faults], advice };
}

/**
 * Loads and checks what a check runs on: the guidance, the deployment with its own procedures, and the dialog with what the
 * deployment lays over it. What typed words are answered with is left for later. Never rejects.
 */
export async function loadToStart(
  folders: ContentFolders,
  requiredWords: readonly string[] = [],
): Promise<LoadedContent & { readAsked(): Promise<LoadedAsked> }> {
  const ownDir = ownKnowledge(folders.deployment);
  const shipped = await loadDocuments(folders.knowledge);
  const { deployment, faults: deploymentFaults } = await loadDeployment(folders.deployment);
  const owner = deployment?.organisation.name ?? 'your organisation';
  const own = await loadOwnKnowledge(ownDir, owner, shipped.documents);
  const { guidance } = pickDocuments(shipped.documents, own.documents);
  let reading: Promise<LoadedAsked> | undefined;
  const readAsked = () => {
    reading ??= loadAsked(
      { dir: folders.knowledge, documents: shipped.documents },
      { dir: ownDir, documents: own.documents },
      folders.deployment,
    );
    return reading;
  };
  // The check cites what it came with, whichever edition questions are answered from.
  const cited = shipped.documents.flatMap((document) => document.guidance ?? []);
  const loaded = await loadDialog(folders.dialog, cited, requiredWords);
  const { dialog } = loaded;
  const local = dialog === null ? null : await loadLocal(folders.deployment, dialog);
  const faults = [
    ...placedIn(folders.knowledge, shipped.faults),
    ...placedIn(ownDir, own.faults),
    ...placedIn(folders.dialog, loaded.faults),
    ...placedIn(folders.deployment, [...deploymentFaults, ...(local?.faults ?? [])]),
  ];
  const usable = faults.every(({ severity }) => severity === 'warning') ? local?.dialog : null;
  const whereIs = (place: Place) =>
    place.file === 'local' && local !== null
      ? lineIn(folders.deployment, local.lineOf(place))
      : lineIn(folders.dialog, loaded.lineOf(place));
  const asked = async () => {
    const read = await readAsked();
    if (read.asked === null) throw contentFault(read.faults);
    return read.asked;
  };
  const content = usable && deployment ? { guidance, dialog: usable, deployment, whereIs, asked } : null;
  return { content, faults, readAsked };
}
