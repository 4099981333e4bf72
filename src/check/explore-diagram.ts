import { type Diagram, FALSE, TRUE } from './diagram.ts';

/** Every node under `node`, itself included, once each. */
export function nodesOf(diagram: Diagram, node: number): Set<number> {
  const nodes = new Set<number>([node]);
  for (const n of nodes) for (const kid of kidsOf(diagram, n)) nodes.add(kid);
  return nodes;
}

/** The branches of a node, one for each value of its variable; none for a terminal. */
export function kidsOf(diagram: Diagram, node: number): number[] {
  if (diagram.isTerminal(node)) return [];
  const size = diagram.sizes[diagram.level[node] ?? 0] ?? 0;
  return Array.from({ length: size }, (_, value) => diagram.kid(node, value));
}

/** The values of the terminals that can be reached from `node`, once each. */
export function terminalsOf(diagram: Diagram, node: number): Set<number> {
  const values = new Set<number>();
  for (const n of nodesOf(diagram, node)) if (diagram.isTerminal(n)) values.add(diagram.valueOf(n));
  return values;
}

/**
 * A way to make the condition `node` hold that fixes as few variables as possible: the number of the value by level, -1 where
 * any will do. Null when none does.
 */
export function satisfy(diagram: Diagram, node: number): Int8Array | null {
  if (node === FALSE) return null;
  const depths = new Map<number, number>([
    [FALSE, Number.POSITIVE_INFINITY],
    [TRUE, 0],
  ]);
  const depth = (at: number): number => {
    let least = depths.get(at);
    if (least === undefined) {
      least = 1 + Math.min(...kidsOf(diagram, at).map(depth));
      depths.set(at, least);
    }
    return least;
  };
  const state = new Int8Array(diagram.sizes.length).fill(-1);
  for (let at = node; !diagram.isTerminal(at); ) {
    const kids = kidsOf(diagram, at);
    const value = kids.findIndex((kid) => depth(kid) === depth(at) - 1);
    state[diagram.level[at] ?? 0] = value;
    at = kids[value] ?? FALSE;
  }
  return state;
}

/** The diagram whose terminals are `join` of the terminals of `a` and `b`. */
export function combine(
  diagram: Diagram,
  a: number,
  b: number,
  join: (x: number, y: number) => number,
): number {
  const memo = new Map<number, number>();
  const walk = (x: number, y: number): number => {
    if (diagram.isTerminal(x) && diagram.isTerminal(y)) {
      return diagram.terminal(join(diagram.valueOf(x), diagram.valueOf(y)));
    }
    // Exact: there are fewer than 2^17 nodes.
    const key = x * 2 ** 17 + y;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const level = Math.min(diagram.level[x] ?? 0, diagram.level[y] ?? 0);
    const kids = Array.from({ length: diagram.sizes[level] ?? 0 }, (_, value) =>
      walk(
        diagram.level[x] === level ? diagram.kid(x, value) : x,
        diagram.level[y] === level ? diagram.kid(y, value) : y,
      ),
    );
    const node = diagram.make(level, kids);
    memo.set(key, node);
    return node;
  };
  return walk(a, b);
}

/** The same diagram with each terminal's value replaced. */
export function mapTerminals(diagram: Diagram, node: number, change: (value: number) => number): number {
  return combine(diagram, node, FALSE, change);
}
