import type { NotCoveredTopic, Phrasings } from '../ask/library.ts';
import type { Guidance } from '../guidance/guidance.ts';
import type { ContentFault } from './content-fault.ts';
import { LONGEST_PHRASING, ONE_A_LINE } from './library-files.ts';
import { nearest } from './nearest.ts';
import { lineIn, placedIn } from './placed.ts';
import type { Path } from './plain-issue.ts';
import type { LibraryFiles } from './read-library.ts';

type File = {
  readonly text: string | null;
  fault(path: Path, message: string, severity?: 'warning'): ContentFault;
};

/** One phrasing, with what it belongs to and where it stands. */
type Entry = {
  readonly text: string;
  /** `dfe-2023-draft golden-rule-3`, or ` how-long-to-keep` for a topic. */
  readonly of: string;
  readonly to: string[];
  readonly from: LibraryFiles;
  readonly file: File;
  readonly path: Path;
};

/** Phrasings and topics as questions are compared with, what is wrong with them, and what could be better. */
export type Gathered = {
  readonly phrasings: Phrasings;
  readonly notCovered: readonly NotCoveredTopic[];
  readonly faults: readonly ContentFault[];
  /** Phrasings that stand twice in one place. They do no harm. Looked up when asked for: it takes the careful reader. */
  repeated(): readonly ContentFault[];
};

/**
 * Puts the phrasings of both folders together. One phrasing leads to one place: the same for two is a fault, save that
 * those of the deployment folder (`folders[1]`) take the place of shipped ones. Faults have their paths as they open.
 */
export function gatherPhrasings(folders: readonly LibraryFiles[]): Gathered {
  const faults: ContentFault[] = [];
  const again: [Entry, Entry][] = [];
  const entries = new Map<string, Entry>();
  const phrasings = new Map<string, Map<string, string[]>>();
  const topics = new Map<
    string,
    NotCoveredTopic & { readonly phrasings: string[]; readonly place: () => string }
  >();
  const tell = (from: LibraryFiles, fault: ContentFault) => faults.push(...placedIn(from.dir, [fault]));

  const add = (entry: Entry): void => {
    const key = comparable(entry.text);
    const message = notOne(entry.text, key);
    if (message !== null) {
      tell(entry.from, entry.file.fault(entry.path, message));
      return;
    }
    const other = entries.get(key);
    if (other === undefined) entries.set(key, entry);
    else if (other.of === entry.of) again.push([entry, other]);
    else if (other.from !== entry.from) {
      entries.delete(key);
      entries.set(key, entry);
    } else tell(entry.from, twice(entry, other));
  };
  const addAll = (texts: readonly string[], of: Omit<Entry, 'text'>): void => {
    if (joined(texts, of.file)) tell(of.from, of.file.fault(of.path, ONE_A_LINE));
    else for (const [i, text] of texts.entries()) add({ ...of, text, path: [...of.path, i] });
  };

  for (const from of folders) {
    for (const { guidance, read } of from.phrasings) {
      const sections = phrasings.get(guidance.id) ?? new Map<string, string[]>();
      phrasings.set(guidance.id, sections);
      for (const [section, texts] of Object.entries(read.parts)) {
        if (!guidance.sections.has(section)) {
          tell(from, read.fault([section], noSuchSection(section, guidance)));
          continue;
        }
        const to = sections.get(section) ?? [];
        sections.set(section, to);
        const of = `${guidance.id} ${section}`;
        addAll(texts ?? [], { of, to, from, file: read, path: [section] });
      }
    }
    const { notCovered } = from;
    if (notCovered === null) continue;
    for (const [place, topic] of Object.values(notCovered.parts).entries()) {
      if (topic === undefined) continue;
      const first = topics.get(topic.id);
      if (first !== undefined) {
        const message = `The topic "${topic.id}" stands at ${first.place()} already. Give each its own id.`;
        tell(from, notCovered.fault([place, 'id'], message));
        continue;
      }
      const to: string[] = [];
      const at = () => lineIn(from.dir, notCovered.fault([place, 'id'], ''));
      topics.set(topic.id, { ...topic, phrasings: to, place: at });
      const of = ` ${topic.id}`;
      addAll(topic.phrasings, { of, to, from, file: notCovered, path: [place, 'phrasings'] });
    }
  }
  for (const { to, text } of entries.values()) to.push(text);
  return {
    phrasings,
    notCovered: [...topics.values()].map(({ place: _, ...topic }) => topic),
    faults,
    repeated: () =>
      again.flatMap(([entry, other]) => {
        const message = `"${entry.text}" stands at ${placeOf(other)} already. Keep one of the two.`;
        return placedIn(entry.from.dir, [entry.file.fault(entry.path, message, 'warning')]);
      }),
  };
}

/** Phrasings that differ in capitals, punctuation or spaces alone are the same. */
export function comparable(text: string): string {
  const plain = text.toLowerCase().replace(/['’]/g, '');
  // Nearly all are such, and read in a fraction of the time.
  const others = ASCII.test(plain) ? /[^a-z0-9]+/g : /[^\p{L}\p{N}]+/gu;
  return plain.replace(others, ' ').trim();
}

const ASCII = /^[ -~]*$/;

/** Why a line is no phrasing; null when it is one. `key` is what it is compared by. */
function notOne(text: string, key: string): string | null {
  if (text.startsWith('# ')) return 'A remark cannot stand among the questions. Put it above them.';
  if (key === '') return 'There are no words here. Write a question, or take the line out.';
  if (text.length <= LONGEST_PHRASING) return null;
  return `This question is too long: ${text.length} characters, at most ${LONGEST_PHRASING}.`;
}

/** Without "|" YAML makes one line of several. It is then found nowhere in the file. */
function joined(texts: readonly string[], { text }: File): boolean {
  const [first = ''] = texts;
  return texts.length === 1 && text !== null && !text.includes(first);
}

function twice(entry: Entry, other: Entry): ContentFault {
  const [, id] = other.of.split(' ');
  const message = `"${entry.text}" stands under "${id}" too, at ${placeOf(other)}. A question leads to one place: keep the better one.`;
  return entry.file.fault(entry.path, message);
}

function placeOf({ from, file, path }: Entry): string {
  return lineIn(from.dir, file.fault(path, ''));
}

function noSuchSection(id: string, { id: document, sections }: Guidance): string {
  const ids = [...sections.keys()];
  const near = nearest(id, ids);
  const few =
    ids.length <= 12
      ? `It can be: ${ids.join(', ')}.`
      : 'Its sections are marked "id:" in its Markdown files.';
  return `"${id}" is not a section of ${document}. ${near === null ? few : `Did you mean "${near}"?`}`;
}
