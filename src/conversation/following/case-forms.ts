import { may } from '../../access/may.ts';
import { nameAndPost } from '../../deployment/people.ts';
import { idsOnTheRota } from '../../deployment/rota.ts';
import type { Standing } from '../../follow/standing.ts';
import { CASE_OUTCOMES } from '../../records/entry.ts';
import { AGENCY_DECISIONS, TREATED_AS } from '../../records/received.ts';
import type { Block, Card } from '../card.ts';
import { banner, emergencyPhones } from '../cards/common.ts';
import type { Mint } from '../cards/view.ts';
import type { TurnContext } from '../context.ts';
import { chosen, text } from '../form.ts';
import type { FormValues } from '../state.ts';
import type { WordKey } from '../word-keys.ts';
import { say } from '../words.ts';
import { canTake } from './can-take.ts';
import type { CaseAct } from './case-acts.ts';

/** Forms about a concern. What they send back are tokens and typed text, never an answer in a button. */

export type FieldErrors = Readonly<Record<string, WordKey>>;

/** A form that comes back: what is wrong in it, what was filled in, and whether what was typed may be about danger. */
export type Sent = {
  readonly errors?: FieldErrors;
  readonly given?: FormValues;
  readonly danger?: boolean;
};

/** Answers that need no typing. */
const QUICK = ['call', 'come', 'record', 'thanks'] as const;

export function replyForm(ctx: TurnContext, mint: Mint, standing: Standing, sent: Sent = {}): Card {
  const { words } = ctx.dialog;
  return form({ ctx, mint, standing, sent }, 'reply-title', 'reply', 'button-send-reply', [
    select(ctx, mint, {
      id: 'reply',
      label: 'reply-quick-label',
      options: QUICK.map((one) => [one, say(words, `reply-quick-${one}`)]),
      sent,
    }),
    {
      kind: 'input',
      id: 'reply-text',
      label: say(words, 'reply-own-label'),
      value: text(sent.given ?? {}, 'reply-text'),
      hint: say(words, 'reply-own-hint'),
      multiline: true,
      maxLength: 500,
    },
  ]);
}

/** What was chosen or written; empty when nothing was. */
export function replyOf(given: FormValues, { dialog }: Pick<TurnContext, 'dialog'>): string {
  const own = text(given, 'reply-text');
  const quick = QUICK.find((one) => one === chosen(given, 'reply')[0]);
  const said = quick === undefined ? '' : say(dialog.words, `reply-quick-${quick}`);
  return [said, own].filter((part) => part !== '').join(' ');
}

/** A list that can still be read on a phone, and that a card in Teams has room for. */
export const HAND_TO_AT_MOST = 50;

export function handOverForm(ctx: TurnContext, mint: Mint, standing: Standing, sent: Sent = {}): Card {
  const { words } = ctx.dialog;
  const able = ctx.deployment.people.filter(({ id }) => canTake(id, standing, ctx));
  // Whoever is on the rota looks for such messages, so they come first.
  const rota = idsOnTheRota(ctx.deployment.notifications);
  const first = rota.flatMap((id) => able.filter((person) => person.id === id));
  const people = [...first, ...able.filter(({ id }) => !rota.includes(id))].slice(0, HAND_TO_AT_MOST);
  if (people.length === 0) {
    return form({ ctx, mint, standing, sent }, 'hand-over-title', null, null, [
      { kind: 'text', text: say(words, 'hand-over-nobody') },
    ]);
  }
  return form({ ctx, mint, standing, sent }, 'hand-over-title', 'hand-over', 'button-hand-over-now', [
    select(ctx, mint, {
      id: 'hand-to',
      label: 'hand-over-label',
      options: people.map((person) => [person.id, nameAndPost(person)]),
      sent,
      required: true,
    }),
    ...(able.length > people.length
      ? [{ kind: 'text', text: say(words, 'hand-over-more'), tone: 'quiet' } as const]
      : []),
  ]);
}

export function closeForm(ctx: TurnContext, mint: Mint, standing: Standing, sent: Sent = {}): Card {
  const { words } = ctx.dialog;
  return form({ ctx, mint, standing, sent }, 'close-title', 'close', 'button-close-now', [
    select(ctx, mint, {
      id: 'case-outcome',
      label: 'close-label',
      options: CASE_OUTCOMES.map((one) => [one, say(words, `case-outcome-${one}`)]),
      sent,
      required: true,
    }),
    {
      kind: 'input',
      id: 'case-note',
      label: say(words, 'close-note-label'),
      value: text(sent.given ?? {}, 'case-note'),
      hint: say(words, 'close-note-hint'),
      multiline: true,
      maxLength: 500,
    },
  ]);
}

