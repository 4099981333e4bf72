import type { CompiledLexicon } from './compile-lexicon.ts';
import type { Slot } from './phrase-tree.ts';
import { readWords, type Word } from './read-words.ts';

type Lexicon = Pick<CompiledLexicon, 'shortForms' | 'fillers' | 'vocabulary' | 'ordinary' | 'spelling'>;

/** Words that may begin or end two words written as one: "tokill", "shesdrunk". */
const SHORTEST_PART = 2;
const LONGEST_RUN = 20;

/** The words of a text as the lexicon reads them: fillers left out, slips, missing blanks and blanks too many put right. */
export function readSlots(text: string, lexicon: Lexicon): Slot[] {
  const { fillers, ordinary, vocabulary, spelling } = lexicon;
  const words = readWords(text, lexicon.shortForms).filter(({ word }) => !fillers.has(word));
  const known = (word: string) => vocabulary.has(word) || ordinary.has(word);
  const slots: Slot[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i];
    if (word === undefined) break;
    const next = words[i + 1];
    const joined = next === undefined ? null : joinedWith(word, next, lexicon, known);
    if (joined !== null) {
      slots.push(joined);
      i += 1;
      continue;
    }
    const ids = spelling(word.word);
    const parts = ids.length > 0 ? null : apart(word.word, lexicon, known);
    if (parts === null) slots.push(slotOf(word, ids));
    else for (const part of parts) slots.push(slotOf(word, spelling(part)));
  }
  return slots;
}

function slotOf({ start, end, sentence }: Word, ids: readonly number[]): Slot {
  return { ids, start, end, sentence };
}

/** "sui cide": two words of which one is no word, and which make one together. */
function joinedWith(
  word: Word,
  next: Word,
  { vocabulary }: Lexicon,
  known: (word: string) => boolean,
): Slot | null {
  if (word.sentence !== next.sentence || word.word.length + next.word.length < 6) return null;
  if (known(word.word) && known(next.word)) return null;
  const id = vocabulary.get(word.word + next.word);
  if (id === undefined) return null;
  return { ids: [id], start: word.start, end: next.end, sentence: word.sentence };
}

/** "tokill", "wontwakeup": up to three words of the lexicon without blanks between them; null for anything else. */
function apart(
  run: string,
  { ordinary, shortForms }: Lexicon,
  known: (word: string) => boolean,
): readonly string[] | null {
  if (run.length < 5 || run.length > LONGEST_RUN || ordinary.has(run)) return null;
  const part = (word: string) => shortForms.get(word) ?? (known(word) ? [word] : null);
  const split = (rest: string, most: number): readonly string[] | null => {
    const whole = part(rest);
    if (whole !== null) return whole;
    if (most === 1) return null;
    for (let length = rest.length - SHORTEST_PART; length >= SHORTEST_PART; length -= 1) {
      const first = part(rest.slice(0, length));
      const others = first === null ? null : split(rest.slice(length), most - 1);
      if (first !== null && others !== null) return [...first, ...others];
    }
    return null;
  };
  return split(run, 3);
}
