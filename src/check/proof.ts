import { AnswerState, withAnswer } from './answer-state.ts';
import { Asking } from './asking.ts';
import { Coming } from './coming.ts';
import { type CompiledPolicy, describeState, LEVELS, levelOf } from './compile-diagrams.ts';
import { FALSE, TRUE } from './diagram.ts';
import { combine, mapTerminals, satisfy } from './explore-diagram.ts';
import {
  type Answers,
  FACT_IDS,
  FACTS,
  type Fact,
  type FactValue,
  OUTCOMES,
  type Outcome,
  type TellValue,
} from './facts.ts';

/** Where a safety rule does not hold: answers to every question that show it, and what is wrong in plain words. */
export type Counterexample = { readonly answers: Answers; readonly says: string };

/**
 * What safety rules are said in: conditions on the facts, as nodes of the policy's own table. A condition of any of the
 * 2.8 × 10^10 combinations is one node, so "holds for all of them" is a comparison of two numbers.
 */
export class Proof {
  readonly compiled: CompiledPolicy;
  readonly asking: Asking;
  /** The answers each question offers, where known. */
  readonly options: ReadonlyMap<Fact, readonly string[]> | undefined;
  readonly #coming: Coming;
  readonly #memo = new Map<string, number>();

  constructor(compiled: CompiledPolicy, options?: ReadonlyMap<Fact, readonly string[]>) {
    this.compiled = compiled;
    this.options = options;
    this.asking = new Asking(compiled);
    this.#coming = new Coming(compiled, this.asking);
  }

  /** "The answer to `fact` is one of these." */
  answer(fact: Fact, ...values: string[]): number {
    const all: readonly string[] = FACTS[fact];
    return this.compiled.diagram.isOneOf(
      levelOf(fact),
      values.map((value) => all.indexOf(value)),
    );
  }

  /** "The outcome is one of these." */
  outcome(...outcomes: Outcome[]): number {
    return this.#once(`outcome ${outcomes.join()}`, () =>
      mapTerminals(this.compiled.diagram, this.compiled.outcome, (i) =>
        outcomes.some((outcome) => OUTCOMES.indexOf(outcome) === i) ? TRUE : FALSE,
      ),
    );
  }

  /** "This obligation is due." Never, when the policy does not have it. */
  obligation(id: string): number {
    const number = this.compiled.parsed.obligations.findIndex((line) => line.id === id);
    return this.#once(`obligation ${id}`, () =>
      this.#byOutcome((outcome) => this.compiled.obligations[outcome]?.[number] ?? FALSE),
    );
  }

  /** "The telling line is one of these." */
  tell(...values: TellValue[]): number {
    const { diagram, parsed, tell } = this.compiled;
    return this.#once(`tell ${values.join()}`, () =>
      this.#byOutcome((outcome) =>
        mapTerminals(diagram, tell[outcome] ?? 0, (i) =>
          values.some((value) => parsed.tell[i]?.id === value) ? TRUE : FALSE,
        ),
      ),
    );
  }

  /** "This basis is among those suggested." */
  basis(id: string): number {
    const { basis, basisLists, diagram } = this.compiled;
    return this.#once(`basis ${id}`, () =>
      this.#byOutcome((outcome) =>
        mapTerminals(diagram, basis[outcome] ?? 0, (i) => (basisLists[i - 1]?.includes(id) ? TRUE : FALSE)),
      ),
    );
  }

  all(...nodes: number[]): number {
    return nodes.reduce((node, part) => this.compiled.diagram.and(node, part), TRUE);
  }

  any(...nodes: number[]): number {
    return nodes.reduce((node, part) => this.compiled.diagram.or(node, part), FALSE);
  }

  not(node: number): number {
    return this.compiled.diagram.not(node);
  }

  /** "Both diagrams give the same." */
  same(a: number, b: number): number {
    return combine(this.compiled.diagram, a, b, (x, y) => (x === y ? TRUE : FALSE));
  }

  /** `node` with one fact fixed. */
  with(node: number, fact: Fact, number: number): number {
    const state = new Int8Array(LEVELS).fill(-1);
    state[levelOf(fact)] = number;
    return this.compiled.diagram.restrict(node, state, 1 << levelOf(fact));
  }

  /** Null when the condition holds for no combination; else one for which it does, with `wrong` said of it. */
  never(node: number, wrong: string | ((answers: Answers) => string)): Counterexample | null {
    const state = satisfy(this.compiled.diagram, node);
    if (!state) return null;
    const given = describeState(state);
    const answers = completed(state);
    const says = typeof wrong === 'string' ? wrong : wrong(answers);
    return { answers, says: `${given === '' ? 'Whatever is answered' : `When ${given}`}: ${says}` };
  }

  /** Null when `then` holds wherever `when` does. */
  always(when: number, then: number, wrong: string | ((answers: Answers) => string)): Counterexample | null {
    return this.never(this.all(when, this.not(then)), wrong);
  }

  /** The outcome on complete answers. */
  outcomeOn(answers: Answers): Outcome {
    const state = new AnswerState();
    state.read(answers);
    return OUTCOMES[this.compiled.diagram.evaluate(this.compiled.outcome, state.full)] ?? 'seek-advice';
  }

  /** The most questions asked before the advice, when these facts, if asked, are answered by one of these. */
  mostQuestions(given: Partial<Record<Fact, readonly string[]>>): number {
    const { diagram, advice } = this.compiled;
    const memo = new Map<number, number>();
    const walk = (node: number): number => {
      if (diagram.isTerminal(node)) return 0;
      const known = memo.get(node);
      if (known !== undefined) return known;
      const fact = FACT_IDS[(diagram.level[node] ?? 0) - 1];
      if (fact === undefined) return 0;
      let most = 0;
      FACTS[fact].forEach((value, number) => {
        if (given[fact]?.includes(value) ?? true) most = Math.max(most, walk(diagram.kid(node, number)));
      });
      memo.set(node, most + 1);
      return most + 1;
    };
    return walk(advice);
  }

  /** True when the question is asked in some check that starts with no answers. */
  isAsked(fact: Fact): boolean {
    return this.#coming.mayCome(fact, new AnswerState());
  }

  #byOutcome(nodeAt: (outcome: number) => number): number {
    return this.any(...OUTCOMES.map((outcome, i) => this.all(this.outcome(outcome), nodeAt(i))));
  }

  #once(key: string, make: () => number): number {
    const node = this.#memo.get(key) ?? make();
    this.#memo.set(key, node);
    return node;
  }
}

/** A state as answers to every question; where any answer will do, the last of its values. */
function completed(state: Int8Array): Answers {
  return FACT_IDS.reduce<Answers>((answers, fact) => {
    const values: readonly FactValue[] = FACTS[fact];
    const value = values.at(state[levelOf(fact)] ?? -1);
    return value === undefined ? answers : withAnswer(answers, fact, value);
  }, {});
}
