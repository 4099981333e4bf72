import { may, mayActOn } from '../../access/may.ts';
import type { DeliveryDraft } from '../../delivery/delivery.ts';
import type { Person } from '../../deployment/deployment.ts';
import { personById } from '../../deployment/people.ts';
import type { Standing } from '../../follow/standing.ts';
import type { CaseOutcome, DeliveryEventBody, EntryDraft, ReceivedBody } from '../../records/entry.ts';
import { beside } from '../beside.ts';
import type { Card } from '../card.ts';
import { recordCard } from '../cards/aside-cards.ts';
import { notForYouCard, notNowCard } from '../cards/delivered-cards.ts';
import type { TurnContext } from '../context.ts';
import { dangerIn } from '../danger.ts';
import { type Effects, NO_EFFECTS } from '../effects.ts';
import { chosen, text } from '../form.ts';
import { messageButtons } from '../message-buttons.ts';
import type { ConversationState, FormValues } from '../state.ts';
import { mismatchTo, toAuthor } from './author-messages.ts';
import { canTake } from './can-take.ts';
import type { CaseAct } from './case-acts.ts';
import { caseCard } from './case-card.ts';
import { closeForm, handOverForm, receivedErrors, receivedForm, replyForm, replyOf } from './case-forms.ts';
import { acknowledgementOf, caseMessage, updates } from './case-message.ts';
import { disagreementCard, heardCard, receivedCard } from './feedback-cards.ts';
import type { CaseMessage, FollowedCase } from './followed-case.ts';
import { pageTo } from './pages.ts';

/** What is asked: from a message by its id, or from the queue or a form. */
export type Asked = {
  readonly act: CaseAct;
  readonly message: string | null;
  readonly form: FormValues;
  /** The numbers for an emergency were shown about what was typed. */
  readonly seen?: true;
};

export type Acted = { readonly state: ConversationState; readonly card: Card; readonly effects: Effects };

/**
 * Does what somebody asks about a concern. Their own conversation, and the cards in it, stay as they are. Whoever is first changes
 * every message about it; who comes later sees what was done.
 */
