import { asked } from './asked.ts';
import { beside } from './beside.ts';
import type { Card } from './card.ts';
import { appHomeCard, welcomeCard } from './cards/aside-cards.ts';
import { whomToRing } from './cards/common.ts';
import { notForYouCard, notNowCard } from './cards/delivered-cards.ts';
import { saidThere } from './cards/posting-card.ts';
import { openCase } from './cases.ts';
import type { TurnContext } from './context.ts';
import type { Count } from './count.ts';
import { dangerIn } from './danger.ts';
import { drawCard, withNotices } from './draw-card.ts';
import { andThen, type Effects, NO_EFFECTS } from './effects.ts';
import type { TurnEvent } from './event.ts';
import { actOnCase } from './following/act.ts';
import { drillDoneCard } from './following/drill-card.ts';
import { queueCard } from './following/queue-card.ts';
import { CASE_SELECTS, readForm } from './form.ts';
import { messageButton } from './message-token.ts';
import type { Moved, Notice } from './moved.ts';
import { position } from './stage.ts';
import { type Action, actionFor, type CheckState, type ConversationState, latestStanding } from './state.ts';
import { transition } from './transition.ts';
import { understand } from './understand.ts';

/** What one turn comes to. Nothing has been performed: the caller commits the effects with the state, then shows the cards. */
export type Turned = {
  readonly state: ConversationState;
  readonly cards: readonly Card[];
  /** What everybody may read where it was asked, when that was among others. */
  readonly said?: string;
  /** It answers words of the person's own, and no command. */
  readonly ownWords?: true;
  /** The conversation stays where it was. */
  readonly beside?: true;
  /** The delivered message that was pressed gives way to the card. */
  readonly settles?: true;
  readonly effects: Effects;
  /** What to count of it, when it is for real. */
  readonly counts: readonly Count[];
  /** The event belongs to the rehearsal, or back to the real conversation: run it there. */
  readonly redirect?: 'rehearsal' | 'real';
};

/**
 * One turn of the conversation: event in; state, cards, entries and deliveries out. Pure.
 *
 * A press whose token is not of the cards last shown (an old card, a second tap, another tab) changes nothing and shows where
 * the check stands now.
 */
export function converse(before: ConversationState, event: TurnEvent, ctx: TurnContext): Turned {
  if (event.kind === 'home') return lookAtHome(before, ctx);
  if (event.kind === 'added') return welcome(before, ctx);
  const done = besideTheCheck(before, event, ctx);
  if (done !== null) return done;
  const state = withCardsStillShown(underThisDialog(before, ctx));
  const action = actionOf(state, event);
  // What could not be opened while nothing could be written is opened before anything else happens.
  const overdue = openIfDue(state.check, ctx);
  const now = { ...state, check: overdue.check };
  const moved: Moved =
    dangerAbout(now.check, action, event, ctx) ??
    (action === null ? lost(now, event, ctx) : transition(now, action, event, ctx));
  const opened = openIfDue(moved.check, ctx);
  const effects = andThen(andThen(andThen(NO_EFFECTS, overdue.effects), moved.effects), opened.effects);
  const updated: readonly Notice[] = state.check === before.check ? [] : [{ key: 'notice-dialog-changed' }];
  const reference = overdue.check?.opened?.reference ?? '';
  const late: readonly Notice[] = overdue.opened ? [{ key: 'notice-opened-late', fill: { reference } }] : [];
  const notices = [...updated, ...late, ...notArrived(opened.check, ctx), ...moved.notices];
  const { card, tokens } = drawCard({ ...state, check: opened.check }, { ...moved, notices }, ctx);
  const said = saidThere(ctx, moved.posting);
  return {
    state: {
      version: 1,
      check: opened.check,
      tokens,
      standing: remember(state.standing, tokens, opened.check === null),
      ...(moved.asking === undefined ? {} : { beneath: before.beneath ?? before.tokens }),
      ...(moved.asking?.kind === 'danger' ? { ifNoDanger: moved.asking.otherwise } : {}),
      ...sentForm(before, event, action, moved),
    },
    cards: [card],
    effects,
    counts: moved.counts ?? [],
    ...(said === undefined ? {} : { said }),
    ...(event.kind === 'message' && action === null ? { ownWords: true } : {}),
    ...(moved.redirect === undefined ? {} : { redirect: moved.redirect }),
  };
}

