import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answers, FACT_IDS, FACTS, type Fact, OUTCOMES, type Outcome } from '../../src/check/facts.ts';
import type { Policy } from '../../src/check/policy.ts';
import { type Alternative, changeChoices } from '../../src/check/smallest-changes.ts';
import { fullAnswers, partialAnswers } from '../support/answers.ts';
import { loadPolicy } from '../support/load-policy.ts';
import { completed, ruleOf } from '../support/slow-policy.ts';

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy();
});

const outcomeOf = (answers: Answers): Outcome => ruleOf(completed(answers))[1];

/** By outcome: the changes of up to `most` answers that give it, found by trying all of them. */
function tried(answers: Answers, most: number): Map<Outcome, string[]> {
  const found = new Map<Outcome, { size: number; sets: string[] }>();
  const now = completed(answers);
  const here = outcomeOf(answers);
  const walk = (from: number, changed: Answers, size: number): void => {
    const outcome = outcomeOf({ ...now, ...changed });
    const best = found.get(outcome);
    if (outcome !== here && (best === undefined || size <= best.size)) {
      const sets = best?.size === size ? best.sets : [];
      found.set(outcome, { size, sets: [...sets, JSON.stringify(changed)] });
    }
    if (size === most) return;
    for (let i = from; i < FACT_IDS.length; i++) {
      const fact = FACT_IDS[i] ?? 'urgency';
      for (const value of FACTS[fact]) {
        if (value !== now[fact]) walk(i + 1, { ...changed, [fact]: value }, size + 1);
      }
    }
  };
  walk(0, {}, 0);
  return new Map([...found].map(([outcome, { sets }]) => [outcome, sets.sort()]));
}

const asSets = ({ sets }: Alternative) =>
  sets.map((set) => JSON.stringify(Object.fromEntries(set.map(({ fact, to }) => [fact, to])))).sort();

describe('the smallest changes that give another outcome', () => {
  it('are all of them, and no others: as trying every change of up to two answers finds', () => {
    fc.assert(
      fc.property(partialAnswers, (answers) => {
        const brute = tried(answers, 2);
        const found = policy.smallestChanges(answers).filter(({ size }) => size <= 2);
        expect(Object.fromEntries(found.map((line) => [line.outcome, asSets(line)]))).toEqual(
          Object.fromEntries(brute),
        );
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('lead where they say, and nothing less of them does', () => {
    fc.assert(
      fc.property(fullAnswers, (answers) => {
        const wrong = policy.smallestChanges(answers).flatMap(({ outcome, size, sets }) =>
          sets.filter((set) => {
            const to = (left: Fact | null) =>
              Object.fromEntries(set.flatMap((c) => (c.fact === left ? [] : [[c.fact, c.to]])));
            const leads = outcomeOf({ ...answers, ...to(null) }) === outcome;
            const less = set.some(({ fact }) => outcomeOf({ ...answers, ...to(fact) }) === outcome);
            const truly = set.every(({ fact, from }) => from === answers[fact]);
            return !leads || less || !truly || set.length !== size || outcome === outcomeOf(answers);
          }),
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('reach every other outcome from anywhere, in the order of the outcomes', () => {
    fc.assert(
      fc.property(partialAnswers, (answers) => {
        const others = OUTCOMES.filter((outcome) => outcome !== outcomeOf(answers));
        expect(policy.smallestChanges(answers).map(({ outcome }) => outcome)).toEqual(others);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('leave the answers that are kept', () => {
    const answers: Answers = {
      urgency: 'not-urgent',
      risk: 'support-only',
      purpose: 'offer',
      recipient: 'family-support-role',
      necessity: 'needed-minimum',
      mandate: 'none',
      views: 'agree',
      telling: 'safe',
      accuracy: 'accurate',
      route: 'secure',
      sector: 'public',
    };
    const facts = (kept: Fact[]) =>
      policy
        .smallestChanges(answers, { kept })
        .find(({ outcome }) => outcome === 'seek-advice')
        ?.sets.map(([change]) => change?.fact);
    expect(facts([])).toContain('sector');
    expect(facts(['sector'])).not.toContain('sector');
    expect(facts(['sector', 'recipient'])).not.toContain('recipient');
  });

  it('say of an unanswered question that it has no answer yet', () => {
    const now = policy.smallestChanges({}).find(({ outcome }) => outcome === 'share-now');
    expect(now?.sets).toContainEqual([{ fact: 'urgency', from: null, to: 'immediate' }]);
    expect(now?.sets).toContainEqual([{ fact: 'risk', from: null, to: 'clear' }]);
  });
});

describe('put together for people', () => {
  it('are the same sets', () => {
    fc.assert(
      fc.property(fullAnswers, (answers) => {
        for (const alternative of policy.smallestChanges(answers)) {
          const apart = changeChoices(alternative.sets).flatMap((choice) =>
            choice.reduce<string[][]>(
              (sets, { fact, to }) => sets.flatMap((set) => to.map((value) => [...set, `${fact}=${value}`])),
              [[]],
            ),
          );
          const flat = alternative.sets.map((set) => set.map(({ fact, to }) => `${fact}=${to}`));
          expect(apart.map((set) => set.join()).sort()).toEqual(flat.map((set) => set.join()).sort());
        }
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
