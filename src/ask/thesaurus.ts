import type { Lexicon } from './lexicon.ts';
import type { Synonyms } from './library.ts';
import { stemOf, wordsOf } from './terms.ts';

type Entry = { readonly says: readonly number[]; readonly means: readonly number[] };

/** What people say, looked up by the stem it begins with. */
export type Thesaurus = ReadonlyMap<number, readonly Entry[]>;

/** Makes the list ready to look up: stems throughout, the longest saying first. The lexicon learns them. */
export function compileThesaurus(list: readonly Synonyms[], lexicon: Lexicon): Thesaurus {
  const found = new Map<number, Entry[]>();
  for (const { says, means } of list) {
    const meant = [...new Set(means.flatMap(wordsOf))].map((word) => lexicon.learnStem(stemOf(word)));
    for (const saying of says) {
      const stems = lexicon.read(wordsOf(saying));
      const [first] = stems;
      if (first === undefined) continue;
      const entries = found.get(first) ?? [];
      entries.push({ says: stems, means: meant.filter((stem) => !stems.includes(stem)) });
      found.set(first, entries);
    }
  }
  for (const entries of found.values()) entries.sort((a, b) => b.says.length - a.says.length);
  return found;
}

/** The stems the guidance has for what stands in `stems`, each once; the longest saying at a place counts. */
export function meant(thesaurus: Thesaurus, stems: readonly number[]): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < stems.length; at++) {
    const entries = thesaurus.get(stems[at] as number);
    if (entries === undefined) continue;
    const entry = entries.find(({ says }) => standsAt(says, stems, at));
    if (entry === undefined) continue;
    for (const word of entry.means) if (!stems.includes(word) && !found.includes(word)) found.push(word);
  }
  return found;
}

function standsAt(says: readonly number[], stems: readonly number[], at: number): boolean {
  for (let i = 1; i < says.length; i++) if (stems[at + i] !== says[i]) return false;
  return true;
}
