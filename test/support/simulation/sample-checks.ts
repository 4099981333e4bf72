import type { Answers, Fact } from '../../../src/check/facts.ts';
import type { TurnContext } from '../../../src/conversation/context.ts';
import { newCheck } from '../../../src/conversation/new-check.ts';
import { type Position, position } from '../../../src/conversation/stage.ts';
import type { CheckState, FormValues } from '../../../src/conversation/state.ts';

/** Checks as people make them, with all that decides about what becomes of them. */
export const SAMPLES = {
  /** A child in danger this minute. */
  immediate: { urgency: 'immediate', risk: 'clear' },
  /** Share now, but not of this minute: it waits two minutes for "somebody should be kept out". */
  urgent: { urgency: 'urgent', risk: 'perceived' },
  /** A concern that is passed on. */
  concern: {
    urgency: 'not-urgent',
    risk: 'low-level',
    purpose: 'offer',
    recipient: 'safeguarding-role',
    necessity: 'needed-minimum',
    mandate: 'none',
    views: 'agree',
    route: 'secure',
    relationship: 'working-together',
    confidential: 'no',
    accuracy: 'accurate',
  },
  /** The same, passed on to children's social care as a referral. */
  referral: {
    urgency: 'not-urgent',
    risk: 'perceived',
    purpose: 'offer',
    recipient: 'childrens-social-care',
    necessity: 'needed-minimum',
    mandate: 'none',
    route: 'secure',
    accuracy: 'accurate',
  },
  /** Nothing to share, and nothing to worry about. */
  routine: {
    urgency: 'not-urgent',
    risk: 'none',
    purpose: 'request-clear',
    mandate: 'none',
    recipient: 'safeguarding-role',
  },
} as const satisfies Record<string, Answers>;
export type Sample = keyof typeof SAMPLES;

/** What is decided in the end; `keep` is a child at risk whom nobody is told of: somebody looks at it again. */
export const DECISIONS = {
  follow: {},
  refer: {
    choice: 'share',
    recipients: ['childrens-social-care'],
    kind: 'referral',
    told: 'before',
    shared: 'What was seen.',
    rationale: 'It was needed.',
  },
  inform: {
    choice: 'share',
    recipients: ['our-lead'],
    kind: 'information',
    told: 'before',
    shared: 'What was seen.',
    rationale: 'It was needed.',
  },
  keep: { choice: 'do-not-share', rationale: 'We watch it first.' },
} as const satisfies Record<string, FormValues>;
export type Decided = keyof typeof DECISIONS;

export type SampleCheck = { readonly check: CheckState; readonly at: Position };

/** Makes a check of each kind once: what is the same in all of them is shared by all. */
export function sampleChecks(ctx: TurnContext): Readonly<Record<Sample, SampleCheck>> {
  const make = (answers: Answers): SampleCheck => {
    const given = Object.entries(answers).map(([fact, value]) => ({
      fact: fact as Fact,
      value,
      question: ctx.dialog.questions.find(({ id }) => id === fact)?.ask ?? '',
      answeredAt: ctx.now,
      source: 'asked' as const,
    }));
    const check = { ...newCheck(ctx), given, keptOut: [] };
    return { check, at: position(ctx.policy, check) };
  };
  const made = Object.entries(SAMPLES).map(([name, answers]) => [name, make(answers)] as const);
  return Object.fromEntries(made) as Record<Sample, SampleCheck>;
}

/** The check with what its author decided. */
export function decided(check: CheckState, how: Decided): CheckState {
  return { ...check, follows: how === 'follow', form: DECISIONS[how], pastAdvice: true };
}
