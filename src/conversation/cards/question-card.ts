import type { Question } from '../../check/dialog.ts';
import type { Fact } from '../../check/facts.ts';
import type { Block, Button, Card, TapOption } from '../card.ts';
import { text } from '../form.ts';
import { backFrom } from '../stage.ts';
import { say } from '../words.ts';
import { banner, button, more } from './common.ts';
import { helpOf } from './passage.ts';
import type { View } from './view.ts';

/** One question, or several that share a card. */
export function questionCard(view: View): Card {
  const { at } = view;
  if (at.stage.kind !== 'question') throw new Error('not at a question');
  const { fact, group } = at.stage;
  return group === null
    ? single(view, questionOf(view, fact))
    : grouped(view, group.heading, group.questions);
}

const questionOf = (view: View, fact: Fact): Question => {
  const question = view.ctx.dialog.questions.find((q) => q.id === fact);
  if (question === undefined) throw new Error(`the dialog has no question ${fact}`);
  return question;
};

function single(view: View, question: Question): Card {
  const { ctx, check, mint, at } = view;
  const earlier = check.given.find((g) => g.fact === question.id)?.value;
  const options = question.options.flatMap((o): TapOption[] => {
    const option = {
      label: o.label,
      ...(o.help === undefined ? {} : { help: o.help }),
      ...(at.stage.kind === 'question' && at.stage.reopened && o.value === earlier ? { chosen: true } : {}),
    };
    if (question.id !== 'urgency' || o.value !== 'immediate') {
      const value = o.value as (typeof question.options)[number]['value'];
      return [{ ...option, token: mint({ kind: 'answer', fact: question.id, value: value as never }) }];
    }
    return [
      { ...option, token: mint({ kind: 'emergency', colleague: false }) },
      {
        label: say(ctx.dialog.words, 'button-emergency-colleague'),
        token: mint({ kind: 'emergency', colleague: true }),
      },
    ];
  });
  const help = helpOf(view, question);
  return {
    title: question.ask,
    summary: question.ask,
    ...banner(ctx, view),
    blocks: [
      ...direction(view),
      ...(help === undefined ? [] : [{ kind: 'text', text: help, tone: 'quiet' } as const]),
      { kind: 'options', options },
      more(view),
    ],
    buttons: buttons(view, [question.id]),
  };
}

function grouped(view: View, heading: string, facts: readonly Fact[]): Card {
  const { ctx, check, mint } = view;
  const selects = facts.map((fact): Block => {
    const question = questionOf(view, fact);
    const now = text(check.form, fact);
    const help = helpOf(view, question);
    return {
      kind: 'select',
      id: fact,
      label: question.ask,
      ...(help === undefined ? {} : { hint: help }),
      options: question.options.map((o) => ({
        token: mint({ kind: 'option', field: fact, value: o.value }),
        label: o.label,
        ...(o.value === now ? { chosen: true } : {}),
      })),
      required: true,
      ...(check.errors[fact] === undefined ? {} : { error: say(ctx.dialog.words, check.errors[fact]) }),
    };
  });
  return {
    title: heading,
    summary: heading,
    ...banner(ctx, view),
    blocks: [...direction(view), ...selects, more(view)],
    buttons: [
      { ...button(view, { kind: 'answer-group', facts }, 'button-next', 'primary', true) },
      ...buttons(view, facts),
    ],
  };
}

/** How far, and what can still come out: from the second answer on. */
function direction(view: View): Block[] {
  const { at, ctx, check } = view;
  const { words } = ctx.dialog;
  const asked = [...at.before, ...at.after];
  const { stage } = at;
  const again = stage.kind === 'question' && stage.reopened ? asked.indexOf(stage.fact) : -1;
  const answered = again === -1 ? asked.length : again;
  const beforeAdvice = again !== -1 && at.before.length > again;
  if (check.adviceShown !== null && at.decision.settled && !beforeAdvice) {
    const advice = say(words, `outcome-short-${at.decision.outcome}`);
    return [{ kind: 'text', text: say(words, 'for-the-record', { advice }), tone: 'quiet' }];
  }
  const number = say(words, 'question-number', { number: String(answered + 1) });
  if (answered < 2) return [{ kind: 'text', text: number, tone: 'quiet' }];
  const possible = at.decision.stillPossible
    .map((o) => say(words, `outcome-short-${o}`).toLowerCase())
    .join(' · ');
  return [{ kind: 'text', text: `${number} ${say(words, 'still-possible', { possible })}`, tone: 'quiet' }];
}

function buttons(view: View, facts: readonly Fact[]): Button[] {
  return [
    button(view, { kind: 'why', facts }, 'button-why'),
    ...(backFrom(view.at) === null ? [] : [button(view, { kind: 'back' }, 'button-back')]),
    button(view, { kind: 'tell-me' }, 'button-tell-me'),
    ...(facts.includes('urgency') || view.check.opened !== null
      ? []
      : [button(view, { kind: 'emergency', colleague: false }, 'button-emergency', 'danger')]),
  ];
}
