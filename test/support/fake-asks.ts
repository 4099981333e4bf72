import type { NotCoveredTopic } from '../../src/ask/library.ts';
import type { Answer, FoundSection } from '../../src/ask/reply.ts';
import type { Asks } from '../../src/conversation/context.ts';
import type { Guidance } from '../../src/guidance/guidance.ts';
import { passages } from '../../src/guidance/passages.ts';

/** Sections by a word of the question; the first is the answer. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  consent: [
    'golden-rule-3',
    'why-is-consent-not-usually-the-most-appropriate-lawful-basis',
    'why-does-consent-cause-confusion',
    'definition-consent',
  ],
  gdpr: [
    'does-data-protection-legislation-prevent-information-sharing',
    'what-is-data-protection',
    'golden-rule-1',
  ],
  hit: ['signs-of-abuse-and-neglect', 'where-to-report-concerns', 'golden-rule-1'],
};
/** Asked with "both", the guidance disagrees with itself. */
const SECOND = 'definition-consent';
const RETENTION: NotCoveredTopic = {
  id: 'how-long-to-keep',
  about: 'how long to keep records',
  contact: 'data-protection-lead',
  help: 'Your organisation has a list that says how long each kind of record is kept.',
  phrasings: [],
};
const DANGER = /\b(?:hit|hits|hitting|knife|strangl\w+)\b/gi;

/** Answers a handful of words from the guidance, and knows four words of danger: enough to see what the chat makes of it. */
export function fakeAsks(searched: readonly Guidance[]): Asks {
  const [guidance] = searched;
  if (guidance === undefined) throw new Error('there is no guidance');
  const found = (id: string, score: number): FoundSection => {
    const section = guidance.sections.get(id);
    if (section === undefined) throw new Error(`the guidance has no section ${id}`);
    return { guidance: guidance.id, section: id, heading: section.heading, page: section.pages, score };
  };
  const answer = (id: string): Answer => {
    const section = guidance.sections.get(id);
    const [quote = ''] = section === undefined ? [] : passages(section);
    return { ...found(id, 1), edition: guidance.edition, quote };
  };
  return {
    library: { searched, notCovered: [RETENTION] },
    lawNotes: [],
    findDanger: (text) => text.match(DANGER) ?? [],
    ask(question) {
      const asked = question.toLowerCase();
      const sections = Object.entries(KNOWN).find(([word]) => asked.includes(word))?.[1] ?? [];
      const results = sections.map((id, n) => found(id, 1 - n / 10));
      const [first] = sections;
      const covered = first !== undefined && !asked.includes('keep');
      return {
        answer: covered ? answer(first) : null,
        also: covered && asked.includes('both') ? answer(SECOND) : null,
        results: covered
          ? results
          : [...results, found('golden-rule-7', 0.2), found('rights-of-individuals', 0.1)],
        topic: asked.includes('keep') ? RETENTION : null,
      };
    },
  };
}
