/** Something to place: how many columns wide, and how high. */
export type Box = { readonly span: number; readonly height: number };
export type Packing = {
  /** By box: its first column, and its top. */
  readonly places: readonly { readonly column: number; readonly y: number }[];
  readonly height: number;
};

/** How far a box may move from its turn: numbers that follow one another should be found near one another. */
const FARTHEST = 4;
/** What a turn out of order has to save, in pixels of height. */
const PER_TURN = 20;

/**
 * Places boxes in columns, each as high up as it goes, so that the whole is low. The first box stays first and the last one
 * last; the others may change their turn a little. The same boxes always get the same places.
 */
export function pack(boxes: readonly Box[], columns: number): Packing {
  let order = boxes.map((_, i) => i);
  let best = inOrder(boxes, columns, order);
  let least = best.height;
  for (let before = Number.POSITIVE_INFINITY; least < before; ) {
    before = least;
    for (const other of neighbours(order)) {
      const packing = inOrder(boxes, columns, other);
      const cost =
        packing.height + PER_TURN * other.reduce((sum, box, turn) => sum + Math.abs(box - turn), 0);
      if (cost >= least) continue;
      least = cost;
      best = packing;
      order = other;
    }
  }
  return best;
}

/** Every order in which one box has moved, or two have changed places. */
function neighbours(order: readonly number[]): number[][] {
  const orders: number[][] = [];
  for (let from = 1; from < order.length - 1; from++) {
    for (let to = 1; to < order.length - 1; to++) {
      const without = order.filter((_, i) => i !== from);
      orders.push([...without.slice(0, to), order[from] ?? 0, ...without.slice(to)]);
      const swapped = [...order];
      swapped[from] = order[to] ?? 0;
      swapped[to] = order[from] ?? 0;
      orders.push(swapped);
    }
  }
  return orders.filter((other) => other.every((box, turn) => Math.abs(box - turn) <= FARTHEST));
}

function inOrder(boxes: readonly Box[], columns: number, order: readonly number[]): Packing {
  const feet: number[] = Array.from({ length: columns }, () => 0);
  const places = boxes.map(() => ({ column: 0, y: 0 }));
  for (const i of order) {
    const { span, height } = boxes[i] ?? { span: 1, height: 0 };
    const tops = Array.from({ length: columns - span + 1 }, (_, at) =>
      Math.max(...feet.slice(at, at + span)),
    );
    const y = Math.min(...tops);
    const column = tops.indexOf(y);
    feet.fill(y + height, column, column + span);
    places[i] = { column, y };
  }
  return { places, height: Math.max(...feet) };
}
