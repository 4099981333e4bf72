import { nameAndPost } from '../../deployment/people.ts';
import { CHOICES, RECIPIENTS } from '../../records/entry.ts';
import type { Block, Card, FormOption } from '../card.ts';
import { choiceOf, chosen, FOLLOWING, passesOn, text } from '../form.ts';
import { localField } from '../local-additions.ts';
import type { WordKey } from '../word-keys.ts';
import { say } from '../words.ts';
import { localSince } from './advice-parts.ts';
import { banner, button, more } from './common.ts';
import { restingOn, titled } from './passage.ts';
import type { View } from './view.ts';

/** Fields with a label in the words. */
type Field = WordKey extends infer K ? (K extends `field-${infer F}` ? F : never) : never;

/** The person's own decision: first whether they follow the advice, then what the record needs. */
export function decisionCard(view: View): Card {
  return view.check.follows === null ? followCard(view) : formCard(view);
}

function followCard(view: View): Card {
  const { ctx, at, mint } = view;
  const { words } = ctx.dialog;
  return {
    title: say(words, 'decision-title'),
    summary: say(words, 'decision-title'),
    ...banner(ctx, view),
    blocks: [
      ...changedSince(view),
      { kind: 'text', text: say(words, 'decision-yours') },
      {
        kind: 'options',
        options: [
          {
            token: mint({ kind: 'follow', follows: true }),
            label: say(words, 'follow-yes'),
            help: say(words, `outcome-short-${at.decision.outcome}`),
          },
          { token: mint({ kind: 'follow', follows: false }), label: say(words, 'follow-no') },
        ],
      },
      more(view),
    ],
    buttons: [button(view, { kind: 'back' }, 'button-back')],
  };
}

/** What the answers after the advice added to it: nothing of it passes unseen. */
function changedSince(view: View): Block[] {
  const { ctx, at, check } = view;
  const { words, advice } = ctx.dialog;
  const shown = check.adviceShown;
  if (shown === null) return [];
  const { obligations, tell } = at.decision;
  const added = obligations.filter((id) => !shown.obligations.includes(id));
  const items = [
    ...(tell === shown.tell ? [] : [`${titled(advice.tell[tell])} (${restingOn(view, 'tell', tell)})`]),
    ...added.map((id) => `${titled(advice.obligations[id])} (${restingOn(view, 'obligations', id)})`),
    ...localSince(view),
  ];
  if (items.length === 0) return [];
  return [
    { kind: 'heading', text: say(words, 'decision-added') },
    { kind: 'list', items },
  ];
}

function formCard(view: View): Card {
  const { ctx, check, at } = view;
  const { words } = ctx.dialog;
  const follows = check.follows === true;
  // Who differs has not chosen yet: every field is there, and only those that fit the choice are asked for.
  const sharing = follows ? passesOn(choiceOf(check, at.decision.outcome)) : true;
  return {
    title: say(words, follows ? 'form-title-follow' : 'form-title-differ'),
    summary: say(words, 'decision-title'),
    ...banner(ctx, view),
    blocks: [
      { kind: 'text', text: say(words, 'form-names') },
      ...(follows ? [] : [choiceField(view), rationale(view, true)]),
      ...(sharing ? sharingFields(view, follows) : []),
      ...(follows ? [rationale(view, false)] : []),
      input(view, 'review-on', { date: true, maxLength: 10 }),
      input(view, 'local-reference', { maxLength: 40 }),
      ...localQuestions(view),
      { kind: 'text', text: say(words, 'recording-as', { who: nameAndPost(ctx.person) }), tone: 'quiet' },
      more(view),
    ],
    buttons: [
      button(view, { kind: 'record' }, 'button-record', 'primary', true),
      button(view, { kind: 'back' }, 'button-back'),
    ],
  };
}

function choiceField(view: View): Block {
  const advised = FOLLOWING[view.at.decision.outcome];
  return select(
    view,
    'choice',
    CHOICES.filter((c) => c !== advised),
    'choice',
    { required: true },
  );
}

/** `sure`: something is passed on whatever else is chosen here, so that whom it goes to has to be said. */
function sharingFields(view: View, sure: boolean): Block[] {
  return [
    select(view, 'recipients', RECIPIENTS, 'recipient', { several: true, required: sure }),
    input(view, 'recipient-other', { maxLength: 80 }),
    input(view, 'shared', { multiline: true, maxLength: 500 }),
    select(view, 'told', ['before', 'after', 'already', 'not-told', 'not-decided'], 'told', {
      required: sure,
    }),
    input(view, 'told-reason', { maxLength: 300 }),
    select(view, 'kind', ['referral', 'information'], 'kind', {}),
  ];
}

/** The organisation's own questions: chosen, never typed, and never required. */
function localQuestions({ ctx, check, at, mint }: View): Block[] {
  return ctx.policy.localAdvice(at.counted).questions.map((question): Block => {
    const field = localField(question);
    return {
      kind: 'select',
      id: field,
      label: question.ask,
      hint: [question.help, say(ctx.dialog.words, 'own-question', { owner: ctx.dialog.local?.owner ?? '' })]
        .filter((part) => part !== undefined)
        .join(' '),
      options: question.options.map(({ value, label }) => ({
        token: mint({ kind: 'option', field, value }),
        label,
        ...(text(check.form, field) === value ? { chosen: true } : {}),
      })),
    };
  });
}

const rationale = (view: View, required: boolean): Block =>
  input(view, 'rationale', { multiline: true, maxLength: 1000, required });

function select<V extends string, W extends string>(
  view: View,
  field: Field,
  values: readonly V[],
  words: `${W}-${V}` extends WordKey ? W : never,
  how: { readonly several?: boolean; readonly required?: boolean },
): Block {
  const { ctx, check, mint } = view;
  const now = field in check.form ? chosen(check.form, field) : likely(view, field);
  const error = check.errors[field];
  return {
    kind: 'select',
    id: field,
    label: say(ctx.dialog.words, `field-${field}`),
    options: values.map(
      (value): FormOption => ({
        token: mint({ kind: 'option', field, value }),
        label: say(ctx.dialog.words, `${words}-${value}` as WordKey),
        ...(now.includes(value) ? { chosen: true } : {}),
      }),
    ),
    ...how,
    ...(error === undefined ? {} : { error: say(ctx.dialog.words, error) }),
  };
}

/** What the answers make likely, ticked beforehand; the person can change it. */
function likely({ at }: View, field: Field): readonly string[] {
  if (field === 'recipients' && at.counted.recipient === 'childrens-social-care')
    return ['childrens-social-care'];
  if (field === 'told' && at.counted.telling === 'already-told') return ['already'];
  return [];
}

function input(
  view: View,
  field: Field,
  how: {
    readonly maxLength: number;
    readonly multiline?: boolean;
    readonly date?: boolean;
    readonly required?: boolean;
  },
): Block {
  const { ctx, check } = view;
  const value = text(check.form, field);
  const hint = ctx.dialog.words[`hint-${field}`];
  const error = check.errors[field];
  return {
    kind: 'input',
    id: field,
    label: say(ctx.dialog.words, `field-${field}`),
    ...(hint === undefined ? {} : { hint }),
    ...(value === '' ? {} : { value }),
    ...how,
    ...(error === undefined ? {} : { error: say(ctx.dialog.words, error) }),
  };
}
