/** How long and how often is measured. */
export type Effort = {
  /** Times each thing is measured; an odd number, so that the median is one of them. */
  readonly runs: number;
  /** True for a quick look: fewer lines, fewer decisions. */
  readonly quick: boolean;
};

/** Something that has to be so, and whether it was. */
export type Bar = { readonly what: string; readonly measured: string; readonly met: boolean };

/** One thing that is measured against others in the same run. */
export type Benchmark = {
  readonly name: string;
  /** Writes figures as they come with `say`; gives the bars it was held against. */
  readonly run: (effort: Effort, say: (line: string) => void) => Promise<readonly Bar[]>;
};
