/** A word of a text, brought to one form. */
export type Word = {
  readonly word: string;
  /** Where the word it was made from begins and ends in the text. */
  readonly start: number;
  readonly end: number;
  /** Counts sentences from 0. */
  readonly sentence: number;
};

/** By what people type, what it stands for. */
export type ShortForms = ReadonlyMap<string, readonly string[]>;

/** A word (with the signs put in place of its letters), or a picture. */
const WORD = /[\p{L}\p{M}\p{N}@$*]+(?:['’‘`´][\p{L}\p{M}\p{N}@$*]+)*|\p{Extended_Pictographic}/gu;
const SENTENCE_END = /[.!?;\n\r]/;
const WITH_IS = new Set(['he', 'she', 'it', 'that', 'there', 'who', 'what', 'where', 'how', 'here']);
const ENDINGS: readonly (readonly [string, string])[] = [
  ["'re", 'are'],
  ["'ve", 'have'],
  ["'ll", 'will'],
  ["'m", 'am'],
  ["'d", 'would'],
];
const NOT: ReadonlyMap<string, string> = new Map([
  ["won't", 'will'],
  ["can't", 'can'],
  ["shan't", 'shall'],
  ["ain't", 'is'],
]);

/**
 * The words of a text in one form: small letters without accents, contractions and short forms written out, `0` for a
 * number up to 99. Never fails; time grows with the length of the text.
 */
export function readWords(text: string, shortForms: ShortForms): Word[] {
  const words: Word[] = [];
  let sentence = 0;
  let last = 0;
  for (const { 0: raw, index } of text.matchAll(WORD)) {
    if (words.length > 0 && SENTENCE_END.test(text.slice(last, index))) sentence += 1;
    last = index + raw.length;
    for (const word of plainWords(raw, shortForms)) words.push({ word, start: index, end: last, sentence });
  }
  return words;
}

function plainWords(raw: string, shortForms: ShortForms): readonly string[] {
  const plain = raw
    .replace(/[’‘`´]/g, "'")
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
  const short = shortForms.get(plain);
  if (short !== undefined) return short;
  if (plain.includes("'")) return writtenOut(plain, shortForms);
  const [, digits, rest = ''] = /^(\d+)(.*)$/.exec(plain) ?? [];
  if (digits === undefined) return [plain];
  const number = digits.length < 3 ? '0' : digits;
  return rest === '' ? [number] : [number, ...(shortForms.get(rest) ?? [rest])];
}

function writtenOut(plain: string, shortForms: ShortForms): readonly string[] {
  const whole = (word: string) => shortForms.get(word) ?? [word];
  if (plain.endsWith("n't")) return [NOT.get(plain) ?? plain.slice(0, -3), 'not'];
  if (plain.endsWith("'s")) {
    const owner = plain.slice(0, -2);
    return WITH_IS.has(owner) ? [owner, 'is'] : whole(owner);
  }
  const ending = ENDINGS.find(([mark]) => plain.endsWith(mark));
  if (ending !== undefined) return [...whole(plain.slice(0, -ending[0].length)), ending[1]];
  return whole(plain.replaceAll("'", ''));
}
