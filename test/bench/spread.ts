/** What several runs gave. */
export type Spread = { readonly median: number; readonly least: number; readonly most: number };

/** Middle and ends of some numbers. Throws when there are none. */
export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (index: number): number => {
    const number = sorted[index];
    if (number === undefined) throw new Error('nothing was measured');
    return number;
  };
  const half = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
  return { median, least: at(0), most: at(sorted.length - 1) };
}

/** "1.4 (1.2–1.9)": the median, the least and the most. */
export function said({ median, least, most }: Spread, digits: number): string {
  const number = (n: number): string =>
    n.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${number(median)} (${number(least)}–${number(most)})`;
}
