import type { AnswerState } from './answer-state.ts';
import { type CompiledPolicy, levelOf } from './compile-diagrams.ts';
import { kidsOf } from './explore-diagram.ts';
import { FACT_IDS, FACTS, type Fact, type FactValue, OUTCOMES, type Outcome } from './facts.ts';

/** One answer that would have to be another; `from` is null where there is none yet (it reads as `unsure`). */
export type AnswerChange = { readonly fact: Fact; readonly from: FactValue | null; readonly to: FactValue };

/** Another outcome, and the fewest changed answers that lead to it: every set of that size, each in asking order. */
export type Alternative = {
  readonly outcome: Outcome;
  readonly size: number;
  /** None where `size` is above what was asked for. */
  readonly sets: readonly (readonly AnswerChange[])[];
};

/** `kept`: facts whose answers stay as they are. `listUpTo`: sets of more changes are not listed, as there can be hundreds. */
export type ChangeOptions = { readonly kept?: readonly Fact[]; readonly listUpTo?: number };

/**
 * What would change this? For every other outcome that can be reached, all the smallest sets of changed answers that give it,
 * in the order of OUTCOMES. Exact: a shortest path through the diagram of
 * the outcome, where going another way than the answer given costs one.
 */
export function smallestChanges(
  { diagram, outcome: top }: CompiledPolicy,
  state: AnswerState,
  { kept = [], listUpTo = Number.POSITIVE_INFINITY }: ChangeOptions = {},
): Alternative[] {
  const fixed = kept.reduce((bits, fact) => bits | (1 << levelOf(fact)), 0);
  const cost = (level: number, number: number): number => {
    if (number === state.full[level]) return 0;
    return (fixed & (1 << level)) !== 0 ? Number.POSITIVE_INFINITY : 1;
  };
  const now = diagram.evaluate(top, state.full);

  const alternative = (outcome: number): Alternative[] => {
    const memo = new Map<number, number>();
    const distance = (node: number): number => {
      if (diagram.isTerminal(node)) return diagram.valueOf(node) === outcome ? 0 : Number.POSITIVE_INFINITY;
      let least = memo.get(node);
      if (least === undefined) {
        const level = diagram.level[node] ?? 0;
        least = Math.min(...kidsOf(diagram, node).map((kid, number) => cost(level, number) + distance(kid)));
        memo.set(node, least);
      }
      return least;
    };
    const setsFrom = (node: number): AnswerChange[][] => {
      if (diagram.isTerminal(node)) return [[]];
      const level = diagram.level[node] ?? 0;
      return kidsOf(diagram, node).flatMap((kid, number) => {
        if (cost(level, number) + distance(kid) > distance(node)) return [];
        const rest = setsFrom(kid);
        return cost(level, number) === 0 ? rest : rest.map((set) => [changeAt(state, level, number), ...set]);
      });
    };
    const size = distance(top);
    const name = OUTCOMES[outcome];
    if (name === undefined || outcome === now || size === Number.POSITIVE_INFINITY) return [];
    return [{ outcome: name, size, sets: size > listUpTo ? [] : setsFrom(top).sort(inAskingOrder) }];
  };
  return OUTCOMES.flatMap((_, outcome) => alternative(outcome));
}

/** Sets of one size: those that begin with an earlier question first. */
function inAskingOrder(one: readonly AnswerChange[], two: readonly AnswerChange[]): number {
  for (const [i, { fact }] of one.entries()) {
    const apart = levelOf(fact) - levelOf(two[i]?.fact ?? fact);
    if (apart !== 0) return apart;
  }
  return 0;
}

function changeAt(state: AnswerState, level: number, number: number): AnswerChange {
  const fact = FACT_IDS[level - 1] ?? 'urgency';
  const given = state.given[level] ?? -1;
  return {
    fact,
    from: given < 0 ? null : (FACTS[fact][given] ?? null),
    to: FACTS[fact][number] ?? 'unsure',
  };
}

/** One way to reach an outcome, several values at once: each of `to` does as well as the next. */
export type ChangeChoice = {
  readonly fact: Fact;
  readonly from: FactValue | null;
  readonly to: readonly FactValue[];
};

/** The same sets, those that differ in one answer alone put together: for people to read. */
export function changeChoices(sets: Alternative['sets']): (readonly ChangeChoice[])[] {
  let choices: ChangeChoice[][] = sets.map((set) => set.map((change) => ({ ...change, to: [change.to] })));
  const most = Math.max(0, ...choices.map((choice) => choice.length));
  for (let place = most - 1; place >= 0; place--) {
    const together = new Map<string, ChangeChoice[]>();
    for (const choice of choices) {
      const key = JSON.stringify(choice.map((change, i) => (i === place ? change.fact : change)));
      const same = together.get(key);
      const [mine, theirs] = [choice[place], same?.[place]];
      if (same && mine && theirs) same[place] = { ...theirs, to: [...theirs.to, ...mine.to] };
      else together.set(key, [...choice]);
    }
    choices = [...together.values()];
  }
  return choices;
}
