import { FIX_SHIFT } from './compile-diagrams.ts';
import { FALSE, TRUE } from './diagram.ts';
import { mapTerminals } from './explore-diagram.ts';
import { FACT_IDS, FACTS, OUTCOMES } from './facts.ts';
import type { Counterexample, Proof } from './proof.ts';
import type { SafetyRule } from './safety-rule.ts';

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
    check: nothingDead,
  },
];

function everythingCited(p: Proof): Counterexample | null {
  const { rules, fixes, obligations, tell, bases } = p.compiled.parsed;
  for (const line of [...rules, ...fixes, ...obligations, ...tell, ...bases]) {
    if (line.cite.length === 0 && !line.beyondDraft) {
      return said(`"${line.id}" has no citation and is not labelled beyond-draft.`);
    }
  }
  return null;
}

function nothingDead(p: Proof): Counterexample | null {
  const { diagram, parsed, rule } = p.compiled;
  for (const fact of FACT_IDS) {
    if (!p.isAsked(fact)) return said(`the question "${fact}" is never asked.`);
    const value = FACTS[fact].find((candidate) => p.options?.get(fact)?.includes(candidate) === false);
    if (value !== undefined) return said(`the answer "${value}" to "${fact}" cannot be given.`);
  }
  const some = (node: number, id: string): Counterexample | null =>
    node === FALSE ? said(`"${id}" never comes up.`) : null;
  const reached = (node: number, number: number): number =>
    mapTerminals(diagram, node, (value) => (value === number ? TRUE : FALSE));
  const after = (nodes: readonly number[], number: number): number =>
    p.any(...OUTCOMES.map((outcome, i) => p.all(p.outcome(outcome), reached(nodes[i] ?? FALSE, number))));

  const checks = [
    ...parsed.rules.map((line, i) => () => some(reached(rule, i), line.id)),
    ...OUTCOMES.map((outcome) => () => some(p.outcome(outcome), outcome)),
    ...parsed.fixes.map((line, i) => () => some(fixListed(p, i), line.id)),
    ...parsed.obligations.map((line) => () => some(p.obligation(line.id), line.id)),
    ...parsed.tell.map((line, i) => () => some(after(p.compiled.tell, i), line.id)),
    ...p.compiled.basisLists.map((list, i) => () => some(after(p.compiled.basis, i + 1), list.join(', '))),
    ...parsed.bases.filter((line) => !line.article6).map((line) => () => some(p.basis(line.id), line.id)),
    ...parsed.notification.map((line, i) => () => some(after(p.compiled.notification, i), line.class)),
  ];
  for (const check of checks) {
    const found = check();
    if (found) return found;
  }
  return null;
}

/** "This fix is on the list", which is empty unless the outcome is fix-then-share. */
function fixListed(p: Proof, number: number): number {
  const bit = 1 << (FIX_SHIFT + number);
  return mapTerminals(p.compiled.diagram, p.compiled.advice, (value) => ((value & bit) !== 0 ? TRUE : FALSE));
}

/** About the dialog itself, not about one combination of answers. */
function said(says: string): Counterexample {
  return { answers: {}, says };
}
