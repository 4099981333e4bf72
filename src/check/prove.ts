import { combinations, countPaths } from './count-paths.ts';
import type { Dialog } from './dialog.ts';
import type { Answers, Fact } from './facts.ts';
import { compilePolicy, type PolicySource } from './policy.ts';
import { Proof } from './proof.ts';
import { SAFETY_RULES } from './safety-rules.ts';

/** A dialog to prove: with its questions, the answers they offer are checked too. */
export type Provable = PolicySource & Partial<Pick<Dialog, 'questions'>>;

export type RuleReport = {
  readonly id: string;
  readonly statement: string;
  readonly holds: boolean;
  /** Answers that show where it does not hold (none when the fault is in the dialog as a whole), and what is wrong. */
  readonly counterexample?: { readonly answers: Answers; readonly says: string };
};

export type ProofReport = {
  /** Combinations of answers covered. */
  readonly combinations: number;
  /** Different sequences of questions and answers that lead to the advice. */
  readonly paths: number;
  /** The same, to the end of the second part. */
  readonly pathsToEnd: number;
  /** Nodes of the diagrams that were compiled. */
  readonly nodes: number;
  readonly rules: readonly RuleReport[];
};

/**
 * Checks every safety rule of a dialog over every combination of answers. `pageOf` gives the page of a section of its
 * guidance. Throws a Fault, as `compilePolicy` does, for a dialog that cannot be compiled.
 */
export function prove(dialog: Provable, pageOf: (section: string) => string): ProofReport {
  const { compiled } = compilePolicy(dialog, pageOf);
  const nodes = compiled.diagram.count;
  const options = dialog.questions?.map((question): [Fact, string[]] => [
    question.id,
    question.options.map((option) => option.value),
  ]);
  const proof = new Proof(compiled, options && new Map(options));
  const rules = SAFETY_RULES.map(({ id, statement, check }): RuleReport => {
    const counterexample = check(proof);
    return counterexample ? { id, statement, holds: false, counterexample } : { id, statement, holds: true };
  });
  const { toAdvice, toEnd } = countPaths(compiled);
  // No two paths share a combination, so none of these is above 2.8 × 10^10: exact as plain numbers.
  return {
    combinations: Number(combinations()),
    paths: Number(toAdvice),
    pathsToEnd: Number(toEnd),
    nodes,
    rules,
  };
}
