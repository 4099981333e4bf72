/** Lines waiting to be read, oldest first. */
export type LineQueue<T> = {
  push(item: T): void;
  /** No more will come: what waits is still given out, then undefined. */
  end(): void;
  next(): Promise<T | undefined>;
};

/** A queue between something that pushes when it likes and one reader who takes one at a time. */
export function lineQueue<T>(): LineQueue<T> {
  const waiting: T[] = [];
  let ended = false;
  let wake: () => void = () => undefined;
  return {
    push(item) {
      waiting.push(item);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async next() {
      while (waiting.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift();
    },
  };
}
