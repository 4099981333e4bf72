import type { Group } from '../check/dialog.ts';
import type { Answers, Fact, FactValue } from '../check/facts.ts';
import type { Decision, Policy } from '../check/policy.ts';
import { replay } from '../check/replay.ts';
import type { CheckState } from './state.ts';

/** Where a person is, worked out from what they answered and chose. */
export type Stage =
  | {
      readonly kind: 'question';
      readonly fact: Fact;
      readonly group: Group | null;
      readonly reopened: boolean;
    }
  | { readonly kind: 'advice' }
  | { readonly kind: 'kept-out' }
  | { readonly kind: 'decision' }
  | { readonly kind: 'done' };

export type Position = {
  readonly stage: Stage;
  /** The answers that count now. */
  readonly counted: Answers;
  readonly parked: readonly Fact[];
  /** The answers that count now, and those that count once their questions come. */
  readonly said: Answers;
  /** What the policy says to the counted answers, unanswered read as not sure. */
  readonly decision: Decision;
  /** Answered questions in the order they are asked, those before the advice first. */
  readonly before: readonly Fact[];
  readonly after: readonly Fact[];
};

/** Answers by fact, without what the deployment preset. */
export function givenAnswers(check: CheckState): Answers {
  return Object.fromEntries(check.given.map((g) => [g.fact, g.value])) as Answers;
}

/**
 * Replays the answers in asking order and says what comes next.
 *
 * @param policy the compiled policy of the check's dialog
 * @param check the state of the check
 */
export function position(policy: Policy, check: CheckState): Position {
  const given = givenAnswers(check);
  const { counted, parked, pending } = replay(policy, given, check.preset);
  const said: Answers = { ...Object.fromEntries(pending.map((fact) => [fact, given[fact]])), ...counted };
  const decision = policy.decide(counted);
  const { before, after } = splitAtAdvice(policy, check.preset, counted);
  return { stage: stage(policy, check, counted, decision), counted, parked, said, decision, before, after };
}

function stage(policy: Policy, check: CheckState, counted: Answers, decision: Decision): Stage {
  if (check.done !== null) return { kind: 'done' };
  if (check.reopened !== null) return { kind: 'question', fact: check.reopened, group: null, reopened: true };
  const adviceReady = decision.settled || check.early;
  if (!adviceReady && decision.next !== null) {
    return { kind: 'question', fact: decision.next, group: policy.groupAt(counted), reopened: false };
  }
  if (!check.pastAdvice) return { kind: 'advice' };
  if (!check.skipRest && decision.next !== null) {
    return { kind: 'question', fact: decision.next, group: policy.groupAt(counted), reopened: false };
  }
  if (check.keptOut === null || check.askKeptOutAgain) return { kind: 'kept-out' };
  return { kind: 'decision' };
}

/** The counted answers in asking order, split where the advice settled. */
function splitAtAdvice(policy: Policy, preset: Answers, counted: Answers): { before: Fact[]; after: Fact[] } {
  const before: Fact[] = [];
  const after: Fact[] = [];
  const soFar: { [F in Fact]?: FactValue } = { ...preset };
  for (;;) {
    const next = policy.next(soFar as Answers);
    if (next === null) break;
    const value = counted[next];
    if (value === undefined) break;
    (policy.settled(soFar as Answers) ? after : before).push(next);
    soFar[next] = value;
  }
  return { before, after };
}

/** Where Back leads from the present stage: an answered question, the advice, or nowhere. */
export function backFrom(position: Position): { readonly fact: Fact } | 'advice' | 'kept-out' | null {
  const { stage, before, after } = position;
  const last = (facts: readonly Fact[]) => facts[facts.length - 1];
  switch (stage.kind) {
    case 'question': {
      if (stage.reopened) {
        const all: (Fact | 'advice')[] = after.includes(stage.fact)
          ? [...before, 'advice', ...after]
          : [...before];
        const previous = all[all.indexOf(stage.fact) - 1];
        if (previous === undefined) return null;
        return previous === 'advice' ? 'advice' : { fact: previous };
      }
      const fact = last(after);
      if (fact !== undefined) return { fact };
      if (position.decision.settled) return 'advice';
      const earlier = last(before);
      return earlier === undefined ? null : { fact: earlier };
    }
    case 'advice': {
      const fact = last(before);
      return fact === undefined ? null : { fact };
    }
    case 'kept-out': {
      const fact = last(after);
      return fact === undefined ? 'advice' : { fact };
    }
    case 'decision':
      return 'kept-out';
    case 'done':
      return null;
  }
}
