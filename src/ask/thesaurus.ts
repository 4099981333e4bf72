import type { Synonyms } from './library.ts';
import { stemOf, wordsOf } from './terms.ts';

type Entry = { readonly says: readonly string[]; readonly means: readonly string[] };

/** What people say, looked up by the stem it begins with. */
export type Thesaurus = ReadonlyMap<string, readonly Entry[]>;

/** Makes the list ready to look up: stems throughout, the longest saying first. */
export function compileThesaurus(list: readonly Synonyms[]): Thesaurus {
  const found = new Map<string, Entry[]>();
  for (const { says, means } of list) {
    const meant = [...new Set(means.flatMap(wordsOf).map(stemOf))];
    for (const saying of says) {
      const stems = wordsOf(saying).map(stemOf);
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
export function meant(thesaurus: Thesaurus, stems: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const [at, stem] of stems.entries()) {
    const entry = thesaurus.get(stem)?.find(({ says }) => says.every((word, i) => stems[at + i] === word));
    for (const word of entry?.means ?? []) if (!stems.includes(word)) found.add(word);
  }
  return [...found];
}
