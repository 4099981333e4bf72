import type { Decision } from '../check/policy.ts';
import type { AbandonedBody, DecisionBody, OpenedBody } from '../records/entry.ts';
import type { TurnContext } from './context.ts';
import { choiceOf, chosen, passesOn, type Told, text } from './form.ts';
import { goldenRules } from './golden-rules.ts';
import { localAddition } from './local-additions.ts';
import type { Position } from './stage.ts';
import type { CheckState, Given } from './state.ts';
import { keptOutNow } from './telling.ts';
import { say } from './words.ts';

/** What every body about a check carries. Source: the decision record, `share-check/decision-record@1`. */
function common(check: CheckState, at: Position, ctx: TurnContext) {
  const counts = (g: Given) => at.counted[g.fact] === g.value;
  const local = text(check.form, 'local-reference');
  const added = localAddition(check, at, ctx);
  return {
    nonce: ctx.draw.nonce(),
    author: { channel: ctx.channel, userId: ctx.userId, role: ctx.person.roles[0] ?? 'practitioner' },
    sector: at.counted.sector ?? 'unsure',
    ...(local === '' ? {} : { localReference: local }),
    answers: [...presetAnswers(check, ctx), ...check.given.filter(counts)].map(plain),
    revised: check.revised.map((r) => ({ ...r })),
    parked: check.given.filter((g) => !counts(g)).map(plain),
    keptOut: [...keptOutNow(check, ctx)],
    dialog: { id: check.dialog.id, version: ctx.dialog.version, hash: ctx.dialog.hash },
    guidance: ctx.guidance.map((g) => ({ id: g.id, edition: g.edition, hash: g.hash })),
    advice: adviceOf(at.decision),
    ...(added === undefined ? {} : { local: added }),
  };
}

const plain = ({ fact, value, question, answeredAt, source }: Given) => ({
  fact,
  value,
  question,
  answeredAt,
  source,
});

function presetAnswers(check: CheckState, ctx: TurnContext): Given[] {
  return ctx.dialog.questions.flatMap((question) => {
    const value = check.preset[question.id];
    if (value === undefined) return [];
    return [
      {
        fact: question.id,
        value,
        question: question.ask,
        answeredAt: check.startedAt,
        source: 'preset' as const,
      },
    ];
  });
}

function adviceOf(d: Decision): OpenedBody['advice'] {
  return {
    outcome: d.outcome,
    rule: d.rule,
    fixes: [...d.fixes],
    obligations: [...d.obligations],
    tell: d.tell,
    lawfulBasis: [...d.lawfulBasis],
    citations: d.citations.map((c) => ({ ...c })),
  };
}

export function openedBody(check: CheckState, at: Position, ctx: TurnContext): OpenedBody {
  return { ...common(check, at, ctx), aboutColleague: check.aboutColleague };
}

export function abandonedBody(
  check: CheckState,
  at: Position,
  ctx: TurnContext,
  why: AbandonedBody['why'],
): AbandonedBody {
  return { ...common(check, at, ctx), why };
}

/** The body of a decision or a completion, from a form without errors. */
export function decisionBody(check: CheckState, at: Position, ctx: TurnContext): DecisionBody {
  const { form } = check;
  const choice = choiceOf(check, at.decision.outcome) ?? 'seek-advice';
  const sharing = passesOn(choice);
  const toldReason = text(form, 'told-reason');
  const reviewOn = text(form, 'review-on');
  const kind = text(form, 'kind');
  const other = text(form, 'recipient-other');
  const told: Told = sharing ? (text(form, 'told') as Told) : 'not-told';
  return {
    ...common(check, at, ctx),
    ...(check.opened === null
      ? {}
      : {
          occurredAt: check.opened.at,
          delaySeconds: Math.max(0, Math.round((Date.parse(ctx.now) - Date.parse(check.opened.at)) / 1000)),
        }),
    decision: {
      choice,
      followsAdvice: check.follows === true,
      rationale: text(form, 'rationale') || say(ctx.dialog.words, 'rationale-followed'),
      recipients: sharing
        ? chosen(form, 'recipients').map((r) => (r === 'other' && other !== '' ? `other: ${other}` : r))
        : [],
      shared: sharing ? text(form, 'shared') : '',
      told,
      ...(!sharing
        ? { toldReason: say(ctx.dialog.words, 'told-reason-nothing-shared') }
        : toldReason === ''
          ? {}
          : { toldReason }),
      ...(sharing && (kind === 'referral' || kind === 'information') ? { kindOfSharing: kind } : {}),
      ...(reviewOn === '' ? {} : { reviewOn }),
    },
    goldenRules: goldenRules(check, at.counted, at.decision, ctx.dialog.words),
  };
}
