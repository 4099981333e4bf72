import { Fault } from '../fault.ts';
import { type CompiledPolicy, FIX_SHIFT, OUTCOME_MASK } from './compile-diagrams.ts';
import { OUTCOMES } from './facts.ts';

/** Three marks have to fit into the bits of one number: outcomes, fixes that can be due, fixes that can be done without. */
const MOST_FIXES = (31 - OUTCOMES.length) >> 1;
const ALL_OUTCOMES = (1 << OUTCOMES.length) - 1;

/**
 * What can still come out of the advice diagram, without making a single node: the terminals under the answers given. A set of
 * them is one number: a bit for each outcome, and for each fix one that it can be outstanding and one that it can be not.
 */
export class StillPossible {
  readonly #compiled: CompiledPolicy;
  readonly #fixes: number;
  /** By node of the advice diagram: the set of everything under it. */
  readonly #under: Int32Array;
  /** By node: the last round that came through it. */
  readonly #seen: Int32Array;
  #round = 0;
  #found = 0;

  /** Throws a Fault when there are more fixes than fit. */
  constructor(compiled: CompiledPolicy) {
    this.#compiled = compiled;
    this.#fixes = compiled.parsed.fixes.length;
    if (this.#fixes > MOST_FIXES) throw tooMany();
    this.#under = new Int32Array(compiled.diagram.count);
    this.#seen = new Int32Array(compiled.diagram.count);
    this.#fill(compiled.advice);
  }

  /**
   * The set under `node`, which belongs to the advice diagram. `given` by level: the number of the value, negative where open;
   * `fixed` has a bit for every level that is not.
   */
  under(node: number, given: Int8Array, fixed: number): number {
    this.#round++;
    this.#found = 0;
    this.#collect(node, given, fixed);
    return this.#found;
  }

  /** The outcomes of a set, one bit each. */
  outcomes(set: number): number {
    return set & ALL_OUTCOMES;
  }

  /** True when there is one outcome in the set, and no fix that may be due or not. */
  isSettled(set: number): boolean {
    const outcomes = set & ALL_OUTCOMES;
    const due = set >> OUTCOMES.length;
    const eitherWay = due & (due >> this.#fixes) & ((1 << this.#fixes) - 1);
    return (outcomes & (outcomes - 1)) === 0 && eitherWay === 0;
  }

  #collect(start: number, given: Int8Array, fixed: number): void {
    const { diagram } = this.#compiled;
    const { level, base, kids, support } = diagram;
    const under = this.#under;
    let node = start;
    // Only what is found last is gone into by a call of its own.
    for (;;) {
      const all = under[node] ?? 0;
      if ((all & ~this.#found) === 0) return;
      if (((support[node] ?? 0) & fixed) === 0) {
        this.#found |= all;
        return;
      }
      const value = given[level[node] ?? 0] ?? -1;
      if (value < 0) break;
      node = kids[(base[node] ?? 0) + value] ?? 0;
    }
    if (this.#seen[node] === this.#round) return;
    this.#seen[node] = this.#round;
    const from = base[node] ?? 0;
    const to = from + (diagram.sizes[level[node] ?? 0] ?? 0);
    for (let kid = from; kid < to; kid++) this.#collect(kids[kid] ?? 0, given, fixed);
  }

  #fill(node: number): number {
    const { diagram } = this.#compiled;
    const known = this.#under[node] ?? 0;
    if (known !== 0) return known;
    let set = 0;
    if (diagram.isTerminal(node)) set = this.#setOf(diagram.valueOf(node));
    else {
      const size = diagram.sizes[diagram.level[node] ?? 0] ?? 0;
      for (let value = 0; value < size; value++) set |= this.#fill(diagram.kid(node, value));
    }
    this.#under[node] = set;
    return set;
  }

  #setOf(advice: number): number {
    const outcome = advice & OUTCOME_MASK;
    const due = advice >> FIX_SHIFT;
    const not = ~due & ((1 << this.#fixes) - 1);
    // Fixes are listed for one outcome only, so those of the others cannot make a difference.
    return OUTCOMES[outcome] === 'fix-then-share'
      ? (1 << outcome) | (due << OUTCOMES.length) | (not << (OUTCOMES.length + this.#fixes))
      : 1 << outcome;
  }
}

function tooMany(): Fault {
  return new Fault(
    'policy-too-large',
    'There are too many fixes to say what can still come out.',
    `Have at most ${MOST_FIXES} fixes.`,
  );
}
