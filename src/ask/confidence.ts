import { type Constants, SHIPPED } from './constants.ts';

/** Added to scores before their logarithm is taken, so that none is too small for it. */
const FLOOR = 0.05;

/** What confidence is read from: how strong the best section is, and how far ahead of the best topic, both as logarithms. */
export function signsOf(score: number, topic: number): { readonly strength: number; readonly lead: number } {
  return { strength: Math.log(score + FLOOR), lead: Math.log((score + FLOOR) / (topic + FLOOR)) };
}

/**
 * How sure it is that the guidance has an answer: a probability, from the score of the best section and from how far it is
 * ahead of the best topic that the guidance does not cover. A logistic regression, fitted once on phrasings held out in five
 * folds, a fifth of the topics held out whole so that unknown subjects count too: `docs/ranking.md`.
 *
 * @param score the best section's
 * @param topic the best topic's; 0 when no topic fits at all
 * @returns 0 to 1
 */
export function confidence(score: number, topic: number, fitted = SHIPPED.confidence): number {
  const { strength, lead } = signsOf(score, topic);
  return logistic(fitted, strength, lead);
}

/** The logistic regression itself. */
export function logistic(fitted: Constants['confidence'], strength: number, lead: number): number {
  return 1 / (1 + Math.exp(-(fitted.constant + fitted.strength * strength + fitted.lead * lead)));
}
