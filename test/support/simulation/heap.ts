/** Things in the order of their time. Of those at one time the first put in comes first. */
export type Heap<T> = {
  put(at: number, what: T): void;
  /** The time of the first; infinity when there is none. */
  first(): number;
  /** The first, once its time has come; undefined before. */
  take(now: number): T | undefined;
};

type Node<T> = { readonly at: number; readonly turn: number; readonly what: T };

export function heapOf<T>(): Heap<T> {
  const nodes: Node<T>[] = [];
  let turns = 0;
  const before = (a: Node<T>, b: Node<T>) => a.at < b.at || (a.at === b.at && a.turn < b.turn);
  const up = (start: number): void => {
    let n = start;
    const moved = nodes[n] as Node<T>;
    while (n > 0) {
      const parent = (n - 1) >> 1;
      const above = nodes[parent] as Node<T>;
      if (!before(moved, above)) break;
      nodes[n] = above;
      n = parent;
    }
    nodes[n] = moved;
  };
  const down = (moved: Node<T>): void => {
    let n = 0;
    for (;;) {
      let child = 2 * n + 1;
      if (child >= nodes.length) break;
      const [left, right] = [nodes[child] as Node<T>, nodes[child + 1]];
      if (right !== undefined && before(right, left)) child += 1;
      const below = nodes[child] as Node<T>;
      if (!before(below, moved)) break;
      nodes[n] = below;
      n = child;
    }
    nodes[n] = moved;
  };
  return {
    put(at, what) {
      turns += 1;
      nodes.push({ at, turn: turns, what });
      up(nodes.length - 1);
    },
    first: () => nodes[0]?.at ?? Number.POSITIVE_INFINITY,
    take(now) {
      const first = nodes[0];
      if (first === undefined || first.at > now) return undefined;
      const last = nodes.pop() as Node<T>;
      if (nodes.length > 0) down(last);
      return first.what;
    },
  };
}