export function actOnCase(before: ConversationState, asked: Asked, ctx: TurnContext): Acted {
  const { followed, person } = ctx;
  const shown = (card: Card, effects: Effects = NO_EFFECTS): Acted => ({ state: before, card, effects });
  const drawn = (draw: Parameters<typeof beside>[2]): Acted => ({
    ...beside(before, ctx, draw),
    effects: NO_EFFECTS,
  });
  if (followed === undefined) {
    // Of its kind nothing is known either: the two buttons that every message has.
    const buttons = asked.message === null ? [] : messageButtons(ctx, asked.message);
    return asked.act === 'open' ? drawn(() => notNowCard(ctx, [])) : shown(notNowCard(ctx, buttons));
  }
  if (followed === null || !mayDo(asked.act, followed, ctx)) {
    const key = asked.act === 'open' || asked.act === 'see' ? 'record-not-for-you' : 'message-not-for-you';
    return drawn((mint) => notForYouCard(ctx, mint, key));
  }
  const { standing } = followed;
  // What is closed stays as it was closed: whoever comes later sees by whom, and how.
  if (standing.state === 'done' && OF_AN_OPEN_CASE.includes(asked.act))
    return drawn((mint) => caseCard(ctx, mint, standing));
  switch (asked.act) {
    case 'open':
      return drawn((mint) =>
        ctx.sheet !== null && may(person, 'records:show', standing.access)
          ? recordCard(ctx, mint, before)
          : notForYouCard(ctx, mint, 'record-not-for-you'),
      );
    case 'see':
      return drawn((mint) => caseCard(ctx, mint, standing));
    case 'reply-form':
      return drawn((mint) => replyForm(ctx, mint, standing));
    case 'hand-over-form':
      return drawn((mint) => handOverForm(ctx, mint, standing));
    case 'close-form':
      return drawn((mint) => closeForm(ctx, mint, standing));
    case 'received-form':
      return drawn((mint) => receivedForm(ctx, mint, standing));
    default:
      break;
  }
  const again = dangerIn(typed(asked.form), null, ctx).length > 0 ? FORMS[asked.act] : undefined;
  // Danger in what was typed comes first, in a form as everywhere.
  if (again !== undefined && asked.seen !== true)
    return drawn((mint) => again(ctx, mint, standing, { given: asked.form, danger: true }));
  if (!ctx.recording) return notNow(before, asked, followed, ctx);
  switch (asked.act) {
    case 'ack':
      return acknowledge(before, followed, ctx);
    case 'take':
    case 'take-over':
      return take(before, followed, ctx, asked.act === 'take-over');
    case 'reply': {
      const reply = replyOf(asked.form, ctx);
      if (reply === '')
        return drawn((mint) => replyForm(ctx, mint, standing, { errors: { reply: 'error-reply' } }));
      return done(before, followed, ctx, 'replied', { text: reply });
    }
    case 'hand-over': {
      if (!hasIt(standing, person)) return drawn((mint) => caseCard(ctx, mint, standing));
      const to = chosen(asked.form, 'hand-to')[0];
      if (to === undefined || !canTake(to, standing, ctx))
        return drawn((mint) =>
          handOverForm(ctx, mint, standing, { errors: { 'hand-to': 'error-hand-over' } }),
        );
      return handOver(before, followed, ctx, to);
    }
    case 'close': {
      if (!hasIt(standing, person)) return drawn((mint) => caseCard(ctx, mint, standing));
      const outcome = chosen(asked.form, 'case-outcome')[0];
      if (outcome === undefined)
        return drawn((mint) =>
          closeForm(ctx, mint, standing, { errors: { 'case-outcome': 'error-outcome' }, given: asked.form }),
        );
      const note = text(asked.form, 'case-note');
      return done(before, followed, ctx, 'done', {
        outcome: outcome as CaseOutcome,
        ...(note === '' ? {} : { text: note }),
      });
    }
    case 'heard':
    case 'not-heard': {
      const entry = eventEntry(ctx, followed, asked.act);
      const card = beside(before, ctx, (mint) =>
        asked.act === 'heard' ? heardCard(ctx, mint, standing) : disagreementCard(ctx, mint, standing),
      );
      return { ...card, effects: { ...NO_EFFECTS, entries: [entry] } };
    }
    case 'received': {
      const errors = receivedErrors(asked.form, ctx.now);
      if (Object.keys(errors).length > 0)
        return drawn((mint) => receivedForm(ctx, mint, standing, { errors, given: asked.form }));
      return received(before, followed, asked.form, ctx);
    }
  }
}

const OF_AN_OPEN_CASE: readonly CaseAct[] = ['hand-over-form', 'hand-over', 'close-form', 'close'];

const FORMS: Readonly<Partial<Record<CaseAct, typeof replyForm>>> = {
  reply: replyForm,
  close: closeForm,
  received: receivedForm,
};
const typed = (form: FormValues): string =>
  ['reply-text', 'case-note', 'taken-by', 'their-reference'].map((field) => text(form, field)).join('\n');

/** Who may do it. An answer of the other agency is written down by whoever raised the concern, or by the safeguarding team. */
function mayDo(act: CaseAct, { standing, message }: FollowedCase, { person }: TurnContext): boolean {
  const { access } = standing;
  // News to whoever raised it is for nobody else to press.
  const isNews = access.author !== null && message?.addressee === access.author;
  if (isNews && access.author !== person.id) return false;
  switch (act) {
    case 'open':
      return may(person, 'records:show', access);
    case 'see':
      return may(person, 'queue:see', access);
    case 'heard':
    case 'not-heard':
    case 'received-form':
    case 'received':
      return may(person, 'feedback:record', access);
    case 'ack':
      return mayActOn(person, 'lead:acknowledge', access);
    default:
      return mayActOn(person, 'lead:act', access);
  }
}

function acknowledge(before: ConversationState, followed: FollowedCase, ctx: TurnContext): Acted {
  const { message, standing } = followed;
  const already =
    message === null ? standing.state !== 'sent' : acknowledgementOf(message, standing) !== null;
  // Whoever was first has acknowledged it.
  if (already) return { ...shownNow(before, ctx, followed, standing), effects: NO_EFFECTS };
  return written(before, followed, ctx, 'acknowledged', {});
}

