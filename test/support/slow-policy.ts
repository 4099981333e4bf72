import {
  type Answers,
  FACT_IDS,
  FACTS,
  type Fact,
  type FactValue,
  type Outcome,
} from '../../src/check/facts.ts';

/**
 * A second reading of the Share Check policy, written from its tables and not from the dialog files: plain, slow, and without
 * any of the engine's code. "Can it still change" is found by trying every completion.
 */

export type Complete = { readonly [F in Fact]: FactValue<F> };

export type SlowAdvice = {
  readonly outcome: Outcome;
  readonly rule: string;
  readonly fixes: readonly string[];
  readonly obligations: readonly string[];
  readonly tell: string;
  readonly lawfulBasis: readonly string[];
  readonly notification: string;
};

/** "An unanswered fact reads as `unsure`." */
export function completed(answers: Answers): Complete {
  return { ...ALL_UNSURE, ...answers };
}

const ALL_UNSURE = Object.fromEntries(FACT_IDS.map((fact) => [fact, 'unsure'])) as Complete;

const one = (value: string, ...of: string[]) => of.includes(value);

/** The table of outcome rules, from the top; the first match wins. */
export function ruleOf(a: Complete): [string, Outcome] {
  const concern = one(a.risk, 'clear', 'perceived', 'low-level', 'unsure');
  const atRisk = one(a.risk, 'clear', 'perceived');
  const known =
    a.urgency === 'not-urgent' &&
    one(a.risk, 'none', 'support-only') &&
    a.purpose !== 'unsure' &&
    one(a.mandate, 'none', 'restricted');
  const feedback = a.purpose === 'feedback';

  if (a.urgency === 'immediate') return ['E1', 'share-now'];
  if (a.urgency === 'urgent' && concern) return ['E2', 'share-now'];
  if (a.urgency === 'unsure' && atRisk) return ['E3', 'share-now'];
  if ((a.urgency === 'unsure' && a.risk === 'unsure') || a.urgency === 'urgent') return ['A1', 'seek-advice'];
  if (a.purpose === 'planned' && !concern) return ['P1', 'plan-first'];
  if (a.risk === 'none' && !feedback && known) return ['N1', 'do-not-share-yet'];
  if (a.risk === 'none' && !feedback) return ['A2', 'seek-advice'];
  if (a.necessity === 'not-relevant' && known) return ['N2', 'do-not-share-yet'];
  if (a.necessity === 'not-relevant') return ['A4', 'seek-advice'];
  if (a.recipient === 'no-role' && !concern && known) return ['N3', 'do-not-share-yet'];
  if (a.recipient === 'no-role' && !concern) return ['A13', 'seek-advice'];
  if (a.mandate === 'restricted') return ['A3', 'seek-advice'];
  if (a.risk === 'unsure' && !feedback) return ['A5', 'seek-advice'];
  if (!feedback && a.risk === 'support-only') {
    if (a.recipient === 'unsure') return ['A6', 'seek-advice'];
    if (a.mandate !== 'required') {
      if (a.telling === 'unsafe') return ['A7', 'seek-advice'];
      if (one(a.views, 'object', 'withdrew')) return ['A8', 'seek-advice'];
      if (one(a.views, 'not-asked', 'unsure')) {
        if (one(a.telling, 'safe', 'already-told')) return ['T1', 'talk-first'];
        if (a.telling === 'unsure') return ['A9', 'seek-advice'];
        if (a.telling === 'not-practicable' && a.confidential !== 'no') return ['A10', 'seek-advice'];
      }
      if (a.sector === 'unsure' || a.necessity === 'unsure') return ['A11', 'seek-advice'];
    }
  }
  if (
    !feedback &&
    a.risk === 'low-level' &&
    a.mandate !== 'required' &&
    a.confidential !== 'no' &&
    (one(a.views, 'object', 'withdrew') || (a.relationship === 'trust-at-risk' && a.views !== 'agree'))
  ) {
    return ['A12', 'seek-advice'];
  }
  if (outstanding(a).length > 0) return ['F1', 'fix-then-share'];
  return ['S1', 'share'];
}

function outstanding(a: Complete): string[] {
  const fixes: string[] = [];
  if (a.recipient === 'no-role') fixes.push('change-recipient');
  if (a.purpose === 'request-unclear') fixes.push('clarify-request');
  if (a.necessity === 'needed-trim') fixes.push('trim');
  if (a.necessity === 'unsure') fixes.push('check-necessity');
  if (a.accuracy === 'inaccurate') fixes.push('correct');
  if (one(a.route, 'insecure', 'unsure')) fixes.push('find-secure-route');
  return fixes;
}

