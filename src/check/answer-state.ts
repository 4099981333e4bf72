import { Fault } from '../fault.ts';
import { LEVELS, levelOf } from './compile-diagrams.ts';
import { type Answers, FACT_IDS, FACTS, type Fact, type FactValue } from './facts.ts';

/** By fact: its level, and the number of each value. Without prototypes, so that nothing but facts and values is found. */
const NUMBERS: Readonly<
  Record<string, { readonly level: number; readonly of: Readonly<Record<string, number>> }>
> = bare(
  FACT_IDS.map((fact, i) => [
    fact,
    { level: i + 1, of: bare(FACTS[fact].map((value, number) => [value, number])) },
  ]),
);
const OPEN = new Int8Array(LEVELS).fill(-1);
const UNSURE: Int8Array = Int8Array.from([
  -1,
  ...FACT_IDS.map((fact) => (FACTS[fact] as readonly string[]).indexOf('unsure')),
]);

/**
 * Answers as numbers, in buffers that are used again for the next person. Good until the next `read` or `set`.
 */
export class AnswerState {
  /** By level: the number of the value, -1 where unanswered. */
  readonly given: Int8Array = new Int8Array(LEVELS).fill(-1);
  /** The same with unanswered read as `unsure`. */
  readonly full: Int8Array = UNSURE.slice();
  /** One bit for each level answered. */
  fixed = 0;

  /** Takes over a person's answers. Throws a Fault for a fact that is not one of the sixteen, or a value that is not its own. */
  read(answers: Answers): void {
    this.given.set(OPEN);
    this.full.set(UNSURE);
    let fixed = 0;
    // Over the answers there are, not over all facts: this runs for every decision.
    for (const key in answers) {
      const fact = key as Fact;
      const value = answers[fact];
      if (value === undefined) continue;
      const numbers = NUMBERS[fact];
      if (numbers === undefined) throw unknownFact();
      const number = numbers.of[value];
      if (number === undefined) throw unknownValue(fact);
      this.given[numbers.level] = number;
      this.full[numbers.level] = number;
      fixed |= 1 << numbers.level;
    }
    this.fixed = fixed;
  }

  /** Answers one more fact, or with -1 takes its answer away. */
  set(fact: Fact, number: number): void {
    const level = levelOf(fact);
    this.given[level] = number;
    this.full[level] = number < 0 ? (UNSURE[level] ?? 0) : number;
    this.fixed = number < 0 ? this.fixed & ~(1 << level) : this.fixed | (1 << level);
  }

  has(fact: Fact): boolean {
    return (this.given[levelOf(fact)] ?? -1) >= 0;
  }
}

/** The number of a value of a fact, or -1 when it is not one of its values. */
export function numberOf(fact: Fact, value: string): number {
  return (FACTS[fact] as readonly string[]).indexOf(value);
}

/** The same answers with one more, or one changed. */
export function withAnswer(answers: Answers, fact: Fact, value: FactValue): Answers {
  return { ...answers, [fact]: value };
}

function unknownValue(fact: Fact): Fault {
  return new Fault(
    'unknown-value',
    `That is not one of the answers to "${fact}".`,
    `Use one of: ${FACTS[fact].join(', ')}.`,
  );
}

function unknownFact(): Fault {
  return new Fault(
    'unknown-fact',
    'One of the answers is to a question that the check does not have.',
    `The questions are: ${FACT_IDS.join(', ')}.`,
  );
}

function bare<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}
