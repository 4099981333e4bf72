import { numberOf } from './answer-state.ts';
import { FACT_IDS, FACTS, type Fact } from './facts.ts';
import type { Counterexample, Proof, Wrong } from './proof.ts';
import type { SafetyRule } from './safety-rule.ts';
import { WHOLENESS_RULES } from './wholeness-rules.ts';

const concern = (p: Proof) => p.answer('risk', 'clear', 'perceived', 'low-level', 'unsure');
const atRisk = (p: Proof) => p.answer('risk', 'clear', 'perceived');
const sharing = (p: Proof) => p.outcome('share-now', 'share', 'fix-then-share');
const outcomeIs =
  (p: Proof): Wrong =>
  (answers) => {
    const { outcome, rule, at } = p.decidedOn(answers);
    return { says: `the advice is ${p.words.outcome(outcome)}, by rule ${rule}.`, at };
  };
const lacks =
  (p: Proof, id: string): Wrong =>
  () => ({ says: `the advice leaves out ${p.words.obligation(id)}.`, at: p.obligationAt(id) });
const tells =
  (p: Proof, says: string): Wrong =>
  (answers) => ({ says, at: p.tellAt(answers) });

/** Facts that add how to share and must never decide whether, for a child at risk. */
const HOW_ONLY: readonly Fact[] = [
  'views',
  'relationship',
  'confidential',
  'special',
  'sector',
  'telling',
  'harm-source',
  'identities',
];

const ANSWER_RULES: readonly SafetyRule[] = [
  {
    id: 'I1',
    statement: 'A child in danger now: share now, after one question.',
    check: (p) =>
      p.always(p.answer('urgency', 'immediate'), p.outcome('share-now'), outcomeIs(p)) ??
      atMost(p, 1, p.answer('urgency', 'immediate'), { urgency: ['immediate'] }),
  },
  {
    id: 'I2',
    statement:
      'A child at risk, where waiting could make it worse or this is not clear: share now, after two questions.',
    check: (p) => {
      const pressing = p.all(p.answer('urgency', 'urgent', 'unsure'), atRisk(p));
      return (
        p.always(pressing, p.outcome('share-now'), outcomeIs(p)) ??
        atMost(p, 2, pressing, { urgency: ['urgent', 'unsure'], risk: ['clear', 'perceived'] })
      );
    },
  },
  {
    id: 'I3',
    statement: 'With any worry about harm, the advice is never to hold back, to talk first or to plan first.',
    check: (p) =>
      p.never(p.all(concern(p), p.outcome('do-not-share-yet', 'talk-first', 'plan-first')), outcomeIs(p)),
  },
  {
    id: 'I4',
    statement:
      'For a child at risk, views, relationship, confidentiality, special category data, sector, telling, the source of harm and identities never change the outcome.',
    check: outcomeIgnoresHow,
  },
  {
    id: 'I5',
    statement:
      'For a child at risk, advice first is only for a legal restriction or for information that is not relevant.',
    check: (p) =>
      p.always(
        p.all(atRisk(p), p.outcome('seek-advice')),
        p.any(p.answer('mandate', 'restricted'), p.answer('necessity', 'not-relevant')),
        outcomeIs(p),
      ),
  },
  {
    id: 'I6',
    statement: 'Answering “Not sure” never leads to “Do not share yet”, unless the advice was that already.',
    check: unsureNeverWithholds,
  },
  {
    id: 'I7',
    statement:
      'When the advice is not to share yet, it says to give the reasons if asked, and to think again.',
    check: (p) =>
      due(p, p.outcome('do-not-share-yet'), 'explain-if-asked') ??
      due(p, p.outcome('do-not-share-yet'), 'reconsider-on-new-info'),
  },
  {
    id: 'I8',
    statement: 'The advice always says to write the decision down.',
    check: (p) => due(p, p.all(), 'record'),
  },
  {
    id: 'I9',
    statement:
      'Where telling the family is unsafe, nobody is advised to tell them; in an emergency nobody waits to tell them first.',
    check: (p) =>
      p.never(
        p.all(p.answer('telling', 'unsafe'), p.tell('before', 'after-when-safe')),
        tells(p, 'the advice is to tell the family.'),
      ) ??
      p.never(
        p.all(p.outcome('share-now'), p.tell('before')),
        tells(p, 'the advice is to tell the family first.'),
      ),
  },
  {
    id: 'I10',
    statement: 'Consent is never a suggested lawful basis.',
    check: (p) =>
      p.never(p.basis('consent'), () => ({ says: 'consent is suggested.', at: p.basisAt('consent') })),
  },
  {
    id: 'I11',
    statement:
      'Sharing what is or may be special category data, the advice names the further legal reason it needs (Article 9).',
    check: (p) =>
      due(p, p.all(sharing(p), p.answer('special', 'special', 'both', 'unsure')), 'article9-sch1'),
  },
  {
    id: 'I12',
    statement: 'When sharing against an objection, the advice says to write that down, with the reasons.',
    check: (p) => due(p, p.all(sharing(p), p.answer('views', 'object', 'withdrew')), 'record-objection'),
  },
  {
    id: 'I13',
    statement:
      'Whatever is shared, the advice says: the least that will do, secure, right and to the point, with a lawful basis.',
    check: (p) =>
      due(p, sharing(p), 'minimise') ??
      due(p, sharing(p), 'secure') ??
      due(p, sharing(p), 'accurate-relevant') ??
      due(p, sharing(p), 'lawful-basis'),
  },
  {
    id: 'I14',
    statement:
      "Sharing because of a worry is with children's social care, or the advice says to make sure they know.",
    check: (p) =>
      p.always(
        p.all(sharing(p), concern(p)),
        p.any(p.answer('recipient', 'childrens-social-care'), p.obligation('report-to-csc')),
        lacks(p, 'report-to-csc'),
      ),
  },
  {
    id: 'I15',
    statement: 'Planned sharing always calls for an impact assessment and an agreement.',
    check: (p) => due(p, p.answer('purpose', 'planned'), 'dpia-dsa'),
  },
  {
    id: 'I16',
    statement: 'While advice is sought about a worry, the advice says not to leave the child at risk.',
    check: (p) => due(p, p.all(p.outcome('seek-advice'), concern(p)), 'do-not-leave-at-risk'),
  },
  {
    id: 'I17',
    statement: 'A person with no role in helping the child gets nothing, no answer and no feedback.',
    check: (p) => {
      const noRole = p.answer('recipient', 'no-role');
      const never = (id: string) =>
        p.never(p.all(noRole, p.obligation(id)), () => ({
          says: `the advice has ${p.words.obligation(id)}, which would give them something.`,
          at: p.obligationAt(id),
        }));
      return (
        due(p, noRole, 'nothing-to-this-person') ??
        never('answer-requester') ??
        never('give-feedback') ??
        p.never(p.all(noRole, p.outcome('share')), outcomeIs(p))
      );
    },
  },
];

