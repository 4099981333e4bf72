import type { NotificationClass } from '../check/facts.ts';
import type { DeliveryDraft } from '../delivery/delivery.ts';
import { classOfLeft, GRACE_SECONDS } from '../follow/standing.ts';
import type { AbandonedBody, EntryDraft } from '../records/entry.ts';
import { abandonedBody, decisionBody, openedBody } from './bodies.ts';
import type { TurnContext } from './context.ts';
import { type Effects, NO_EFFECTS } from './effects.ts';
import { calledAnew } from './following/case-message.ts';
import { choiceOf, passesOn } from './form.ts';
import { dueAt, type Summary, toCaseSystem, toChannels, toLog, toPerson } from './outgoing.ts';
import type { Position } from './stage.ts';
import type { CheckState } from './state.ts';
import { keptOutNow, whoIsTold } from './telling.ts';
import { comesTogether } from './together.ts';
import { hasWorry } from './unfinished.ts';

/** A check with what has to be written along with it. */
export type Changed = { readonly check: CheckState; readonly effects: Effects };

const restricted = (check: CheckState, ctx: TurnContext) =>
  check.aboutColleague || keptOutNow(check, ctx).length > 0;

const later = (now: string, seconds: number) => new Date(Date.parse(now) + seconds * 1000).toISOString();

/** Rehearsals tell nobody: the messages are shown to the person instead. */
const outgoing = (ctx: TurnContext, deliveries: readonly DeliveryDraft[]) =>
  ctx.rehearsal ? [] : deliveries;

/** Who is told by a message that leaves then: who is at work at that time, not while it is written. */
const toldAt = (
  at: string,
  check: CheckState,
  urgency: NotificationClass,
  ctx: TurnContext,
): readonly string[] =>
  whoIsTold(
    { ...ctx, now: at },
    { aboutColleague: check.aboutColleague, keptOut: keptOutNow(check, ctx) },
    urgency,
  );

/**
 * Opens the case of a share-now: recorded at once; the lead is told at once when a child is in danger now, otherwise after
 * two minutes in which somebody can be kept out.
 */
export function openCase(check: CheckState, at: Position, ctx: TurnContext): Changed {
  // What was left before and is urgent now goes on under its reference.
  const reference = check.opened?.reference ?? ctx.draw.reference();
  const entry = ctx.draw.id();
  const keptOut = keptOutNow(check, ctx);
  const telling = whoIsTold(ctx, { aboutColleague: check.aboutColleague, keptOut });
  const atOnce = at.counted.urgency === 'immediate' || check.keptOut !== null;
  const waitsUntil = atOnce ? null : later(ctx.now, GRACE_SECONDS);
  const about: Summary = { reference, kind: 'opened', decision: at.decision };
  const first = telling[0];
  return {
    check: { ...check, opened: { reference, at: ctx.now, telling, waitsUntil } },
    effects: {
      ...NO_EFFECTS,
      entries: [
        { id: entry, reference, kind: 'opened', createdAt: ctx.now, body: openedBody(check, at, ctx) },
      ],
      newReferences: check.opened === null ? [reference] : [],
      // Somebody can still be kept out of it later, and must then find no gap in the others' chain.
      ownChains: [reference],
      keptOut: keptOut.length > 0 ? [{ reference, people: keptOut }] : [],
      deliveries: outgoing(ctx, [
        ...(first === undefined ? [] : toPerson(ctx, first, about, waitsUntil ?? ctx.now, { page: true })),
        ...toLog(ctx, about, entry),
        ...(restricted(check, ctx) ? [] : toCaseSystem(ctx, about, entry, waitsUntil ?? ctx.now)),
        ...calledAnew(ctx, reference, {
          kind: 'concern',
          class: 'emergency',
          at: ctx.now,
          leavesAt: ctx.now,
          waitsSince: ctx.now,
        }),
      ]),
    },
  };
}

