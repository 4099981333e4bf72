import type { LawNote } from '../ask/law-notes.ts';
import type { Library } from '../ask/library.ts';
import type { Dialog } from '../check/dialog.ts';
import type { Place } from '../check/proof.ts';
import type { DangerModel } from '../danger/model.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { Guidance } from '../guidance/guidance.ts';
import type { ContentFault } from './content-fault.ts';
import { loadDanger } from './load-danger.ts';
import { loadDeployment } from './load-deployment.ts';
import { loadDialog } from './load-dialog.ts';
import { loadDocuments } from './load-knowledge.ts';
import { loadLawNotes, switchLawNotes } from './load-law-notes.ts';
import { loadLibrary } from './load-library.ts';
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

/** All content, loaded and checked together. */
export type Content = {
  /** Every document, shipped and local, in every edition. */
  readonly guidance: readonly Guidance[];
  /** What questions are answered from. */
  readonly library: Library;
  /** Share Check's own notes on the law, those that are switched on. */
  readonly lawNotes: readonly LawNote[];
  /** Reads what was learned about words that signal danger to a child. */
  readonly danger: () => DangerModel;
  readonly dialog: Dialog;
  readonly deployment: Deployment;
  /** Where in the dialog's files, or in what is laid over them, something stands: `policy.yaml:37`, as it opens from here. */
  readonly whereIs: (place: Place) => string;
};

/**
 * Loads the guidance and what helps to find it, the deployment with its own procedures, and the dialog with what the
 * deployment lays over it. Never rejects. `content` is null when anything is at fault; `faults` then holds every fault of
 * every file at once, and always the warnings, each with its path as it opens from the working directory. `advice` is
 * what could be better in the knowledge folders, in the same form: looked for when it is called.
 */
export async function loadAll(
  folders: ContentFolders,
  requiredWords: readonly string[] = [],
): Promise<{
  readonly content: Content | null;
  readonly faults: readonly ContentFault[];
  advice(): readonly ContentFault[];
}> {
  const ownDir = ownKnowledge(folders.deployment);
  const shipped = await loadDocuments(folders.knowledge);
  const { deployment, faults: deploymentFaults } = await loadDeployment(folders.deployment);
  const owner = deployment?.organisation.name ?? 'your organisation';
  const own = await loadOwnKnowledge(ownDir, owner, shipped.documents);
  const { guidance, library, ...asked } = await loadLibrary(
    { dir: folders.knowledge, documents: shipped.documents },
    { dir: ownDir, documents: own.documents },
  );
  const danger = await loadDanger(folders.knowledge);
  const notes = await loadLawNotes(folders.knowledge, shipped.documents);
  const { lawNotes, faults: switchFaults } = await switchLawNotes(folders.deployment, notes);
  // The check cites what it came with, whichever edition questions are answered from.
  const cited = shipped.documents.flatMap((document) => document.guidance ?? []);
  const loaded = await loadDialog(folders.dialog, cited, requiredWords);
  const { dialog } = loaded;
  const local = dialog === null ? null : await loadLocal(folders.deployment, dialog);
  const faults = [
    ...placedIn(folders.knowledge, [...shipped.faults, ...danger.faults, ...notes.faults]),
    ...placedIn(ownDir, own.faults),
    ...asked.faults,
    ...placedIn(folders.dialog, loaded.faults),
    ...placedIn(folders.deployment, [...deploymentFaults, ...switchFaults, ...(local?.faults ?? [])]),
  ];
  const usable = faults.every(({ severity }) => severity === 'warning') ? local?.dialog : null;
  const whereIs = (place: Place) =>
    place.file === 'local' && local !== null
      ? lineIn(folders.deployment, local.lineOf(place))
      : lineIn(folders.dialog, loaded.lineOf(place));
  const { model } = danger;
  const content =
    usable && deployment && model
      ? { guidance, library, lawNotes, danger: model, dialog: usable, deployment, whereIs }
      : null;
  return { content, faults, advice: asked.advice };
}
