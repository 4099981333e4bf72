import { withAnswer } from './answer-state.ts';
import { type Answers, FACT_IDS, type Fact, type FactValue } from './facts.ts';
import type { Policy } from './policy.ts';

/** The given answers, sorted by whether their questions would be asked now. */
export type Replay = {
  /** The preset answers, then those counted, in the order in which their questions come. */
  readonly counted: Answers;
  /** Given, but the question cannot come any more while the counted answers stand: kept and shown, not counted. */
  readonly parked: readonly Fact[];
  /** Given, and the question may still come after `next`: counted when it does. */
  readonly pending: readonly Fact[];
  /** The first question without an answer; null when there is none. */
  readonly next: Fact | null;
};

/**
 * Asks the questions again in order and counts each given answer whose question comes, until one is not answered.
 * `given` are a person's answers in any order; `preset` count from the start and are never asked (an answer given to one of
 * them is left aside). Throws a Fault for an answer that is not one of the fact's.
 */
export function replay(
  policy: Policy,
  given: ReadonlyMap<Fact, FactValue> | Answers,
  preset: Answers,
): Replay {
  const answers: Partial<Record<Fact, FactValue>> = isMap(given) ? Object.fromEntries(given) : given;
  let counted = preset;
  let next = policy.next(counted);
  while (next !== null) {
    const value = answers[next];
    if (value === undefined) break;
    counted = withAnswer(counted, next, value);
    next = policy.next(counted);
  }
  const left = FACT_IDS.filter((fact) => answers[fact] !== undefined && counted[fact] === undefined);
  const coming = new Set(left.filter((fact) => policy.mayStillBeAsked(fact, counted)));
  return {
    counted,
    parked: left.filter((fact) => !coming.has(fact)),
    pending: left.filter((fact) => coming.has(fact)),
    next,
  };
}

function isMap(given: ReadonlyMap<Fact, FactValue> | Answers): given is ReadonlyMap<Fact, FactValue> {
  return given instanceof Map;
}
