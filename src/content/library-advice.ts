import type { Library } from '../ask/library.ts';
import { plainText } from '../guidance/passages.ts';
import type { ContentFault } from './content-fault.ts';
import { comparable } from './gather-phrasings.ts';
import type { LoadedGuidance } from './load-guidance.ts';
import { placedIn } from './placed.ts';
import type { LibraryFiles } from './read-library.ts';

/** Fewer ways of asking than this, and a topic is hardly recognised. */
const FEW = 5;

/**
 * What would help questions to be answered, as warnings: sections and topics without enough phrasings, and words of the
 * thesaurus that stand nowhere. `folders` and `documents` go together, the shipped ones first.
 */
export function libraryAdvice(
  library: Library,
  folders: readonly LibraryFiles[],
  documents: readonly (readonly LoadedGuidance[])[],
): ContentFault[] {
  // While a document cannot be read, nobody knows which words stand in it.
  const whole = documents.flat().every(({ guidance }) => guidance !== null);
  const stems = stemsOf(library);
  return folders.flatMap((folder, i) =>
    placedIn(folder.dir, [
      ...(documents[i] ?? []).flatMap((document) => withoutPhrasings(document, library)),
      ...fewPhrasings(folder),
      ...(whole ? wordsNowhere(folder, stems) : []),
    ]),
  );
}

function withoutPhrasings({ guidance, file, places }: LoadedGuidance, library: Library): ContentFault[] {
  const searched = library.searched.some(({ id }) => id === guidance?.id);
  // A procedure of one file is found by its own words.
  if (guidance === null || !searched || file.endsWith('.md')) return [];
  const phrased = library.phrasings.get(guidance.id);
  const without = [...guidance.sections.keys()].filter((id) => (phrased?.get(id)?.length ?? 0) === 0);
  if (without.length === guidance.sections.size) {
    const message = `No section of ${guidance.id} has phrasings. Questions are then compared with its own words alone.`;
    return [{ file, line: 1, message, severity: 'warning' }];
  }
  return without.map((id) => ({
    file,
    line: 1,
    ...places.get(id),
    message: `The section "${id}" has no phrasings. Write some questions that it answers.`,
    severity: 'warning',
  }));
}

function fewPhrasings({ notCovered }: LibraryFiles): ContentFault[] {
  return Object.values(notCovered?.parts ?? []).flatMap((topic, i) => {
    const count = topic?.phrasings.length ?? FEW;
    if (notCovered === null || topic === undefined || count >= FEW) return [];
    const message = `"${topic.id}" has ${count === 1 ? '1 phrasing' : `${count} phrasings`}. With ${FEW} or more it is recognised better.`;
    return [notCovered.fault([i, 'phrasings'], message, 'warning')];
  });
}

function wordsNowhere({ thesaurus }: LibraryFiles, stems: ReadonlySet<string>): ContentFault[] {
  return Object.values(thesaurus?.parts ?? []).flatMap((synonyms, i) =>
    (synonyms?.means ?? []).flatMap((means, j) => {
      const nowhere = comparable(means)
        .split(' ')
        .filter((word) => !stems.has(stemOf(word)));
      if (thesaurus === null || nowhere.length === 0) return [];
      const message = `"${nowhere.join('" and "')}" stands nowhere in what is searched, so it finds nothing. Use words of the guidance.`;
      return [thesaurus.fault([i, 'means', j], message, 'warning')];
    }),
  );
}

/** Every word that a question is compared with. */
function stemsOf({ searched, phrasings, notCovered }: Library): ReadonlySet<string> {
  const texts = [
    ...searched.flatMap(({ title, sections }) => [
      title,
      ...[...sections.values()].flatMap(({ heading, text }) => [heading, plainText(text)]),
    ]),
    ...[...phrasings.values()].flatMap((sections) => [...sections.values()].flat()),
    ...notCovered.flatMap(({ about, phrasings }) => [about, ...phrasings]),
  ];
  return new Set(comparable(texts.join('\n')).split(' ').map(stemOf));
}

/** A word without its commonest endings, so that "shares" is found where "sharing" stands. */
function stemOf(word: string): string {
  return word.length < 5 ? word.replace(/s$/, '') : word.replace(/(?:ing|ion|ed|es|e|s|y|ies)$/, '');
}
