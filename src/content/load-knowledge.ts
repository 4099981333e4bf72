import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Guidance } from '../guidance/guidance.ts';
import type { ContentFault } from './content-fault.ts';
import { type LoadedGuidance, loadGuidance } from './load-guidance.ts';
import { unreadable } from './read-text.ts';

/**
 * Reads a knowledge folder: each folder in it is one guidance document (`loadGuidance`). Files beside them, and folders
 * without a source card or Markdown, are left alone. Never throws for what is wrong in the content: every fault is
 * collected, with paths relative to `dir`. A document with a fault of its own is not in `guidance`.
 */
export async function loadKnowledge(dir: string): Promise<{ guidance: Guidance[]; faults: ContentFault[] }> {
  const names = await folders(dir).catch((cause: unknown) => unreadable('.', cause));
  if (!Array.isArray(names)) return { guidance: [], faults: [names] };

  const loaded: LoadedGuidance[] = [];
  for (const name of names) {
    const document = await loadGuidance(dir, name);
    if (document !== null) loaded.push(document);
  }
  const faults = [...loaded.flatMap((document) => document.faults), ...currentOnes(loaded)];
  return { guidance: loaded.flatMap((document) => document.guidance ?? []), faults };
}

/** Names of the folders in `dir`. A link that leads nowhere counts as one, so that its document is reported. */
async function folders(dir: string): Promise<string[]> {
  const names = (await readdir(dir)).filter((name) => !name.startsWith('.')).sort();
  const kinds = names.map((name) =>
    stat(join(dir, name)).then(
      (found) => found.isDirectory(),
      () => true,
    ),
  );
  const isFolder = await Promise.all(kinds);
  return names.filter((_, index) => isFolder[index]);
}

/** Exactly one document is the current one. Not judged while a card cannot be read: it may be the one. */
function currentOnes(loaded: readonly LoadedGuidance[]): ContentFault[] {
  const [first] = loaded;
  if (first === undefined) {
    const message =
      'There is no guidance here. Each document is a folder with Markdown files and a source.yaml.';
    return [{ file: '.', line: 1, message }];
  }
  const current = loaded.filter(({ card }) => card?.current);
  if (current.length === 0 && loaded.every(({ card }) => card !== null)) {
    const message =
      'No document is the current one. Write "current: true" in the card that answers come from.';
    return [{ file: first.cardFile, line: first.currentLine(), message }];
  }
  return current.slice(1).map(({ cardFile, currentLine }) => ({
    file: cardFile,
    line: currentLine(),
    message: `${current[0]?.cardFile} is marked current too. Only one can be: write "current: false" in the older one.`,
  }));
}
