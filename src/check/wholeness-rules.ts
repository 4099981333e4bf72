import { type Counterexample, linesOf, type Proof } from './proof.ts';
import type { SafetyRule } from './safety-rule.ts';
import { unusedParts } from './unused-parts.ts';

/** The two rules about the dialog as a whole: everything rests on a passage, and nothing in it is dead. */
export const WHOLENESS_RULES: readonly SafetyRule[] = [
  {
    id: 'I18',
    statement:
      'Every outcome, fix, obligation, telling line and basis rests on a passage, or is labelled as beyond the draft.',
    check: everythingCited,
  },
  {
    id: 'I19',
    statement:
      'Every question is asked, every answer can be given, and every rule and line of advice can come up.',
    check: nothingUnused,
  },
];

function everythingCited(p: Proof): Counterexample | null {
  for (const { line, at } of linesOf(p.compiled.parsed)) {
    if (line.cite.length > 0 || line.beyondDraft) continue;
    return { answers: {}, says: `“${line.id}” cites nothing and is not labelled beyond-draft.`, at };
  }
  return null;
}

function nothingUnused(p: Proof): Counterexample | null {
  const [first] = unusedParts(p);
  return first === undefined ? null : { answers: {}, says: first.says, at: first.at };
}
