/** What fits in a terminal. Shared by rendering and receiving. */

/** Columns of text: two fewer than the classic 80, so that nothing wraps by itself. */
export const COLUMNS = 78;

/** Below this the text is wrapped at this width anyway, and the terminal wraps what is left. */
export const FEWEST_COLUMNS = 40;

/** Longest line taken from a person, in characters. A longer one is not sent; the person is told. */
export const LONGEST_LINE = 4000;

/** The width to wrap at in a terminal with so many columns (undefined: not known). */
export function widthFor(columns: number | undefined): number {
  if (columns === undefined || columns <= 0) return COLUMNS;
  return Math.max(FEWEST_COLUMNS, Math.min(COLUMNS, columns - 2));
}
