import { combinations, pathsToAdvice, pathsToEnd } from './count-paths.ts';
import { brokenByLocal, unusedLocally } from './local-rules.ts';
import type { WordSource } from './plain-words.ts';
import { compilePolicy, type Policy, type PolicySource } from './policy.ts';
import { type Counterexample, Proof } from './proof.ts';
import { SAFETY_RULES } from './safety-rules.ts';
import { type AlikeAnswers, alikeAnswers, type UnusedPart, unusedParts } from './unused-parts.ts';

/** A dialog to prove: with its questions, the answers they offer are checked too; with its words, faults are told in them. */
export type Provable = PolicySource & WordSource;

export type RuleReport = {
  readonly id: string;
  readonly statement: string;
  readonly holds: boolean;
  readonly counterexample?: Counterexample;
};

export type ProofReport = {
  /** Combinations of answers covered. */
  readonly combinations: number;
  /** Different sequences of questions and answers that lead to the advice. */
  readonly paths: number;
  /** Nodes of the diagrams that were compiled. */
  readonly nodes: number;
  readonly rules: readonly RuleReport[];
  /** Questions that never matter, answers that cannot be given, rules and lines that never come up. */
  readonly unused: readonly UnusedPart[];
};

/** With what is good to know for whoever edits the dialog. */
export type FullReport = ProofReport & {
  /** Different sequences of questions and answers, to the end of the second part. */
  readonly pathsToEnd: number;
  /** Answers that lead to the same whatever else is answered. */
  readonly alike: readonly AlikeAnswers[];
};

/**
 * Checks every safety rule of a dialog over every combination of answers. `pageOf` gives the page of a section of its
 * guidance. Throws a Fault, as `compilePolicy` does, for a dialog that cannot be compiled.
 */
export function prove(dialog: Provable, pageOf: (section: string) => string): FullReport {
  const policy = compilePolicy(dialog, pageOf);
  const nodes = policy.compiled.diagram.count;
  const proof = new Proof(policy, dialog);
  return {
    ...reportOf(policy, proof, nodes),
    pathsToEnd: Number(pathsToEnd(policy.compiled)),
    alike: alikeAnswers(proof),
  };
}

/** The same for a policy that is compiled already. `source` is its dialog. */
export function provePolicy(policy: Policy, source: WordSource): ProofReport {
  const nodes = policy.compiled.diagram.count;
  return reportOf(policy, new Proof(policy, source), nodes);
}

function reportOf(policy: Policy, proof: Proof, nodes: number): ProofReport {
  const rules = SAFETY_RULES.map(({ id, statement, check }): RuleReport => {
    const counterexample = check(proof) ?? brokenByLocal(proof, policy.local, id);
    return counterexample ? { id, statement, holds: false, counterexample } : { id, statement, holds: true };
  });
  // No two paths share a combination, so none of these is above 2.8 × 10^10: exact as plain numbers.
  return {
    combinations: Number(combinations()),
    paths: Number(pathsToAdvice(policy.compiled)),
    nodes,
    rules,
    unused: [...unusedParts(proof), ...unusedLocally(proof, policy.local)],
  };
}
