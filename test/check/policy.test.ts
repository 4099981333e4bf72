import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answers, FACT_IDS, FACTS, type Fact, OUTCOMES, type Outcome } from '../../src/check/facts.ts';
import type { Policy } from '../../src/check/policy.ts';
import { Fault } from '../../src/fault.ts';
import { fullAnswers, nearlyFullAnswers, partialAnswers } from '../support/answers.ts';
import { loadPolicy } from '../support/load-policy.ts';
import { slowAdvice, slowStanding } from '../support/slow-policy.ts';

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy();
});

function adviceOf(answers: Answers) {
  const { outcome, rule, fixes, obligations, tell, lawfulBasis, notification } = policy.decide(answers);
  return { outcome, rule, fixes, obligations, tell, lawfulBasis, notification };
}

describe('advice', () => {
  it('is what the tables of the policy say, on complete answers', () => {
    fc.assert(
      fc.property(fullAnswers, (answers) => {
        expect(adviceOf(answers)).toEqual(slowAdvice(answers));
      }),
      { numRuns: 3000 },
    );
  });

  it('is what the tables say on any part of the answers, the rest read as unsure', () => {
    fc.assert(
      fc.property(partialAnswers, (answers) => {
        expect(adviceOf(answers)).toEqual(slowAdvice(answers));
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees with the tables wherever urgency, worry, purpose, recipient, necessity and mandate meet', () => {
    // Every combination of the first six questions: where most rules part ways.
    let answers: Answers[] = [{}];
    for (const fact of FACT_IDS.slice(0, 6)) {
      answers = answers.flatMap((some) => FACTS[fact].map((value): Answers => ({ ...some, [fact]: value })));
    }
    const wrong = answers.filter((some) => {
      const slow = slowAdvice(some);
      const fast = policy.decide(some);
      return (
        slow.rule !== fast.rule || slow.outcome !== fast.outcome || slow.fixes.join() !== fast.fixes.join()
      );
    });
    expect(answers).toHaveLength(4 * 6 * 6 * 5 * 4 * 4);
    expect(wrong).toEqual([]);
  });

  it('agrees with the tables at the end of every way through the questions, and meets every rule there', () => {
    const rules = new Set<string>();
    const wrong: Answers[] = [];
    let ways = 0;
    const walk = (given: Answers): void => {
      const fact = policy.settled(given) ? null : policy.next(given);
      if (fact !== null) {
        for (const value of FACTS[fact]) walk({ ...given, [fact]: value });
        return;
      }
      // What was not asked is answered differently each time.
      const answers = { ...given };
      FACT_IDS.forEach((other, i) => {
        const values = FACTS[other];
        Object.assign(answers, { [other]: given[other] ?? values[(ways * (i + 3)) % values.length] });
      });
      ways++;
      const slow = slowAdvice(answers);
      const { outcome, rule, fixes } = policy.decide(answers);
      rules.add(rule);
      if (slow.outcome !== outcome || slow.rule !== rule || slow.fixes.join() !== fixes.join())
        wrong.push(answers);
    };
    walk({});
    expect(wrong).toEqual([]);
    expect(ways).toBe(106_028);
    expect(rules.size).toBe(23);
  });

  it('is get advice first when nothing is known', () => {
    expect(policy.decide({})).toMatchObject({
      outcome: 'seek-advice',
      rule: 'A1',
      fixes: [],
      next: 'urgency',
      settled: false,
      stillPossible: OUTCOMES,
      notification: 'today',
    });
  });

  it('cites the rule, the fixes, the obligations, telling and bases, in that order and each once', () => {
    const { citations } = policy.decide({
      urgency: 'not-urgent',
      risk: 'clear',
      purpose: 'offer',
      recipient: 'safeguarding-role',
      necessity: 'needed-minimum',
      mandate: 'none',
      views: 'agree',
      telling: 'safe',
      relationship: 'no-direct',
      confidential: 'no',
      accuracy: 'accurate',
      route: 'insecure',
      sector: 'public',
      special: 'no',
      'harm-source': 'no-one',
      identities: 'no',
    });
    expect(citations.map(({ section, page }) => `${section} p${page}`)).toEqual([
      'how-do-i-share-information-with-other-agencies p13–14',
      'golden-rule-6 p4',
      'where-to-report-concerns p16',
      'golden-rule-7 p4',
      'what-is-a-lawful-basis p7',
      'should-practitioners-provide-feedback p12–13',
      'golden-rule-2 p4',
      'what-do-i-tell-the-people-whose-information-i-have-shared p14',
      'which-lawful-bases-are-most-relevant p7–8',
      'definition-public-task p21',
      'definition-legal-obligation p20',
    ]);
    expect(citations.every(({ guidance }) => guidance === 'dfe-2023-draft')).toBe(true);
  });

  it('adds the passage for NHS practitioners to the duty of confidentiality, for them alone', () => {
    const sections = (answers: Answers) =>
      policy.citationsOf(['CLDC', 'GR1', 'CLDC'], answers).map((c) => c.section);
    expect(sections({ sector: 'nhs' })).toEqual([
      'what-is-the-common-law-duty-of-confidentiality',
      'nhs-practitioners',
      'golden-rule-1',
    ]);
    expect(sections({ sector: 'public' })).toEqual([
      'what-is-the-common-law-duty-of-confidentiality',
      'golden-rule-1',
    ]);
    expect(sections({})).not.toContain('nhs-practitioners');
    expect(() => policy.citationsOf(['GR8'], {})).toThrow(/GR8/);
  });

  it('says what is Share Check’s own', () => {
    expect(policy.beyondDraft('offence-data-check')).toBe(true);
    expect(policy.beyondDraft('nothing-to-tell')).toBe(true);
    expect(policy.beyondDraft('A3')).toBe(true);
    expect(policy.beyondDraft('record')).toBe(false);
  });

  it('gives the passages of one line of advice', () => {
    expect(policy.citationsFor('record-objection', {}).map((c) => c.section)).toEqual([
      'how-do-i-share-information-and-retain-a-trusted-relationship',
    ]);
    expect(policy.citationsFor('offence-data-check', {})).toEqual([]);
  });

  it('refuses answers that are none, rather than reading them as unsure', () => {
    const odd = { urgency: 'soon' } as object as Answers;
    expect(() => policy.decide(odd)).toThrow(Fault);
    const unknown = { weather: 'fine' } as object as Answers;
    expect(() => policy.decide(unknown)).toThrow(Fault);
  });

  it('keeps nothing of one person for the next', () => {
    const first = policy.decide({ urgency: 'not-urgent', risk: 'none' });
    policy.decide({ urgency: 'immediate', telling: 'unsafe', sector: 'nhs' });
    policy.groupAt({ urgency: 'not-urgent', risk: 'clear' });
    expect(policy.decide({ urgency: 'not-urgent', risk: 'none' })).toEqual(first);
  });
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

describe('the ledger of lawful bases', () => {
  it('goes through all six, suggested or not, and then the note for police work', () => {
    const ledger = policy.ledger({
      urgency: 'immediate',
      sector: 'law-enforcement',
    });
    expect(ledger.map(({ basis, suggested }) => `${suggested ? '+' : '-'} ${basis}`)).toEqual([
      '+ public-task',
      '+ legal-obligation',
      '- legitimate-interests',
      '- consent',
      '- contract',
      '- vital-interests',
      '+ part-3-dpa-2018',
    ]);
    expect(ledger.filter((line) => line.beyondDraft).map((line) => line.basis)).toEqual([
      'contract',
      'vital-interests',
    ]);
    expect(ledger[0]?.citations.map((c) => c.section)).toEqual([
      'which-lawful-bases-are-most-relevant',
      'definition-public-task',
    ]);
  });

  it('has no basis suggested but the note to ask, where the organisation is not known', () => {
    const suggested = policy.ledger({ urgency: 'immediate' }).filter((line) => line.suggested);
    expect(suggested.map((line) => line.basis)).toEqual(['confirm-with-dp-lead']);
  });

  it('is empty where no basis is called for', () => {
    expect(policy.ledger({})).toEqual([]);
  });
});
