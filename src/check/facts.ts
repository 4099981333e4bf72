/**
 * The sixteen facts of the check, in asking order, each with its permitted values.
 * Source: the Share Check policy, "Facts". The ids are a public contract.
 */
export const FACTS = {
  urgency: ['immediate', 'urgent', 'not-urgent', 'unsure'],
  risk: ['clear', 'perceived', 'low-level', 'support-only', 'none', 'unsure'],
  purpose: ['offer', 'request-clear', 'request-unclear', 'feedback', 'planned', 'unsure'],
  recipient: ['childrens-social-care', 'safeguarding-role', 'family-support-role', 'no-role', 'unsure'],
  necessity: ['needed-minimum', 'needed-trim', 'not-relevant', 'unsure'],
  mandate: ['required', 'restricted', 'none', 'unsure'],
  views: ['agree', 'object', 'withdrew', 'not-asked', 'unsure'],
  telling: ['safe', 'unsafe', 'not-practicable', 'already-told', 'unsure'],
  relationship: ['working-together', 'trust-at-risk', 'adult-only', 'no-direct', 'unsure'],
  confidential: ['yes', 'no', 'unsure'],
  accuracy: ['accurate', 'unverified', 'inaccurate', 'unsure'],
  route: ['secure', 'insecure', 'unsure'],
  sector: ['public', 'nhs', 'law-enforcement', 'voluntary', 'private', 'unsure'],
  special: ['no', 'special', 'offence', 'both', 'unsure'],
  'harm-source': ['parent-carer', 'known-other', 'professional', 'outside', 'no-one', 'unsure'],
  identities: ['yes', 'no', 'unsure'],
} as const;

export type Fact = keyof typeof FACTS;
export type FactValue<F extends Fact = Fact> = (typeof FACTS)[F][number];

/** Fact ids in asking order. */
export const FACT_IDS = Object.keys(FACTS) as readonly Fact[] as readonly [Fact, ...Fact[]];

/** Answers by fact. A missing fact is unanswered; `unsure` is an answer. */
export type Answers = { readonly [F in Fact]?: FactValue<F> };

export const OUTCOMES = [
  'share-now',
  'share',
  'fix-then-share',
  'talk-first',
  'seek-advice',
  'plan-first',
  'do-not-share-yet',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const TELL_VALUES = [
  'nothing-to-tell',
  'privacy-notice',
  'decide-with-adviser',
  'do-not-tell',
  'already-told',
  'after-when-safe',
  'before',
  'not-yet-check-safety',
] as const;
export type TellValue = (typeof TELL_VALUES)[number];

export const NOTIFICATION_CLASSES = ['emergency', 'today', 'routine'] as const;
export type NotificationClass = (typeof NOTIFICATION_CLASSES)[number];

/** True when `value` is one of the permitted values of `fact`. */
export function isValueOf(fact: Fact, value: string): value is FactValue {
  return (FACTS[fact] as readonly string[]).includes(value);
}
