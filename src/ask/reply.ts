import type { NotCoveredTopic } from './library.ts';

/** A section that was found, with its place for people. */
export type FoundSection = {
  readonly guidance: string;
  readonly section: string;
  readonly heading: string;
  /** Printed page or pages, such as `7–8`; empty for a local document without pages. */
  readonly page: string;
  /** Higher is better; comparable within one reply only. */
  readonly score: number;
};

/** The words that answer, exactly as they stand in the guidance. */
export type Answer = FoundSection & {
  /** How the quote is stamped: "Draft, June 2023, since superseded". */
  readonly edition: string;
  /** One passage (a paragraph, or a list with the line that leads into it), word for word, as plain text. */
  readonly quote: string;
};

/** What the guidance has to say to a question. */
export type Reply = {
  /** Null when no passage answers with enough confidence: "not covered by this guidance". */
  readonly answer: Answer | null;
  /** A second passage where the guidance disagrees with itself. */
  readonly also: Answer | null;
  /** Best first, at most ten; there too when nothing answers. Begins with the answer's own section when there is one. */
  readonly results: readonly FoundSection[];
  /** What the question seems to be about when that is known not to be in the guidance. */
  readonly topic: NotCoveredTopic | null;
};

/** Answers questions from the guidance. The same question always gets the same reply; nothing is kept of it. */
export type AskGuidance = (question: string) => Reply;
