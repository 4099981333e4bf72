import { load } from 'js-yaml';

/** A YAML text whose lists of words were taken out of it. */
export type TakenLists = {
  /** The text with a mark in the place of each. */
  readonly rest: string;
  /** The words that were taken from where this list stands now; the list itself where none were. */
  listOf(marked: readonly string[]): string[];
};

/** A character that nobody writes: the first that Unicode leaves to private use. */
const MARK = '\uE000';

const KEY = /^( *(?:- )?)[a-z][a-z0-9-]*:$/;
const ITEM = /^( *)- (.+)$/;
const IN_BRACKETS = /^( *(?:- )?[a-z][a-z0-9-]*: )\[(.+)\]$/;
/** Words that stand for themselves in YAML: a letter first, or a number with a word after it; no colon and no #. */
const WORDS = /^(?:[A-Za-z]|\d+ [A-Za-z])[ !"$-9;-~‘’“”–—…£]*$/;
const NO_TEXT = /^(?:true|false|null|yes|no|on|off|y|n)$/i;
/** Brackets that are no plain list, and text that goes on over lines: there, what looks like a list may be none. */
const OTHERWISE = /(?:^|: |- ) *(?:[[{|>&*!]|"[^"]*$|'[^']*$|["'].*[^"']$)/;

/**
 * Takes the lists of plain words out of a YAML text, whether they stand under each other or between brackets. Files of
 * phrasings hold thousands of such lines, which are read in a fraction of the time in this way. Null for a text that holds
 * lists of any other kind, a word of more than `longest` characters, or an empty one: it is for the reader of YAML.
 */
export function takeLists(text: string, longest: number): TakenLists | null {
  if (text.includes('\t') || text.includes(MARK)) return null;
  const rest: string[] = [];
  const lists: (readonly string[])[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').trimEnd();
    const [, start, between] = (line.endsWith(']') ? IN_BRACKETS.exec(line) : null) ?? [];
    if (between !== undefined) {
      if (/[[\]{}#]/.test(between)) return null;
      const list = between.split(',').map((word) => plain(word.trim(), longest));
      if (list.includes(null)) return null;
      rest.push(`${start}["${MARK}${lists.length}"]`);
      lists.push(list.flatMap((word) => word ?? []));
      continue;
    }
    if (OTHERWISE.test(line)) return null;
    const key = line.endsWith(':') ? KEY.exec(line) : null;
    const first = key === null ? null : ITEM.exec(lines[index + 1] ?? '');
    const indent = first?.[1] ?? '';
    if (key === null || first === null || indent.length < (key[1]?.length ?? 0)) {
      rest.push(line);
      continue;
    }
    const mark = `${indent}- `;
    const list: string[] = [];
    for (let next = lines[index + 1]; next?.startsWith(mark); next = lines[index + 1]) {
      const word = plain(next.slice(mark.length).trim(), longest);
      if (word === null) return null;
      list.push(word);
      index += 1;
    }
    rest.push(`${line} ["${MARK}${lists.length}"]`);
    lists.push(list);
  }
  return {
    rest: rest.join('\n'),
    listOf: (marked) => [...((marked[0]?.startsWith(MARK) && lists[Number(marked[0].slice(1))]) || marked)],
  };
}

/** What one line of words says; null where it does not stand for itself. */
function plain(text: string, longest: number): string | null {
  const word = WORDS.test(text) && (text.includes(' ') || !NO_TEXT.test(text)) ? text : alone(text);
  return word === null || word.trim() === '' || word.length > longest ? null : word.trim();
}

/** Text such as `"yes"` or `4% of it`, which takes the reader of YAML. */
function alone(text: string): string | null {
  if (/^[[{|>&*!]/.test(text)) return null;
  try {
    const word = load(text);
    return typeof word === 'string' ? word : null;
  } catch {
    return null;
  }
}
