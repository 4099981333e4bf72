import type { Outcome } from '../check/facts.ts';
import type { CHOICES, TOLD } from '../records/entry.ts';
import { type Action, actionFor, type CheckState, type FormValues } from './state.ts';
import type { WordKey } from './word-keys.ts';

export type Choice = (typeof CHOICES)[number];
export type Told = (typeof TOLD)[number];

/** What somebody who follows the advice has decided. */
export const FOLLOWING: Readonly<Record<Outcome, Choice>> = {
  'share-now': 'share',
  share: 'share',
  'fix-then-share': 'share',
  'talk-first': 'wait',
  'seek-advice': 'seek-advice',
  'plan-first': 'wait',
  'do-not-share-yet': 'do-not-share',
};

const SHARING: readonly string[] = ['share', 'share-part'];

/** True when the decision is to pass something on. */
export function passesOn(choice: string | undefined): boolean {
  return choice !== undefined && SHARING.includes(choice);
}

/**
 * Reads what a card's form sent: typed text stays text, chosen tokens become the values they stand for.
 * Tokens that are not of this card are dropped, and so are fields that no card has.
 */
export function readForm(
  inputs: Readonly<Record<string, string | readonly string[]>>,
  tokens: Readonly<Record<string, Action>>,
  selects: readonly string[],
): FormValues {
  const values: Record<string, string | readonly string[]> = {};
  for (const [field, raw] of Object.entries(inputs)) {
    if (!selects.includes(field)) {
      const longest = Object.hasOwn(LONGEST, field) ? LONGEST[field] : undefined;
      if (typeof raw === 'string' && longest !== undefined) values[field] = raw.trim().slice(0, longest);
      continue;
    }
    const chosen = (typeof raw === 'string' ? raw.split(',') : raw).flatMap((token) => {
      const action = actionFor(tokens, token.trim());
      return action?.kind === 'option' && action.field === field ? [action.value] : [];
    });
    values[field] = SEVERAL.includes(field) ? chosen : (chosen[0] ?? '');
  }
  return values;
}

/** Fields of the decision form that are typed, with how many characters are kept. */
export const TYPED: Readonly<Record<string, number>> = {
  rationale: 1000,
  'recipient-other': 80,
  shared: 500,
  'told-reason': 300,
  'review-on': 10,
  'local-reference': 40,
};
/** Fields of the forms about a concern that are typed. */
const CASE_TYPED: Readonly<Record<string, number>> = {
  'reply-text': 500,
  'case-note': 500,
  'taken-by': 80,
  'their-reference': 40,
  'answered-on': 10,
};
/** And those that are chosen. */
export const CASE_SELECTS: readonly string[] = [
  'reply',
  'hand-to',
  'case-outcome',
  'treated-as',
  'agency-decision',
];
const LONGEST: Readonly<Record<string, number>> = { ...TYPED, ...CASE_TYPED };
/** Fields of the decision form where more than one may be chosen. */
export const SEVERAL: readonly string[] = ['recipients', 'kept-out'];
export const SELECTS: readonly string[] = ['choice', 'recipients', 'told', 'kind', 'kept-out', 'problem'];

export const text = (form: FormValues, field: string): string => {
  const value = form[field];
  return typeof value === 'string' ? value : '';
};
export const chosen = (form: FormValues, field: string): readonly string[] => {
  const value = form[field];
  return typeof value === 'string' ? (value === '' ? [] : [value]) : (value ?? []);
};

/** The decision as the form stands; the choice follows the advice unless the person differs. */
export function choiceOf(check: CheckState, outcome: Outcome): Choice | undefined {
  if (check.follows === true) return FOLLOWING[outcome];
  const value = text(check.form, 'choice');
  return value === '' ? undefined : (value as Choice);
}

/** What is still missing or wrong in the decision form, by field; empty when it can be recorded. */
export function decisionErrors(check: CheckState, outcome: Outcome, now: string): Record<string, WordKey> {
  const errors: Record<string, WordKey> = {};
  const { form } = check;
  const choice = choiceOf(check, outcome);
  if (choice === undefined) errors.choice = 'error-choice';
  if (check.follows !== true && text(form, 'rationale') === '') errors.rationale = 'error-rationale';
  if (passesOn(choice)) {
    if (chosen(form, 'recipients').length === 0) errors.recipients = 'error-recipients';
    if (chosen(form, 'recipients').includes('other') && text(form, 'recipient-other') === '') {
      errors['recipient-other'] = 'error-recipient-other';
    }
    if (text(form, 'told') === '') errors.told = 'error-told';
    if (text(form, 'told') === 'not-told' && text(form, 'told-reason') === '') {
      errors['told-reason'] = 'error-told-reason';
    }
  }
  const review = text(form, 'review-on');
  if (review !== '' && !isDateFrom(review, now)) errors['review-on'] = 'error-review-on';
  return errors;
}

function isDateFrom(value: string, now: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) && value >= now.slice(0, 10);
}
