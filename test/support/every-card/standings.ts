import type { NotificationClass } from '../../../src/check/facts.ts';
import type { Person } from '../../../src/deployment/deployment.ts';
import { type Standing, standingOf } from '../../../src/follow/standing.ts';
import { CHAIN_START, chainEntry } from '../../../src/records/chain.ts';
import { CASE_OUTCOMES, type DeliveryEventBody, type EntryDraft } from '../../../src/records/entry.ts';
import {
  AT,
  decisionBody,
  decisionDraft,
  deliveryEventBody,
  idOf,
  NONCE,
  openedDraft,
} from '../../records/samples.ts';

const REFERENCE = 'SC-7K3F-9QXM';
export const calls: readonly NotificationClass[] = ['emergency', 'today', 'routine'];

/** A case of every class, and one to be looked at again, in every state it can be in. */
export function standings(
  people: readonly Person[],
  author: string,
  lead: string,
  deputy: string,
): readonly Standing[] {
  const known = people.find(({ id }) => id === author);
  const raised = { author: { channel: 'teams', userId: known?.teams ?? author, role: 'practitioner' } };
  const answers = (risk: string, urgency: string) =>
    (['urgency', 'risk'] as const).map((fact) => ({
      ...{ fact, value: fact === 'risk' ? risk : urgency, question: '?', answeredAt: AT },
      source: 'asked' as const,
    }));
  const { advice, decision } = decisionBody();
  const decided = (risk: string, choice: 'share' | 'wait') =>
    decisionDraft(1, REFERENCE, {
      ...raised,
      answers: answers(risk, 'not-urgent'),
      advice: { ...advice, outcome: risk === 'none' ? 'do-not-share-yet' : 'share' },
      decision: { ...decision, choice, followsAdvice: choice === 'share' },
    });
  const checks: readonly EntryDraft[] = [
    openedDraft(1, REFERENCE, { ...raised, answers: answers('clear', 'immediate') }),
    decided('clear', 'share'),
    decided('clear', 'wait'),
    decided('none', 'wait'),
  ];
  const event = (name: DeliveryEventBody['event'], more: Partial<DeliveryEventBody> = {}) =>
    deliveryEventBody({ event: name, detail: lead, ...more });
  const reply = event('replied', { text: 'w'.repeat(500) });
  const longest = CASE_OUTCOMES.toSorted((a, b) => b.length - a.length)[0];
  const taken = [event('acknowledged'), event('taken'), reply];
  const histories: readonly (readonly DeliveryEventBody[])[] = [
    [],
    [event('author-told', { detail: 'nobody-left' })],
    [event('acknowledged')],
    taken,
    [...taken, event('handed-over', { to: deputy })],
    [
      ...taken,
      event('done', { text: 'w'.repeat(500), ...(longest === undefined ? {} : { outcome: longest }) }),
    ],
  ];
  return checks.flatMap((check) =>
    histories.flatMap((history) => {
      const drafts: readonly EntryDraft[] = [
        check,
        ...history.map(
          (body, n): EntryDraft => ({
            id: idOf(n + 2),
            reference: REFERENCE,
            createdAt: AT,
            kind: 'delivery-event',
            body: { ...body, nonce: NONCE },
          }),
        ),
      ];
      const entries = drafts.map((draft, n) => ({
        entry: chainEntry(draft, { organisation: 'school', sequence: n + 1, previousHash: CHAIN_START })
          .entry,
        body: draft.body as unknown,
        keptOut: [],
      }));
      const standing = standingOf(entries, people);
      return standing === null ? [] : [standing];
    }),
  );
}
