import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Diagram, FALSE, TRUE } from '../../src/check/diagram.ts';
import { combine, mapTerminals, nodesOf, satisfy, terminalsOf } from '../../src/check/explore-diagram.ts';

/** Four small variables, so that every assignment can be tried. */
const SIZES = [2, 3, 4, 2];
const EVERY = SIZES.reduce<number[][]>(
  (all, size) => all.flatMap((some) => Array.from({ length: size }, (_, value) => [...some, value])),
  [[]],
);

type Formula =
  | { is: 'var'; level: number; values: number[] }
  | { is: 'and' | 'or'; a: Formula; b: Formula }
  | { is: 'not'; a: Formula };

const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'medium' },
    fc.integer({ min: 0, max: 3 }).chain((level) =>
      fc.record({
        is: fc.constant('var' as const),
        level: fc.constant(level),
        values: fc.subarray(Array.from({ length: SIZES[level] ?? 0 }, (_, value) => value)),
      }),
    ),
    fc.record({ is: fc.constantFrom('and' as const, 'or' as const), a: tie('formula'), b: tie('formula') }),
    fc.record({ is: fc.constant('not' as const), a: tie('formula') }),
  ),
}));

function holds(f: Formula, state: readonly number[]): boolean {
  switch (f.is) {
    case 'var':
      return f.values.includes(state[f.level] ?? -1);
    case 'and':
      return holds(f.a, state) && holds(f.b, state);
    case 'or':
      return holds(f.a, state) || holds(f.b, state);
    case 'not':
      return !holds(f.a, state);
  }
}

function build(d: Diagram, f: Formula): number {
  switch (f.is) {
    case 'var':
      return d.isOneOf(f.level, f.values);
    case 'and':
      return d.and(build(d, f.a), build(d, f.b));
    case 'or':
      return d.or(build(d, f.a), build(d, f.b));
    case 'not':
      return d.not(build(d, f.a));
  }
}

const truths = (d: Diagram, node: number) => EVERY.map((state) => d.evaluate(node, Int8Array.from(state)));

describe('a decision diagram', () => {
  it('says what the formula says, for every assignment', () => {
    fc.assert(
      fc.property(formula, (f) => {
        const d = new Diagram(SIZES);
        expect(truths(d, build(d, f))).toEqual(EVERY.map((state) => (holds(f, state) ? TRUE : FALSE)));
      }),
    );
  });

  it('gives equal functions the same node, and different ones different nodes', () => {
    fc.assert(
      fc.property(formula, formula, (f, g) => {
        const d = new Diagram(SIZES);
        const [a, b] = [build(d, f), build(d, g)];
        expect(a === b).toBe(truths(d, a).join() === truths(d, b).join());
      }),
    );
  });

  it('knows exactly which variables matter', () => {
    fc.assert(
      fc.property(formula, fc.integer({ min: 0, max: 3 }), (f, level) => {
        const d = new Diagram(SIZES);
        const node = build(d, f);
        const matters = EVERY.some((state) =>
          Array.from({ length: SIZES[level] ?? 0 }, (_, value) => state.with(level, value)).some(
            (other) => holds(f, other) !== holds(f, state),
          ),
        );
        expect(((d.support[node] ?? 0) & (1 << level)) !== 0).toBe(matters);
      }),
    );
  });

  it('fixes variables, and gives back every node made on the way', () => {
    fc.assert(
      fc.property(formula, fc.constantFrom(...EVERY), fc.nat(15), (f, values, fixed) => {
        const d = new Diagram(SIZES);
        const node = build(d, f);
        const state = Int8Array.from(values.map((value, level) => (fixed & (1 << level) ? value : -1)));
        const count = d.count;
        const left = d.restrict(node, state, fixed);
        expect((d.support[left] ?? 0) & fixed).toBe(0);
        const agree = EVERY.every((full) => {
          const inserted = full.map((value, level) => (fixed & (1 << level) ? (values[level] ?? 0) : value));
          return d.evaluate(left, Int8Array.from(full)) === (holds(f, inserted) ? TRUE : FALSE);
        });
        expect(agree).toBe(true);
        d.release(count);
        expect(d.count).toBe(count);
        // The table still finds what it knew, and makes the same again.
        expect(build(d, f)).toBe(node);
        expect(d.count).toBe(count);
      }),
    );
  });

  it('finds an assignment that holds, exactly when there is one', () => {
    fc.assert(
      fc.property(formula, (f) => {
        const d = new Diagram(SIZES);
        const found = satisfy(d, build(d, f));
        const any = EVERY.some((state) => holds(f, state));
        expect(found !== null).toBe(any);
        if (found)
          expect(
            holds(
              f,
              Array.from(found, (value) => Math.max(value, 0)),
            ),
          ).toBe(true);
      }),
    );
  });

  it('combines terminals of any value', () => {
    const d = new Diagram(SIZES);
    const a = d.ite(d.isOneOf(1, [0]), d.terminal(5), d.terminal(7));
    const b = d.ite(d.isOneOf(2, [3]), d.terminal(10), d.terminal(20));
    const sum = combine(d, a, b, (x, y) => x + y);
    expect(terminalsOf(d, sum)).toEqual(new Set([15, 25, 17, 27]));
    expect(mapTerminals(d, sum, () => 3)).toBe(d.terminal(3));
    expect(nodesOf(d, a).size).toBe(3);
  });

  it('stays right when it has grown far beyond its first size', () => {
    const d = new Diagram([6, 6, 6, 6, 6, 6]);
    let node = d.terminal(0);
    for (let i = 0; i < 6; i++) {
      const digit = d.make(
        i,
        [0, 1, 2, 3, 4, 5].map((value) => d.terminal(value * 6 ** i)),
      );
      node = combine(d, node, digit, (x, y) => x + y);
    }
    expect(d.count).toBeGreaterThan(46_656);
    expect(d.evaluate(node, Int8Array.from([5, 0, 3, 1, 2, 4]))).toBe(5 + 3 * 36 + 216 + 2 * 1296 + 4 * 7776);
  });
});
