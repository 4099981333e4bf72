import { passages } from '../guidance/passages.ts';
import type { Library, NotCoveredTopic } from './library.ts';

/** What competes for a question: a section, or a topic the guidance does not cover. */
export type Candidate = {
  readonly guidance: string;
  readonly section: string;
  readonly heading: string;
  readonly page: string;
  readonly topic: NotCoveredTopic | null;
};

/** Something people may ask, and the candidate (by its place in the list) that answers it. */
export type Asked = { readonly owner: number; readonly text: string };

/**
 * All that competes, and how people ask for it, the texts of a candidate together. A section's heading counts as a way to
 * ask; where nobody wrote phrasings, as for most local procedures, so does each of its sentences.
 */
export function candidatesOf(library: Library): {
  readonly candidates: readonly Candidate[];
  readonly asked: readonly Asked[];
} {
  const candidates: Candidate[] = [];
  const asked: Asked[] = [];
  for (const { id: guidance, sections } of library.searched) {
    for (const { id: section, heading, pages: page, text: markdown } of sections.values()) {
      const owner = candidates.push({ guidance, section, heading, page, topic: null }) - 1;
      const phrasings =
        library.phrasings.get(guidance)?.get(section) ?? passages({ text: markdown }).flatMap(sentencesOf);
      for (const text of [heading, ...phrasings]) asked.push({ owner, text });
    }
  }
  for (const topic of library.notCovered) {
    const owner =
      candidates.push({ guidance: '', section: topic.id, heading: topic.about, page: '', topic }) - 1;
    for (const text of topic.phrasings) asked.push({ owner, text });
  }
  return { candidates, asked };
}

const sentencesOf = (passage: string): string[] =>
  passage.split(/(?<=[.?!:;])\s+|\n/).filter((one) => one !== '');
