import { type Candidate, candidatesOf, profilesOf } from './candidates.ts';
import { type Features, featuresOf } from './features.ts';
import type { Library } from './library.ts';
import { createPassageSearch, type Passage, passagesOf } from './passage-search.ts';
import { createSpelling } from './spelling.ts';
import { rememberedStems, stemOf, wordsOf } from './terms.ts';
import { compileThesaurus } from './thesaurus.ts';
import { createNearest, createProfiles, rarities } from './vectors.ts';

/** A candidate with the evidence for it; each kind runs from 0 to about 1. */
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

/** What each kind of evidence counts. Measured by cross-validation: `docs/ranking.md`. */
const WEIGHTS = { nearest: 1, profile: 3, passage: 0.15 };
/** What each of the six nearest phrasings counts: one may be near by chance, six are not. */
const NEAREST = [0.3, 0.2, 0.2, 0.1, 0.1, 0.1] as const;

/** Ranks sections and topics for a question: best first, all that have any evidence; the same order every time. */
export type Rank = (question: string) => Ranked[];

/** Reads the library once; a question changes nothing in what is kept. */
export function createRank(library: Library): { readonly rank: Rank; readonly passages: readonly Passage[] } {
  const stem = rememberedStems();
  const thesaurus = compileThesaurus(library.thesaurus);
  const passages = passagesOf(library.searched);
  const { candidates, asked } = candidatesOf(library);
  const count = candidates.length;
  const features = asked.map(({ text }) => featuresOf(text, { thesaurus, stem }).features);
  const rarity = rarities(features);
  const phrasings = createNearest(features, rarity);
  const profiles = createProfiles(profilesOf(asked, features, count));
  const passageSearch = createPassageSearch(passages, stem);
  const spelling = createSpelling(wordUses(library, asked, passages), stem);

  const places = new Map(candidates.map(({ guidance, section }, i) => [`${guidance} ${section}`, i]));
  const ownerOfPassage = passages.map(
    ({ guidance, section }) => places.get(`${guidance.id} ${section}`) ?? 0,
  );

  const rank: Rank = (question) => {
    const read = featuresOf(question, { thesaurus, stem: stemOf, spelling });
    const near = new Float64Array(count * NEAREST.length);
    phrasings.compare(read.features, (text, alike) => keepNearest(near, asked[text]?.owner ?? 0, alike));
    const profile = new Float64Array(count);
    profiles.compare(read.features, (owner, score) => {
      profile[owner] = score;
    });
    const passage = new Float64Array(count);
    const best = new Map<number, Passage>();
    passageSearch.compare(weighed(read.stems, rarity), (id, score) => {
      const owner = ownerOfPassage[id] as number;
      if (score <= (passage[owner] as number)) return;
      passage[owner] = score;
      best.set(owner, passages[id] as Passage);
    });
    const found: Ranked[] = [];
    for (const [i, candidate] of candidates.entries()) {
      const nearest = NEAREST.reduce(
        (sum, counts, at) => sum + counts * (near[i * NEAREST.length + at] as number),
        0,
      );
      const evidence = { nearest, profile: profile[i] as number, passage: passage[i] as number };
      const score =
        WEIGHTS.nearest * evidence.nearest +
        WEIGHTS.profile * evidence.profile +
        WEIGHTS.passage * evidence.passage;
      if (score > 0) found.push({ candidate, score, ...evidence, best: best.get(i) ?? null });
    }
    return found.sort((a, b) => b.score - a.score || compareIds(a.candidate, b.candidate));
  };
  return { rank, passages };
}

/** Words that every question has ("can", "we") are rare in the guidance itself; what they are worth is seen in how people ask. */
function weighed(stems: Features, rarity: (stem: string) => number): Features {
  return new Map([...stems].map(([stem, weight]) => [stem, weight * rarity(stem)]));
}

/** Keeps the six highest of each owner, highest first. */
function keepNearest(near: Float64Array, owner: number, alike: number): void {
  const from = owner * NEAREST.length;
  let at = from + NEAREST.length - 1;
  if (alike <= (near[at] as number)) return;
  for (; at > from && (near[at - 1] as number) < alike; at--) near[at] = near[at - 1] as number;
  near[at] = alike;
}

function compareIds(a: Candidate, b: Candidate): number {
  const [x, y] = [`${a.guidance} ${a.section}`, `${b.guidance} ${b.section}`];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Every word the library knows, and how often it is used. */
function wordUses(
  library: Library,
  asked: readonly { readonly text: string }[],
  passages: readonly Passage[],
): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const count = (text: string): void => {
    for (const word of wordsOf(text)) uses.set(word, (uses.get(word) ?? 0) + 1);
  };
  for (const { text } of asked) count(text);
  for (const { text } of passages) count(text);
  for (const { says } of library.thesaurus) for (const saying of says) count(saying);
  return uses;
}
