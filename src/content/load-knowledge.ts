import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Guidance } from '../guidance/guidance.ts';
import type { ContentFault } from './content-fault.ts';
import { type LoadedGuidance, loadGuidance } from './load-guidance.ts';
import { unreadable } from './read-text.ts';

/** The documents of a knowledge folder, with what is wrong in it. */
export type LoadedDocuments = {
  readonly documents: readonly LoadedGuidance[];
  /** Those of the documents among them. */
  readonly faults: readonly ContentFault[];
};

/**
 * Reads a knowledge folder: each folder in it is one guidance document (`loadGuidance`). Files beside them, and folders
 * without a source card or Markdown, are left alone. Never throws for what is wrong in the content: every fault is
 * collected, with paths relative to `dir`. A document with a fault of its own is not in `guidance`.
 */
export async function loadKnowledge(dir: string): Promise<{ guidance: Guidance[]; faults: ContentFault[] }> {
  const { documents, faults } = await loadDocuments(dir);
  return { guidance: documents.flatMap((document) => document.guidance ?? []), faults: [...faults] };
}

/** The same with where everything stands. */
export async function loadDocuments(dir: string): Promise<LoadedDocuments> {
  const names = await namesIn(dir).catch((cause: unknown) => unreadable('.', cause));
  if (!Array.isArray(names)) return { documents: [], faults: [names] };
  const documents = await loadFolders(dir, names);
  const faults = [
    ...documents.flatMap((document) => document.faults),
    ...noCurrent(documents),
    ...tooManyCurrent(documents),
  ];
  return { documents, faults };
}

/** The documents that are folders. */
export async function loadFolders(
  dir: string,
  names: readonly { readonly name: string; readonly isFolder: boolean }[],
): Promise<LoadedGuidance[]> {
  const loaded: LoadedGuidance[] = [];
  for (const { name, isFolder } of names) {
    const document = isFolder ? await loadGuidance(dir, name) : null;
    if (document !== null) loaded.push(document);
  }
  return loaded;
}

/** What stands in `dir`, in order. A link that leads nowhere counts as a folder, so that its document is reported. */
export async function namesIn(dir: string): Promise<{ readonly name: string; readonly isFolder: boolean }[]> {
  const names = (await readdir(dir)).filter((name) => !name.startsWith('.')).sort();
  const kinds = names.map((name) =>
    stat(join(dir, name)).then(
      (found) => found.isDirectory(),
      () => true,
    ),
  );
  const isFolder = await Promise.all(kinds);
  return names.map((name, index) => ({ name, isFolder: isFolder[index] ?? false }));
}

/** There is a current document. Not judged while a card cannot be read: it may be the one. */
function noCurrent(loaded: readonly LoadedGuidance[]): ContentFault[] {
  const [first] = loaded;
  if (first === undefined) {
    const message =
      'There is no guidance here. Each document is a folder with Markdown files and a source.yaml.';
    return [{ file: '.', line: 1, message }];
  }
  if (loaded.some(({ card }) => card === null || card.current)) return [];
  const message = 'No document is the current one. Write "current: true" in the card that answers come from.';
  return [{ file: first.file, line: first.lineOf('current'), message }];
}

/** At most one document of a folder is the current one. */
export function tooManyCurrent(loaded: readonly LoadedGuidance[]): ContentFault[] {
  const current = loaded.filter(({ card }) => card?.current);
  return current.slice(1).map(({ file, lineOf }) => ({
    file,
    line: lineOf('current'),
    message: `${current[0]?.file} is marked current too. Only one can be: write "current: false" in the older one.`,
  }));
}
