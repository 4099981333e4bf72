import type { Library } from '../ask/library.ts';
import type { Guidance } from '../guidance/guidance.ts';
import type { ContentFault } from './content-fault.ts';
import { gatherPhrasings } from './gather-phrasings.ts';
import { libraryAdvice } from './library-advice.ts';
import type { LoadedDocuments } from './load-knowledge.ts';
import { isSearched } from './load-own-knowledge.ts';
import { placedIn } from './placed.ts';
import { readLibrary } from './read-library.ts';

/** Everything questions are answered from, with what is wrong in it. */
export type LoadedLibrary = {
  readonly guidance: readonly Guidance[];
  readonly library: Library;
  /** With their paths as they open from the working directory. */
  readonly faults: readonly ContentFault[];
  /** What could be better and keeps nothing from being used, in the same form. Takes longer: for those who edit. */
  advice(): readonly ContentFault[];
};

/** Every document of both folders, and those of them that are searched. */
export type Picked = { readonly guidance: readonly Guidance[]; readonly searched: readonly Guidance[] };

type Folder = { readonly dir: string; readonly documents: LoadedDocuments['documents'] };

/**
 * Which documents are searched: the current one and the deployment's own, but for older editions of its own. A newer edition of
 * theirs takes over from the shipped one.
 */
export function pickDocuments(
  shipped: LoadedDocuments['documents'],
  own: LoadedDocuments['documents'],
): Picked {
  const theirs = guidanceOf(own);
  const replaced = theirs.some(({ current }) => current);
  const ours = guidanceOf(shipped).map((one) => (replaced ? { ...one, current: false } : one));
  const guidance = [...ours, ...theirs];
  return {
    guidance,
    searched: guidance.filter((one) => (theirs.includes(one) ? isSearched(one) : one.current)),
  };
}

/**
 * Reads what stands beside the documents of the shipped knowledge folder and of the deployment's own (null for none).
 * Never rejects.
 */
export async function loadLibrary(shipped: Folder, own: Folder | null): Promise<LoadedLibrary> {
  const { guidance, searched } = pickDocuments(shipped.documents, own?.documents ?? []);
  const documents = [shipped.documents, ...(own === null ? [] : [own.documents])];
  // Where the card cannot be read, the name of the folder is its id.
  const known = new Set(documents.flat().map(({ card, file }) => card?.id ?? file.replace(/\/.*/, '')));
  const dirs = [shipped.dir, ...(own === null ? [] : [own.dir])];
  const folders = await Promise.all(dirs.map((dir) => readLibrary(dir, searched, known)));
  const gathered = gatherPhrasings(folders);
  const thesaurus = folders.flatMap((folder) => Object.values(folder.thesaurus?.parts ?? []));
  const library: Library = {
    searched,
    phrasings: gathered.phrasings,
    thesaurus: thesaurus.flatMap((one) => one ?? []),
    notCovered: gathered.notCovered,
  };
  const faults = [
    ...folders.flatMap(({ dir, faults, phrasings, thesaurus, notCovered }) =>
      placedIn(dir, [
        ...faults,
        ...phrasings.flatMap(({ read }) => read.faults),
        ...(thesaurus?.faults ?? []),
        ...(notCovered?.faults ?? []),
      ]),
    ),
    ...gathered.faults,
  ];
  const advice = () => [...gathered.repeated(), ...libraryAdvice(library, folders, documents)];
  return { guidance, library, faults, advice };
}

const guidanceOf = (documents: LoadedDocuments['documents']): readonly Guidance[] =>
  documents.flatMap((document) => document.guidance ?? []);
