import { SHIPPED } from '../ask/constants.ts';
import type { FindDanger } from '../ask/danger.ts';
import { Lexicon } from '../ask/lexicon.ts';
import { createSpelling } from '../ask/spelling.ts';
import type { DangerModel } from './model.ts';
import { eachFeature, type ReadWord, readWords } from './read-words.ts';

/** A long text is looked at in pieces of so many words, so that one sentence in it counts as it would alone. */
const PIECE = 30;
const STEP = 15;
/** `kil` is read as `kill`: short words matter here, and a wrong guess only weighs a little. */
const SHORTEST = 3;
/** So many unknown words are put right; a text with more is not English. */
const CORRECTED = 200;
/** As many words are shown as what was noticed. */
const SHOWN = 5;
/** Shorter words are shown only where there is nothing else: they weigh in with others, and say little alone. */
const TELLING = 4;

/**
 * Makes the finder of words that signal danger to a child. It leans to asking. The same text always gets the same words, in
 * well under a millisecond for a message, in time that grows with the text; nothing is kept of it.
 */
export function createDangerFinder(model: DangerModel): FindDanger {
  const weights = new Map(Object.entries(model.weights));
  const plain = plainWords(model.plain);
  const lexicon = new Lexicon();
  lexicon.read(model.words);
  const spelling = createSpelling(lexicon, { ...SHIPPED.spelling, shortest: SHORTEST });
  const weigh = (words: readonly ReadWord[], each?: (by: number, first: number, last: number) => void) => {
    const seen = new Set<string>();
    let sum = 0;
    eachFeature(words, (feature, first, last) => {
      const weight = weights.get(feature) ?? 0;
      if (!seen.has(feature)) sum += weight;
      seen.add(feature);
      each?.(weight, first, last);
    });
    return model.bias + sum / Math.sqrt(seen.size || 1);
  };
  return (text) => {
    let left = CORRECTED;
    const words = readWords(text, (word, stem) => {
      if (left === 0 || lexicon.isUsed(stem)) return null;
      left -= 1;
      return spelling.nearest(word, stem);
    });
    for (let from = 0; from === 0 || from + STEP < words.length; from += STEP) {
      const piece = words.slice(from, from + PIECE);
      if (piece.length === 0) return [];
      const sum = weigh(piece);
      const found = sum < model.asksWithPlainWords ? [] : plain(piece);
      if (sum < model.asks && found.length === 0) continue;
      if (found.length > 0) return phrasesOf(piece, found);
      const by = new Float64Array(piece.length);
      weigh(piece, (weight, first, last) => {
        for (const at of new Set([first, last])) by[at] = (by[at] as number) + weight;
      });
      return phrasesOf(piece, mostTelling(piece, by));
    }
    return [];
  };
}

/** The places of plain words of danger in a piece, first to last; none when there are none. */
function plainWords(list: readonly string[]): (words: readonly ReadWord[]) => number[] {
  const byFirst = new Map<string, string[][]>();
  for (const phrase of list) {
    const stems = phrase.split(' ');
    const [first = ''] = stems;
    byFirst.set(
      first,
      [...(byFirst.get(first) ?? []), stems].sort((a, b) => b.length - a.length),
    );
  }
  return (words) => {
    const places = new Set<number>();
    for (const [at, { stem }] of words.entries()) {
      const phrase = byFirst.get(stem)?.find((stems) => stems.every((one, i) => words[at + i]?.stem === one));
      phrase?.forEach((_, i) => {
        places.add(at + i);
      });
    }
    return [...places].sort((i, j) => i - j);
  };
}

/** The places of the words that weighed most, first to last. */
function mostTelling(words: readonly ReadWord[], by: Float64Array): number[] {
  const weighty = [...by.entries()].filter(([, weight]) => weight > 0);
  const telling = weighty.filter(([at]) => (words[at]?.plain.length ?? 0) >= TELLING);
  const most = (telling.length > 0 ? telling : weighty)
    .sort(([i, a], [j, b]) => b - a || i - j)
    .slice(0, SHOWN)
    .map(([at]) => at)
    .sort((i, j) => i - j);
  return most.length > 0 ? most : [0];
}

/** Words at some places as they stand in the text; those that stand together as one. */
function phrasesOf(words: readonly ReadWord[], places: readonly number[]): string[] {
  const phrases: string[] = [];
  for (const [i, at] of places.entries()) {
    const word = words[at]?.text ?? '';
    if (i > 0 && places[i - 1] === at - 1) phrases.push(`${phrases.pop()} ${word}`);
    else phrases.push(word);
  }
  return phrases;
}
