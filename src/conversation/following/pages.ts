import type { DeliveryDraft } from '../../delivery/delivery.ts';
import type { Reason } from '../../follow/next-step.ts';
import { classOf, type Deed, reviewClassOf, type Standing } from '../../follow/standing.ts';
import type { DecisionBody } from '../../records/entry.ts';
import type { Block, Card } from '../card.ts';
import type { TellContext } from '../context.ts';
import { dueAt, type Summary, toPerson } from '../outgoing.ts';
import { say } from '../words.ts';
import { buttonsFor } from './case-message.ts';
import { localWay } from './feedback-cards.ts';
import { nameFor, timeFor } from './standing-words.ts';

/**
 * Asks a person to act on a concern, by every way there is for its class: the summary of the case, with why they are told now.
 * `why`: who was told, has seen it or has it, and since when; null for nobody.
 */
export function pageTo(
  ctx: TellContext,
  standing: Standing,
  person: string,
  reason: Reason,
  why: Deed | null,
  again = false,
): readonly DeliveryDraft[] {
  const about = summaryOf(standing);
  if (about === null) return [];
  const lines = whyLines(ctx, reason, why, again);
  // "When" is when it was raised, however late this is.
  const raised = { ...ctx, now: standing.call?.at ?? ctx.now };
  // Somebody may hand over at night what can wait for the morning.
  const due = dueAt(ctx, about.decision.notification);
  return toPerson(raised, person, about, due, { page: true, lines }).map((draft) =>
    draft.card === undefined || draft.destination.kind !== 'direct-message'
      ? draft
      : { ...draft, card: { ...draft.card, buttons: buttonsNow(ctx, standing, draft.id, person) } },
  );
}

/** Somebody may have it already: the message begins with what can be done about it now. */
const buttonsNow = (ctx: TellContext, standing: Standing, id: string, person: string): Card['buttons'] =>
  ctx.rehearsal ? [] : buttonsFor(ctx, standing, { id, addressee: person, page: true, sentAt: null });

function whyLines(ctx: TellContext, reason: Reason, why: Deed | null, again: boolean): readonly Block[] {
  const text = whyText(ctx, reason, why, again);
  if (text === null) return [];
  const local = reason === 'not-heard' && ctx.deployment.notifications['hear-back'].then !== undefined;
  return [{ kind: 'text', text, tone: 'warning' }, ...(local ? localWay(ctx) : [])];
}

/** Why somebody is told now; null where nothing led up to it. */
export function whyText(
  ctx: Pick<TellContext, 'dialog' | 'deployment'>,
  reason: Reason,
  why: Deed | null,
  again: boolean,
): string | null {
  const { words } = ctx.dialog;
  if (reason === 'first') return null;
  if (reason === 'not-heard' || reason === 'completed') return say(words, `page-why-${reason}`);
  if (again && reason !== 'no-outcome') return say(words, 'page-again');
  if (why === null) return null;
  return say(words, `page-why-${reason}`, { name: nameFor(ctx, why.by), time: timeFor(ctx, why.at) });
}

/** What a message says of a case, read off its record; null once that was erased. */
export function summaryOf({ record, reference, call }: Standing): Summary | null {
  const { check } = record;
  if (check === null || call === null) return null;
  const { kind, body } = check;
  if (kind !== 'opened' && kind !== 'decision' && kind !== 'completion' && kind !== 'abandoned') return null;
  const decided = kind === 'decision' || kind === 'completion' ? (body as DecisionBody) : null;
  const review = decided !== null && reviewClassOf(decided) !== null;
  // A completed record is no call to act, nor is one that was not completed: that was the concern itself.
  const isOpen = kind === 'completion' || record.entries.some(({ entry }) => entry.kind === 'opened');
  return {
    reference,
    kind: isOpen && !review ? 'opened' : kind,
    decision: {
      outcome: body.advice.outcome,
      notification: review || kind === 'abandoned' ? call.class : classOf(body),
    },
    ...(decided === null
      ? {}
      : {
          choice: decided.decision.choice,
          followsAdvice: decided.decision.followsAdvice,
          reviewToday: review,
        }),
  };
}
