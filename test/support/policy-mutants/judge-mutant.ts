import type { Dialog } from '../../../src/check/dialog.ts';
import { compilePolicy, type Policy } from '../../../src/check/policy.ts';
import { Proof } from '../../../src/check/proof.ts';
import { SAFETY_RULES } from '../../../src/check/safety-rules.ts';
import { Fault } from '../../../src/fault.ts';
import { type Row, rowFails } from '../outcome-table.ts';
import { type CitationTable, citationsFail } from './citation-table.ts';
import type { Mutant } from './policy-mutants.ts';
import { samePolicy } from './same-policy.ts';

/** What a mutant is judged by. */
export type Bench = {
  readonly dialog: Dialog;
  readonly pages: (section: string) => string;
  /** The shipped policy. */
  readonly shipped: Policy;
  readonly rows: readonly Row[];
  readonly citations: CitationTable;
};

/** How a mutant ended. It is `equal` only when it is proved to say the same as the shipped policy in every case. */
export type Verdict = 'refused' | 'row' | 'citation' | 'safety rule' | 'equal' | 'survived';

/** What notices a mutant first: reading and compiling it, a typed row, a typed citation or a safety rule, in this order. */
export function judge({ policy }: Mutant, { dialog, pages, shipped, rows, citations }: Bench): Verdict {
  const mutant = compiled({ ...dialog, policy }, pages);
  if (mutant === null) return 'refused';
  if (rows.some((row) => rowFails(mutant, row) !== null)) return 'row';
  if (citationsFail(mutant, citations) !== null) return 'citation';
  const proof = new Proof(mutant, dialog);
  if (SAFETY_RULES.some((rule) => rule.check(proof) !== null)) return 'safety rule';
  return samePolicy(shipped.compiled, mutant.compiled) ? 'equal' : 'survived';
}

/** Null for a policy that is refused. Any other failure is one of the check itself, and is thrown. */
function compiled(dialog: Dialog, pages: Bench['pages']): Policy | null {
  try {
    return compilePolicy(dialog, pages);
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}
