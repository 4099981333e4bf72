import type { AnswerState } from './answer-state.ts';
import type { Asking } from './asking.ts';
import type { Group } from './dialog.ts';
import { FACTS, type Fact } from './facts.ts';

/**
 * The group of questions that may share one card now: it begins with the next question, and each further one would be asked
 * next whatever is answered to those before it (each way is tried). The longest such group; null when there is none.
 */
export function groupAt(asking: Asking, groups: readonly Group[], state: AnswerState): Group | null {
  const next = asking.next(state);
  let longest: Group | null = null;
  for (const group of groups) {
    if (group.questions[0] !== next || group.questions.length <= (longest?.questions.length ?? 0)) continue;
    if (allAsked(asking, state, group.questions, 0)) longest = group;
  }
  return longest;
}

function allAsked(asking: Asking, state: AnswerState, questions: readonly Fact[], from: number): boolean {
  const fact = questions[from];
  if (fact === undefined) return true;
  if (asking.next(state) !== fact) return false;
  if (from === questions.length - 1) return true;
  let all = true;
  for (let number = 0; all && number < FACTS[fact].length; number++) {
    state.set(fact, number);
    all = allAsked(asking, state, questions, from + 1);
  }
  state.set(fact, -1);
  return all;
}
