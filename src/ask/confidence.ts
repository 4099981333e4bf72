/**
 * How sure it is that a section answers: a probability, from its score and from how far it is ahead of the best topic that the
 * guidance does not cover. A logistic regression, fitted once on phrasings held out in five folds, a fifth of the topics held
 * out whole so that unknown subjects count too: `docs/ranking.md`.
 *
 * @param score the best section's
 * @param topic the best topic's; 0 when no topic fits at all
 * @returns 0 to 1
 */
export function confidence(score: number, topic: number): number {
  const strength = Math.log(score + 0.05);
  const lead = Math.log((score + 0.05) / (topic + 0.05));
  return 1 / (1 + Math.exp(0.92 - 1.52 * strength - 4.91 * lead));
}

/** Below this nothing is quoted. A wrong confident answer is worse than none; most wrong ones are below, few right ones are. */
export const ENOUGH = 0.35;
