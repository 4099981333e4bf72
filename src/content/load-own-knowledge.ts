import { dirname, join } from 'node:path';
import type { Guidance } from '../guidance/guidance.ts';
import type { ContentFault } from './content-fault.ts';
import { type LoadedDocuments, loadFolders, namesIn, tooManyCurrent } from './load-knowledge.ts';
import { loadProcedure } from './load-procedure.ts';
import { nearest } from './nearest.ts';
import { missingFolder, unreadable } from './read-text.ts';

/** Lists of a knowledge folder that stand beside its documents. */
export const LISTS = ['thesaurus.yaml', 'not-covered.yaml'] as const;

/**
 * Reads the `knowledge/` of a deployment folder: each Markdown file in it is a local procedure of `owner`, each folder a
 * document with a source card, as in the shipped one. Nothing has to be there. Clashes with `shipped` are faults. Never
 * rejects; paths are relative to `dir`, the `knowledge/` itself.
 */
export async function loadOwnKnowledge(
  dir: string,
  owner: string,
  shipped: LoadedDocuments['documents'],
): Promise<LoadedDocuments> {
  const names = await namesIn(dir).catch((cause: unknown) => cause);
  if (!Array.isArray(names)) {
    const missing = names instanceof Error && 'code' in names && names.code === 'ENOENT';
    // That the deployment folder itself is no folder is said where its files are read.
    const quiet = missing || (await missingFolder(dirname(dir), '')) !== null;
    return { documents: [], faults: quiet ? [] : [unreadable('.', names)] };
  }
  const files = names.flatMap(({ name, isFolder }) => (isFolder ? [] : [name]));
  const procedures = files.filter((name) => name.endsWith('.md') && !isReadme(name));
  const documents = [
    ...(await loadFolders(dir, names)),
    ...(await Promise.all(procedures.map((file) => loadProcedure(dir, file, owner)))),
  ];
  const faults = [
    ...documents.flatMap((document) => document.faults),
    ...tooManyCurrent(documents),
    ...sameIds(documents, shipped),
    ...files.flatMap(notRead),
  ];
  return { documents, faults };
}

const isReadme = (name: string) => /^readme\.md$/i.test(name);

/** A document or a section that has the id of another one answers come from. */
function sameIds(own: LoadedDocuments['documents'], shipped: LoadedDocuments['documents']): ContentFault[] {
  const faults: ContentFault[] = [];
  const ids = new Map(shipped.map(({ card }) => [card?.id, 'a document that comes with Share Check']));
  // A newer edition has the sections of the older one, which it takes over from.
  const current = own.some(({ card }) => card?.current) ? [] : shipped.filter(({ card }) => card?.current);
  const sections = new Map<string, string>(
    current.flatMap(({ guidance }) =>
      [...(guidance?.sections.keys() ?? [])].map((id) => [id, `in ${guidance?.shortTitle}`] as const),
    ),
  );
  for (const { card, file, places, lineOf, guidance } of own) {
    const id = card?.id ?? '';
    const other = ids.get(id);
    if (other !== undefined && id !== '') {
      const remedy = file.endsWith('.md')
        ? 'Give the file another name.'
        : 'Give the folder and its id another name.';
      faults.push({ file, line: lineOf('id'), message: `The id "${id}" is that of ${other}. ${remedy}` });
    } else ids.set(id, file);
    if (guidance !== null && !isSearched(guidance)) continue;
    for (const [section, place] of places) {
      const there = sections.get(section);
      if (there === undefined) sections.set(section, `at ${place.file}:${place.line}`);
      else {
        const message = `There is a section "${section}" ${there} already. Write <!-- id: … --> with another id above this heading.`;
        faults.push({ ...place, message });
      }
    }
  }
  return faults;
}

/** Whether answers come from a document of a deployment: not from an older edition, which is kept for past records. */
export const isSearched = ({ current, supersededBy }: Guidance): boolean => current || supersededBy === '';

/** A file that was put there to be used, and is not. */
function notRead(name: string): ContentFault[] {
  if (name.endsWith('.md') || /\.phrasings\.yaml$/.test(name) || LISTS.some((list) => list === name))
    return [];
  if (/\.ya?ml$/.test(name)) {
    const near = nearest(name, LISTS);
    const what = `Files ending in .yaml that are read here: ${LISTS.join(', ')}, and NAME.phrasings.yaml beside NAME.md.`;
    return [{ file: name, line: 1, message: `${what}${near === null ? '' : ` Did you mean "${near}"?`}` }];
  }
  const message =
    'This is not used: only Markdown files, ending in .md, are read here. Save its text as one.';
  return [{ file: name, line: 1, message, severity: 'warning' }];
}

/** The folder of a deployment's own knowledge. */
export const ownKnowledge = (deployment: string): string => join(deployment, 'knowledge');