/** What is pressed on a delivered message, in the queue or in a form about a concern: the conversation stays as it is. */
function besideTheCheck(before: ConversationState, event: Said, ctx: TurnContext): Turned | null {
  if (event.kind !== 'press') return null;
  const ofMessage = messageButton(event.token);
  if (ofMessage !== null) {
    const { button: act, message } = ofMessage;
    if (act === 'queue') return openConcerns(before, ctx);
    if (ctx.test != null && act === 'ack') return answeredTest(before, message, ctx);
    const { card, ...acted } = actOnCase(before, { act, message, form: {} }, ctx);
    return { ...acted, cards: [card], counts: [], beside: true };
  }
  const action = actionFor(before.tokens, event.token) ?? actionFor(before.standing, event.token);
  if (action?.kind === 'queue') return openConcerns(before, ctx);
  if (action?.kind !== 'case') return null;
  const form = readForm(event.inputs, { ...before.standing, ...before.tokens }, CASE_SELECTS);
  const { card, ...acted } = actOnCase(before, { ...action, message: null, form }, ctx);
  return { ...acted, cards: [card], counts: [], beside: true };
}

function openConcerns(before: ConversationState, ctx: TurnContext): Turned {
  const { state, card } = beside(before, ctx, (mint) => queueCard(ctx, mint));
  return { state, cards: [card], effects: NO_EFFECTS, counts: [], beside: true };
}

/** A test of how somebody can be reached: only they themselves can answer it. */
function answeredTest(before: ConversationState, message: string, ctx: TurnContext): Turned {
  if (ctx.test?.person !== ctx.person.id) {
    const { state, card } = beside(before, ctx, (mint) => notForYouCard(ctx, mint, 'message-not-for-you'));
    return { state, cards: [card], effects: NO_EFFECTS, counts: [], beside: true };
  }
  // Thanked is only who is reached as far as the record goes.
  if (!ctx.recording)
    return { state: before, cards: [notNowCard(ctx, [])], effects: NO_EFFECTS, counts: [], beside: true };
  const reached = [{ delivery: message, person: ctx.person.id, at: ctx.now }];
  const effects = { ...NO_EFFECTS, reached };
  return { state: before, cards: [drillDoneCard(ctx)], effects, counts: [], settles: true };
}

/** Something said or pressed. */
type Said = Exclude<TurnEvent, { readonly kind: 'home' | 'added' }>;

/** The home page of a channel: drawn for where the conversation stands, and not a part of it. */
function lookAtHome(before: ConversationState, ctx: TurnContext): Turned {
  const { state, card } = beside(before, ctx, (mint) => appHomeCard(ctx, mint, before));
  const cards = [withNotices(card, notArrived(before.check, ctx), ctx)];
  return { state, cards, effects: NO_EFFECTS, counts: [] };
}

/** The first words to somebody: what they had open elsewhere goes on working. */
function welcome(before: ConversationState, ctx: TurnContext): Turned {
  const { state, card } = beside(before, ctx, (mint) => welcomeCard(ctx, mint, before));
  return { state, cards: [card], effects: NO_EFFECTS, counts: [] };
}

/** Danger in the message that somebody wants to check comes before the check, unless they are in an emergency already. */
function dangerAbout(
  check: CheckState | null,
  action: Action | null,
  event: Said,
  ctx: TurnContext,
): Moved | null {
  if (event.kind !== 'message' || event.about === undefined || action?.kind === 'emergency') return null;
  const words = dangerIn(event.about, check, ctx);
  if (words.length === 0) return null;
  const otherwise = { kind: check === null || check.done !== null ? 'start' : 'resume' } as const;
  const asking = { kind: 'danger', words, otherwise, label: 'button-danger-on' } as const;
  return { check, effects: NO_EFFECTS, notices: [], asking };
}

