import type { DeliveryDraft } from '../../delivery/delivery.ts';
import type { Reason } from '../../follow/next-step.ts';
import { classOf, type Deed, reviewClassOf, type Standing } from '../../follow/standing.ts';
import type { DecisionBody } from '../../records/entry.ts';
import type { Block } from '../card.ts';
import type { TellContext } from '../context.ts';
import { dueAt, type Summary, toPerson } from '../outgoing.ts';
import { say } from '../words.ts';
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
  // Somebody may hand over at night what can wait for the morning.
  return toPerson(ctx, person, about, dueAt(ctx, about.decision.notification), { page: true, lines });
}

function whyLines(ctx: TellContext, reason: Reason, why: Deed | null, again: boolean): readonly Block[] {
  const text = whyText(ctx, reason, why, again);
  return text === null ? [] : [{ kind: 'text', text, tone: 'warning' }];
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
  return {
    reference,
    // A completed record is no call to act: that was the concern itself.
    kind: kind === 'completion' && !review ? 'opened' : kind,
    decision: { outcome: body.advice.outcome, notification: review ? call.class : classOf(body) },
    ...(decided === null
      ? {}
      : {
          choice: decided.decision.choice,
          followsAdvice: decided.decision.followsAdvice,
          reviewToday: review,
        }),
  };
}
