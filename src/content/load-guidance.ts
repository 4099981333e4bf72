import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Guidance, Section } from '../guidance/guidance.ts';
import type { ContentFault } from './content-fault.ts';
import { readText, unreadable } from './read-text.ts';
import { readYaml } from './read-yaml.ts';
import { type SourceCard, sourceCardSchema } from './source-card.ts';
import { splitSections } from './split-sections.ts';

/** One document of a knowledge folder. `guidance` is null when it has faults. */
export type LoadedGuidance = {
  readonly guidance: Guidance | null;
  /** What it says of itself; null when that cannot be read. */
  readonly card: { readonly id: string; readonly current: boolean } | null;
  /** The source card, or the one Markdown file that is all there is. */
  readonly file: string;
  /** Where each section begins. */
  readonly places: ReadonlyMap<string, { readonly file: string; readonly line: number }>;
  /** Line of `id` or `current` in the card. */
  lineOf(key: 'id' | 'current'): number;
  readonly faults: readonly ContentFault[];
};

type TextFile = { readonly name: string; readonly path: string; readonly text: string };

/**
 * Reads the folder `name` in `dir`: its source card, and its Markdown files in the order of their names. The hash is the
 * SHA-256 over each Markdown file's name, a NUL, its text and a NUL. Null for a folder with neither card nor Markdown.
 */
export async function loadGuidance(dir: string, name: string): Promise<LoadedGuidance | null> {
  const cardFile = `${name}/source.yaml`;
  const files = await readdir(join(dir, name)).catch((cause: unknown) => unreadable(name, cause));
  if (!Array.isArray(files))
    return {
      guidance: null,
      card: null,
      file: cardFile,
      places: new Map(),
      lineOf: () => 1,
      faults: [files],
    };

  const names = files.filter((file) => file.endsWith('.md')).sort();
  const hasCard = files.includes('source.yaml');
  if (!hasCard && names.length === 0) return null;

  const faults: ContentFault[] = [];
  const markdown: TextFile[] = [];
  for (const file of names) {
    const path = `${name}/${file}`;
    const read = await readText(dir, path);
    faults.push(...read.faults);
    if (read.text !== null) markdown.push({ name: file, path, text: read.text });
  }

  const read = hasCard ? await readYaml(dir, cardFile, sourceCardSchema) : null;
  const card = read?.whole ?? null;
  if (read === null) {
    const message = `The source card is missing. Write ${cardFile}; the one of the shipped guidance is an example.`;
    faults.push({ file: cardFile, line: 1, message });
  } else {
    faults.push(...read.faults);
    const told = card === null ? [] : await checkCard(dir, name, card, names);
    faults.push(...told.map(({ key, message }) => read.fault([key], message)));
  }

  const places = new Map<string, { readonly file: string; readonly line: number }>();
  const sections = collectSections(markdown, card?.['without-sections'] ?? null, places, faults);
  const guidance = card === null || faults.length > 0 ? null : asGuidance(card, markdown, sections);
  const lineOf = (key: string): number => read?.fault([key], '').line ?? 1;
  return { guidance, card, file: cardFile, places, lineOf, faults };
}

/** What the card says against what the folder holds. */
async function checkCard(
  dir: string,
  name: string,
  card: SourceCard,
  markdown: readonly string[],
): Promise<{ key: keyof SourceCard; message: string }[]> {
  const told: { key: keyof SourceCard; message: string }[] = [];
  if (card.id !== name) {
    told.push({
      key: 'id',
      message: `The id is "${card.id}", the folder is called "${name}". Make them the same.`,
    });
  }
  for (const file of card['without-sections'].filter((file) => !markdown.includes(file))) {
    told.push({
      key: 'without-sections',
      message: `There is no "${file}" in this folder. Take it off the list.`,
    });
  }
  if (markdown.every((file) => card['without-sections'].includes(file))) {
    told.push({
      key: 'id',
      message: 'There is nothing to quote in this folder. The text goes in files ending in .md.',
    });
  }
  if (card.source === undefined) return told;
  const { text } = await readText(join(dir, name), card.source.file);
  if (text === null) {
    told.push({ key: 'source', message: `"${card.source.file}" cannot be read. Put the source text there.` });
  } else if (sha256(text) !== card.source.sha256) {
    const message = `"${card.source.file}" is not the text this card was written for: its SHA-256 is ${sha256(text)}.`;
    told.push({
      key: 'source',
      message: `${message} Put the first text back, or make a new card for the new one.`,
    });
  }
  return told;
}

/** All sections by id, in order. `without`: the files that hold none; null while that is not known. */
function collectSections(
  markdown: readonly TextFile[],
  without: readonly string[] | null,
  places: Map<string, { readonly file: string; readonly line: number }>,
  faults: ContentFault[],
): ReadonlyMap<string, Section> {
  const sections = new Map<string, Section>();
  for (const { name, path, text } of markdown) {
    if (without?.includes(name)) continue;
    const found = splitSections(text, path);
    faults.push(...found.faults);
    if (without !== null && found.sections.length === 0 && found.faults.length === 0) {
      const message =
        'No section begins here. Write <!-- id: … | pages: … --> above each heading, or name the file in the source ' +
        'card under without-sections.';
      faults.push({ file: path, line: 1, message });
    }
    for (const { line, ...section } of found.sections) {
      const place = places.get(section.id);
      if (place !== undefined) {
        const message = `The id "${section.id}" stands at ${place.file}:${place.line} already. Each section has an id of its own.`;
        faults.push({ file: path, line, message });
      } else {
        places.set(section.id, { file: path, line });
        sections.set(section.id, section);
      }
    }
  }
  return sections;
}

function asGuidance(
  card: SourceCard,
  markdown: readonly TextFile[],
  sections: ReadonlyMap<string, Section>,
): Guidance {
  return {
    id: card.id,
    title: card.title,
    shortTitle: card['short-title'] ?? card.title,
    edition: card.edition,
    current: card.current,
    hash: hashOf(markdown),
    licence: card.licence,
    attribution: card.attribution,
    supersededBy: card['superseded-by'] ?? '',
    sections,
  };
}

/** SHA-256 over each file's name, a NUL, its text and a NUL. */
export function hashOf(markdown: readonly { readonly name: string; readonly text: string }[]): string {
  return sha256(markdown.map(({ name, text }) => `${name}\0${text}\0`).join(''));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
