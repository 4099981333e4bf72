import type { LawNote } from '../ask/law-notes.ts';
import type { Library } from '../ask/library.ts';
import type { DangerModel } from '../danger/model.ts';
import type { ContentFault } from './content-fault.ts';
import { loadDanger } from './load-danger.ts';
import type { LoadedDocuments } from './load-knowledge.ts';
import { loadLawNotes, switchLawNotes } from './load-law-notes.ts';
import { loadLibrary } from './load-library.ts';
import { placedIn } from './placed.ts';

/** What typed words are answered with. */
export type Asked = {
  /** What questions are answered from. */
  readonly library: Library;
  /** Share Check's own notes on the law, those that are switched on. */
  readonly lawNotes: readonly LawNote[];
  /** Reads what was learned about words that signal danger to a child. */
  readonly danger: () => DangerModel;
};

export type LoadedAsked = {
  /** Null when anything in it is at fault. */
  readonly asked: Asked | null;
  /** With their paths as they open from the working directory. */
  readonly faults: readonly ContentFault[];
  /** What could be better in the knowledge folders, in the same form: looked for when it is called. */
  advice(): readonly ContentFault[];
};

type Folder = { readonly dir: string; readonly documents: LoadedDocuments['documents'] };

/**
 * Loads what stands beside the documents of the shipped knowledge folder and of the deployment's own: phrasings, thesaurus and
 * topics, words of danger, and the law notes with the switches of the `deployment` folder. Never rejects.
 */
export async function loadAsked(shipped: Folder, own: Folder, deployment: string): Promise<LoadedAsked> {
  const { library, faults: libraryFaults, advice } = await loadLibrary(shipped, own);
  const danger = await loadDanger(shipped.dir);
  const notes = await loadLawNotes(shipped.dir, shipped.documents);
  const { lawNotes, faults: switchFaults } = await switchLawNotes(deployment, notes);
  const faults = [
    ...libraryFaults,
    ...placedIn(shipped.dir, [...danger.faults, ...notes.faults]),
    ...placedIn(deployment, switchFaults),
  ];
  const usable = faults.every(({ severity }) => severity === 'warning');
  const asked = usable && danger.model !== null ? { library, lawNotes, danger: danger.model } : null;
  return { asked, faults, advice };
}
