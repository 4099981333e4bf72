import { type Candidate, candidatesOf } from './candidates.ts';
import { SHIPPED } from './constants.ts';
import { type Question, readQuestion, textsOf } from './features.ts';
import { Lexicon } from './lexicon.ts';
import type { Library } from './library.ts';
import { createPassageSearch, type Passage, passagesOf } from './passage-search.ts';
import { byOwner, postingsOf } from './postings.ts';
import { createSpelling } from './spelling.ts';
import { wordsOf } from './terms.ts';
import { compileThesaurus } from './thesaurus.ts';
import { createNearest, createProfiles, raritiesOf } from './vectors.ts';

/** A candidate with the evidence for it: the first two kinds run from 0 to 1, the third to about 2. */
export type Ranked = {
  readonly candidate: Candidate;
  readonly score: number;
  /** How near its nearest phrasings are. */
  readonly nearest: number;
  /** How well all its phrasings together fit. */
  readonly profile: number;
  /** How well its best passage fits. */
  readonly passage: number;
  /** That passage; null when none shares a word with the question. */
  readonly best: Passage | null;
};

/** Ranks sections and topics for a question: best first, all that have any evidence; the same order every time. */
export type Rank = (question: string) => Ranked[];

/** Reads the library once; a question changes nothing in what is kept. `constants`: to measure others than the shipped. */
export function createRank(
  library: Library,
  constants = SHIPPED,
): { readonly rank: Rank; readonly passages: readonly Passage[] } {
  const lexicon = new Lexicon();
  const thesaurus = compileThesaurus(library.thesaurus, lexicon);
  const reading = { lexicon, thesaurus, constants: constants.features };
  const { candidates, asked } = candidatesOf(library);
  const count = candidates.length;
  // All words before the first pair: what looks for words alone then has short lists.
  const rows = asked.map(({ text }) => lexicon.read(wordsOf(text)));
  const passages = passagesOf(library.searched);
  const passageSearch = createPassageSearch(passages, lexicon, constants.passage);
  const postings = postingsOf(textsOf(rows, reading), lexicon.size);
  const ownerOfText = Int32Array.from(asked.map(({ owner }) => owner));
  const rarity = raritiesOf(postings);
  const phrasings = createNearest(postings, rarity);
  const profiles = createProfiles(byOwner(postings, ownerOfText, count), constants.profile);
  const spelling = createSpelling(lexicon, constants.spelling);

  const ids = candidates.map(({ guidance, section }) => `${guidance} ${section}`);
  const places = new Map(ids.map((id, i) => [id, i]));
  const ownerOfPassage = passages.map(
    ({ guidance, section }) => places.get(`${guidance.id} ${section}`) ?? 0,
  );
  const counts = constants.nearest;
  const kept = counts.length;

  const rank: Rank = (question) => {
    const read = readQuestion(question, { ...reading, spelling });
    const near = new Float64Array(count * kept);
    phrasings.compare(read, (text, alike) => keepNearest(near, kept, ownerOfText[text] as number, alike));
    const profile = new Float64Array(count);
    profiles.compare(read, (owner, score) => {
      profile[owner] = score;
    });
    const passage = new Float64Array(count);
    const best = new Int32Array(count).fill(-1);
    passageSearch.compare(weighed(read, rarity), (id, score) => {
      const owner = ownerOfPassage[id] as number;
      if (score <= (passage[owner] as number)) return;
      passage[owner] = score;
      best[owner] = id;
    });
    const found: (Ranked & { readonly id: string })[] = [];
    for (let i = 0; i < count; i++) {
      let nearest = 0;
      for (let at = 0; at < kept; at++) nearest += (counts[at] as number) * (near[i * kept + at] as number);
      const evidence = { nearest, profile: profile[i] as number, passage: passage[i] as number };
      const score =
        constants.evidence.nearest * evidence.nearest +
        constants.evidence.profile * evidence.profile +
        constants.evidence.passage * evidence.passage;
      if (score === 0) continue;
      const candidate = candidates[i] as Candidate;
      found.push({
        candidate,
        score,
        ...evidence,
        best: passages[best[i] as number] ?? null,
        id: ids[i] as string,
      });
    }
    return found.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  };
  return { rank, passages };
}

/** Words that every question has ("can", "we") are rare in the guidance itself; what they are worth is seen in how people ask. */
function weighed({ features, weights, stems }: Question, rarity: (feature: number) => number): Question {
  return {
    features: features.slice(0, stems),
    weights: weights.slice(0, stems).map((weight, i) => weight * rarity(features[i] as number)),
    stems,
  };
}

/** Keeps the highest few of each owner, highest first. */
function keepNearest(near: Float64Array, kept: number, owner: number, alike: number): void {
  const from = owner * kept;
  let at = from + kept - 1;
  if (alike <= (near[at] as number)) return;
  for (; at > from && (near[at - 1] as number) < alike; at--) near[at] = near[at - 1] as number;
  near[at] = alike;
}
