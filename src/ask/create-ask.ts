import { confidence } from './confidence.ts';
import { SHIPPED } from './constants.ts';
import { type Disagreement, otherSide } from './disagreement.ts';
import type { Library } from './library.ts';
import type { Passage } from './passage-search.ts';
import { createRank, type Ranked } from './rank.ts';
import type { Answer, AskGuidance, FoundSection } from './reply.ts';

/** As many sections as a reply names. */
const NAMED = 10;
/** What follows in a longer text is a story; reading on would only cost time. */
const LONGEST_QUESTION = 1000;

/**
 * Reads the library once (some 0.1 s) and answers questions from it: the best section's best passage when the confidence is
 * enough, otherwise none. `disagreements`: where the guidance says two things.
 */
export function createAsk(library: Library, disagreements: readonly Disagreement[] = []): AskGuidance {
  const { rank, passages } = createRank(library);
  const firstPassage = new Map<string, Passage>();
  for (const passage of passages) {
    const place = `${passage.guidance.id} ${passage.section}`;
    if (!firstPassage.has(place)) firstPassage.set(place, passage);
  }
  const answerFrom = (found: FoundSection, best: Passage | null): Answer | null => {
    const passage = best ?? firstPassage.get(`${found.guidance} ${found.section}`);
    return passage === undefined
      ? null
      : { ...found, edition: passage.guidance.edition, quote: passage.text };
  };

  return (question) => {
    const ranked = rank(question.slice(0, LONGEST_QUESTION));
    const sections = ranked.filter(({ candidate }) => candidate.topic === null);
    const topic = ranked.find(({ candidate }) => candidate.topic !== null);
    const [first] = sections;
    const results = sections.slice(0, NAMED).map(foundSection);
    const found = results[0];
    const sure = first !== undefined && confidence(first.score, topic?.score ?? 0) >= SHIPPED.enough;
    if (!sure || found === undefined) {
      return { answer: null, also: null, results, topic: likelyTopic(first, topic) };
    }
    const answer = answerFrom(found, first.best);
    const side = answer === null ? null : otherSide(answer, disagreements, passages);
    const second = sections.find(({ candidate }) => candidate.section === side?.section);
    const also =
      side === null ? null : answerFrom({ ...foundSection(second ?? first), ...placeOf(side) }, side);
    return { answer, also, results, topic: null };
  };
}

function foundSection({ candidate, score }: Ranked): FoundSection {
  const { guidance, section, heading, page } = candidate;
  return { guidance, section, heading, page, score: Math.round(score * 10_000) / 10_000 };
}

function placeOf({ guidance, section, heading }: Passage) {
  return { guidance: guidance.id, section, heading, page: guidance.sections.get(section)?.pages ?? '' };
}

/** The topic is named only when it fits better than any section: otherwise nobody knows what the question is about. */
function likelyTopic(section: Ranked | undefined, topic: Ranked | undefined) {
  if (topic === undefined || topic.score < (section?.score ?? 0)) return null;
  return topic.candidate.topic;
}
