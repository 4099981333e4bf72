import { AnswerState, withAnswer } from './answer-state.ts';
import type { Asking } from './asking.ts';
import { Coming } from './coming.ts';
import { type CompiledPolicy, LEVELS, levelOf, OUTCOME_LEVEL } from './compile-diagrams.ts';
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
import { PlainWords, type WordSource } from './plain-words.ts';
import type { Policy } from './policy.ts';
import type { Cited, ParsedPolicy } from './read-policy.ts';

/** A line of the dialog's files, as a path into policy.yaml, questions.yaml or local.yaml. */
export type Place = {
  readonly file: 'policy' | 'questions' | 'local';
  readonly path: readonly (string | number)[];
};

/** Where a safety rule does not hold. */
export type Counterexample = {
  /** Answers to every question that show it; none when the fault is in the dialog as a whole. */
  readonly answers: Answers;
  /** What is wrong, in plain words. */
  readonly says: string;
  /** The line that brings it about: the first one to look at. */
  readonly at: Place;
};

/** What is wrong on some answers, said of them, and the line behind it. */
export type Wrong = (answers: Answers) => { readonly says: string; readonly at: Place };

/**
 * What safety rules are said in: conditions on the facts, as nodes of the policy's own table. A condition of any of the
 * 2.8 × 10^10 combinations is one node, so "holds for all of them" is a comparison of two numbers.
 */
export class Proof {
  readonly compiled: CompiledPolicy;
  readonly asking: Asking;
  /** The answers each question offers, where known. */
  readonly options: ReadonlyMap<Fact, readonly string[]> | undefined;
  readonly words: PlainWords;
  readonly #coming: Coming;
  readonly #memo = new Map<string, number>();

  /** `source` has the words to say what is wrong in, and the answers that the questions offer. */
  constructor({ compiled, asking }: Pick<Policy, 'compiled' | 'asking'>, source: WordSource) {
    this.compiled = compiled;
    this.asking = asking;
    this.options =
      source.questions && new Map(source.questions.map((q) => [q.id, q.options.map(({ value }) => value)]));
    this.words = new PlainWords(source);
    this.#coming = new Coming(compiled, asking);
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
  never(node: number, wrong: Wrong): Counterexample | null {
    const state = satisfy(this.compiled.diagram, node);
    if (!state) return null;
    const matter = answersIn(state, () => undefined);
    const answers = answersIn(state, (fact) => FACTS[fact].at(-1));
    const { says, at } = wrong(answers);
    const when = this.words.answers(matter);
    return { answers, says: `${when === '' ? 'Whatever is answered' : `When ${when}`}: ${says}`, at };
  }

  /** Null when `then` holds wherever `when` does. */
  always(when: number, then: number, wrong: Wrong): Counterexample | null {
    return this.never(this.all(when, this.not(then)), wrong);
  }

  /** A condition that may ask for the outcome, with this outcome. */
  onOutcome(node: number, outcome: number): number {
    const state = new Int8Array(LEVELS).fill(-1);
    state[OUTCOME_LEVEL] = outcome;
    return this.compiled.diagram.restrict(node, state, 1 << OUTCOME_LEVEL);
  }

  /** The outcome on complete answers, and the rule that gives it. */
  decidedOn(answers: Answers): { readonly outcome: Outcome; readonly rule: string; readonly at: Place } {
    const number = this.compiled.diagram.evaluate(this.compiled.rule, stateOf(answers).full);
    const { id, outcome } = this.compiled.parsed.rules[number] ?? { id: '', outcome: 'seek-advice' };
    return { outcome, rule: id, at: { file: 'policy', path: ['rules', number] } };
  }

  obligationAt(id: string): Place {
    return obligationPlace(this.compiled.parsed, id);
  }

  /** The telling line that decides on complete answers. */
  tellAt(answers: Answers): Place {
    const state = stateOf(answers);
    const { tell, diagram, outcome } = this.compiled;
    const number = diagram.evaluate(tell[diagram.evaluate(outcome, state.full)] ?? 0, state.full);
    return { file: 'policy', path: ['tell', number] };
  }

  /** The first line of the lawful basis that suggests `basis`. */
  basisAt(basis: string): Place {
    const number = this.compiled.parsed.basisChoices.findIndex((line) => line.bases.includes(basis));
    return { file: 'policy', path: ['lawful-basis', 'choose', number] };
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

/** A state as answers; `open` gives one where any will do. */
function answersIn(state: Int8Array, open: (fact: Fact) => FactValue | undefined): Answers {
  return FACT_IDS.reduce<Answers>((answers, fact) => {
    const number = state[levelOf(fact)] ?? -1;
    const value = number < 0 ? open(fact) : FACTS[fact][number];
    return value === undefined ? answers : withAnswer(answers, fact, value);
  }, {});
}

function stateOf(answers: Answers): AnswerState {
  const state = new AnswerState();
  state.read(answers);
  return state;
}

/** Where an obligation stands in policy.yaml; the list when it is not there. */
export function obligationPlace({ obligations, fixesAfter }: ParsedPolicy, id: string): Place {
  const number = obligations.findIndex((line) => line.id === id);
  if (number < 0) return { file: 'policy', path: ['obligations'] };
  // The file has one more line, for the place of the fixes.
  return { file: 'policy', path: ['obligations', number < fixesAfter ? number : number + 1] };
}

/** Every line that has to rest on a passage, with its place. */
export function linesOf(parsed: ParsedPolicy): { readonly line: Cited; readonly at: Place }[] {
  const { rules, fixes, obligations, tell, bases } = parsed;
  const placed = (lines: readonly Cited[], ...list: string[]) =>
    lines.map((line, i) => ({ line, at: { file: 'policy', path: [...list, i] } as const }));
  return [
    ...placed(rules, 'rules'),
    ...placed(fixes, 'fixes'),
    ...obligations.map((line) => ({ line, at: obligationPlace(parsed, line.id) })),
    ...placed(tell, 'tell'),
    ...placed(bases, 'lawful-basis', 'bases'),
  ];
}
