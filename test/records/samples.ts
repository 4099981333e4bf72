import { FACT_IDS, FACTS } from '../../src/check/facts.ts';
import type { DecisionBody, DeliveryEventBody, EntryDraft, OpenedBody } from '../../src/records/entry.ts';

/** Made-up bodies and drafts for tests about storing and reading them. */

export const AT = '2026-11-23T09:30:00.000Z';
export const NONCE = 'ab'.repeat(32);

/** An id shaped like a UUIDv7, told apart by its number. */
export function idOf(number: number): string {
  return `01932b1c-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

export function openedBody(changes: Partial<OpenedBody> = {}): OpenedBody {
  return { ...checkPart(), aboutColleague: false, ...changes };
}

export function decisionBody(changes: Partial<DecisionBody> = {}): DecisionBody {
  return {
    ...checkPart(),
    decision: {
      choice: 'share',
      followsAdvice: true,
      rationale: 'The child told me themselves.',
      recipients: ['childrens-social-care'],
      shared: 'What the child said, and when.',
      told: 'after',
    },
    goldenRules: [1, 2, 3, 4, 5, 6, 7].map((rule) => ({
      rule,
      status: 'met' as const,
      how: `Rule ${rule} kept`,
    })),
    ...changes,
  };
}

export function deliveryEventBody(changes: Partial<DeliveryEventBody> = {}): DeliveryEventBody {
  return {
    nonce: NONCE,
    delivery: idOf(900),
    event: 'posted',
    destination: 'direct-message:lead',
    at: AT,
    ...changes,
  };
}

export function openedDraft(number: number, reference: string, body: Partial<OpenedBody> = {}): EntryDraft {
  return { id: idOf(number), reference, createdAt: AT, kind: 'opened', body: openedBody(body) };
}

export function decisionDraft(
  number: number,
  reference: string,
  body: Partial<DecisionBody> = {},
): EntryDraft {
  return { id: idOf(number), reference, createdAt: AT, kind: 'decision', body: decisionBody(body) };
}

export function deliveryDraft(number: number, reference: string): EntryDraft {
  return { id: idOf(number), reference, createdAt: AT, kind: 'delivery-event', body: deliveryEventBody() };
}

function checkPart(): Omit<OpenedBody, 'aboutColleague'> {
  return {
    nonce: NONCE,
    author: { channel: 'teams', userId: 'teams-user-1', role: 'practitioner' },
    sector: 'public',
    answers: FACT_IDS.slice(0, 2).map((fact) => ({
      fact,
      value: FACTS[fact][0],
      question: `Question about ${fact}?`,
      answeredAt: AT,
      source: 'asked' as const,
    })),
    revised: [],
    parked: [],
    keptOut: [],
    dialog: { id: 'share-check', version: '1.0.0', hash: 'd'.repeat(64) },
    guidance: [{ id: 'dfe-2023-draft', edition: 'Draft, June 2023, since superseded', hash: 'e'.repeat(64) }],
    advice: {
      outcome: 'share-now',
      rule: 'E1',
      fixes: [],
      obligations: ['record'],
      tell: 'after-when-safe',
      lawfulBasis: ['public-task'],
      citations: [{ guidance: 'dfe-2023-draft', section: 'golden-rule-7', page: '4' }],
    },
  };
}
