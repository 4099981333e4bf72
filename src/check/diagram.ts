import { Fault } from '../fault.ts';

/** The node that stands for "no" and the node that stands for "yes" in a diagram of a condition. */
export const FALSE = 0;
export const TRUE = 1;

const TERMINAL = 31;
const BUCKETS = 1 << 14;
/** Node ids stay below this, so that three of them fit into one exact number (the key of `ite`'s memo). */
const MOST_NODES = 1 << 17;

/**
 * One table of reduced, ordered, multi-valued decision diagrams: the same function is always the same node, so two
 * functions are equal exactly when their numbers are, and a variable matters exactly when it is in a node's support.
 * `sizes[level]` is the number of values of the variable at that level; lower levels stand nearer the top.
 * After R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation" (1986), with more than two branches.
 */
export class Diagram {
  readonly sizes: readonly number[];
  /** Number of nodes so far; nodes are 0 to count - 1. */
  count = 0;
  /** By node: its variable's level, or 31 for a terminal. */
  level = new Uint8Array(4096);
  /** By node: where its branches begin in `kids`, or a terminal's value. */
  base = new Int32Array(4096);
  /** By node: one bit for every level its value depends on. */
  support = new Int32Array(4096);
  kids = new Int32Array(16384);

  #kidCount = 0;
  #stack = new Int32Array(1024);
  #top = 0;
  #bucket = new Int32Array(BUCKETS).fill(-1);
  #link = new Int32Array(4096);
  #seen = new Int32Array(4096);
  #found = new Int32Array(4096);
  #round = 0;
  #ite = new Map<number, number>();

  constructor(sizes: readonly number[]) {
    this.sizes = sizes;
    this.terminal(0);
    this.terminal(1);
  }

  /** The terminal with this value: a whole number, zero or more. */
  terminal(value: number): number {
    const hash = mix(TERMINAL, value) & (BUCKETS - 1);
    for (let n = this.#bucket[hash] ?? -1; n >= 0; n = this.#link[n] ?? -1) {
      if (this.level[n] === TERMINAL && this.base[n] === value) return n;
    }
    return this.#add(TERMINAL, value, 0, hash);
  }

  isTerminal(node: number): boolean {
    return this.level[node] === TERMINAL;
  }

  /** The value of a terminal. */
  valueOf(node: number): number {
    return this.base[node] ?? 0;
  }

  /** The branch of `node` for the value with this number. */
  kid(node: number, value: number): number {
    return this.kids[(this.base[node] ?? 0) + value] ?? 0;
  }

  /** The node with these branches, one for each value of the variable at `level`. */
  make(level: number, kids: readonly number[]): number {
    const from = this.#top;
    for (const kid of kids) this.#push(kid);
    return this.#fold(level, from);
  }

  /** "The variable at `level` has one of these values", as a condition. */
  isOneOf(level: number, values: readonly number[]): number {
    const size = this.sizes[level] ?? 0;
    return this.make(
      level,
      Array.from({ length: size }, (_, value) => (values.includes(value) ? TRUE : FALSE)),
    );
  }

  /** Where the condition `f` holds `g`, elsewhere `h`. */
  ite(f: number, g: number, h: number): number {
    if (f === TRUE || g === h) return g;
    if (f === FALSE) return h;
    if (g === TRUE && h === FALSE) return f;
    const key = (f * MOST_NODES + g) * MOST_NODES + h;
    const known = this.#ite.get(key);
    if (known !== undefined) return known;
    const level = Math.min(this.level[f] ?? 0, this.level[g] ?? 0, this.level[h] ?? 0);
    const from = this.#top;
    for (let value = 0; value < (this.sizes[level] ?? 0); value++) {
      this.#push(this.ite(this.#at(f, level, value), this.#at(g, level, value), this.#at(h, level, value)));
    }
    const node = this.#fold(level, from);
    this.#ite.set(key, node);
    return node;
  }

  and(f: number, g: number): number {
    return this.ite(f, g, FALSE);
  }

  or(f: number, g: number): number {
    return this.ite(f, TRUE, g);
  }

  not(f: number): number {
    return this.ite(f, FALSE, TRUE);
  }

  /**
   * `node` with some variables fixed. `state[level]` is the number of the value, or negative where open; `fixed` has a bit for
   * every level that is not open. May add nodes: see `release`.
   */
  restrict(node: number, state: Int8Array, fixed: number): number {
    if (((this.support[node] ?? 0) & fixed) === 0) return node;
    this.#round++;
    return this.#restrict(node, state, fixed);
  }