/** `over`: also from somebody who has it. A button that was drawn when nobody had it takes it from nobody. */
function take(before: ConversationState, followed: FollowedCase, ctx: TurnContext, over: boolean): Acted {
  const { state, taken } = followed.standing;
  const mine = taken?.by === ctx.person.id;
  const settled = state === 'done' || (state === 'taken' && (mine || !over));
  if (settled) return { ...shownNow(before, ctx, followed, followed.standing), effects: NO_EFFECTS };
  return written(before, followed, ctx, 'taken', {});
}

/** Only whoever has it hands it over or closes it: a form may be older than what somebody else has done since. */
const hasIt = ({ state, taken }: Standing, { id }: Person): boolean => state === 'taken' && taken?.by === id;

function handOver(before: ConversationState, followed: FollowedCase, ctx: TurnContext, to: string): Acted {
  const by = { by: ctx.person.id, at: ctx.now };
  return written(before, followed, ctx, 'handed-over', { to }, (after) =>
    pageTo(authored(ctx, after), after, to, 'handed-over', by),
  );
}

const done = (
  before: ConversationState,
  followed: FollowedCase,
  ctx: TurnContext,
  event: 'replied' | 'done',
  more: Partial<DeliveryEventBody>,
): Acted => written(before, followed, ctx, event, more);

/** Writes the event down, tells the author, and shows it on every message about the case. `more`: what else goes out then. */
function written(
  before: ConversationState,
  followed: FollowedCase,
  ctx: TurnContext,
  event: 'acknowledged' | 'taken' | 'handed-over' | 'replied' | 'done',
  said: Partial<DeliveryEventBody>,
  more: (after: Standing) => readonly DeliveryDraft[] = () => [],
): Acted {
  const entry = eventEntry(ctx, followed, event, said);
  const after = withEvent(followed.standing, entry.body as DeliveryEventBody);
  const changed = event !== 'replied';
  return {
    ...shownNow(before, ctx, followed, after),
    effects: {
      ...NO_EFFECTS,
      entries: [entry],
      deliveries: [
        ...(changed ? updates(ctx, shownBy(event, followed), after) : []),
        ...(isNews(event, followed.standing) ? toAuthor(authored(ctx, after), after, event) : []),
        ...toCaseSystem(ctx, after, entry.id, event),
        ...more(after),
      ],
      deliveryChanges:
        event === 'taken' || event === 'done'
          ? [{ reference: followed.standing.reference, kind: 'settled' }]
          : [],
      reached: isOpenToAll(followed.standing)
        ? [{ delivery: followed.message?.id ?? entry.id, person: ctx.person.id, at: ctx.now }]
        : [],
    },
  };
}

/** Of a case that somebody is kept out of nothing shows elsewhere: not even that whoever acts on it was reached. */
const isOpenToAll = ({ access }: Standing): boolean => access.keptOut.length === 0;

/** Of a record that asks nobody to act, and of what somebody has already, an acknowledgement tells its author nothing. */
const isNews = (event: DeliveryEventBody['event'], { call, state }: Standing): boolean =>
  event !== 'acknowledged' || (call !== null && call.class !== 'routine' && state === 'sent');

/** The case management system learns who has it and what came of it. */
function toCaseSystem(
  ctx: TurnContext,
  { reference, access, aboutColleague }: Standing,
  entry: string,
  event: DeliveryEventBody['event'],
): readonly DeliveryDraft[] {
  const wanted = event === 'taken' || event === 'done';
  if (!ctx.routes.webhook || !wanted || aboutColleague || access.keptOut.length > 0) return [];
  const destination = { kind: 'webhook', entry } as const;
  return [{ id: ctx.draw.id(), reference, destination, class: 'routine', dueAt: ctx.now }];
}

/** An acknowledgement changes the messages that nobody had acknowledged; everything else changes all of them. */
const shownBy = (event: DeliveryEventBody['event'], followed: FollowedCase): FollowedCase =>
  event === 'acknowledged'
    ? {
        ...followed,
        others: followed.others.filter((one) => acknowledgementOf(one, followed.standing) === null),
      }
    : followed;

/** The message that was pressed, as it is now; without one, the concern with what can be done about it next. */
function shownNow(
  before: ConversationState,
  ctx: TurnContext,
  { message }: FollowedCase,
  after: Standing,
): Pick<Acted, 'state' | 'card'> {
  if (message === null) return beside(before, ctx, (mint) => caseCard(ctx, mint, after));
  return { state: before, card: caseMessage(ctx, after, message, isWhereKeptOutRead(message, after)) };
}

