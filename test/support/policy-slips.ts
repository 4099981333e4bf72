import type { PolicyFile } from '../../src/check/dialog.ts';
import type { Answers } from '../../src/check/facts.ts';

/** A change to policy.yaml, made in place. */
export type Edit = (policy: PolicyFile) => void;

/**
 * Slips that somebody editing the dialog could make, each with the safety rule that must catch it and, where the fault shows
 * on answers, what these must have in common.
 */
export const SLIPS: [
  rule: string,
  what: string,
  edit: Edit,
  shows: Partial<Record<keyof Answers, string>>,
][] = [
  [
    'I1',
    'danger now needs a worry first',
    (p) => {
      rule(p, 'E1').if = { urgency: 'immediate', is: 'concern' };
    },
    { urgency: 'immediate' },
  ],
  [
    'I1',
    'danger now, but first another way to send it',
    (p) => {
      rule(p, 'E1').if = { urgency: 'immediate', not: { risk: 'none' } };
      p.rules.splice(1, 0, {
        id: 'E1b',
        if: { urgency: 'immediate', route: 'insecure' },
        outcome: 'fix-then-share',
        cite: ['GR1'],
      });
    },
    { urgency: 'immediate' },
  ],
  [
    'I2',
    'urgent, but only where it is clear',
    (p) => {
      rule(p, 'E2').if = { urgency: 'urgent', risk: 'clear' };
    },
    { urgency: 'urgent', risk: 'perceived' },
  ],
  [
    'I2',
    'unsure how urgent, at risk: advice first',
    (p) => {
      rule(p, 'E3').outcome = 'seek-advice';
    },
    { urgency: 'unsure' },
  ],
  [
    'I3',
    'not relevant withholds with a worry too',
    (p) => {
      rule(p, 'N2').if = { necessity: 'not-relevant' };
    },
    { necessity: 'not-relevant' },
  ],
  [
    'I3',
    'a small worry is planned first',
    (p) => {
      rule(p, 'P1').if = { purpose: 'planned', not: { is: 'at-risk' } };
    },
    { purpose: 'planned' },
  ],
  [
    'I4',
    'an objection stops sharing about a child at risk',
    (p) => {
      rule(p, 'A12').if = { views: 'object', not: { risk: 'support-only' } };
    },
    { views: 'agree' },
  ],
  [
    'I4',
    'confidence stops sharing',
    (p) =>
      p.rules.splice(4, 0, {
        id: 'X1',
        if: { confidential: 'yes', risk: 'clear' },
        outcome: 'seek-advice',
        cite: ['CLDC'],
      }),
    { risk: 'clear' },
  ],
  [
    'I5',
    'a risk somebody only perceives: advice first',
    (p) => {
      rule(p, 'A5').if = { risk: { in: ['unsure', 'perceived'] }, not: { purpose: 'feedback' } };
    },
    { risk: 'perceived' },
  ],
  [
    'I6',
    'unsure about the law counts as known',
    (p) => {
      p.conditions.known = {
        urgency: 'not-urgent',
        risk: { in: ['none', 'support-only'] },
        mandate: { in: ['none', 'unsure'] },
      };
    },
    {},
  ],
  [
    'I7',
    'reasons need not be explained',
    (p) => {
      obligation(p, 'explain-if-asked').when = { outcome: 'seek-advice' };
    },
    {},
  ],
  ['I7', 'looking again is dropped', dropObligation('reconsider-on-new-info'), {}],
  [
    'I8',
    'only sharing is recorded',
    (p) => {
      obligation(p, 'record').when = { is: 'sharing' };
    },
    {},
  ],
  [
    'I9',
    'told in an emergency though it is unsafe',
    (p) => {
      tell(p, 'do-not-tell').when = { telling: 'unsafe', not: { outcome: 'share-now' } };
    },
    { telling: 'unsafe', urgency: 'immediate' },
  ],
  [
    'I9',
    'an emergency waits for telling',
    (p) => {
      const before = tell(p, 'before');
      p.tell = [before, ...p.tell.filter((line) => line !== before)];
    },
    { telling: 'safe' },
  ],
  [
    'I10',
    'consent as the basis',
    (p) => p['lawful-basis'].choose.unshift({ when: { views: 'agree' }, bases: ['consent'] }),
    { views: 'agree' },
  ],
  [
    'I11',
    'not sure counts as not special',
    (p) => {
      obligation(p, 'article9-sch1').when = { is: 'sharing', special: { in: ['special', 'both'] } };
    },
    { special: 'unsure' },
  ],
  [
    'I12',
    'a withdrawal is not recorded',
    (p) => {
      obligation(p, 'record-objection').when = { is: 'sharing', views: 'object' };
    },
    { views: 'withdrew' },
  ],
  [
    'I13',
    'the minimum is forgotten in an emergency',
    (p) => {
      obligation(p, 'minimise').when = { outcome: { in: ['share', 'fix-then-share'] } };
    },
    { urgency: 'immediate' },
  ],
  ['I13', 'no lawful basis', dropObligation('lawful-basis'), {}],
  [
    'I14',
    'an unsure worry does not reach social care',
    (p) => {
      p.conditions['concern-or-pressing'] = { is: 'at-risk' };
    },
    {},
  ],
  [
    'I15',
    'planned sharing without an agreement where urgent',
    (p) => {
      obligation(p, 'dpia-dsa').when = { purpose: 'planned', not: { urgency: 'urgent' } };
    },
    { purpose: 'planned', urgency: 'urgent' },
  ],
  [
    'I16',
    'left at risk while asking',
    (p) => {
      obligation(p, 'do-not-leave-at-risk').when = { outcome: 'seek-advice', is: 'at-risk' };
    },
    {},
  ],
  [
    'I17',
    'an answer to somebody without a role',
    (p) => {
      obligation(p, 'answer-requester').when = { purpose: 'request-clear' };
    },
    { recipient: 'no-role', purpose: 'request-clear' },
  ],
  [
    'I17',
    'feedback to somebody without a role',
    (p) => {
      obligation(p, 'give-feedback').when = { is: 'sharing', purpose: 'feedback' };
    },
    { recipient: 'no-role', purpose: 'feedback' },
  ],
  [
    'I17',
    'sharing with somebody without a role',
    (p) => {
      p.fixes = p.fixes.map((fix) =>
        fix.id === 'change-recipient' ? { ...fix, when: { recipient: 'no-role', risk: 'clear' } } : fix,
      );
    },
    { recipient: 'no-role' },
  ],
  [
    'I18',
    'a fix without a passage',
    (p) => {
      p.fixes = p.fixes.map((fix) => ({ ...fix, cite: fix.id === 'trim' ? [] : fix.cite }));
    },
    {},
  ],
  [
    'I18',
    'a rule without a passage',
    (p) => {
      rule(p, 'S1').cite = [];
    },
    {},
  ],
  [
    'I19',
    'a rule that can never come up',
    (p) =>
      p.rules.splice(1, 0, {
        id: 'DEAD',
        if: { urgency: 'immediate', risk: 'clear' },
        outcome: 'share-now',
        cite: ['GR1'],
      }),
    {},
  ],
  [
    'I19',
    'an obligation that can never come up',
    (p) => {
      obligation(p, 'engage-and-offer-choice').when = { outcome: 'talk-first', risk: 'clear' };
    },
    {},
  ],
  [
    'I19',
    'a question that is never asked',
    (p) => {
      p['then-ask'] = p['then-ask'].filter((fact) => fact !== 'special');
    },
    {},
  ],
];

export function rule(policy: PolicyFile, id: string) {
  const found = policy.rules.find((line) => line.id === id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
}

export function obligation(policy: PolicyFile, id: string) {
  for (const line of policy.obligations) if ('id' in line && line.id === id) return line;
  throw new Error(`no obligation ${id}`);
}

/** The edit that leaves an obligation out. */
export function dropObligation(id: string): Edit {
  return (policy) => {
    policy.obligations = policy.obligations.filter((line) => !('id' in line && line.id === id));
  };
}

function tell(policy: PolicyFile, value: string) {
  const found = policy.tell.find((line) => line.value === value);
  if (!found) throw new Error(`no telling line ${value}`);
  return found;
}
