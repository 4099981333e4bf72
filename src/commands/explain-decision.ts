import type { Dialog } from '../check/dialog.ts';
import type { Answers } from '../check/facts.ts';
import type { LedgerLine, Policy } from '../check/policy.ts';
import type { Alternative } from '../check/smallest-changes.ts';
import { changesInWords } from '../conversation/changes-in-words.ts';

/** Why the advice is as it is, and what would change it. */
export type Explanation = {
  /** The six bases of Article 6, suggested or not and why, and the suggested notes beside them. */
  readonly ledger: readonly (LedgerLine & { readonly name: string; readonly why: string })[];
  /** For every other outcome, all the smallest sets of changed answers that give it; the same in words, where * says that more would be asked. */
  readonly changes: readonly (Alternative & { readonly inWords: readonly string[] })[];
};

/** Explains the advice on these answers, in the words of `dialog`. */
export function explainDecision(
  {
    policy,
    dialog,
  }: { readonly policy: Policy; readonly dialog: Pick<Dialog, 'advice' | 'questions' | 'words'> },
  answers: Answers,
): Explanation {
  const ledger = policy.ledger(answers).map((line) => {
    const words = dialog.advice.bases[line.basis];
    const why = line.suggested ? words?.suggested : words?.['not-suggested'];
    return { ...line, name: words?.name ?? line.basis, why: why ?? '' };
  });
  const changes = policy.smallestChanges(answers).map((alternative) => ({
    ...alternative,
    inWords: changesInWords({ policy, dialog }, answers, alternative).map(({ text }) => text),
  }));
  return { ledger, changes };
}
