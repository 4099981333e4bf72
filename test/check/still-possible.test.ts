import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnswerState } from '../../src/check/answer-state.ts';
import { OUTCOME_MASK } from '../../src/check/compile-diagrams.ts';
import { terminalsOf } from '../../src/check/explore-diagram.ts';
import { FACT_IDS, OUTCOMES } from '../../src/check/facts.ts';
import { compilePolicy } from '../../src/check/policy.ts';
import { partialAnswers } from '../support/answers.ts';
import { loadShipped } from '../support/load-policy.ts';

test('says of any answers what the diagram that is left of them says', async () => {
  const { dialog, pages } = await loadShipped();
  const policy = compilePolicy(dialog, pages);
  const { diagram } = policy.compiled;
  const state = new AnswerState();
  fc.assert(
    fc.property(partialAnswers, (answers) => {
      state.read(answers);
      const mark = diagram.count;
      const left = policy.asking.residual(state);
      const outcomes = new Set([...terminalsOf(diagram, left)].map((advice) => advice & OUTCOME_MASK));
      const next = FACT_IDS[(diagram.level[left] ?? 0) - 1];
      const settled = diagram.isTerminal(left);
      diagram.release(mark);

      const decision = policy.decide(answers);
      expect(decision.settled).toBe(settled);
      expect(decision.stillPossible).toEqual(OUTCOMES.filter((_, i) => outcomes.has(i)));
      if (!settled) expect(decision.next).toBe(next);
    }),
    { numRuns: 3000, seed: 3 },
  );
});

test('a dialog with more fixes than can be kept apart is refused', async () => {
  const { dialog, pages } = await loadShipped();
  const [fix] = dialog.policy.fixes;
  if (fix === undefined) throw new Error('the shipped dialog has fixes');
  const more = Array.from({ length: 7 }, (_, i) => ({ ...fix, id: `another-${i}` }));
  const policy = { ...dialog.policy, fixes: [...dialog.policy.fixes, ...more] };
  expect(() => compilePolicy({ ...dialog, policy }, pages)).toThrow(
    expect.objectContaining({ code: 'policy-too-large' }),
  );
});
