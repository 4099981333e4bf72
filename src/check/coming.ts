import type { AnswerState } from './answer-state.ts';
import type { Asking } from './asking.ts';
import { type CompiledPolicy, LEVELS, levelOf, OUTCOME_MASK } from './compile-diagrams.ts';
import { FALSE, TRUE } from './diagram.ts';
import { combine } from './explore-diagram.ts';
import { FACTS, type Fact, OUTCOMES } from './facts.ts';

/** Whether a question can still come, in either part, on some way to go on. Exact. */
export class Coming {
  readonly #compiled: CompiledPolicy;
  readonly #asking: Asking;
  readonly #matters = new Map<string, number>();

  constructor(compiled: CompiledPolicy, asking: Asking) {
    this.#compiled = compiled;
    this.#asking = asking;
  }

  /** True when `fact`, unanswered in `state`, is asked for some further answers. */
  mayCome(fact: Fact, state: AnswerState): boolean {
    // Worked out first: these nodes stay, and what comes after the mark does not.
    const matters = OUTCOMES.map((_, outcome) => this.#mattersAfter(fact, outcome));
    const { diagram } = this.#compiled;
    const mark = diagram.count;
    const left = this.#asking.residual(state);
    const inFirstPart = ((diagram.support[left] ?? 0) & (1 << levelOf(fact))) !== 0;
    const may = inFirstPart || matters.some((node, outcome) => this.#reaches(left, outcome, node, state));
    diagram.release(mark);
    return may;
  }

  /**
   * The condition under which the answer to `fact` makes a difference to an obligation, the telling line or the basis, given
   * the outcome. Where it can hold, the questions before it can be answered so that this one is asked.
   */
  #mattersAfter(fact: Fact, outcome: number): number {
    const key = `${fact} ${outcome}`;
    const known = this.#matters.get(key);
    if (known !== undefined) return known;
    const { diagram } = this.#compiled;
    const level = levelOf(fact);
    const nodes = this.#asking.laterOf(outcome).find((later) => later.fact === fact)?.nodes ?? [];
    let matters = FALSE;
    for (const node of nodes) {
      const first = this.#with(node, level, 0);
      for (let number = 1; number < FACTS[fact].length; number++) {
        const other = this.#with(node, level, number);
        matters = diagram.or(
          matters,
          combine(diagram, first, other, (x, y) => (x === y ? FALSE : TRUE)),
        );
      }
    }
    this.#matters.set(key, matters);
    return matters;
  }

  #with(node: number, level: number, number: number): number {
    const state = new Int8Array(LEVELS).fill(-1);
    state[level] = number;
    return this.#compiled.diagram.restrict(node, state, 1 << level);
  }

  /** Whether some further answers lead from `left` to `outcome` with the condition `node` holding. */
  #reaches(left: number, outcome: number, node: number, state: AnswerState): boolean {
    const { diagram } = this.#compiled;
    const tried = new Set<string>();
    const walk = (a: number, b: number): boolean => {
      if (b === FALSE || (diagram.isTerminal(a) && (diagram.valueOf(a) & OUTCOME_MASK) !== outcome))
        return false;
      if (diagram.isTerminal(a) && diagram.isTerminal(b)) return true;
      const key = `${a} ${b}`;
      if (tried.has(key)) return false;
      tried.add(key);
      const level = Math.min(diagram.level[a] ?? 0, diagram.level[b] ?? 0);
      const given = state.given[level] ?? -1;
      for (let number = 0; number < (diagram.sizes[level] ?? 0); number++) {
        if (given >= 0 && number !== given) continue;
        const x = diagram.level[a] === level ? diagram.kid(a, number) : a;
        const y = diagram.level[b] === level ? diagram.kid(b, number) : b;
        if (walk(x, y)) return true;
      }
      return false;
    };
    return walk(left, node);
  }
}
