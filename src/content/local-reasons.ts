import type { Fact } from '../check/facts.ts';

/** Why a part of the check is not laid over: by the heading somebody might write. */
const ELSEWHERE =
  'It is the same everywhere, so that it can be proved. To try a change, copy dialogs/share-check, edit the copy, and run: share-check prove --dialog DIR.';

export const NOT_LAID_OVER: Readonly<Record<string, string>> = {
  rules: `Rules decide what keeps a child safe. ${ELSEWHERE}`,
  conditions: `Named conditions belong to the rules. ${ELSEWHERE}`,
  policy: `The policy decides what keeps a child safe. ${ELSEWHERE}`,
  'lawful-basis': `The lawful basis follows from the guidance. ${ELSEWHERE}`,
  bases: `The words about lawful bases follow from the guidance. ${ELSEWHERE}`,
  notification: `How soon the lead is told is part of the policy. ${ELSEWHERE}`,
  'then-ask': `The order of asking is part of the policy. ${ELSEWHERE}`,
  citations: `Citations point into the guidance and are checked. ${ELSEWHERE}`,
  quotes: `Quotes are the guidance's own words and are checked word for word. ${ELSEWHERE}`,
  headline:
    'The headline is what people see first, also where the rest is cut off. It stays as it is; change "text" or "next".',
  emergency:
    'The words for an emergency stay as they are. Your number for children’s social care belongs in contacts.yaml.',
  consent: 'The words about consent stay as they are: I10, consent is never the basis.',
  disagreements: 'Where the guidance disagrees with itself, both places are quoted as they stand.',
};

/** Questions whose wording safety rules rest on: swapped answers could not be noticed. */
export const FIXED_LABELS: Readonly<Partial<Record<Fact, string>>> = {
  urgency: 'I1 and I2 rest on this question: its words and answers stay as they are.',
  risk: 'I3, I4 and I5 rest on this question: its words and answers stay as they are.',
  telling: 'I9 rests on this question: its words and answers stay as they are.',
};

/** Beginnings of the keys whose words say whom to ring, what was done and what was advised. */
export const FIXED_WORDS = [
  'phone-',
  'ring-',
  'banner-',
  'told-',
  'notice-',
  'no-social-care',
  'button-emergency',
  'button-worried',
  'outcome-short-',
  'class-',
  'own',
  'stop-',
  'basis-',
] as const;

/** Never asked for. */
export const CONSENT_WORDS = /\b(consent|permission)/i;
export const NO_CONSENT =
  'Local words do not speak of consent or permission: I10, it is never the basis, and a child at risk does not wait for it. Say it another way, or leave it out.';
