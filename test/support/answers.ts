import fc from 'fast-check';
import { type Answers, FACT_IDS, FACTS, type Fact, type FactValue } from '../../src/check/facts.ts';

/** Answers to all sixteen questions. */
export const fullAnswers: fc.Arbitrary<Answers> = fc.record(
  Object.fromEntries(
    FACT_IDS.map((fact) => [fact, fc.constantFrom(...(FACTS[fact] as readonly FactValue[]))]),
  ),
) as fc.Arbitrary<Answers>;

/** Answers with any number of questions left open. */
export const partialAnswers: fc.Arbitrary<Answers> = fc
  .tuple(fullAnswers, fc.subarray([...FACT_IDS]))
  .map(([answers, open]) => without(answers, open));

/** Answers with at most `most` questions left open. */
export function nearlyFullAnswers(most: number): fc.Arbitrary<Answers> {
  return fc
    .tuple(fullAnswers, fc.subarray([...FACT_IDS], { maxLength: most }))
    .map(([answers, open]) => without(answers, open));
}

export function without(answers: Answers, open: readonly Fact[]): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([fact]) => !open.some((o) => o === fact)));
}