function due(p: Proof, when: number, obligation: string): Counterexample | null {
  return p.always(when, p.obligation(obligation), lacks(p, obligation));
}

function atMost(
  p: Proof,
  most: number,
  when: number,
  given: Partial<Record<Fact, readonly string[]>>,
): Counterexample | null {
  const questions = p.mostQuestions(given);
  if (questions <= most) return null;
  return p.never(when, (answers) => ({
    says: `up to ${questions} questions are asked before the advice, not ${most}.`,
    at: p.decidedOn(answers).at,
  }));
}

function outcomeIgnoresHow(p: Proof): Counterexample | null {
  const { outcome } = p.compiled;
  for (const fact of HOW_ONLY) {
    for (let number = 1; number < FACTS[fact].length; number++) {
      const first = p.with(outcome, fact, 0);
      const other = p.with(outcome, fact, number);
      const differs = p.not(p.same(first, other));
      const found = p.never(p.all(atRisk(p), p.answer(fact, FACTS[fact][0]), differs), (answers) => {
        const changed = FACTS[fact][number] ?? 'unsure';
        const [one, two] = [p.decidedOn(answers), p.decidedOn({ ...answers, [fact]: changed })];
        // The rule further up is the one that looks at this answer.
        const at = Number(one.at.path[1]) < Number(two.at.path[1]) ? one.at : two.at;
        return { says: butWhere(p, one, p.words.answer(fact, changed), two), at };
      });
      if (found) return found;
    }
  }
  return null;
}

function unsureNeverWithholds(p: Proof): Counterexample | null {
  const withheld = p.outcome('do-not-share-yet');
  for (const fact of FACT_IDS) {
    const unsure = p.with(withheld, fact, numberOf(fact, 'unsure'));
    const found = p.never(p.all(unsure, p.not(withheld)), (answers) => {
      const then = p.decidedOn({ ...answers, [fact]: 'unsure' });
      return { says: butWhere(p, p.decidedOn(answers), p.words.answer(fact, 'unsure'), then), at: then.at };
    });
    if (found) return found;
  }
  return null;
}

type Decided = ReturnType<Proof['decidedOn']>;

function butWhere(p: Proof, one: Decided, answer: string, two: Decided): string {
  return `the advice is ${p.words.outcome(one.outcome)}, by rule ${one.rule}. But where ${answer}, it is ${p.words.outcome(two.outcome)}, by rule ${two.rule}.`;
}

/** Every safety rule, in the order of the policy. */
export const SAFETY_RULES: readonly SafetyRule[] = [...ANSWER_RULES, ...WHOLENESS_RULES];
