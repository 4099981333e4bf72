import type { TurnContext } from '../../../src/conversation/context.ts';
import type { WordKey } from '../../../src/conversation/word-keys.ts';
import { CHOICES } from '../../../src/records/entry.ts';
import { fullestByOutcome, type Reachable, type Reached } from './reachable.ts';
import { type Change, checkOf, drawn, everyWorld, MORNING, type NamedCard, step } from './worlds.ts';

const FORM_FIELDS = [
  'choice',
  'rationale',
  'recipients',
  'recipient-other',
  'told',
  'told-reason',
  'review-on',
] as const;

/** The decision: whether it follows the advice, and its form empty, filled to the last character, and with every error. */
export function decisions(ctx: TurnContext, { preset, complete }: Reachable): NamedCard[] {
  const errors = Object.fromEntries(FORM_FIELDS.map((field) => [field, `error-${field}` as WordKey]));
  const form = {
    choice: 'share-part',
    rationale: '<&>*_~`“”’é👩‍👧\n'.repeat(200).slice(0, 1000),
    'recipient-other': 'x'.repeat(80),
    shared: '& '.repeat(250),
    told: 'not-told',
    'told-reason': 'w'.repeat(300),
    'review-on': '2026-12-01',
    'local-reference': 'R'.repeat(40),
    recipients: ['childrens-social-care', 'other'],
  };
  const ways: readonly Change[] = [
    { follows: null },
    { follows: true },
    { follows: false },
    { follows: true, form, errors },
    { follows: false, form, errors },
  ];
  const draw = (world: TurnContext, at: Reached, change: Change): NamedCard => {
    const { outcome } = at.decision;
    const adviceShown = { outcome, obligations: [], tell: 'before' } as const;
    const check = checkOf(world, at, preset, { pastAdvice: true, keptOut: [], adviceShown, ...change });
    return step(`decision ${outcome}`, drawn(world, check));
  };
  return [
    // What the answers after the advice add stands over the first of them.
    ...complete.map((at) => draw(ctx, at, { follows: null })),
    ...everyWorld(ctx).flatMap((world) =>
      fullestByOutcome(complete).flatMap((at) => ways.map((way) => draw(world, at, way))),
    ),
  ];
}

/** What was recorded, and who hears of it. */
export function receipts(ctx: TurnContext, { preset, complete }: Reachable): NamedCard[] {
  const told = [
    { telling: ['priya-nair'], messageAt: MORNING, reviewToday: false },
    { telling: [], messageAt: MORNING, reviewToday: true },
    { telling: ['priya-nair'], messageAt: '2026-11-24T08:30:00.000Z', reviewToday: true },
  ];
  const decided: readonly Change[] = [
    { follows: true },
    ...CHOICES.map((choice) => ({ follows: false, form: { choice } })),
  ];
  return everyWorld(ctx).flatMap((world) =>
    fullestByOutcome(complete).flatMap((at) =>
      told.flatMap((how) => {
        const done = { reference: 'SC-7K3F-9QXM', at: MORNING, ...how };
        return decided.map((decision) => {
          const check = checkOf(world, at, preset, { pastAdvice: true, keptOut: [], ...decision, done });
          return step(`receipt ${at.outcome}`, drawn(world, check));
        });
      }),
    ),
  );
}
