import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialog } from '../../src/check/dialog.ts';
import { type Answers, FACT_IDS, FACTS } from '../../src/check/facts.ts';
import { compilePolicy } from '../../src/check/policy.ts';
import { loadShipped } from '../support/load-policy.ts';

let dialog: Dialog;
let pages: (section: string) => string;
beforeAll(async () => {
  ({ dialog, pages } = await loadShipped());
});

function answerSets(many: number): Answers[] {
  let seed = 5;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
  };
  return Array.from({ length: many }, () =>
    Object.fromEntries(FACT_IDS.map((fact) => [fact, FACTS[fact][random(FACTS[fact].length)]])),
  );
}

/** A policy with so many more fixes, each on another answer, and so many more obligations. */
function larger(fixes: number, obligations: number): Dialog {
  const policy = structuredClone(dialog.policy);
  const values = FACT_IDS.slice(6).flatMap((fact) => FACTS[fact].map((value) => ({ [fact]: value })));
  for (let i = 0; i < fixes; i++)
    policy.fixes.push({ id: `fix-${i}`, when: values[i * 3] ?? {}, cite: ['GR6'] });
  for (let i = 0; i < obligations; i++) {
    policy.obligations.push({ id: `more-${i}`, when: values[i] ?? {}, cite: ['GR1'] });
  }
  return { ...dialog, policy };
}

describe('lists that are kept', () => {
  it.each([
    [0, 0],
    [1, 0],
    [6, 0],
    [0, 30],
    [3, 12],
  ])('are those of the answers, with %i fixes and %i obligations more', (fixes, obligations) => {
    const source = larger(fixes, obligations);
    const kept = compilePolicy(source, pages);
    const sets = answerSets(3000);
    // First everything once, so that there is something to mix up.
    for (const answers of sets) kept.decide(answers);
    const fresh = compilePolicy(source, pages);
    const wrong = sets.filter((answers, i) => {
      // A policy that has kept little: every so often a new one.
      const other = i % 500 === 0 ? compilePolicy(source, pages) : fresh;
      return JSON.stringify(kept.decide(answers)) !== JSON.stringify(other.decide(answers));
    });
    expect(wrong).toEqual([]);
    const listed = sets.filter((answers) => {
      const { outcome, fixes: found } = kept.decide(answers);
      const due = source.policy.fixes.filter(
        ({ when }) =>
          Object.keys(when).length === 1 &&
          Object.entries(when).every(([fact, value]) => Reflect.get(answers, fact) === value),
      );
      return outcome === 'fix-then-share' && due.some(({ id }) => !found.includes(id));
    });
    expect(listed).toEqual([]);
  });

  it('cannot be changed by whoever gets them', () => {
    const { fixes, obligations, lawfulBasis, citations } = compilePolicy(dialog, pages).decide({
      risk: 'clear',
      urgency: 'not-urgent',
      sector: 'public',
    });
    for (const list of [fixes, obligations, lawfulBasis, citations]) {
      expect(list.length).toBeGreaterThan(0);
      expect(() => (list as unknown[]).reverse()).toThrow(TypeError);
    }
  });
});
