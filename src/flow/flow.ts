import type { Fact, Outcome } from '../check/facts.ts';

/** Where an answer leads. `words` is what stands there. */
export type Target =
  | { readonly kind: 'card'; readonly card: string }
  | { readonly kind: 'part'; readonly part: number; readonly outcome: Outcome | null; readonly words: string }
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly words: string };

/** Answers that lead to the same place. Without a question it is every answer that no line above it has. */
export type AnswerLine = {
  readonly fact: Fact | null;
  readonly values: readonly string[];
  /** What to do, above the answers; empty where nothing is. */
  readonly lead: string;
  readonly labels: readonly string[];
  readonly to: Target;
};

/** A question with its answers. */
export type Card = {
  readonly id: string;
  readonly ask: string;
  readonly note: string;
  readonly lines: readonly AnswerLine[];
};

/** Cards drawn together, the first one first. */
export type FlowPart = {
  readonly number: number;
  readonly heading: string;
  /** The parts that lead here. */
  readonly from: readonly number[];
  readonly cards: readonly Card[];
};

/** The whole flow of a dialog, from the first question to the advice, in its own words. */
export type Flow = {
  readonly title: string;
  readonly intro: string;
  /** For those who cannot see the picture. */
  readonly about: string;
  readonly parts: readonly FlowPart[];
  readonly foot: readonly string[];
};

/** True when a line of the card leads to this part. */
export function leadsTo(card: Card, part: number): boolean {
  return card.lines.some(({ to }) => to.kind === 'part' && to.part === part);
}
