import { readdir } from 'node:fs/promises';
import type { z } from 'zod';
import type { LawNote } from '../ask/law-notes.ts';
import type { ContentFault } from './content-fault.ts';
import { lawNoteSwitchesSchema, lawNotesFileSchema } from './law-note-files.ts';
import type { LoadedDocuments } from './load-knowledge.ts';
import { nearest, permittedWords } from './nearest.ts';
import { readYaml, type YamlFile } from './read-yaml.ts';

/** The file of the shipped knowledge folder with the notes, and of a deployment folder with their switches. */
export const LAW_NOTES_FILE = 'law-notes.yaml';

type NotesFile = YamlFile<z.output<typeof lawNotesFileSchema>>;
type Written = z.output<typeof lawNotesFileSchema>['notes'][number];
type Switch = NonNullable<z.output<typeof lawNoteSwitchesSchema>>[string];
type Switches = Readonly<Partial<Record<string, Switch>>>;

/** The notes of a knowledge folder as they are written. */
export type LoadedLawNotes = {
  /** Null when anything is at fault. */
  readonly notes: readonly Written[] | null;
  /** The document they stand beside. */
  readonly guidance: string;
  /** With paths relative to the knowledge folder. */
  readonly faults: readonly ContentFault[];
};

/** Reads `law-notes.yaml` of the knowledge folder `dir`; without one there are no notes. Never rejects. */
export async function loadLawNotes(
  dir: string,
  documents: LoadedDocuments['documents'],
): Promise<LoadedLawNotes> {
  const { has } = await look(dir);
  if (!has) return { notes: [], guidance: '', faults: [] };
  const read = await readYaml(dir, LAW_NOTES_FILE, lawNotesFileSchema);
  const faults = [...read.faults, ...checkPlaces(read, documents), ...checkNotes(read)];
  return {
    notes: faults.length === 0 ? (read.whole?.notes ?? null) : null,
    guidance: read.parts.guidance ?? '',
    faults,
  };
}

/**
 * Reads the switches of the deployment folder `dir`: without a file each note is as it is by default. Gives the notes that are
 * on, each with its day. Never rejects; faults have paths relative to `dir`.
 */
export async function switchLawNotes(
  dir: string,
  { notes, guidance }: LoadedLawNotes,
): Promise<{ readonly lawNotes: readonly LawNote[]; readonly faults: readonly ContentFault[] }> {
  const { has, faults: astray } = await look(dir);
  if (!has) return { lawNotes: switched(notes ?? [], {}, guidance), faults: astray };
  const read = await readYaml(dir, LAW_NOTES_FILE, lawNoteSwitchesSchema);
  const switches: Switches = { ...read.parts };
  const own =
    notes === null
      ? []
      : Object.entries(switches).flatMap(([id, value]) => (value ? checkSwitch(id, value, notes) : []));
  const faults = [...astray, ...read.faults, ...own.map(({ path, message }) => read.fault(path, message))];
  return { lawNotes: faults.length === 0 ? switched(notes ?? [], switches, guidance) : [], faults };
}

/** Whether the file is there, and files that seem to be meant for it: a switch must not be lost to a slip in a name. */
async function look(dir: string): Promise<{ readonly has: boolean; readonly faults: ContentFault[] }> {
  // That the folder itself cannot be read is said where its other files are.
  const names = await readdir(dir).catch((): string[] => []);
  const near = names.filter((name) => name !== LAW_NOTES_FILE && nearest(name, [LAW_NOTES_FILE]) !== null);
  const message = `This is not read. Did you mean "${LAW_NOTES_FILE}"? Give it that name.`;
  return {
    has: names.includes(LAW_NOTES_FILE),
    faults: near.map((file) => ({ file, line: 1, message })),
  };
}

/** That the document is there, and the sections in it. */
function checkPlaces(read: NotesFile, documents: LoadedDocuments['documents']): ContentFault[] {
  const { guidance, notes = [] } = read.parts;
  if (guidance === undefined) return [];
  const document = documents.find(({ card, file }) => (card?.id ?? file.replace(/\/.*/, '')) === guidance);
  if (document === undefined) {
    const ids = documents.flatMap(({ card }) => card?.id ?? []);
    return [read.fault(['guidance'], `There is no document "${guidance}". ${permittedWords(guidance, ids)}`)];
  }
  // Of a document with a fault of its own it is not known which sections it has.
  const ids = document.guidance === null ? null : [...document.guidance.sections.keys()];
  if (ids === null) return [];
  return notes.flatMap(({ beside }, n) =>
    beside.flatMap((section, m) => {
      if (ids.includes(section)) return [];
      const near = nearest(section, ids);
      const help = near === null ? 'Its ids stand above its headings.' : `Did you mean "${near}"?`;
      return [
        read.fault(['notes', n, 'beside', m], `There is no section "${section}" in ${guidance}. ${help}`),
      ];
    }),
  );
}

/** What is not verified is never stated as a fact: it has no date, and nobody is shown it unasked. */
function checkNotes(read: NotesFile): ContentFault[] {
  const notes = read.parts.notes ?? [];
  return notes.flatMap(({ id, status, from, 'on-by-default': on }, n) => {
    const faults: ContentFault[] = [];
    const first = notes.findIndex((other) => other.id === id);
    if (first !== n) {
      const message = `There is a note "${id}" already. Give this one another id.`;
      faults.push(read.fault(['notes', n, 'id'], message));
    }
    if (from !== undefined && status !== 'verified') {
      const message = 'Only a verified note has a day from which it holds. Take the line out.';
      faults.push(read.fault(['notes', n, 'from'], message));
    }
    if (on && status === 'not-verified') {
      const message = 'A note that is not verified is off until somebody has checked it. Write false.';
      faults.push(read.fault(['notes', n, 'on-by-default'], message));
    }
    return faults;
  });
}

function checkSwitch(id: string, value: Switch, notes: readonly Written[]) {
  const note = notes.find((one) => one.id === id);
  if (note === undefined) {
    const ids = notes.map((one) => one.id);
    return [{ path: [id], message: `There is no law note "${id}". ${permittedWords(id, ids)}` }];
  }
  const { on, from } = position(value);
  if (from !== null && note.from !== undefined && from < note.from) {
    const message = `This holds from ${note.from}. It cannot be shown before that: write that day or a later one.`;
    return [{ path: [id, 'from'], message }];
  }
  if (on && from === null && note.status === 'not-verified') {
    const message =
      'This note is not verified. Check it first, then write the day from which you want it shown: {on: true, from: 2027-01-01}.';
    return [{ path: [id], message }];
  }
  return [];
}

function position(value: Switch): { readonly on: boolean; readonly from: string | null } {
  return typeof value === 'string'
    ? { on: value === 'on', from: null }
    : { on: value.on, from: value.from ?? null };
}

function switched(notes: readonly Written[], switches: Switches, guidance: string): readonly LawNote[] {
  return notes.flatMap(({ 'on-by-default': byDefault, from, link, ...note }): LawNote[] => {
    const value = switches[note.id];
    const { on, from: shownFrom } = value === undefined ? { on: byDefault, from: null } : position(value);
    return on ? [{ ...note, guidance, holdsFrom: from ?? null, shownFrom, link: link ?? null }] : [];
  });
}
