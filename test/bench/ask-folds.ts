import { type Constants, SHIPPED } from '../../src/ask/constants.ts';
import type { Library } from '../../src/ask/library.ts';
import { createRank, type Ranked } from '../../src/ask/rank.ts';

const FOLDS = 5;

/** A phrasing that the library did not have when it was asked. */
export type HeldOut = {
  /** The section that answers; null for a topic the guidance does not cover. */
  readonly section: string | null;
  /** Its place among the sections found, from 1; Infinity when it is not among them. */
  readonly place: number;
  /** Scores of the best section and of the best topic; 0 where there is none. */
  readonly score: number;
  readonly topic: number;
};

/** How often the right section of held-out phrasings is first, and among the first three. */
export type Hits = { readonly first: number; readonly three: number };

/**
 * Asks every phrasing of sections and topics of a library that has the other four fifths, in five folds. A fifth
 * of the topics is held out whole as well, as for subjects nobody thought of.
 */
export function crossValidate(library: Library, constants = SHIPPED): HeldOut[] {
  return Array.from({ length: FOLDS }, (_, fold) => {
    const out = (_: unknown, i: number) => i % FOLDS === fold;
    const kept = (text: unknown, i: number) => !out(text, i);
    const isWhole = (topic: number) => topic % FOLDS === fold;
    const phrasings = new Map(
      [...library.phrasings].map(([guidance, sections]) => [
        guidance,
        new Map([...sections].map(([section, texts]) => [section, texts.filter(kept)])),
      ]),
    );
    const notCovered = library.notCovered.flatMap((topic, i) =>
      isWhole(i) ? [] : [{ ...topic, phrasings: topic.phrasings.filter(kept) }],
    );
    const { rank } = createRank({ ...library, phrasings, notCovered }, constants);
    const ofSections = [...library.phrasings.values()].flatMap((sections) =>
      [...sections].flatMap(([section, texts]) =>
        texts.filter(out).map((text) => outcome(section, rank(text))),
      ),
    );
    const ofTopics = library.notCovered.flatMap((topic, i) =>
      (isWhole(i) ? topic.phrasings : topic.phrasings.filter(out)).map((text) => outcome(null, rank(text))),
    );
    return [...ofSections, ...ofTopics];
  }).flat();
}

/** Over the phrasings of sections. */
export function hitsOf(all: readonly HeldOut[]): Hits {
  const places = all.flatMap(({ section, place }) => (section === null ? [] : [place]));
  const within = (most: number) => places.filter((place) => place <= most).length / places.length;
  return { first: within(1), three: within(3) };
}

function outcome(section: string | null, ranked: readonly Ranked[]): HeldOut {
  const sections = ranked.filter(({ candidate }) => candidate.topic === null);
  const topic = ranked.find(({ candidate }) => candidate.topic !== null);
  const at = sections.findIndex(({ candidate }) => candidate.section === section);
  return {
    section,
    place: at === -1 ? Number.POSITIVE_INFINITY : at + 1,
    score: sections[0]?.score ?? 0,
    topic: topic?.score ?? 0,
  };
}

/** The constants with one other than shipped, for each that is worth trying. */
export function variations(): readonly { readonly name: string; readonly constants: Constants }[] {
  const one = <Part extends 'features' | 'evidence' | 'profile' | 'passage' | 'spelling'>(
    part: Part,
    key: keyof Constants[Part] & string,
    values: readonly number[],
  ) =>
    values.map((value) => ({
      name: `${part}.${key} ${value}`,
      constants: { ...SHIPPED, [part]: { ...SHIPPED[part], [key]: value } },
    }));
  const nearest = [[1], [0.5, 0.3, 0.2], [0.2, 0.2, 0.2, 0.2, 0.1, 0.1]].map((counts) => ({
    name: `nearest ${counts.join(' ')}`,
    constants: { ...SHIPPED, nearest: counts },
  }));
  return [
    ...one('features', 'supplied', [0, 0.25, 0.75, 1]),
    ...one('features', 'corrected', [0.7, 1]),
    ...one('features', 'pair', [0, 0.3, 0.45, 0.75, 1]),
    ...nearest,
    ...one('evidence', 'nearest', [0, 0.5, 2]),
    ...one('evidence', 'profile', [0, 1.5, 6]),
    ...one('evidence', 'passage', [0, 0.3, 0.6]),
    ...one('profile', 'saturation', [0.6, 2]),
    ...one('profile', 'byLength', [0.5, 1]),
    ...one('passage', 'saturation', [0.6, 2]),
    ...one('passage', 'byLength', [0.4, 1]),
    ...one('passage', 'heading', [0.001, 1, 2]),
    ...one('passage', 'most', [1.1, 4.4]),
    ...one('spelling', 'shortest', [3, 5, 99]),
    ...one('spelling', 'threshold', [0.25, 0.45]),
    ...one('spelling', 'perUse', [0, 0.03]),
    ...one('spelling', 'perLetter', [0, 0.05]),
  ];
}