/** "Tell our lead now": the waiting message leaves at once. */
export function tellLeadNow(check: CheckState): Changed {
  if (check.opened === null || check.opened.waitsUntil === null) return { check, effects: NO_EFFECTS };
  return {
    check: { ...check, opened: { ...check.opened, waitsUntil: null } },
    effects: { ...NO_EFFECTS, deliveryChanges: [{ reference: check.opened.reference, kind: 'release' }] },
  };
}

/**
 * Keeps people out of the case. With a case open, messages to them that have not left are dropped and the next person who may
 * be told is told instead.
 */
export function keepOut(
  check: CheckState,
  people: readonly string[],
  at: Position,
  ctx: TurnContext,
): Changed {
  const next: CheckState = { ...check, keptOut: people, askKeptOutAgain: false };
  const opened = check.opened;
  if (opened === null) return { check: next, effects: NO_EFFECTS };
  const telling = whoIsTold(ctx, { aboutColleague: check.aboutColleague, keptOut: people });
  const { reference } = opened;
  const { outcome, notification } = at.decision;
  const about: Summary =
    opened.left === true
      ? { reference, kind: 'abandoned', decision: { outcome, notification: classOfLeft(notification) } }
      : { reference, kind: 'opened', decision: at.decision };
  const first = telling[0];
  const instead =
    first === undefined || first === opened.telling[0] || ctx.rehearsal
      ? []
      : toPerson(ctx, first, about, ctx.now, { page: true });
  return {
    check: { ...next, opened: { ...opened, telling, waitsUntil: null } },
    effects: {
      ...NO_EFFECTS,
      ownChains: people.length > 0 ? [opened.reference] : [],
      keptOut: [{ reference: opened.reference, people }],
      // Who hears of it instead is part of the record from now on, not only at its end.
      entries: instead.map((message) =>
        redirected(opened.reference, message.id, `direct-message:${first}`, people, ctx),
      ),
      deliveryChanges: ctx.rehearsal
        ? []
        : [
            {
              reference: opened.reference,
              kind: 'withhold-from',
              people,
              instead,
            },
            { reference: opened.reference, kind: 'release' },
          ],
    },
  };
}

function redirected(
  reference: string,
  delivery: string,
  destination: string,
  keptOut: readonly string[],
  ctx: TurnContext,
): EntryDraft {
  const detail = `kept out: ${keptOut.join(', ')}`;
  const body = {
    nonce: ctx.draw.nonce(),
    delivery,
    event: 'redirected',
    destination,
    at: ctx.now,
    detail,
  } as const;
  return { id: ctx.draw.id(), reference, kind: 'delivery-event', createdAt: ctx.now, body };
}

/** Records the decision: a `completion` where the case was opened, otherwise a `decision`. */
export function recordDecision(check: CheckState, at: Position, ctx: TurnContext): Changed {
  const reference = check.opened?.reference ?? ctx.draw.reference();
  const kind = check.opened === null ? 'decision' : 'completion';
  const entry = ctx.draw.id();
  const keptOut = keptOutNow(check, ctx);
  const choice = choiceOf(check, at.decision.outcome);
  const urgent = at.decision.outcome === 'share-now';
  const atRisk = urgent || at.counted.risk === 'clear' || at.counted.risk === 'perceived';
  const held = !passesOn(choice) && (urgent || choice !== 'seek-advice');
  const reviewToday = atRisk && held;
  // A child in danger whom nobody is told of must wake somebody. Otherwise a completion wakes nobody: its case is known.
  const urgency =
    reviewToday && urgent
      ? 'emergency'
      : kind === 'completion' || reviewToday
        ? 'today'
        : at.decision.notification;
  const messageAt = dueAt(ctx, urgency);
  const telling = toldAt(messageAt, check, urgency, ctx);
  const about: Summary = {
    reference,
    kind,
    decision: { outcome: at.decision.outcome, notification: urgency },
    ...(choice === undefined ? {} : { choice }),
    followsAdvice: check.follows === true,
    reviewToday,
  };
  const first = telling[0];
  const page = kind === 'decision' || reviewToday;
  return {
    check: { ...check, done: { reference, at: ctx.now, telling, messageAt, reviewToday } },
    effects: {
      ...NO_EFFECTS,
      entries: [{ id: entry, reference, kind, createdAt: ctx.now, body: decisionBody(check, at, ctx) }],
      newReferences: check.opened === null ? [reference] : [],
      ownChains: restricted(check, ctx) ? [reference] : [],
      keptOut: keptOut.length > 0 ? [{ reference, people: keptOut }] : [],
      deliveries: outgoing(ctx, [
        ...(first === undefined ||
        (!restricted(check, ctx) && comesTogether(ctx, first, page ? urgency : 'routine'))
          ? []
          : toPerson(ctx, first, about, messageAt, { page })),
        ...(reviewToday
          ? calledAnew(ctx, reference, {
              kind: 'review',
              class: urgency,
              at: ctx.now,
              leavesAt: ctx.now,
              waitsSince: ctx.now,
            })
          : []),
        ...(restricted(check, ctx) ? [] : [...toChannels(ctx, about), ...toCaseSystem(ctx, about, entry)]),
        ...toLog(ctx, about, entry),
      ]),
    },
  };
}

