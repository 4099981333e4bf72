import type { Passage } from './passage-search.ts';
import type { Answer } from './reply.ts';

/** Two sections of one document that say different things. `text` quotes both, between “ and ”. */
export type Disagreement = { readonly sections: readonly string[]; readonly text: string };

/**
 * The passage that says otherwise than the quoted one; null when the quote is in no disagreement. Only the sentences that
 * disagree count: other passages of the same sections stand as they are.
 */
export function otherSide(
  answer: Answer,
  disagreements: readonly Disagreement[],
  passages: readonly Passage[],
): Passage | null {
  for (const { sections, text } of disagreements) {
    if (!sections.includes(answer.section)) continue;
    const quoted = [...text.matchAll(/“([^”]+)”/g)].map((found) => found[1] ?? '');
    if (!quoted.some((words) => answer.quote.includes(words))) continue;
    const other = passages.find(
      (passage) =>
        passage.guidance.id === answer.guidance &&
        passage.section !== answer.section &&
        sections.includes(passage.section) &&
        quoted.some((words) => passage.text.includes(words)),
    );
    if (other !== undefined) return other;
  }
  return null;
}
