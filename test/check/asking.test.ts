import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answers, FACT_IDS, FACTS, type Fact, type Outcome } from '../../src/check/facts.ts';
import { compilePolicy, type Policy } from '../../src/check/policy.ts';
import { fullAnswers, nearlyFullAnswers } from '../support/answers.ts';
import { loadPolicy, loadShipped } from '../support/load-policy.ts';
import { slowAdvice, slowStanding } from '../support/slow-policy.ts';

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy();
});

describe('asking', () => {
  it('asks what can still change something, and nothing else: every completion tried', () => {
    fc.assert(
      fc.property(nearlyFullAnswers(4), (answers) => {
        const slow = slowStanding(answers);
        expect({
          next: policy.next(answers),
          settled: policy.settled(answers),
          stillPossible: new Set(policy.stillPossible(answers)),
        }).toEqual(slow);
        const { next, settled, stillPossible } = policy.decide(answers);
        expect({ next, settled, stillPossible: new Set(stillPossible) }).toEqual(slow);
      }),
      { numRuns: 400 },
    );
  });

  it('asks so after an emergency as well, where the outcome no longer hangs on anything', () => {
    fc.assert(
      fc.property(nearlyFullAnswers(4), (some) => {
        const answers: Answers = { ...some, urgency: 'immediate' };
        expect(policy.next(answers)).toBe(slowStanding(answers).next);
      }),
      { numRuns: 200 },
    );
  });

  it('never contradicts itself on the way: asked in table order, settled advice stays, the end comes', () => {
    fc.assert(
      fc.property(fullAnswers, fullAnswers, (answers, others) => {
        let given: Answers = {};
        const asked: Fact[] = [];
        for (
          let fact = policy.next(given);
          fact !== null && !policy.settled(given);
          fact = policy.next(given)
        ) {
          asked.push(fact);
          given = { ...given, [fact]: answers[fact] };
        }
        const order = asked.map((fact) => FACT_IDS.indexOf(fact));
        expect(order).toEqual([...order].sort((a, b) => a - b));
        const settled = slowAdvice(given);
        // Whatever the skipped questions would have been answered, the advice is the same.
        for (const rest of [answers, others]) {
          const { outcome, fixes } = slowAdvice({ ...rest, ...given });
          expect({ outcome, fixes }).toEqual({ outcome: settled.outcome, fixes: settled.fixes });
        }
        for (let fact = policy.next(given); fact !== null; fact = policy.next(given)) {
          expect(given[fact]).toBeUndefined();
          given = { ...given, [fact]: answers[fact] };
        }
        // At the end of the second part nothing of the record hangs on what was not asked.
        const end = slowAdvice(given);
        for (const rest of [answers, others]) {
          const { obligations, tell, lawfulBasis } = slowAdvice({ ...rest, ...given });
          expect({ obligations, tell, lawfulBasis }).toEqual({
            obligations: end.obligations,
            tell: end.tell,
            lawfulBasis: end.lawfulBasis,
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finishes the record after share-now starting with safety', () => {
    const asked: Fact[] = [];
    let given: Answers = { urgency: 'immediate' };
    for (let fact = policy.next(given); fact !== null; fact = policy.next(given)) {
      asked.push(fact);
      given = { ...given, [fact]: fact === 'harm-source' ? 'no-one' : 'unsure' };
    }
    expect(asked).toEqual([
      'telling',
      'harm-source',
      'identities',
      'recipient',
      'purpose',
      'views',
      'relationship',
      'confidential',
      'accuracy',
      'mandate',
      'sector',
      'special',
    ]);
  });

  it('shows what can still come out in the order of the outcomes', () => {
    const still = policy.stillPossible({ urgency: 'not-urgent', risk: 'clear' });
    expect(still).toEqual(['share', 'fix-then-share', 'seek-advice'] satisfies Outcome[]);
  });

  it('does not ask about the organisation where every line gives the same basis', async () => {
    const { dialog, pages } = await loadShipped();
    const policyFile = structuredClone(dialog.policy);
    policyFile['lawful-basis'].choose = [
      { when: { sector: 'public' }, bases: ['public-task'] },
      { when: { always: true }, bases: ['public-task'] },
      // Reached by nobody; the other bases have to stand somewhere.
      { when: { mandate: 'required' }, bases: ['legal-obligation'] },
    ];
    const edited = compilePolicy({ ...dialog, policy: policyFile }, pages);
    const asked: Fact[] = [];
    let given: Answers = { urgency: 'immediate' };
    for (let fact = edited.next(given); fact !== null; fact = edited.next(given)) {
      asked.push(fact);
      given = { ...given, [fact]: 'unsure' };
    }
    expect(asked).toContain('special');
    expect(asked).not.toContain('sector');
    expect(asked).not.toContain('mandate');
  });

  /** The fewest and the most questions before the advice, over every way to answer. */
  function lengths(start: Answers, given: Answers): [number, number] {
    if (policy.settled(given)) return [0, 0];
    const fact = policy.next(given);
    if (fact === null) throw new Error('not settled, and nothing to ask');
    const value = start[fact];
    const below = (value === undefined ? FACTS[fact] : [value]).map((v) =>
      lengths(start, { ...given, [fact]: v }),
    );
    return [1 + Math.min(...below.map(([least]) => least)), 1 + Math.max(...below.map(([, most]) => most))];
  }

  it.each<[string, Answers, number, number]>([
    ['danger now', { urgency: 'immediate' }, 1, 1],
    ['waiting could make it worse', { urgency: 'urgent', risk: 'clear' }, 2, 2],
    ['a clear worry, not urgent', { urgency: 'not-urgent', risk: 'clear' }, 5, 8],
    ['no reason given', { urgency: 'not-urgent', risk: 'none', purpose: 'request-clear' }, 4, 4],
    [
      'a small worry, to pass on in confidence to somebody whose job it is',
      {
        urgency: 'not-urgent',
        risk: 'low-level',
        purpose: 'offer',
        recipient: 'safeguarding-role',
        necessity: 'needed-minimum',
        mandate: 'none',
        confidential: 'yes',
        relationship: 'working-together',
        views: 'not-asked',
      },
      10,
      10,
    ],
  ])('takes the typical number of questions: %s', (_, start, least, most) => {
    expect(lengths(start, {})).toEqual([least, most]);
  });

  it('saves the question about the organisation when the sector is preset', () => {
    const start: Answers = {
      urgency: 'not-urgent',
      risk: 'support-only',
      purpose: 'offer',
      recipient: 'family-support-role',
      necessity: 'needed-minimum',
      mandate: 'none',
      views: 'agree',
      telling: 'safe',
    };
    const [, asked] = lengths(start, {});
    const [, preset] = lengths(start, { sector: 'public' });
    expect([asked, preset]).toEqual([11, 10]);
  });
});
