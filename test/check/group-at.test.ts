import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answers, FACTS, type Fact } from '../../src/check/facts.ts';
import { compilePolicy, type Policy } from '../../src/check/policy.ts';
import { nearlyFullAnswers } from '../support/answers.ts';
import { loadPolicy, loadShipped } from '../support/load-policy.ts';

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy();
});

describe('grouped questions', () => {
  const clearWorry: Answers = {
    urgency: 'not-urgent',
    risk: 'clear',
    purpose: 'offer',
    recipient: 'safeguarding-role',
    necessity: 'needed-minimum',
    mandate: 'none',
  };

  it('puts accuracy and route on one card before sending', () => {
    expect(policy.next(clearWorry)).toBe('accuracy');
    expect(policy.groupAt(clearWorry)?.id).toBe('before-you-send');
  });

  it('has no group where one of the questions is answered already', () => {
    expect(policy.groupAt({ ...clearWorry, route: 'secure' })).toBeNull();
    expect(policy.groupAt({ ...clearWorry, accuracy: 'accurate' })).toBeNull();
  });

  it('has no group where an answer to the first could make the second needless', () => {
    // An objection to sharing a small worry decides by itself together with confidentiality, without the relationship.
    const lowLevel: Answers = { ...clearWorry, risk: 'low-level' };
    expect(policy.next(lowLevel)).toBe('views');
    expect(policy.next({ ...lowLevel, views: 'object' })).not.toBe('relationship');
    expect(policy.groupAt(lowLevel)).toBeNull();
  });

  it('looks at every answer to the first question, and takes the longest group that fits', async () => {
    const { dialog, pages } = await loadShipped();
    const group = (...questions: Fact[]) => ({ id: questions.join('-'), heading: 'Together', questions });
    const ofTwo = group('necessity', 'mandate');
    const ofThree = group('mandate', 'accuracy', 'route');
    const regrouped = compilePolicy(
      {
        ...dialog,
        groups: [ofTwo, group('accuracy', 'route'), group('accuracy', 'route', 'telling'), ofThree],
      },
      pages,
    );
    const { necessity: _n, mandate: _m, ...before } = clearWorry;
    // "Not relevant" ends the check, the other answers go on to the law.
    expect(regrouped.next({ ...before, necessity: 'needed-minimum' })).toBe('mandate');
    expect(regrouped.groupAt(before)).toBeNull();
    // A restriction ends it as well.
    expect(regrouped.groupAt({ ...before, necessity: 'needed-minimum' })).toBeNull();
    // Whatever is answered here, telling comes after the advice, and next.
    expect(regrouped.groupAt(clearWorry)?.id).toBe('accuracy-route-telling');
  });

  it('has no group at the start, nor when nothing is left to ask', () => {
    expect(policy.groupAt({})).toBeNull();
    const done: Answers = { ...clearWorry, accuracy: 'accurate', route: 'secure' };
    let given = done;
    for (let fact = policy.next(given); fact !== null; fact = policy.next(given))
      given = { ...given, [fact]: 'unsure' };
    expect(policy.groupAt(given)).toBeNull();
  });

  it('groups exactly when each member comes next whatever is answered before it', () => {
    fc.assert(
      fc.property(nearlyFullAnswers(5), (answers) => {
        const group = policy.groupAt(answers);
        const fits = policy.groups.filter(({ questions: [first, second] }) => {
          if (first === undefined || second === undefined || policy.next(answers) !== first) return false;
          return FACTS[first].every((value) => policy.next({ ...answers, [first]: value }) === second);
        });
        expect(group === null ? [] : [group.id]).toEqual(fits.map(({ id }) => id));
      }),
      { numRuns: 400 },
    );
  });
});
