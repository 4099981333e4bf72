import { type Answers, FACT_IDS, FACTS } from '../../../src/check/facts.ts';
import type { TurnContext } from '../../../src/conversation/context.ts';
import { casesOf } from '../../../src/records/case.ts';
import { CHAIN_START, chainEntry } from '../../../src/records/chain.ts';
import { CHOICES, RECIPIENTS } from '../../../src/records/entry.ts';
import { type Sheet, sheetOf } from '../../../src/records/sheet.ts';
import { AT, decisionBody, decisionDraft, deliveryDraft, idOf } from '../../records/samples.ts';

const REFERENCE = 'SC-7K3F-9QXM';
const MESSAGES = 30;

/** About as much as one record can hold: every question answered, changed and set aside, long reasons, many messages. */
export function largestSheet({ dialog, policy, deployment }: TurnContext): Sheet {
  const answers = Object.fromEntries(FACT_IDS.map((fact) => [fact, FACTS[fact][0]])) as Answers;
  const { outcome, rule, tell, citations } = policy.decide(answers);
  const given = dialog.questions.map(({ id, ask }) => ({
    fact: id,
    value: FACTS[id][0],
    question: ask,
    answeredAt: AT,
  }));
  const draft = decisionDraft(1, REFERENCE, {
    localReference: 'R'.repeat(40),
    answers: given.map((one) => ({ ...one, source: 'asked' as const })),
    revised: given.map(({ fact }) => ({ fact, from: FACTS[fact][0], to: FACTS[fact][1], at: AT })),
    parked: given.map((one) => ({ ...one, source: 'asked' as const })),
    keptOut: deployment.people.map(({ id }) => id),
    advice: {
      outcome,
      rule,
      tell,
      citations: [...citations],
      fixes: dialog.policy.fixes.map(({ id }) => id),
      obligations: Object.keys(dialog.advice.obligations),
      lawfulBasis: Object.keys(dialog.advice.bases),
    },
    decision: {
      ...decisionBody().decision,
      choice: CHOICES[0],
      rationale: 'Because <of> & *this*. '.repeat(50).slice(0, 1000),
      recipients: [...RECIPIENTS],
      shared: 'What was said. '.repeat(40).slice(0, 500),
      toldReason: 'w'.repeat(300),
      reviewOn: '2026-12-01',
    },
    goldenRules: [1, 2, 3, 4, 5, 6, 7].map((rule) => ({
      rule,
      status: 'to-do' as const,
      how: 'How it was kept. '.repeat(20),
    })),
  });
  const drafts = [draft, ...Array.from({ length: MESSAGES }, (_, n) => deliveryDraft(n + 2, REFERENCE))];
  const entries = drafts.map((each, index) => {
    const place = { organisation: 'school', sequence: index + 1, previousHash: CHAIN_START };
    return { entry: chainEntry({ ...each, id: idOf(index + 1) }, place).entry, body: each.body as unknown };
  });
  const [found] = casesOf(entries);
  if (found === undefined) throw new Error('no case');
  return sheetOf(found, { timeZone: 'Europe/London', dialog });
}