function obligationsOf(a: Complete, outcome: Outcome, fixes: readonly string[]): string[] {
  const due: string[] = [];
  const add = (when: boolean, ...ids: string[]) => {
    if (when) due.push(...ids);
  };
  const sharing = one(outcome, 'share-now', 'share', 'fix-then-share');
  const concernPlus =
    one(a.risk, 'clear', 'perceived', 'low-level', 'unsure') || one(a.urgency, 'immediate', 'urgent');

  add(true, 'record');
  add(outcome === 'share-now', 'record-after-event', 'quickest-secure-route');
  add(sharing, 'minimise', 'accurate-relevant', 'secure', 'lawful-basis', 'ask-for-feedback');
  add(sharing && one(a.special, 'special', 'both', 'unsure'), 'article9-sch1');
  add(sharing && one(a.special, 'offence', 'both'), 'offence-data-check');
  add(sharing && (a.confidential !== 'no' || a.sector === 'nhs'), 'weigh-confidentiality');
  add(sharing && a.relationship === 'trust-at-risk', 'weigh-trust');
  add(sharing && one(a.accuracy, 'unverified', 'unsure'), 'label-fact-opinion');
  add(
    sharing && (a.identities !== 'no' || (concernPlus && a['harm-source'] !== 'no-one')),
    'protect-identities',
  );
  add(sharing && one(a.views, 'object', 'withdrew'), 'record-objection');
  add(sharing && a.views === 'withdrew', 'ask-dp-lead-about-withdrawal');
  add(sharing && concernPlus && a.recipient !== 'childrens-social-care', 'report-to-csc');
  add(outcome === 'fix-then-share', ...fixes);
  add(sharing && a.purpose === 'feedback' && a.recipient !== 'no-role', 'give-feedback');
  add(one(a.purpose, 'request-clear', 'request-unclear') && a.recipient !== 'no-role', 'answer-requester');
  add(a.recipient === 'no-role', 'nothing-to-this-person');
  add(a.purpose === 'planned', 'dpia-dsa');
  add(one(outcome, 'seek-advice', 'plan-first'), 'advice-contacts');
  add(outcome === 'seek-advice' && concernPlus, 'do-not-leave-at-risk');
  add(
    one(outcome, 'do-not-share-yet', 'seek-advice', 'talk-first'),
    'explain-if-asked',
    'reconsider-on-new-info',
  );
  add(outcome === 'talk-first', 'engage-and-offer-choice');
  return due;
}

function tellOf(a: Complete, outcome: Outcome): string {
  if (outcome === 'do-not-share-yet') return 'nothing-to-tell';
  if (outcome === 'plan-first') return 'privacy-notice';
  if (outcome === 'seek-advice') return 'decide-with-adviser';
  if (a.telling === 'unsafe') return 'do-not-tell';
  if (outcome === 'share-now') return a.telling === 'already-told' ? 'already-told' : 'after-when-safe';
  if (a.telling === 'already-told') return 'already-told';
  if (a.telling === 'safe') return 'before';
  if (a.telling === 'not-practicable') return 'after-when-safe';
  return 'not-yet-check-safety';
}

function basisOf(a: Complete, outcome: Outcome): string[] {
  if (!one(outcome, 'share-now', 'share', 'fix-then-share', 'plan-first')) return [];
  let bases = ['confirm-with-dp-lead'];
  if (one(a.sector, 'public', 'nhs')) bases = ['public-task', 'legal-obligation'];
  if (a.sector === 'law-enforcement') bases = ['part-3-dpa-2018', 'public-task', 'legal-obligation'];
  if (one(a.sector, 'voluntary', 'private')) bases = ['legitimate-interests'];
  if (a.mandate !== 'required') return bases;
  return ['legal-obligation', ...bases.filter((b) => !one(b, 'legal-obligation', 'confirm-with-dp-lead'))];
}

function notificationOf(a: Complete, outcome: Outcome, obligations: readonly string[]): string {
  if (outcome === 'share-now') return 'emergency';
  const concern = one(a.risk, 'clear', 'perceived', 'low-level', 'unsure');
  return concern || obligations.includes('do-not-leave-at-risk') ? 'today' : 'routine';
}

export function slowAdvice(answers: Answers): SlowAdvice {
  const a = completed(answers);
  const [rule, outcome] = ruleOf(a);
  const fixes = outcome === 'fix-then-share' ? outstanding(a) : [];
  const obligations = obligationsOf(a, outcome, fixes);
  return {
    outcome,
    rule,
    fixes,
    obligations,
    tell: tellOf(a, outcome),
    lawfulBasis: basisOf(a, outcome),
    notification: notificationOf(a, outcome, obligations),
  };
}

/** Every way to answer what is open. Only for few open questions: the number multiplies. */
export function completions(answers: Answers): Complete[] {
  let all: Answers[] = [answers];
  for (const fact of FACT_IDS) {
    if (answers[fact] !== undefined) continue;
    all = all.flatMap((some) => FACTS[fact].map((value): Answers => ({ ...some, [fact]: value })));
  }
  return all.map(completed);
}

const THEN_ASK: readonly Fact[] = [
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
];

export type SlowStanding = { next: Fact | null; settled: boolean; stillPossible: Set<Outcome> };

/** The question to ask now, whether the advice is settled, and what can still come out, by trying everything. */
export function slowStanding(answers: Answers): SlowStanding {
  const all = completions(answers);
  const advice = all.map((a) => {
    const { outcome, fixes, obligations, tell, lawfulBasis } = slowAdvice(a);
    return {
      a,
      first: `${outcome} ${fixes.join()}`,
      second: `${obligations.join()} ${tell} ${lawfulBasis.join()}`,
      outcome,
    };
  });
  const stillPossible = new Set(advice.map(({ outcome }) => outcome));
  const settled = new Set(advice.map(({ first }) => first)).size === 1;
  const changes = (fact: Fact, part: 'first' | 'second'): boolean => {
    if (answers[fact] !== undefined) return false;
    const others = FACT_IDS.filter((other) => other !== fact && answers[other] === undefined);
    const seen = new Map<string, string>();
    return advice.some((line) => {
      const key = others.map((other) => line.a[other]).join();
      const before = seen.get(key);
      seen.set(key, line[part]);
      return before !== undefined && before !== line[part];
    });
  };
  const next = settled
    ? THEN_ASK.find((fact) => changes(fact, 'second'))
    : FACT_IDS.find((fact) => changes(fact, 'first'));
  return { next: next ?? null, settled, stillPossible };
}