  #restrict(start: number, state: Int8Array, fixed: number): number {
    let node = start;
    for (;;) {
      if (((this.support[node] ?? 0) & fixed) === 0) return node;
      const value = state[this.level[node] ?? 0] ?? -1;
      if (value < 0) break;
      node = this.kid(node, value);
    }
    if (this.#seen[node] === this.#round) return this.#found[node] ?? 0;
    const level = this.level[node] ?? 0;
    const from = this.#top;
    for (let value = 0; value < (this.sizes[level] ?? 0); value++) {
      this.#push(this.#restrict(this.kid(node, value), state, fixed));
    }
    const result = this.#fold(level, from);
    this.#seen[node] = this.#round;
    this.#found[node] = result;
    return result;
  }

  /** Follows `state` as far as it leads: to the first open variable, or to a terminal. Gives the node there. */
  follow(start: number, state: Int8Array): number {
    let node = start;
    for (;;) {
      const level = this.level[node] ?? TERMINAL;
      const value = level === TERMINAL ? -1 : (state[level] ?? -1);
      if (value < 0) return node;
      node = this.kids[(this.base[node] ?? 0) + value] ?? 0;
    }
  }

  /** Follows `state`, which fixes every variable met, down to a terminal; gives its value. */
  evaluate(start: number, state: Int8Array): number {
    let node = start;
    for (;;) {
      const level = this.level[node] ?? TERMINAL;
      if (level === TERMINAL) return this.base[node] ?? 0;
      node = this.kids[(this.base[node] ?? 0) + (state[level] ?? 0)] ?? 0;
    }
  }

  /** Forgets every node made since `count` was `mark`, so that asking leaves nothing behind. Only for nodes of `restrict`. */
  release(mark: number): void {
    while (this.count > mark) {
      const node = --this.count;
      const level = this.level[node] ?? 0;
      let hash = mix(level, this.base[node] ?? 0);
      if (level !== TERMINAL) {
        this.#kidCount = this.base[node] ?? 0;
        hash = level;
        for (let value = 0; value < (this.sizes[level] ?? 0); value++)
          hash = mix(hash, this.kid(node, value));
      }
      this.#bucket[hash & (BUCKETS - 1)] = this.#link[node] ?? -1;
    }
  }

  #at(node: number, level: number, value: number): number {
    return this.level[node] === level ? this.kid(node, value) : node;
  }

  #push(node: number): void {
    if (this.#top === this.#stack.length) this.#stack = grown(this.#stack);
    this.#stack[this.#top++] = node;
  }

  /** Takes the branches pushed since `from` off the stack and gives their node. */
  #fold(level: number, from: number): number {
    const stack = this.#stack;
    const to = this.#top;
    this.#top = from;
    const first = stack[from] ?? 0;
    let same = true;
    let hash = level;
    let support = 1 << level;
    for (let i = from; i < to; i++) {
      const kid = stack[i] ?? 0;
      if (kid !== first) same = false;
      hash = mix(hash, kid);
      support |= this.support[kid] ?? 0;
    }
    if (same) return first;
    hash &= BUCKETS - 1;
    search: for (let n = this.#bucket[hash] ?? -1; n >= 0; n = this.#link[n] ?? -1) {
      if (this.level[n] !== level) continue;
      const base = this.base[n] ?? 0;
      for (let i = from; i < to; i++) if (this.kids[base + i - from] !== stack[i]) continue search;
      return n;
    }
    const base = this.#kidCount;
    while (base + to - from > this.kids.length) this.kids = grown(this.kids);
    for (let i = from; i < to; i++) this.kids[base + i - from] = stack[i] ?? 0;
    this.#kidCount = base + to - from;
    return this.#add(level, base, support, hash);
  }

  #add(level: number, base: number, support: number, hash: number): number {
    const node = this.count++;
    if (node >= MOST_NODES) {
      throw new Fault(
        'policy-too-large',
        'The rules of this dialog depend on one another in too many ways to be checked completely.',
        'Make the conditions of the rules simpler, or have fewer rules that use the same questions.',
      );
    }
    if (node === this.level.length) {
      const level = new Uint8Array(this.level.length * 2);
      level.set(this.level);
      this.level = level;
      this.base = grown(this.base);
      this.support = grown(this.support);
      this.#link = grown(this.#link);
      this.#seen = grown(this.#seen);
      this.#found = grown(this.#found);
    }
    this.level[node] = level;
    this.base[node] = base;
    this.support[node] = support;
    this.#link[node] = this.#bucket[hash] ?? -1;
    this.#bucket[hash] = node;
    return node;
  }
}

function mix(hash: number, value: number): number {
  const h = Math.imul(hash ^ value, 0x9e3779b1);
  return h ^ (h >>> 15);
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
