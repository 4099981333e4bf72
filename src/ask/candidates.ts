import { passages } from '../guidance/passages.ts';
import type { Features } from './features.ts';
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
 * All that competes, and how people ask for it. A section's heading counts as a way to ask; where nobody wrote phrasings, as
 * for most local procedures, so does each of its sentences.
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

/** All texts of each candidate as one: how many of them have a feature. */
export function profilesOf(
  asked: readonly Asked[],
  features: readonly Features[],
  count: number,
): Features[] {
  const profiles = Array.from({ length: count }, () => new Map<string, number>());
  for (const [text, { owner }] of asked.entries()) {
    const profile = profiles[owner];
    for (const [feature, weight] of features[text] ?? [])
      profile?.set(feature, (profile.get(feature) ?? 0) + weight);
  }
  return profiles;
}

const sentencesOf = (passage: string): string[] =>
  passage.split(/(?<=[.?!:;])\s+|\n/).filter((one) => one !== '');
