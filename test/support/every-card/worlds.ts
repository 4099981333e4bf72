import { type Answers, FACT_IDS } from '../../../src/check/facts.ts';
import { compilePolicy } from '../../../src/check/policy.ts';
import { pageOf } from '../../../src/content/page-of.ts';
import type { Card } from '../../../src/conversation/card.ts';
import type { TurnContext } from '../../../src/conversation/context.ts';
import { drawCard } from '../../../src/conversation/draw-card.ts';
import { NO_EFFECTS } from '../../../src/conversation/effects.ts';
import type { Moved } from '../../../src/conversation/moved.ts';
import { newCheck } from '../../../src/conversation/new-check.ts';
import { type CheckState, NO_CONVERSATION } from '../../../src/conversation/state.ts';
import type { Deployment } from '../../../src/deployment/deployment.ts';
import { shippedContent } from '../house.ts';
import type { Reached } from './reachable.ts';

/** A card, with what it is. `delivered`: what the outbox sends. */
export type NamedCard = {
  readonly name: string;
  readonly card: Card;
  readonly kind: 'step' | 'beside' | 'home' | 'delivered';
};

export const MORNING = '2026-11-23T10:15:00.000Z';
const NIGHT = '2026-11-22T02:15:00.000Z';
/** As long as a line of the deployment may be. */
export const LONG = `${'Bartholomew-Featherstonehaugh '.repeat(6)}Cholmondeley`.slice(0, 200);

/** The shipped content on a weekday morning, with counted instead of random things. */
export async function contextOf(): Promise<TurnContext> {
  const content = await shippedContent();
  const { dialog, guidance, deployment } = content;
  const cited = guidance.find(({ id }) => id === dialog.guidance);
  const [person] = deployment.people;
  if (cited === undefined || person === undefined) throw new Error('content was not checked');
  const { library, lawNotes } = await content.asked();
  let drawn = 0;
  const next = () => {
    drawn += 1;
    return `x${String(drawn).padStart(16, '0')}`;
  };
  return {
    now: MORNING,
    channel: 'slack',
    userId: 'U0123456789',
    person,
    deployment,
    dialog,
    policy: compilePolicy(dialog, pageOf(cited)),
    guidance,
    ask: () => ({ answer: null, also: null, results: [], topic: null }),
    findDanger: () => [],
    library,
    lawNotes,
    draw: { id: next, nonce: next, reference: () => 'SC-7K3F-9QXM', token: next },
    rehearsal: false,
    recording: true,
    notArrived: false,
    standing: null,
    queue: [],
    routes: { text: true, email: true, webhook: true },
    records: [],
    sheet: null,
    places: deployment.notifications.channels,
    paths: 106_028,
  };
}

/** Other worlds to draw in. */
export function unusual(ctx: TurnContext): (readonly [string, TurnContext])[] {
  const { deployment } = ctx;
  const people = deployment.people.map((one) => ({ ...one, name: LONG, post: LONG }));
  const channels = deployment.notifications.channels.map((one) => ({ ...one, name: LONG }));
  const long: Deployment = {
    ...deployment,
    people,
    organisation: { ...deployment.organisation, name: LONG },
    notifications: { ...deployment.notifications, channels },
  };
  const { 'social-care': _, ...contacts } = deployment.contacts;
  return [
    ['rehearsed', { ...ctx, rehearsal: true }],
    ['not recorded', { ...ctx, recording: false, records: null }],
    ['rehearsed and not recorded', { ...ctx, rehearsal: true, recording: false }],
    ['not arrived', { ...ctx, notArrived: true }],
    ['at night', { ...ctx, now: NIGHT }],
    ['with long names', { ...ctx, deployment: long, person: people[0] ?? ctx.person }],
    ['without social care', { ...ctx, deployment: { ...deployment, contacts } }],
  ];
}

/** The usual world first. */
export function everyWorld(ctx: TurnContext): readonly TurnContext[] {
  return [ctx, ...unusual(ctx).map(([, world]) => world)];
}

/** What of a check is not as at its beginning. */
export type Change = Partial<CheckState>;

/** A check with these answers. */
export function checkOf(
  ctx: TurnContext,
  { answers }: Pick<Reached, 'answers'>,
  preset: Answers,
  change: Change = {},
): CheckState {
  const given = FACT_IDS.flatMap((fact) => {
    const value = answers[fact];
    if (value === undefined || preset[fact] !== undefined) return [];
    const question = ctx.dialog.questions.find(({ id }) => id === fact)?.ask ?? '';
    return [{ fact, value, question, answeredAt: MORNING, source: 'asked' as const }];
  });
  return { ...newCheck(ctx), preset, given, ...change };
}

/** The card for where a check stands, or beside it. */
export function drawn(ctx: TurnContext, check: CheckState | null, moved: Partial<Moved> = {}): Card {
  const whole = { check, effects: NO_EFFECTS, notices: [], ...moved };
  return drawCard({ ...NO_CONVERSATION, check }, whole, ctx).card;
}

export const step = (name: string, card: Card): NamedCard => ({ name, card, kind: 'step' });
