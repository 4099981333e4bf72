import type { AnswerState } from './answer-state.ts';
import { type CompiledPolicy, levelOf, OUTCOME_MASK } from './compile-diagrams.ts';
import { FACT_IDS, type Fact, OUTCOMES, type Outcome } from './facts.ts';
import { StillPossible } from './still-possible.ts';

/** A question that comes after the advice, with the diagrams its answer can change. */
type Later = { readonly fact: Fact; readonly level: number; readonly nodes: readonly number[] };

/** What still depends on the open answers. */
export type Standing = {
  /** The question to ask now, or null when everything is asked. */
  readonly next: Fact | null;
  /** Outcome and fixes are the same whatever is still answered. */
  readonly settled: boolean;
  /** The outcomes that can still come out, one bit for each. */
  readonly outcomes: number;
};

/**
 * Adaptive asking, for one compiled policy. First part: the next question is the top variable of what is left of the advice
 * diagram once the answers given are put in. Second part: the first of `then-ask` on which an obligation, the telling line or
 * the basis still depends, the outcome being settled.
 */
export class Asking {
  readonly #compiled: CompiledPolicy;
  readonly #possible: StillPossible;
  readonly #later: readonly (readonly Later[])[];

  /** Throws a Fault for a policy with too many fixes. */
  constructor(compiled: CompiledPolicy) {
    this.#compiled = compiled;
    this.#possible = new StillPossible(compiled);
    this.#later = OUTCOMES.map((_, outcome) => laterQuestions(compiled, outcome));
  }

  standing(state: AnswerState): Standing {
    const { diagram, advice } = this.#compiled;
    const top = diagram.follow(advice, state.given);
    const set = this.#possible.under(top, state.given, state.fixed);
    const settled = this.#possible.isSettled(set);
    const next = settled ? this.#nextLater(state) : this.#nextToAdvice(top, state);
    return { next, settled, outcomes: this.#possible.outcomes(set) };
  }

  /** The next question alone: see `standing`. */
  next(state: AnswerState): Fact | null {
    return this.standing(state).next;
  }

  /** What is left of the advice diagram. May add nodes: the caller marks and releases. */
  residual(state: AnswerState): number {
    const { diagram, advice } = this.#compiled;
    return diagram.restrict(advice, state.given, state.fixed);
  }

  /** The questions that can come after this outcome, each with the diagrams it can change. */
  laterOf(outcome: number): readonly Later[] {
    return this.#later[outcome] ?? [];
  }

  /** The variable on top of what is left. `top` is where the answers lead; that its variable matters is mostly seen at once. */
  #nextToAdvice(top: number, state: AnswerState): Fact | null {
    const { diagram } = this.#compiled;
    const level = diagram.level[top] ?? 0;
    if (this.#seenToMatter(top, level, state)) return FACT_IDS[level - 1] ?? null;
    const mark = diagram.count;
    const left = this.residual(state);
    diagram.release(mark);
    return FACT_IDS[(diagram.level[left] ?? 0) - 1] ?? null;
  }

  #nextLater(state: AnswerState): Fact | null {
    const { diagram, advice } = this.#compiled;
    const outcome = diagram.evaluate(advice, state.full) & OUTCOME_MASK;
    for (const { fact, level, nodes } of this.laterOf(outcome)) {
      if ((state.given[level] ?? -1) >= 0) continue;
      for (const node of nodes) if (this.#dependsOn(node, level, state)) return fact;
    }
    return null;
  }

  #dependsOn(node: number, level: number, state: AnswerState): boolean {
    const { diagram } = this.#compiled;
    const bit = 1 << level;
    const top = diagram.follow(node, state.given);
    if (((diagram.support[top] ?? 0) & bit) === 0) return false;
    if (((diagram.support[top] ?? 0) & state.fixed) === 0) return true;
    if (this.#seenToMatter(top, level, state)) return true;
    const mark = diagram.count;
    const left = diagram.restrict(top, state.given, state.fixed);
    const depends = ((diagram.support[left] ?? 0) & bit) !== 0;
    diagram.release(mark);
    return depends;
  }

  /**
   * True when the answer at `level` makes a difference with the other open ones read as `unsure`. When it does not, it may
   * still make one with others.
   */
  #seenToMatter(node: number, level: number, { full }: AnswerState): boolean {
    const { diagram } = this.#compiled;
    const unsure = full[level] ?? 0;
    const value = diagram.evaluate(node, full);
    const size = diagram.sizes[level] ?? 0;
    let matters = false;
    for (let other = 0; other < size && !matters; other++) {
      full[level] = other;
      matters = diagram.evaluate(node, full) !== value;
    }
    full[level] = unsure;
    return matters;
  }
}

const OUTCOME_SETS: readonly (readonly Outcome[])[] = Array.from(
  { length: 1 << OUTCOMES.length },
  (_, bits) => Object.freeze(OUTCOMES.filter((_, i) => (bits & (1 << i)) !== 0)),
);

/** The outcomes of a set of bits, in the order of OUTCOMES. */
export function outcomesOf(bits: number): readonly Outcome[] {
  return OUTCOME_SETS[bits] ?? [];
}

function laterQuestions(compiled: CompiledPolicy, outcome: number): Later[] {
  const { diagram, obligations, tell, basis } = compiled;
  const nodes = new Set([...(obligations[outcome] ?? []), tell[outcome] ?? 0, basis[outcome] ?? 0]);
  return compiled.parsed.thenAsk
    .map((fact) => ({
      fact,
      level: levelOf(fact),
      nodes: [...nodes].filter((node) => ((diagram.support[node] ?? 0) & (1 << levelOf(fact))) !== 0),
    }))
    .filter((later) => later.nodes.length > 0);
}
