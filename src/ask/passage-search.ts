import type { Guidance } from '../guidance/guidance.ts';
import { passages } from '../guidance/passages.ts';
import type { Constants } from './constants.ts';
import type { Lexicon } from './lexicon.ts';
import { createSum, type Postings, postingsOf } from './postings.ts';
import { wordsOf } from './terms.ts';
import { type Texts, TextsMaker } from './texts.ts';
import { raritiesOf, type Scorer } from './vectors.ts';

/** One passage of a section, word for word: what is quoted. */
export type Passage = {
  readonly guidance: Guidance;
  readonly section: string;
  readonly heading: string;
  readonly text: string;
};

/** Every passage of these documents, in reading order. */
export function passagesOf(searched: readonly Guidance[]): readonly Passage[] {
  return searched.flatMap((guidance) =>
    [...guidance.sections.values()].flatMap((section) =>
      passages(section).map((text) => ({ guidance, section: section.id, heading: section.heading, text })),
    ),
  );
}

/**
 * Scores passages by term ranking (BM25 over their words, and over those of the heading above them), times how many of the
 * words asked for a passage has. The score is about 0 to 2. The lexicon learns the words of the passages; those of the
 * headings it has to know.
 */
export function createPassageSearch(
  list: readonly Passage[],
  lexicon: Lexicon,
  constants: Constants['passage'],
): Scorer {
  const headings = fieldOf(list, (passage) => {
    const words = wordsOf(passage.heading);
    return { words, stems: lexicon.stemsOf(words) };
  });
  const texts = fieldOf(list, (passage) => {
    const words = wordsOf(passage.text);
    return { words, stems: lexicon.read(words) };
  });
  const { size } = lexicon;
  const inText = worthOf(texts, size, constants, 1);
  const both = joined(worthOf(headings, size, constants, constants.heading), inText);
  const rarity = raritiesOf(both);
  const sum = createSum(both);
  return {
    compare({ features, weights }, found) {
      let most = 0;
      for (let i = 0; i < features.length; i++) {
        most += (weights[i] as number) * rarity(features[i] as number) * constants.most;
      }
      sum(
        { features, weights },
        (_, weight) => weight,
        (passage, sum, shared) => found(passage, (sum * shared) / (most || 1)),
      );
    },
  };
}

/** One field of all passages; the weight of a stem is how often it stands there. */
type Field = { readonly texts: Texts; readonly lengths: Float64Array };

function fieldOf(
  list: readonly Passage[],
  read: (passage: Passage) => { readonly words: readonly string[]; readonly stems: readonly number[] },
): Field {
  const maker = new TextsMaker();
  const lengths = new Float64Array(list.length);
  for (let passage = 0; passage < list.length; passage++) {
    const { words, stems } = read(list[passage] as Passage);
    for (let i = 0; i < stems.length; i++) maker.add(stems[i] as number, 1);
    maker.end();
    lengths[passage] = new Set(words).size;
  }
  return { texts: maker.made(), lengths };
}

/** What each stem is worth in each passage that has it, by BM25, `times` as much. */
function worthOf(
  { texts, lengths }: Field,
  size: number,
  { saturation, byLength }: Constants['passage'],
  times: number,
): Postings {
  const postings = postingsOf(texts, size);
  const { count, from, weights } = postings;
  const average = lengths.reduce((sum, one) => sum + one, 0) / (count || 1);
  for (let stem = 0, i = 0; stem < size; stem++) {
    const end = from[stem + 1] as number;
    const having = end - i;
    const rarity = having === 0 ? 0 : Math.log(1 + (count - having + 0.5) / (having + 0.5));
    for (; i < end; i++) {
      const often = weights[i] as number;
      const length = lengths[postings.texts[i] as number] as number;
      const damp = saturation * (1 - byLength + (byLength * length) / average);
      weights[i] = times * ((rarity * (often * (saturation + 1))) / (often + damp));
    }
  }
  return postings;
}

/** Both as one: for a text that has a feature in both, what it is worth together. */
function joined(one: Postings, other: Postings): Postings {
  const from = new Int32Array(one.from.length);
  const texts = new Int32Array(one.texts.length + other.texts.length);
  const weights = new Float64Array(texts.length);
  let many = 0;
  for (let feature = 0, i = 0, j = 0; feature < from.length - 1; feature++) {
    const endOne = one.from[feature + 1] as number;
    const endOther = other.from[feature + 1] as number;
    while (i < endOne || j < endOther) {
      const left = i < endOne ? (one.texts[i] as number) : one.count;
      const right = j < endOther ? (other.texts[j] as number) : one.count;
      texts[many] = Math.min(left, right);
      weights[many++] =
        (left <= right ? (one.weights[i++] as number) : 0) +
        (right <= left ? (other.weights[j++] as number) : 0);
    }
    from[feature + 1] = many;
  }
  return { count: one.count, from, texts: texts.subarray(0, many), weights: weights.subarray(0, many) };
}
