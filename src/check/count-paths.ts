import { type CompiledPolicy, LEVELS, levelOf, OUTCOME_MASK } from './compile-diagrams.ts';
import { kidsOf, terminalsOf } from './explore-diagram.ts';
import { FACT_IDS, FACTS, type Fact } from './facts.ts';

/** How many different checks there are: sequences of questions and answers, counted exactly. */
export type PathCounts = {
  /** From the first question to the advice. */
  readonly toAdvice: bigint;
  /** From the first question to the last of the second part. */
  readonly toEnd: bigint;
};

/** The number of combinations of answers to all questions. */
export function combinations(): bigint {
  return FACT_IDS.reduce((product, fact) => product * BigInt(FACTS[fact].length), 1n);
}

/**
 * Counts the ways through the check. The first part is a walk down the advice diagram. What the second part asks depends only
 * on what is left of the obligations, the telling line and the basis, so equal remainders are counted once.
 */
export function countPaths(compiled: CompiledPolicy): PathCounts {
  const { diagram, advice } = compiled;
  const adviceMemo = new Map<number, bigint>();
  const toAdvice = (node: number): bigint => {
    if (diagram.isTerminal(node)) return 1n;
    const known = adviceMemo.get(node);
    if (known !== undefined) return known;
    const paths = kidsOf(diagram, node).reduce((sum, kid) => sum + toAdvice(kid), 0n);
    adviceMemo.set(node, paths);
    return paths;
  };

  const ends = new Map<string, bigint>();
  const secondPart = new SecondPart(compiled);
  const toEnd = (node: number, remainders: ReadonlyMap<number, readonly number[]>): bigint => {
    if (diagram.isTerminal(node)) {
      return secondPart.paths(remainders.get(diagram.valueOf(node) & OUTCOME_MASK) ?? []);
    }
    const key = `${node} ${[...remainders.values()].join(' ')}`;
    const known = ends.get(key);
    if (known !== undefined) return known;
    const level = diagram.level[node] ?? 0;
    let paths = 0n;
    kidsOf(diagram, node).forEach((kid, number) => {
      const under = new Set([...terminalsOf(diagram, kid)].map((value) => value & OUTCOME_MASK));
      const left = new Map<number, readonly number[]>();
      for (const [outcome, nodes] of remainders) {
        if (under.has(outcome)) left.set(outcome, secondPart.after(nodes, level, number));
      }
      paths += toEnd(kid, left);
    });
    ends.set(key, paths);
    return paths;
  };
  const outcomes = new Set([...terminalsOf(diagram, advice)].map((value) => value & OUTCOME_MASK));
  const all = new Map([...outcomes].sort().map((outcome) => [outcome, secondPart.start(outcome)] as const));
  return { toAdvice: toAdvice(advice), toEnd: toEnd(advice, all) };
}

/** Counts what comes after the advice, on lists of diagrams that still depend on an open answer. */
class SecondPart {
  readonly #compiled: CompiledPolicy;
  readonly #order: readonly { readonly fact: Fact; readonly level: number }[];
  readonly #asked: number;
  readonly #memo = new Map<string, bigint>();
  readonly #fixed = new Map<string, number>();

  constructor(compiled: CompiledPolicy) {
    this.#compiled = compiled;
    this.#order = compiled.parsed.thenAsk.map((fact) => ({ fact, level: levelOf(fact) }));
    this.#asked = this.#order.reduce((bits, { level }) => bits | (1 << level), 0);
  }

  start(outcome: number): readonly number[] {
    const { obligations, tell, basis } = this.#compiled;
    return this.#open([...(obligations[outcome] ?? []), tell[outcome] ?? 0, basis[outcome] ?? 0]);
  }

  /** The list once the fact at `level` is answered. */
  after(nodes: readonly number[], level: number, number: number): readonly number[] {
    return this.#open(nodes.map((node) => this.#with(node, level, number)));
  }

  /** The number of ways to answer what is still asked. Diagrams that share no question multiply. */
  paths(nodes: readonly number[]): bigint {
    const { diagram } = this.#compiled;
    let product = 1n;
    let rest = nodes;
    while (rest.length > 0) {
      let bits = diagram.support[rest[0] ?? 0] ?? 0;
      for (let before = 0; before !== bits; ) {
        before = bits;
        for (const node of rest) {
          const support = diagram.support[node] ?? 0;
          if ((support & bits) !== 0) bits |= support;
        }
      }
      const together = bits;
      product *= this.#connected(rest.filter((node) => ((diagram.support[node] ?? 0) & together) !== 0));
      rest = rest.filter((node) => ((diagram.support[node] ?? 0) & together) === 0);
    }
    return product;
  }

  #connected(nodes: readonly number[]): bigint {
    const { diagram } = this.#compiled;
    const key = nodes.join();
    const known = this.#memo.get(key);
    if (known !== undefined) return known;
    const support = nodes.reduce((bits, node) => bits | (diagram.support[node] ?? 0), 0);
    const next = this.#order.find(({ level }) => (support & (1 << level)) !== 0);
    let paths = 1n;
    if (next) {
      paths = 0n;
      for (let number = 0; number < FACTS[next.fact].length; number++) {
        paths += this.paths(this.after(nodes, next.level, number));
      }
    }
    this.#memo.set(key, paths);
    return paths;
  }

  #open(nodes: readonly number[]): readonly number[] {
    const { diagram } = this.#compiled;
    const open = new Set(nodes.filter((node) => ((diagram.support[node] ?? 0) & this.#asked) !== 0));
    return [...open].sort((a, b) => a - b);
  }

  #with(node: number, level: number, number: number): number {
    const { diagram } = this.#compiled;
    if (((diagram.support[node] ?? 0) & (1 << level)) === 0) return node;
    const key = `${node} ${level} ${number}`;
    const known = this.#fixed.get(key);
    if (known !== undefined) return known;
    const state = new Int8Array(LEVELS).fill(-1);
    state[level] = number;
    const left = diagram.restrict(node, state, 1 << level);
    this.#fixed.set(key, left);
    return left;
  }
}
