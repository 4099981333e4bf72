import { type Answers, FACTS, type Fact, type FactValue, type Outcome } from '../../../src/check/facts.ts';
import type { Decision, Policy } from '../../../src/check/policy.ts';

/** Answers, and what they come to. */
export type Reached = { readonly answers: Answers; readonly decision: Decision };

/** What can be reached with one way of presetting, each thing that a card could say once. */
export type Reachable = {
  readonly preset: Answers;
  /** Before the advice: by the question, its group, how far it is and what can still come out. */
  readonly asked: readonly Reached[];
  /** The advice: by rule, fixes, obligations, telling and lawful basis. */
  readonly advised: readonly Reached[];
  /** After the advice: by the question, its group and the advice. */
  readonly askedAfter: readonly Reached[];
  /** When nothing is left to ask, by the same but the fixes: those stand in the advice already. */
  readonly complete: readonly Reached[];
};

/** Walks every way through the questions to the advice, and from each different advice some ways to the end. */
export function reachable(policy: Policy, preset: Answers): Reachable {
  const asked = new Map<string, Reached>();
  const advised = new Map<string, Reached>();
  const walk = (answers: Answers): void => {
    const decision = policy.decide(answers);
    const { settled, next, stillPossible } = decision;
    if (settled) {
      once(advised, adviceKey(decision), { answers, decision });
      return;
    }
    if (next === null) return;
    const far = Math.min(3, Object.keys(answers).length);
    once(asked, [next, far, group(policy, answers), ...stillPossible].join(), { answers, decision });
    for (const value of valuesOf(next)) walk(withAnswer(answers, next, value));
  };
  walk(preset);

  const askedAfter = new Map<string, Reached>();
  const complete = new Map<string, Reached>();
  for (const start of advised.values()) {
    for (let way = 0; way < MOST_VALUES; way += 1) {
      let answers = start.answers;
      for (;;) {
        const decision = policy.decide(answers);
        const { next, outcome, tell } = decision;
        if (next === null) {
          once(complete, besideFixesKey(decision), { answers, decision });
          break;
        }
        once(askedAfter, [next, group(policy, answers), outcome, tell].join(), { answers, decision });
        const values = valuesOf(next);
        const value = values[way % values.length];
        if (value === undefined) break;
        answers = withAnswer(answers, next, value);
      }
    }
  }
  return {
    preset,
    asked: [...asked.values()],
    advised: [...advised.values()],
    askedAfter: [...askedAfter.values()],
    complete: [...complete.values()],
  };
}

/** The same with one advice for each rule, telling and lawful basis. */
export function bySector(all: Reachable): Reachable {
  const found = new Map<string, Reached>();
  for (const each of all.complete) {
    const { rule, tell, lawfulBasis } = each.decision;
    once(found, [rule, tell, ...lawfulBasis].join(), each);
  }
  return { ...all, advised: [], complete: [...found.values()] };
}

/** One of each outcome, the one that says most. */
export function fullestByOutcome(reached: readonly Reached[]): readonly (Reached & { outcome: Outcome })[] {
  const fullest = new Map<Outcome, Reached>();
  const size = ({ decision }: Reached) => decision.obligations.length + decision.citations.length;
  for (const each of reached) {
    const known = fullest.get(each.decision.outcome);
    if (known === undefined || size(each) > size(known)) fullest.set(each.decision.outcome, each);
  }
  return [...fullest].map(([outcome, each]) => ({ ...each, outcome }));
}

export function valuesOf(fact: Fact): readonly FactValue[] {
  return FACTS[fact];
}

const MOST_VALUES = Math.max(...Object.values(FACTS).map((values) => values.length));

const adviceKey = ({ rule, fixes, obligations, tell, lawfulBasis }: Decision): string =>
  [rule, fixes, obligations, tell, lawfulBasis].join('|');

const besideFixesKey = ({ rule, fixes, obligations, tell, lawfulBasis }: Decision): string =>
  [rule, obligations.filter((id) => !fixes.includes(id)), tell, lawfulBasis].join('|');

const group = (policy: Policy, answers: Answers): string =>
  policy.groupAt(answers)?.questions.join('+') ?? '';

const withAnswer = (answers: Answers, fact: Fact, value: FactValue): Answers => ({
  ...answers,
  [fact]: value,
});

function once(found: Map<string, Reached>, key: string, reached: Reached): void {
  if (!found.has(key)) found.set(key, reached);
}
