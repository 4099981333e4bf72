import type { AnswerState } from './answer-state.ts';
import { type CompiledPolicy, levelOf, OUTCOME_MASK } from './compile-diagrams.ts';
import { FACT_IDS, type Fact, OUTCOMES, type Outcome } from './facts.ts';

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
  readonly #later: readonly (readonly Later[])[];
  /** By node: the outcomes under it, one bit each; 0 is not worked out yet. */
  #under = new Uint8Array(1024);

  constructor(compiled: CompiledPolicy) {
    this.#compiled = compiled;
    this.#later = OUTCOMES.map((_, outcome) => laterQuestions(compiled, outcome));
  }

  standing(state: AnswerState): Standing {
    const { diagram } = this.#compiled;
    const mark = diagram.count;
    const node = this.residual(state);
    const outcomes = this.#outcomesUnder(node);
    let next: Fact | null;
    const settled = diagram.isTerminal(node);
    if (settled) next = this.#nextLater(state, diagram.valueOf(node) & OUTCOME_MASK);
    else next = FACT_IDS[(diagram.level[node] ?? 0) - 1] ?? null;
    this.#release(mark);
    return { next, settled, outcomes };
  }

  /** The next question alone: see `standing`. */
  next(state: AnswerState): Fact | null {
    const { diagram } = this.#compiled;
    const mark = diagram.count;
    const node = this.residual(state);
    const next = diagram.isTerminal(node)
      ? this.#nextLater(state, diagram.valueOf(node) & OUTCOME_MASK)
      : (FACT_IDS[(diagram.level[node] ?? 0) - 1] ?? null);
    diagram.release(mark);
    return next;
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

  #nextLater(state: AnswerState, outcome: number): Fact | null {
    for (const { fact, level, nodes } of this.laterOf(outcome)) {
      if ((state.given[level] ?? -1) >= 0) continue;
      for (const node of nodes) if (this.#dependsOn(node, level, state)) return fact;
    }
    return null;
  }

  #dependsOn(node: number, level: number, state: AnswerState): boolean {
    const { diagram } = this.#compiled;
    const mark = diagram.count;
    const left = diagram.restrict(node, state.given, state.fixed);
    const depends = ((diagram.support[left] ?? 0) & (1 << level)) !== 0;
    diagram.release(mark);
    return depends;
  }

  #outcomesUnder(node: number): number {
    const { diagram } = this.#compiled;
    const known = this.#under[node] ?? 0;
    if (known !== 0) return known;
    let outcomes = 0;
    if (diagram.isTerminal(node)) outcomes = 1 << (diagram.valueOf(node) & OUTCOME_MASK);
    else {
      const size = diagram.sizes[diagram.level[node] ?? 0] ?? 0;
      for (let value = 0; value < size; value++) outcomes |= this.#outcomesUnder(diagram.kid(node, value));
    }
    if (node >= this.#under.length) {
      const larger = new Uint8Array(Math.max(node + 1, this.#under.length * 2));
      larger.set(this.#under);
      this.#under = larger;
    }
    this.#under[node] = outcomes;
    return outcomes;
  }

  #release(mark: number): void {
    const { diagram } = this.#compiled;
    if (diagram.count > mark) this.#under.fill(0, mark, diagram.count);
    diagram.release(mark);
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
