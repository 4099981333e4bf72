import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answers, FACT_IDS, FACTS, OUTCOMES } from '../../src/check/facts.ts';
import type { Policy } from '../../src/check/policy.ts';
import { Fault } from '../../src/fault.ts';
import { fullAnswers, partialAnswers } from '../support/answers.ts';
import { loadPolicy } from '../support/load-policy.ts';
import { slowAdvice } from '../support/slow-policy.ts';

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
