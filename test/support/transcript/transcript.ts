/** A conversation as a story: who, when, what was said and tapped, and what had to be seen. */
export type Transcript = {
  readonly file: string;
  readonly title: string;
  readonly story: string;
  /** Id of the person in the deployment folder. */
  readonly person: string;
  /** Local time in England, `2026-11-23 10:15`. */
  readonly at: string;
  readonly steps: readonly Step[];
};

export type Step = { readonly line: number } & (
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'tap' | 'tap-old' | 'double-tap'; readonly label: string }
  | { readonly kind: 'open'; readonly summary: string }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'fill'; readonly label: string; readonly text: string }
  | { readonly kind: 'choose'; readonly label: string; readonly option: string }
  | { readonly kind: 'shown' | 'not-shown'; readonly text: string }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'now-speaks'; readonly person: string }
  | { readonly kind: 'restart' }
  | { readonly kind: 'storage'; readonly works: boolean }
  | { readonly kind: 'record'; readonly expected: readonly Expected[] }
  | { readonly kind: 'records'; readonly kinds: readonly string[] }
  | { readonly kind: 'events'; readonly events: readonly string[] }
  | { readonly kind: 'receives'; readonly who: string; readonly text: string }
  | { readonly kind: 'told-nothing'; readonly who: string }
  | { readonly kind: 'told-nobody' }
);

/** One thing a record has to say: `outcome share`. */
export type Expected = { readonly field: string; readonly value: string };