/**
 * The author stops after advice was shown: the answers are kept as `abandoned`, and with a worry in them the lead learns that
 * a check was left unfinished.
 */
export function abandon(
  check: CheckState,
  at: Position,
  ctx: TurnContext,
  why: AbandonedBody['why'] = 'stopped-by-author',
): Effects {
  const reference = check.opened?.reference ?? ctx.draw.reference();
  const entry = ctx.draw.id();
  const keptOut = keptOutNow(check, ctx);
  const worry = hasWorry(at, check);
  // Whatever the advice was, a worry that was left is one for today.
  const notification = worry ? classOfLeft(at.decision.notification) : at.decision.notification;
  const about: Summary = {
    reference,
    kind: 'abandoned',
    decision: { outcome: at.decision.outcome, notification },
  };
  // What was left is told within its time, at any hour; so is what its author says cannot wait.
  const atOnce = why === 'left-unfinished' || at.said.urgency === 'urgent';
  const due = atOnce ? ctx.now : dueAt(ctx, notification);
  const first = toldAt(due, check, notification, ctx)[0];
  return {
    ...NO_EFFECTS,
    entries: [
      {
        id: entry,
        reference,
        kind: 'abandoned',
        createdAt: ctx.now,
        body: abandonedBody(check, at, ctx, why),
      },
    ],
    newReferences: check.opened === null ? [reference] : [],
    // Its author can come back to what was left, and keep somebody out: there must be no gap then.
    ownChains: restricted(check, ctx) || why === 'left-unfinished' ? [reference] : [],
    keptOut: keptOut.length > 0 ? [{ reference, people: keptOut }] : [],
    deliveries: outgoing(ctx, [
      ...(worry && first !== undefined
        ? toPerson(ctx, first, about, due, { page: check.opened === null })
        : []),
      ...(restricted(check, ctx) ? [] : toCaseSystem(ctx, about, entry)),
      ...toLog(ctx, about, entry),
    ]),
  };
}

/**
 * A check with advice and a worry in it that nobody came back to: kept as a case, so that somebody looks into it. Its author can
 * still finish it, under the same reference.
 */
export function leftUnfinished(check: CheckState, at: Position, ctx: TurnContext): Changed {
  const reference = ctx.draw.reference();
  const about = { aboutColleague: check.aboutColleague, keptOut: keptOutNow(check, ctx) };
  const telling = whoIsTold(ctx, about);
  const opened = { reference, at: ctx.now, telling, waitsUntil: null, left: true } as const;
  const known = { ...ctx, draw: { ...ctx.draw, reference: () => reference } };
  return { check: { ...check, opened }, effects: abandon(check, at, known, 'left-unfinished') };
}