/**
 * With somebody kept out of the case, no channel hears more of it: what stood there before stays as it was. Without the buttons of
 * that message the card is an answer about it, and goes to whoever pressed it alone.
 */
const isWhereKeptOutRead = ({ addressee }: CaseMessage, { access }: Standing): boolean =>
  addressee === null && access.keptOut.length > 0;

function received(
  before: ConversationState,
  followed: FollowedCase,
  form: FormValues,
  ctx: TurnContext,
): Acted {
  const { standing } = followed;
  const theirs = text(form, 'their-reference');
  const body: ReceivedBody = {
    nonce: ctx.draw.nonce(),
    author: { channel: ctx.channel, userId: ctx.userId, role: ctx.person.roles[0] ?? 'practitioner' },
    takenBy: text(form, 'taken-by'),
    when: `${text(form, 'answered-on')}T12:00:00Z`,
    ...(theirs === '' ? {} : { theirReference: theirs }),
    treatedAs: chosen(form, 'treated-as')[0] as ReceivedBody['treatedAs'],
    decision: chosen(form, 'agency-decision')[0] as ReceivedBody['decision'],
  };
  const entry: EntryDraft = {
    id: ctx.draw.id(),
    reference: standing.reference,
    kind: 'received',
    createdAt: ctx.now,
    body,
  };
  const mismatch = body.treatedAs === 'contact' && standing.feedback.waitingSince !== null;
  const drawn = beside(before, ctx, (mint) => receivedCard(ctx, mint, standing, mismatch));
  const told = mismatch ? mismatchTo(authored(ctx, standing), standing, ctx.person.id) : [];
  return { ...drawn, effects: { ...NO_EFFECTS, entries: [entry], deliveries: told } };
}

/** Who raised it stands on every message about it, whoever sends it. */
const authored = (ctx: TurnContext, { author }: Standing): TurnContext => ({
  ...ctx,
  person: (author === null ? null : personById(ctx.deployment, author.id)) ?? {
    id: author?.id ?? '',
    name: author?.id ?? '',
    roles: ['practitioner'],
  },
});

function eventEntry(
  ctx: TurnContext,
  { standing, message }: FollowedCase,
  event: DeliveryEventBody['event'],
  more: Partial<DeliveryEventBody> = {},
): EntryDraft {
  return {
    id: ctx.draw.id(),
    reference: standing.reference,
    kind: 'delivery-event',
    createdAt: ctx.now,
    body: {
      nonce: ctx.draw.nonce(),
      delivery: message?.id ?? 'queue',
      event,
      destination: message?.destination ?? 'queue',
      at: ctx.now,
      detail: ctx.person.id,
      ...more,
    },
  };
}

/** The case as it stands once the event is written. */
function withEvent(standing: Standing, body: DeliveryEventBody): Standing {
  const deed = { by: body.detail ?? '', at: body.at };
  const record = { ...standing.record, deliveries: [...standing.record.deliveries, body] };
  const next = { ...standing, record };
  switch (body.event) {
    case 'acknowledged':
      return {
        ...next,
        acknowledged: deed,
        state: standing.state === 'sent' ? 'acknowledged' : standing.state,
      };
    case 'taken':
      return { ...next, taken: deed, handedTo: null, state: 'taken' };
    case 'handed-over':
      return {
        ...next,
        taken: null,
        acknowledged: null,
        handedTo: { ...deed, to: body.to ?? '' },
        state: 'sent',
      };
    case 'done':
      return { ...next, done: { ...deed, outcome: body.outcome ?? '' }, state: 'done' };
    case 'replied':
      return { ...next, replies: [...standing.replies, { ...deed, text: body.text ?? '' }] };
    default:
      return next;
  }
}

/** Nothing can be written now: the message keeps its buttons, to be pressed again; a form comes back as it was. */
function notNow(
  before: ConversationState,
  asked: Asked,
  { message, standing }: FollowedCase,
  ctx: TurnContext,
): Acted {
  const shown = (card: Card): Acted => ({ state: before, card, effects: NO_EFFECTS });
  if (message !== null) {
    const now = caseMessage(ctx, standing, message);
    return shown(notNowCard(ctx, now.buttons, message.card));
  }
  return shown(notNowCard(ctx, [], asked.message === null ? undefined : caseCard(ctx, null, standing)));
}
