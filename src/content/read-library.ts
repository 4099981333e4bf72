import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { NotCoveredTopic, Synonyms } from '../ask/library.ts';
import type { Guidance } from '../guidance/guidance.ts';
import type { ContentFault } from './content-fault.ts';
import { notCoveredFileSchema, phrasingsFileSchema, thesaurusFileSchema } from './library-files.ts';
import { namesIn } from './load-knowledge.ts';
import { nearest } from './nearest.ts';
import { unreadable } from './read-text.ts';
import { readYaml, type YamlFile } from './read-yaml.ts';
import { slugOf } from './slug.ts';

/** The phrasings of one file, for the sections of one document. */
export type PhrasingsFile = {
  readonly guidance: Guidance;
  readonly read: YamlFile<z.output<typeof phrasingsFileSchema>>;
};

/** What a knowledge folder holds beside its documents. */
export type LibraryFiles = {
  readonly dir: string;
  readonly phrasings: readonly PhrasingsFile[];
  readonly thesaurus: YamlFile<Synonyms[]> | null;
  readonly notCovered: YamlFile<NotCoveredTopic[]> | null;
  /** Files that belong to no document, or that cannot be read. Those of the files that can are with them. */
  readonly faults: readonly ContentFault[];
};

type Found = { readonly document: string; readonly file: string };

/**
 * Reads what stands beside the documents of a knowledge folder: `<document>/phrasings/*.yaml`, `<file>.phrasings.yaml`
 * beside a procedure of one file, `thesaurus.yaml` and `not-covered.yaml`. Each may be left out. `known` are the ids of all
 * documents; phrasings of those that are not `searched` are left alone. Never rejects.
 */
export async function readLibrary(
  dir: string,
  searched: readonly Guidance[],
  known: ReadonlySet<string>,
): Promise<LibraryFiles> {
  // That the folder cannot be read is said where its documents are.
  const names = await namesIn(dir).catch(() => []);
  const has = (name: string) => names.some((entry) => entry.name === name && !entry.isFolder);
  const faults: ContentFault[] = [];
  const beside = names.flatMap(({ name, isFolder }): Found[] => {
    const [, document] = (isFolder ? null : /^(.+)\.phrasings\.yaml$/.exec(name)) ?? [];
    return document === undefined ? [] : [{ document: slugOf(document), file: name }];
  });
  const within = await Promise.all(
    names.flatMap(({ name, isFolder }) => (isFolder ? [inFolder(dir, name, faults)] : [])),
  );
  const files = [...within.flat(), ...beside].filter(({ document, file }) => {
    if (!known.has(document)) faults.push(noDocument(document, file, known));
    return searched.some(({ id }) => id === document);
  });
  const [phrasings, thesaurus, notCovered] = await Promise.all([
    Promise.all(
      files.flatMap(({ document, file }) =>
        searched
          .filter(({ id }) => id === document)
          .map(async (guidance) => ({ guidance, read: await readYaml(dir, file, phrasingsFileSchema) })),
      ),
    ),
    has('thesaurus.yaml') ? readYaml(dir, 'thesaurus.yaml', thesaurusFileSchema) : null,
    has('not-covered.yaml') ? readYaml(dir, 'not-covered.yaml', notCoveredFileSchema) : null,
  ]);
  return { dir, phrasings, thesaurus, notCovered, faults };
}

/** The files of `<document>/phrasings/`, where there is such a folder. */
async function inFolder(dir: string, document: string, faults: ContentFault[]): Promise<Found[]> {
  const folder = `${document}/phrasings`;
  try {
    const names = (await readdir(join(dir, folder))).filter((name) => !/^\.|\.md$/.test(name)).sort();
    for (const name of names.filter((name) => !name.endsWith('.yaml'))) {
      const message = 'Only files ending in .yaml are read here. Name it so, or take it away.';
      faults.push({ file: `${folder}/${name}`, line: 1, message });
    }
    return names.flatMap((name) => (name.endsWith('.yaml') ? [{ document, file: `${folder}/${name}` }] : []));
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (!missing) faults.push(unreadable(folder, cause));
    return [];
  }
}

function noDocument(document: string, file: string, known: ReadonlySet<string>): ContentFault {
  const near = nearest(document, [...known]);
  const help = near === null ? `The documents are: ${[...known].join(', ')}.` : `Did you mean "${near}"?`;
  return { file, line: 1, message: `There is no document "${document}". ${help}` };
}
