import { compilePolicy, type Policy } from './check/policy.ts';
import { type ProofReport, provePolicy } from './check/prove.ts';
import type { Content } from './content/load-all.ts';
import { pageOf } from './content/page-of.ts';
import { Fault } from './fault.ts';

/** A policy that keeps every safety rule, with the report that says so. */
export type ProvenPolicy = { readonly policy: Policy; readonly report: ProofReport };

/**
 * Compiles the dialog's policy and proves it: nobody is advised by one that breaks a safety rule.
 * Throws a Fault that names each broken rule with an example in plain words.
 */
export function provenPolicy({
  dialog,
  guidance,
  whereIs,
}: Pick<Content, 'dialog' | 'guidance' | 'whereIs'>): ProvenPolicy {
  const cited = guidance.find((g) => g.id === dialog.guidance);
  if (cited === undefined) throw new Error('content was not checked');
  const policy = compilePolicy(dialog, pageOf(cited));
  const report = provePolicy(policy, dialog);
  const broken = brokenRules(report, whereIs);
  if (broken.length === 0) return { policy, report };
  throw new Fault(
    'dialog-unsafe',
    `The dialog breaks a safety rule:\n${broken.join('\n')}`,
    'Put it right, or take the shipped dialog again. `share-check prove` says more.',
  );
}

/** The safety rules that do not hold, each in words with its example and the line to look at; empty when all hold. */
export function brokenRules({ rules }: Pick<ProofReport, 'rules'>, whereIs: Content['whereIs']): string[] {
  return rules.flatMap(({ id, statement, counterexample }) =>
    counterexample === undefined
      ? []
      : [`${id}, ${statement} ${counterexample.says} Look first at ${whereIs(counterexample.at)}`],
  );
}
