import type { Library } from '../ask/library.ts';
import type { FoundSection, Reply } from '../ask/reply.ts';
import type { Guidance, Section } from '../guidance/guidance.ts';
import { passages } from '../guidance/passages.ts';

/** Where a passage stands, by ids alone. */
export type Place = {
  readonly guidance: string;
  readonly section: string;
  /** Which of the section's passages, counted from 0. */
  readonly passage: number;
};

/** All that is kept of a question that was asked: where its answer stands. Never a word of the question. */
export type Reading = {
  readonly answer: Place | null;
  /** A second passage, where the guidance disagrees with itself. */
  readonly also: Place | null;
  /** The nearest other sections, best first. */
  readonly near: readonly Place[];
  /** Id of the topic that the guidance does not cover. */
  readonly topic: string | null;
};

/** A passage with the section it stands in. */
export type Passage = {
  readonly place: Place;
  readonly guidance: Guidance;
  readonly section: Section;
  /** The section's passages, as plain text, word for word. */
  readonly all: readonly string[];
};

const NEAREST_BESIDE_AN_ANSWER = 2;
const NEAREST_WITHOUT = 3;

/** What a reply comes to when only places are kept: the sections beside the answer are the two next best, or three without one. */
export function readingOf(reply: Reply, library: Pick<Library, 'searched'>): Reading {
  const { answer, also, results, topic } = reply;
  const shown = [answer, also].filter((one) => one !== null);
  const isShown = (found: FoundSection) =>
    shown.some((one) => one.guidance === found.guidance && one.section === found.section);
  const near = results
    .filter((found) => !isShown(found))
    .slice(0, answer === null ? NEAREST_WITHOUT : NEAREST_BESIDE_AN_ANSWER)
    .map(({ guidance, section }): Place => ({ guidance, section, passage: 0 }));
  return {
    answer: answer === null ? null : placeOfQuote(answer, answer.quote, library),
    also: also === null ? null : placeOfQuote(also, also.quote, library),
    near,
    topic: topic?.id ?? null,
  };
}

/** The passage that stands at a place now; null when the guidance in use has no such section or passage any more. */
export function passageAt(place: Place, library: Pick<Library, 'searched'>): Passage | null {
  const guidance = library.searched.find(({ id }) => id === place.guidance);
  const section = guidance?.sections.get(place.section);
  if (guidance === undefined || section === undefined) return null;
  const all = passages(section);
  return place.passage < all.length ? { place, guidance, section, all } : null;
}

function placeOfQuote(
  { guidance, section }: FoundSection,
  quote: string,
  library: Pick<Library, 'searched'>,
): Place {
  const whole = passageAt({ guidance, section, passage: 0 }, library)?.all ?? [];
  const exact = whole.indexOf(quote);
  const passage = exact === -1 ? whole.findIndex((each) => each.includes(quote)) : exact;
  return { guidance, section, passage: Math.max(0, passage) };
}
