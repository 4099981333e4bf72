import type { NotificationClass } from '../check/facts.ts';
import type { Decision } from '../check/policy.ts';
import { type DeliveryDraft, type Destination, toBeWritten } from '../delivery/delivery.ts';
import { personById } from '../deployment/people.ts';
import { hoursForConcerns, nextWorkingTime } from '../deployment/working-time.ts';
import { moment } from '../records/moment.ts';
import type { Block, Card } from './card.ts';
import type { TellContext } from './context.ts';
import type { Choice } from './form.ts';
import { messageButtons } from './message-buttons.ts';
import type { Step } from './word-keys.ts';
import { say } from './words.ts';

/**
 * Messages to the safeguarding lead and to channels: the reference, the outcome, how urgent and what to do.
 * Never an answer, never free text.
 */

export type Summary = {
  readonly reference: string;
  readonly kind: Step;
  readonly decision: Pick<Decision, 'outcome' | 'notification'>;
  /** What the person decided; absent while the record is not complete. */
  readonly choice?: Choice;
  readonly followsAdvice?: boolean;
  /** At risk, but not shared: somebody else looks at it the same day. */
  readonly reviewToday?: boolean;
};

/** When a message of this class may leave: emergencies at once, the rest in the lead's hours. */
export function dueAt(ctx: Pick<TellContext, 'deployment' | 'now'>, urgency: NotificationClass): string {
  if (urgency === 'emergency') return ctx.now;
  const { notifications, organisation } = ctx.deployment;
  const zone = organisation['time-zone'];
  const hours = urgency === 'today' ? hoursForConcerns(notifications, zone, ctx.now) : notifications;
  return nextWorkingTime(hours, zone, ctx.now);
}

/** What the lead, or a channel, is told. */
export function summaryCard(ctx: TellContext, about: Summary, audience: 'lead' | 'channel'): Card {
  const { words } = ctx.dialog;
  const zone = ctx.deployment.organisation['time-zone'];
  const outcome = about.decision.outcome;
  const what = say(words, `${audience}-title-${about.kind}`);
  const { choice } = about;
  const rows = [
    { label: say(words, 'row-reference'), value: about.reference },
    ...(audience === 'lead' ? raisedBy(ctx) : []),
    { label: say(words, 'row-advice'), value: say(words, `outcome-short-${outcome}`) },
    // A completed record is no new call to act: the opening said how soon.
    ...(about.kind === 'completion' && about.reviewToday !== true
      ? []
      : [{ label: say(words, 'row-urgency'), value: say(words, `class-${about.decision.notification}`) }]),
    { label: say(words, 'row-when'), value: moment(ctx.now, zone) },
    ...(choice === undefined
      ? []
      : [
          {
            label: say(words, 'row-decision'),
            value:
              about.followsAdvice === true
                ? say(words, 'decided-as-advised')
                : say(words, 'decided-otherwise', { choice: say(words, `choice-${choice}`) }),
          },
        ]),
  ];
  const todo =
    about.reviewToday === true
      ? say(words, 'lead-todo-review')
      : say(words, audience === 'lead' ? `lead-todo-${about.kind}` : 'channel-todo');
  return {
    title: what,
    summary: `${say(words, `class-${about.decision.notification}`)}. ${what}: ${about.reference}`,
    ...(ctx.rehearsal ? { banner: say(words, 'banner-rehearsal') } : {}),
    blocks: [
      { kind: 'text', text: todo, tone: 'lead' },
      { kind: 'rows', rows },
      {
        kind: 'text',
        text: say(words, 'message-foot', { organisation: ctx.deployment.organisation.name }),
        tone: 'quiet',
      },
    ],
    buttons: [],
  };
}

/** With a capital letter, as a row of its own begins. */
export const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Who has to be spoken to: the author, with a number where there is one. */
export function raisedBy(ctx: TellContext): { readonly label: string; readonly value: string }[] {
  const { name, post, phone } = ctx.person;
  const value = [name, post, phone].filter((part) => part !== undefined).join(', ');
  return [{ label: say(ctx.dialog.words, 'row-raised-by'), value }];
}

