import { Fault } from '../fault.ts';
import { LEVELS, levelOf } from './compile-diagrams.ts';
import { type Answers, FACT_IDS, FACTS, type Fact, type FactValue } from './facts.ts';

const INDEX: readonly ReadonlyMap<string, number>[] = FACT_IDS.map(
  (fact) => new Map(FACTS[fact].map((value, i) => [value, i])),
);
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

  /** Takes over a person's answers. Throws a Fault for a value that is not one of the fact's. */
  read(answers: Answers): void {
    let fixed = 0;
    for (let i = 0; i < FACT_IDS.length; i++) {
      const fact = FACT_IDS[i] as Fact;
      const value = answers[fact];
      const level = i + 1;
      if (value === undefined) {
        this.given[level] = -1;
        this.full[level] = UNSURE[level] ?? 0;
        continue;
      }
      const number = INDEX[i]?.get(value);
      if (number === undefined) throw unknownValue(fact);
      this.given[level] = number;
      this.full[level] = number;
      fixed |= 1 << level;
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