export function receivedForm(ctx: TurnContext, mint: Mint, standing: Standing, sent: Sent = {}): Card {
  const { words } = ctx.dialog;
  const { errors = {}, given = {} } = sent;
  const error = (id: string) => {
    const key = errors[id];
    return key === undefined ? {} : { error: say(words, key) };
  };
  const day = text(given, 'answered-on') || ctx.now.slice(0, 10);
  return form({ ctx, mint, standing, sent }, 'received-title', 'received', 'button-received', [
    select(ctx, mint, {
      id: 'treated-as',
      label: 'received-treated-label',
      options: TREATED_AS.map((one) => [one, say(words, `treated-${one}`)]),
      sent,
      required: true,
    }),
    select(ctx, mint, {
      id: 'agency-decision',
      label: 'received-decision-label',
      options: AGENCY_DECISIONS.map((one) => [one, say(words, `agency-${one}`)]),
      sent,
      required: true,
    }),
    {
      kind: 'input',
      id: 'answered-on',
      label: say(words, 'received-when-label'),
      value: day,
      date: true,
      maxLength: 10,
      ...error('answered-on'),
    },
    {
      kind: 'input',
      id: 'taken-by',
      label: say(words, 'received-taken-by-label'),
      hint: say(words, 'received-taken-by-hint'),
      value: text(given, 'taken-by'),
      maxLength: 80,
    },
    {
      kind: 'input',
      id: 'their-reference',
      label: say(words, 'received-their-reference-label'),
      value: text(given, 'their-reference'),
      maxLength: 40,
    },
  ]);
}

/** What is missing or wrong in the answer of the other agency, by field. */
export function receivedErrors(given: FormValues, now: string): FieldErrors {
  const errors: Record<string, WordKey> = {};
  if (chosen(given, 'treated-as').length === 0) errors['treated-as'] = 'error-treated';
  if (chosen(given, 'agency-decision').length === 0) errors['agency-decision'] = 'error-agency-decision';
  const day = text(given, 'answered-on');
  const date = new Date(`${day}T00:00:00Z`);
  const valid =
    /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
  if (!valid || day > now.slice(0, 10)) errors['answered-on'] = 'error-when';
  return errors;
}

type Field = {
  readonly id: string;
  readonly label: WordKey;
  readonly options: readonly (readonly [string, string])[];
  readonly sent: Sent;
  readonly required?: boolean;
};

function select(ctx: TurnContext, mint: Mint, field: Field): Block {
  const { errors = {}, given = {} } = field.sent;
  const error = errors[field.id];
  const picked = chosen(given, field.id)[0];
  return {
    kind: 'select',
    id: field.id,
    label: say(ctx.dialog.words, field.label),
    options: field.options.map(([value, label]) => ({
      token: mint({ kind: 'option', field: field.id, value }),
      label,
      ...(value === picked ? { chosen: true } : {}),
    })),
    ...(field.required === true ? { required: true } : {}),
    ...(error === undefined ? {} : { error: say(ctx.dialog.words, error) }),
  };
}

type Formed = {
  readonly ctx: TurnContext;
  readonly mint: Mint;
  readonly standing: Standing;
  readonly sent: Sent;
};

function form(
  { ctx, mint, standing, sent }: Formed,
  title: WordKey,
  act: CaseAct | null,
  label: WordKey | null,
  blocks: readonly Block[],
): Card {
  const { words } = ctx.dialog;
  const { reference } = standing;
  const rows = [{ label: say(words, 'row-reference'), value: reference }];
  const danger: readonly Block[] =
    sent.danger === true
      ? [
          { kind: 'text', text: say(words, 'case-danger'), tone: 'warning' },
          { kind: 'phones', phones: emergencyPhones(ctx) },
        ]
      : [];
  return {
    title: say(words, title),
    summary: `${say(words, title)} ${reference}`,
    ...banner(ctx),
    blocks: [...danger, { kind: 'rows', rows }, ...blocks],
    buttons:
      act === null || label === null
        ? []
        : [
            {
              // Whoever has seen the numbers is not asked again.
              token: mint({ kind: 'case', act, reference, ...(sent.danger === true ? { seen: true } : {}) }),
              label: say(words, label),
              style: 'primary',
              submits: true,
            },
            // Whoever raised it has no such card to go back to.
            ...(may(ctx.person, 'queue:see', standing.access)
              ? [
                  {
                    token: mint({ kind: 'case', act: 'see', reference }),
                    label: say(words, 'button-go-back'),
                    style: 'plain',
                  } as const,
                ]
              : []),
          ],
    window: true,
  };
}
