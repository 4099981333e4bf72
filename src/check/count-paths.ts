import { type CompiledPolicy, LEVELS, levelOf, OUTCOME_MASK } from './compile-diagrams.ts';
import { kidsOf } from './explore-diagram.ts';
import { FACT_IDS, FACTS, type Fact, OUTCOMES } from './facts.ts';

/** The number of combinations of answers to all questions. */
export function combinations(): bigint {
  return FACT_IDS.reduce((product, fact) => product * BigInt(FACTS[fact].length), 1n);
}

/** How many sequences of questions and answers lead from the first question to the advice: walks down its diagram. Exact. */
export function pathsToAdvice({ diagram, advice }: CompiledPolicy): bigint {
  const memo = new Map<number, bigint>();
  const paths = (node: number): bigint => {
    if (diagram.isTerminal(node)) return 1n;
    const known = memo.get(node);
    if (known !== undefined) return known;
    const sum = kidsOf(diagram, node).reduce((total, kid) => total + paths(kid), 0n);
    memo.set(node, sum);
    return sum;
  };
  return paths(advice);
}

/**
 * How many there are to the last question of the second part. What that asks depends only on what is left of the obligations,
 * the telling line and the basis, so equal remainders are counted once. Exact.
 */
export function pathsToEnd(compiled: CompiledPolicy): bigint {
  const { diagram, advice } = compiled;
  const secondPart = new SecondPart(compiled);
  const outcomesUnder = new Map<number, number>();
  const under = (node: number): number => {
    if (diagram.isTerminal(node)) return 1 << (diagram.valueOf(node) & OUTCOME_MASK);
    let outcomes = outcomesUnder.get(node) ?? 0;
    if (outcomes === 0) {
      for (const kid of kidsOf(diagram, node)) outcomes |= under(kid);
      outcomesUnder.set(node, outcomes);
    }
    return outcomes;
  };
  const ends = new Map<string, bigint>();
  // `remainders`: by outcome, the list of diagrams left, or -1 where the outcome cannot come out any more.
  const toEnd = (node: number, remainders: readonly number[]): bigint => {
    if (diagram.isTerminal(node)) {
      return secondPart.paths(remainders[diagram.valueOf(node) & OUTCOME_MASK] ?? 0);
    }
    const key = `${node} ${remainders.join()}`;
    const known = ends.get(key);
    if (known !== undefined) return known;
    const level = diagram.level[node] ?? 0;
    let paths = 0n;
    kidsOf(diagram, node).forEach((kid, number) => {
      const outcomes = under(kid);
      const left = remainders.map((list, outcome) =>
        (outcomes & (1 << outcome)) === 0 ? -1 : secondPart.after(list, level, number),
      );
      paths += toEnd(kid, left);
    });
    ends.set(key, paths);
    return paths;
  };
  const start = OUTCOMES.map((_, i) => ((under(advice) & (1 << i)) === 0 ? -1 : secondPart.start(i)));
  return toEnd(advice, start);
}

/** Counts what comes after the advice. Lists of diagrams that still depend on an open answer are known by a number. */
class SecondPart {
  readonly #compiled: CompiledPolicy;
  readonly #order: readonly Fact[];
  readonly #asked: number;
  readonly #lists: (readonly number[])[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #after = new Map<number, number>();
  readonly #fixed = new Map<number, number>();
  readonly #paths = new Map<number, bigint>();

  constructor(compiled: CompiledPolicy) {
    this.#compiled = compiled;
    this.#order = compiled.parsed.thenAsk;
    this.#asked = this.#order.reduce((bits, fact) => bits | (1 << levelOf(fact)), 0);
  }

  /** The list right after an outcome, with nothing answered. */
  start(outcome: number): number {
    const { obligations, tell, basis } = this.#compiled;
    return this.#list([...(obligations[outcome] ?? []), tell[outcome] ?? 0, basis[outcome] ?? 0]);
  }

  /** The list once the fact at `level` is answered. */
  after(list: number, level: number, number: number): number {
    const key = (list * LEVELS + level) * 8 + number;
    let left = this.#after.get(key);
    if (left === undefined) {
      left = this.#list((this.#lists[list] ?? []).map((node) => this.#with(node, level, number)));
      this.#after.set(key, left);
    }
    return left;
  }

  /** The number of ways to answer what is still asked. Diagrams that share no question multiply. */
  paths(list: number): bigint {
    const known = this.#paths.get(list);
    if (known !== undefined) return known;
    const { diagram } = this.#compiled;
    const supportOf = (node: number): number => diagram.support[node] ?? 0;
    let rest = this.#lists[list] ?? [];
    let product = 1n;
    while (rest.length > 0) {
      let bits = supportOf(rest[0] ?? 0);
      for (let before = 0; before !== bits; ) {
        before = bits;
        for (const node of rest) if ((supportOf(node) & bits) !== 0) bits |= supportOf(node);
      }
      const together = bits;
      product *= this.#connected(this.#list(rest.filter((node) => (supportOf(node) & together) !== 0)));
      rest = rest.filter((node) => (supportOf(node) & together) === 0);
    }
    this.#paths.set(list, product);
    return product;
  }

  #connected(list: number): bigint {
    const { diagram } = this.#compiled;
    const support = (this.#lists[list] ?? []).reduce((bits, node) => bits | (diagram.support[node] ?? 0), 0);
    const next = this.#order.find((fact) => (support & (1 << levelOf(fact))) !== 0);
    if (next === undefined) return 1n;
    let paths = 0n;
    for (let number = 0; number < FACTS[next].length; number++) {
      paths += this.paths(this.after(list, levelOf(next), number));
    }
    return paths;
  }

  #list(nodes: readonly number[]): number {
    const { diagram } = this.#compiled;
    const open = new Set(nodes.filter((node) => ((diagram.support[node] ?? 0) & this.#asked) !== 0));
    const list = [...open].sort((a, b) => a - b);
    const key = list.join();
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#lists.push(list) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  #with(node: number, level: number, number: number): number {
    const { diagram } = this.#compiled;
    if (((diagram.support[node] ?? 0) & (1 << level)) === 0) return node;
    const key = (node * LEVELS + level) * 8 + number;
    let left = this.#fixed.get(key);
    if (left === undefined) {
      const state = new Int8Array(LEVELS).fill(-1);
      state[level] = number;
      left = diagram.restrict(node, state, 1 << level);
      this.#fixed.set(key, left);
    }
    return left;
  }
}
