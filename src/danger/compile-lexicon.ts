import type { DangerLexicon, QuietPlace } from './lexicon.ts';
import { addPhrase, emptyTree, type PhraseTree } from './phrase-tree.ts';
import { readWords, type ShortForms } from './read-words.ts';
import { createSpelling, type ReadSpelling } from './spelling.ts';

/** One way of saying something: groups in order, `room` words at most before each (none before the first). */
export type Pattern = { readonly steps: readonly { readonly group: number; readonly room: number }[] };

/** The lexicon, ready to read texts with. */
export type CompiledLexicon = {
  readonly shortForms: ShortForms;
  readonly fillers: ReadonlySet<string>;
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly ordinary: ReadonlySet<string>;
  readonly spelling: ReadSpelling;
  readonly tree: PhraseTree;
  readonly groupCount: number;
  readonly harmless: readonly Pattern[];
  readonly quiet: readonly Quiet[];
  readonly signs: readonly Sign[];
  readonly hints: Hints;
};
export type Quiet = {
  readonly where: QuietPlace;
  /** Number of a group; null for none. */
  readonly undoneBy: number | null;
  readonly patterns: readonly Pattern[];
};
export type Sign = { readonly patterns: readonly Pattern[]; readonly unless: readonly number[] };

/** What is no sign alone, and counts together. */
export type Hints = {
  readonly enough: number;
  readonly mostFromOnes: number;
  readonly list: readonly Hint[];
};
export type Hint = { readonly points: number; readonly most: number; readonly patterns: readonly Pattern[] };

/** Something in the lexicon that does not fit together, and where it stands. */
export type LexiconProblem = { readonly path: readonly PropertyKey[]; readonly message: string };

/** Room for words between two parts of a pattern. */
const ROOM: Readonly<Record<string, number>> = { '..': 2, '...': 7 };

/** Makes the lexicon ready. Every group that is not there, or is only written below, is a problem at its place. */
export function compileLexicon(lexicon: DangerLexicon): {
  readonly compiled: CompiledLexicon;
  readonly problems: readonly LexiconProblem[];
} {
  const problems: LexiconProblem[] = [];
  const vocabulary = new Map<string, number>();
  const shortForms = shortFormsOf(lexicon['short-forms']);
  const words = (text: string) => readWords(text, shortForms).map(({ word }) => word);
  const fillers = new Set(entriesOf(lexicon.fillers).flatMap(words));
  const ordinary = new Set(entriesOf(lexicon['ordinary-words']).flatMap(words));
  const idOf = (word: string) => {
    const id = vocabulary.get(word) ?? vocabulary.size;
    vocabulary.set(word, id);
    return id;
  };
  const phraseOf = (text: string) =>
    words(text)
      .filter((word) => !fillers.has(word))
      .map(idOf);
  const tree = emptyTree();
  const groups = new Map<string, { number: number; phrases: (readonly number[])[] }>();
  let groupCount = 0;

  const addGroup = (phrases: (readonly number[])[]) => {
    const number = groupCount;
    groupCount += 1;
    for (const phrase of phrases) if (phrase.length > 0) addPhrase(tree, phrase, number);
    return { number, phrases };
  };
  const groupNamed = (name: string, path: readonly PropertyKey[]) => {
    const group = groups.get(name);
    if (group === undefined) {
      const message = `There is no group "${name}" above this line. Write it under "groups", or correct the name.`;
      problems.push({ path, message });
    }
    return group;
  };
  const literals = new Map<string, number>();
  const literal = (text: string, path: readonly PropertyKey[]) => {
    const phrase = phraseOf(text);
    const key = phrase.join(' ');
    const known = literals.get(key);
    if (known !== undefined) return known;
    if (phrase.length === 0) {
      problems.push({
        path,
        message: `"${text}" has no word in it that counts. Write words, or take it out.`,
      });
    }
    const { number } = addGroup([phrase]);
    literals.set(key, number);
    return number;
  };
  const patternOf = (text: string, path: readonly PropertyKey[]): Pattern => {
    const steps: { group: number; room: number }[] = [];
    let room = 0;
    for (const part of text.match(/<[^>]*>|\.{2,}|(?:(?!\.\.)[^<])+/g) ?? []) {
      if (part.startsWith('..')) {
        room = ROOM[part] ?? 0;
        if (room === 0)
          problems.push({ path, message: `"${part}" stands for nothing. Write ".." or "...".` });
        continue;
      }
      if (part.trim() === '') continue;
      const named = part.startsWith('<');
      const group = named ? groupNamed(part.slice(1, -1), path)?.number : literal(part, path);
      if (group !== undefined) steps.push({ group, room });
      room = 0;
    }
    return { steps };
  };
  const patternsOf = (lines: readonly string[], path: readonly PropertyKey[]) =>
    lines.map((line, i) => patternOf(line, [...path, i])).filter(({ steps }) => steps.length > 0);

  for (const [name, list] of Object.entries(lexicon.groups)) {
    const phrases = entriesOf(list).flatMap((entry) =>
      entry.startsWith('<')
        ? (groupNamed(entry.slice(1, -1), ['groups', name])?.phrases ?? [])
        : [phraseOf(entry)],
    );
    groups.set(name, addGroup(phrases));
  }
  const quietNames = Object.keys(lexicon.quiet);
  const quiet = Object.entries(lexicon.quiet).map(([name, entry]): Quiet => {
    const undoing = entry['undone-by'];
    return {
      where: entry.where,
      undoneBy:
        undoing === undefined ? null : (groupNamed(undoing, ['quiet', name, 'undone-by'])?.number ?? null),
      patterns: patternsOf(entry.say, ['quiet', name, 'say']),
    };
  });
  const harmless = patternsOf(lexicon.harmless, ['harmless']);
  const signs = lexicon.signs.map((sign, i): Sign => {
    const unless = (sign.unless ?? []).map((name, j) => {
      const number = quietNames.indexOf(name);
      if (number < 0) {
        const message = `"${name}" does not stand under "quiet". It can be: ${quietNames.join(', ')}.`;
        problems.push({ path: ['signs', i, 'unless', j], message });
      }
      return number;
    });
    return {
      patterns: patternsOf(sign.say, ['signs', i, 'say']),
      unless: unless.filter((number) => number >= 0),
    };
  });

  const hints: Hints = {
    enough: lexicon.hints.enough,
    mostFromOnes: lexicon.hints['most-from-ones'],
    list: lexicon.hints.list.map(({ points, most = 1, say }, i) => ({
      points,
      most,
      patterns: patternsOf(say, ['hints', 'list', i, 'say']),
    })),
  };

  const spelling = createSpelling(vocabulary, ordinary);
  const compiled = { shortForms, fillers, vocabulary, ordinary, spelling, tree, groupCount };
  return { compiled: { ...compiled, harmless, quiet, signs, hints }, problems };
}

/** A short form may stand for words that have a form of their own here: "noone" is "no one", and "one" is "0". */
function shortFormsOf(written: Readonly<Record<string, string>>): ShortForms {
  const once = new Map(Object.entries(written).map(([short, long]) => [short, long.split(/\s+/)]));
  return new Map([...once].map(([short, long]) => [short, long.flatMap((word) => once.get(word) ?? [word])]));
}

const entriesOf = (list: string): string[] =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
