import type { Counterexample, Proof } from './proof.ts';

/**
 * What Share Check promises, whatever a dialog says. The rules are code and not content, so that an edited dialog cannot
 * take one away; each is exact over every combination of answers. Source: the Share Check policy, "Safety rules".
 */
export type SafetyRule = {
  readonly id: string;
  readonly statement: string;
  /** Null when it holds; else where it does not. */
  readonly check: (proof: Proof) => Counterexample | null;
};