/** Start buttons keep working on old cards, and "in danger now" on every card: the latest of them are remembered. */
function remember(
  standing: Readonly<Record<string, Action>>,
  drawn: Readonly<Record<string, Action>>,
  home: boolean,
): Readonly<Record<string, Action>> {
  const keeps: readonly Action['kind'][] = home ? ['start', 'emergency', 'rehearse', 'help'] : ['emergency'];
  const fresh = Object.entries(drawn).filter(([, action]) => keeps.includes(action.kind));
  return latestStanding([...Object.entries(standing), ...fresh]);
}

/** While a card about typed words is shown, the card beneath it is still there to be pressed; so is a form shown with its errors. */
function withCardsStillShown(state: ConversationState): ConversationState {
  return { ...state, tokens: { ...state.sent, ...state.beneath, ...state.tokens } };
}

/** The form that was pressed and came back with errors, or is still there under a card about what was typed. */
function sentForm(
  before: ConversationState,
  event: TurnEvent,
  action: Action | null,
  moved: Moved,
): Pick<ConversationState, 'sent'> {
  const { sent } = before;
  if (moved.asking !== undefined) return sent === undefined ? {} : { sent };
  const refused = moved.check !== null && Object.keys(moved.check.errors).length > 0;
  if (event.kind !== 'press' || action === null || !SENDS_FORM.includes(action.kind) || !refused) return {};
  // Of several cards of one form, the one that was pressed is the one in front of the person.
  const pressed = [sent, before.beneath].find(
    (tokens) => tokens !== undefined && actionFor(tokens, event.token),
  );
  return { sent: pressed ?? before.tokens };
}

/** Actions that read a form and may send it back. */
const SENDS_FORM: readonly Action['kind'][] = ['record', 'keep-out-these', 'send-report', 'answer-group'];

function actionOf(state: ConversationState, event: Said): Action | null {
  if (event.kind === 'message') return understand(event.text, state.ifNoDanger);
  return actionFor(state.tokens, event.token) ?? actionFor(state.standing, event.token) ?? null;
}

/** Words that are no command, or a button of an earlier step. */
function lost(state: ConversationState, event: Said, ctx: TurnContext): Moved {
  if (event.kind === 'message') return asked(state.check, event.text, ctx);
  const at: Moved = { check: state.check, effects: NO_EFFECTS, notices: [{ key: 'notice-stale' }] };
  return state.check === null ? { ...at, aside: 'home' } : at;
}

/** A check begun under other questions goes on under these; its answers are kept. */
function underThisDialog(state: ConversationState, ctx: TurnContext): ConversationState {
  const { check } = state;
  if (check === null || check.done !== null || check.dialog.hash === ctx.dialog.hash) return state;
  const dialog = { id: ctx.dialog.id, version: ctx.dialog.version, hash: ctx.dialog.hash };
  return { ...state, check: { ...check, dialog } };
}

/** Notes that advice is being shown, and opens the case of a share-now as soon as it can be written. */
function openIfDue(
  check: CheckState | null,
  ctx: TurnContext,
): { check: CheckState | null; effects: Partial<Effects>; opened: boolean } {
  if (check === null) return { check, effects: {}, opened: false };
  const at = position(ctx.policy, check);
  const { outcome, obligations, tell } = at.decision;
  const reading = at.stage.kind === 'advice';
  const shown: CheckState = reading ? { ...check, adviceShown: { outcome, obligations, tell } } : check;
  const due = outcome === 'share-now' && shown.adviceShown?.outcome === 'share-now';
  const known = shown.opened !== null && shown.opened.left !== true;
  if (!due || known || shown.done !== null || !ctx.recording) {
    return { check: shown, effects: {}, opened: false };
  }
  return { ...openCase(shown, at, ctx), opened: true };
}

/** A message that has not arrived is said on every card until it has: nobody may count on it. */
function notArrived(check: CheckState | null, ctx: TurnContext): readonly Notice[] {
  if (!ctx.notArrived || check === null) return [];
  return [{ key: 'notice-not-arrived', fill: { who: whomToRing(ctx, { check }) } }];
}
