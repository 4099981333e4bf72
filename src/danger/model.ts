/** What was learned from the lines: how much each word and pair of words speaks for danger. */
export type DangerModel = {
  /** SHA-256 (hex) of the lines it was learned from. */
  readonly from: string;
  /** SHA-256 (hex) of all the rest. */
  readonly checksum: string;
  /** From this sum on a text is asked about; where plain words of danger stand in it, from the second one on. */
  readonly asks: number;
  readonly asksWithPlainWords: number;
  readonly bias: number;
  /** By stem, or two stems (`go home`, `left * alone`): above nought for danger, below against it. */
  readonly weights: Readonly<Record<string, number>>;
  /** Plain words of danger, as stems: `kill himself`. */
  readonly plain: readonly string[];
  /** Every word of the lines, to put mistyped ones right. */
  readonly words: readonly string[];
};