/** The summary with what can be done about it; in a rehearsal nothing can. */
function messageCard(
  ctx: TellContext,
  about: Summary,
  id: string,
  audience: 'lead' | 'channel',
  page: boolean,
): Card {
  const card = summaryCard(ctx, about, audience);
  const acts = page && about.decision.notification !== 'routine';
  return ctx.rehearsal ? card : { ...card, buttons: messageButtons(ctx, id, acts) };
}

/**
 * Messages to one person about a case. `page`: it asks them to act on it, and an emergency goes by every way there is. `lines`: why
 * they are told now, above the summary.
 */
export function toPerson(
  ctx: TellContext,
  person: string,
  about: Summary,
  due: string,
  { page, lines = [] }: { readonly page: boolean; readonly lines?: readonly Block[] },
): readonly DeliveryDraft[] {
  const id = ctx.draw.id();
  const card = messageCard(ctx, about, id, 'lead', page);
  const common = { reference: about.reference, class: about.decision.notification, dueAt: due };
  return [
    {
      ...common,
      id,
      destination: { kind: 'direct-message', person },
      card: { ...card, blocks: [...lines, ...card.blocks] },
      ...(page ? { page } : {}),
    },
    ...(page && common.class === 'emergency' ? otherWays(ctx, person, about, common) : []),
  ];
}

/** A chat is no pager: the same by text message and e-mail, where there are such ways. It names nobody. */
function otherWays(
  ctx: TellContext,
  id: string,
  about: Summary,
  common: Pick<DeliveryDraft, 'reference' | 'class' | 'dueAt'>,
): readonly DeliveryDraft[] {
  const { words } = ctx.dialog;
  const { reference } = about;
  const person = personById(ctx.deployment, id);
  const fill = { class: say(words, `class-${about.decision.notification}`), reference };
  const card: Card = {
    title: say(words, 'page-subject', fill),
    summary: say(words, 'page-text', fill),
    blocks: [],
    buttons: [],
  };
  const by = (destination: Destination): DeliveryDraft => ({
    ...common,
    id: ctx.draw.id(),
    destination,
    card,
  });
  return [
    ...(ctx.routes.text && person?.mobile !== undefined ? [by({ kind: 'text-message', person: id })] : []),
    ...(ctx.routes.email && person?.email !== undefined ? [by({ kind: 'email', person: id })] : []),
  ];
}

/** The summary in every place it is posted to. None where somebody is kept out: a channel has too many readers. */
export function toChannels(ctx: TellContext, about: Summary): readonly DeliveryDraft[] {
  return ctx.places.map((c) => {
    const id = ctx.draw.id();
    return {
      id,
      reference: about.reference,
      destination: { kind: 'channel-post', ...toBeWritten(c) } as const,
      class: about.decision.notification,
      dueAt: ctx.now,
      card: messageCard(ctx, about, id, 'channel', true),
    };
  });
}

/** The line in the JSON Lines log for one entry. */
export function toLog(ctx: TellContext, about: Summary, entry: string): readonly DeliveryDraft[] {
  return [inShort(ctx, about, { kind: 'log', entry }, ctx.now)];
}

/**
 * The summary of one entry to the case management system, where there is one: not before `due`, as somebody may still be kept out of
 * the case until then. Anybody may read that system: nothing goes there where somebody is kept out.
 */
export function toCaseSystem(
  ctx: TellContext,
  about: Summary,
  entry: string,
  due = ctx.now,
): readonly DeliveryDraft[] {
  return ctx.routes.webhook ? [inShort(ctx, about, { kind: 'webhook', entry }, due)] : [];
}

function inShort(ctx: TellContext, about: Summary, destination: Destination, dueAt: string): DeliveryDraft {
  return {
    id: ctx.draw.id(),
    reference: about.reference,
    destination,
    class: about.decision.notification,
    dueAt,
  };
}
