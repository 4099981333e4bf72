import type { Fact, FactValue } from '../check/facts.ts';
import { isValueOf } from '../check/facts.ts';
import { titled } from './cards/passage.ts';
import { abandon, type Changed, keepOut, recordDecision, tellLeadNow } from './cases.ts';
import type { TurnContext } from './context.ts';
import { andThen, type Effects, NO_EFFECTS } from './effects.ts';
import type { TurnEvent } from './event.ts';
import { chosen, decisionErrors, readForm, SELECTS, text } from './form.ts';
import { problemReport } from './problem-report.ts';
import { backFrom, position } from './stage.ts';
import type { Action, CheckState, ConversationState, Given } from './state.ts';
import { keptOutUntilNamed, nameOf, whoIsTold } from './telling.ts';
import type { WordKey } from './word-keys.ts';
import { say } from './words.ts';

/** What an action did to the conversation. `notices` are lines for the top of the next card. */
export type Moved = {
  readonly check: CheckState | null;
  readonly effects: Effects;
  readonly notices: readonly Notice[];
  /** A card that is not a step of the check. */
  readonly aside?: 'home' | 'help' | 'records' | 'record' | 'stopped';
  /** The rest of the turn belongs to the rehearsal store, or back to the real one. */
  readonly redirect?: 'rehearsal' | 'real';
};

/** A line about what just happened, by word key. */
export type Notice = { readonly key: WordKey; readonly fill?: Readonly<Record<string, string>> };

/** A new check by this person. */
export function newCheck(ctx: TurnContext): CheckState {
  const sector = ctx.person.sector ?? ctx.deployment.organisation.sector;
  return {
    id: ctx.draw.id(),
    startedAt: ctx.now,
    dialog: { id: ctx.dialog.id, version: ctx.dialog.version, hash: ctx.dialog.hash },
    preset: sector === undefined ? {} : { sector },
    given: [],
    revised: [],
    reopened: null,
    early: false,
    pastAdvice: false,
    skipRest: false,
    adviceShown: null,
    aboutColleague: false,
    opened: null,
    keptOut: null,
    askKeptOutAgain: false,
    follows: null,
    form: {},
    errors: {},
    overlay: null,
    done: null,
  };
}

/** Applies one action. Total: an action that does not fit the present step changes nothing and shows the step again. */
export function transition(
  state: ConversationState,
  action: Action,
  event: TurnEvent,
  ctx: TurnContext,
): Moved {
  const check = state.check;
  const stay = (next: CheckState | null, notices: readonly Notice[] = []): Moved => ({
    check: next,
    effects: NO_EFFECTS,
    notices,
  });

  switch (action.kind) {
    case 'home':
      return { ...stay(check), aside: 'home' };
    case 'help':
      return { ...stay(check), aside: 'help' };
    case 'records':
      return { ...stay(check), aside: 'records' };
    case 'open-record':
      return { ...stay(check), aside: 'record' };
    case 'rehearse':
      return ctx.rehearsal ? stay(check ?? newCheck(ctx)) : { ...stay(check), redirect: 'rehearsal' };
    case 'end-rehearsal':
      return ctx.rehearsal ? { ...stay(null), redirect: 'real' } : { ...stay(check), aside: 'home' };
    case 'start':
      if (check === null || check.done !== null) return stay(newCheck(ctx));
      return stay(
        { ...check, overlay: null },
        check.given.length > 0 ? [{ key: 'notice-already-started' }] : [],
      );
    case 'resume':
      if (check === null) return { ...stay(null, [{ key: 'notice-nothing-to-resume' }]), aside: 'home' };
      return stay({ ...check, overlay: null });
    case 'emergency':
      return emergency(check, action.colleague, ctx);
    case 'option':
      return stay(check);
    default:
      break;
  }
  if (check === null) return { ...stay(null), aside: 'home' };
  const now = position(ctx.policy, check);
  const form = event.kind === 'press' ? readForm(event.inputs, state.tokens, SELECTS) : {};
  const moved = (changed: Changed, notices: readonly Notice[] = []): Moved => ({ ...changed, notices });

  switch (action.kind) {
    case 'answer': {
      const [next, notices] = answered(check, [[action.fact, action.value]], ctx);
      // Somebody who works with children may be on the rota: asked at once, before anything more is sent.
      const ask = action.value === 'professional' && next.opened !== null && next.keptOut === null;
      return stay(ask ? { ...next, overlay: { kind: 'keep-out' } } : next, notices);
    }
    case 'answer-group':
      return answeredGroup(check, action.facts, event, state, ctx);
    case 'why':
      return stay({ ...check, overlay: { kind: 'why', facts: action.facts } });
    case 'passages':
    case 'consent':
    case 'report':
      return stay({ ...check, overlay: { kind: action.kind } });
    case 'hide':
      return stay({ ...check, overlay: { kind: 'hidden' } });
    case 'ask-keep-out':
      return stay({ ...check, overlay: { kind: 'keep-out' } });
    case 'ask-stop':
      return stay({ ...check, overlay: { kind: 'stop' } });
    case 'close':
      return stay({ ...check, overlay: null });
    case 'send-report':
      return problemReport(check, form, now, ctx);
    case 'back': {
      if (check.overlay !== null) return stay({ ...check, overlay: null });
      if (now.stage.kind === 'decision' && check.follows !== null)
        return stay({ ...check, follows: null, errors: {} });
      const target = backFrom(now);
      if (target === null) return stay(check);
      if (target === 'advice') return stay({ ...check, reopened: null, pastAdvice: false, skipRest: false });
      if (target === 'kept-out') return stay({ ...check, askKeptOutAgain: true, follows: null });
      return stay({ ...check, reopened: target.fact });
    }
    case 'tell-me':
      return now.stage.kind === 'question'
        ? stay({ ...check, overlay: null, reopened: null, early: true, pastAdvice: false, skipRest: false })
        : stay({ ...check, overlay: null });
    case 'answer-rest':
      return stay({ ...check, early: false });
    case 'go-on':
      return stay({ ...check, pastAdvice: true, overlay: null });
    case 'decide-now':
      return stay({ ...check, pastAdvice: true, skipRest: true, reopened: null, overlay: null });
    case 'worried':
      return stay({ ...check, reopened: 'urgency', early: false, pastAdvice: false, overlay: null });
    case 'tell-lead':
      if (!ctx.recording) return stay(check, [{ key: 'notice-not-recorded-yet' }]);
      return moved(tellLeadNow(check), [{ key: 'notice-lead-now' }]);
    case 'keep-out-nobody':
      if (!ctx.recording && check.opened !== null) return stay(check, [{ key: 'notice-not-recorded-yet' }]);
      return moved(keepOut({ ...check, overlay: null }, [], now, ctx));
    case 'keep-out-these': {
      const people = chosen(form, 'kept-out');
      if (people.length === 0) return stay({ ...check, errors: { 'kept-out': 'error-kept-out' } });
      if (!ctx.recording && check.opened !== null) return stay(check, [{ key: 'notice-not-recorded-yet' }]);
      return moved(keepOut({ ...check, overlay: null, errors: {} }, people, now, ctx), [
        keptOutNotice(check, people, ctx),
      ]);
    }
    case 'follow':
      return stay({ ...check, follows: action.follows, errors: {} });
    case 'record': {
      const filled = { ...check, form: { ...check.form, ...form } };
      if (check.done !== null) return stay(check);
      const errors = decisionErrors(filled, now.decision.outcome, ctx.now);
      if (Object.keys(errors).length > 0) return stay({ ...filled, errors }, [{ key: 'notice-form-errors' }]);
      // Nothing can be written now: what was typed is kept and the same form comes back.
      if (!ctx.recording) return stay({ ...filled, errors: {} }, [{ key: 'notice-not-recorded-yet' }]);
      return moved(recordDecision({ ...filled, errors: {} }, now, ctx));
    }
    case 'stop': {
      const gone: Moved = { check: null, effects: NO_EFFECTS, notices: [], aside: 'stopped' };
      if (check.done !== null || check.adviceShown === null) return gone;
      if (!ctx.recording) return stay({ ...check, overlay: null }, [{ key: 'notice-not-recorded-yet' }]);
      // Before any message leaves, on this path too: who is kept out of it.
      const kept =
        check.keptOut === null
          ? keepOut(check, chosen(form, 'kept-out'), now, ctx)
          : { check, effects: NO_EFFECTS };
      return { ...gone, effects: andThen(kept.effects, abandon(kept.check, now, ctx)) };
    }
  }
}

/** That they are kept out from now on; and whom to ring, when a message had left for one of them already. */
function keptOutNotice(check: CheckState, people: readonly string[], ctx: TurnContext): Notice {
  const { opened } = check;
  const first = opened?.telling[0];
  const left = opened !== null && (opened.waitsUntil === null || opened.waitsUntil <= ctx.now);
  if (!left || first === undefined || !people.includes(first)) return { key: 'notice-kept-out' };
  const who = whoIsTold(ctx, { aboutColleague: check.aboutColleague, keptOut: people })[0];
  const instead = ctx.deployment.people.find((p) => p.id === who);
  const ring = [instead?.name, instead?.phone].filter((part) => part !== undefined).join(', ');
  return {
    key: 'notice-kept-out-late',
    fill: { name: nameOf(ctx, first), who: ring || say(ctx.dialog.words, 'ring-your-lead') },
  };
}

/** "In danger now", from anywhere: the answer counts at once, in the running check or a new one. */
function emergency(check: CheckState | null, colleague: boolean, ctx: TurnContext): Moved {
  const running = check === null || check.done !== null ? newCheck(ctx) : check;
  const already = running.given.some((g) => g.fact === 'urgency' && g.value === 'immediate');
  const next: CheckState = already
    ? { ...running, overlay: null, reopened: null }
    : answered(running, [['urgency', 'immediate']], ctx)[0];
  const shown = { ...next, pastAdvice: false };
  const waiting =
    shown.opened !== null && shown.opened.waitsUntil !== null && ctx.now < shown.opened.waitsUntil;
  if (!waiting || !ctx.recording) {
    // What is open already has its audience: "keep out" changes it, a second tap does not.
    const aboutColleague = shown.opened === null ? colleague : shown.aboutColleague;
    return { check: { ...shown, aboutColleague }, effects: NO_EFFECTS, notices: [] };
  }
  // A message still waiting for "someone should be kept out" waits no longer.
  const changed = colleague
    ? keepOut({ ...shown, aboutColleague: true }, keptOutUntilNamed(ctx), position(ctx.policy, shown), ctx)
    : tellLeadNow(shown);
  // Who it is about is still asked: the cautious guess is not an answer.
  return { ...changed, check: { ...changed.check, keptOut: shown.keptOut }, notices: [] };
}

/** Counts answers in, keeps what was changed, and says which earlier answers no longer count. */
function answered(
  check: CheckState,
  answers: readonly (readonly [Fact, FactValue])[],
  ctx: TurnContext,
): [CheckState, Notice[]] {
  const before = position(ctx.policy, check);
  let given: readonly Given[] = check.given;
  let revised = check.revised;
  for (const [fact, value] of answers) {
    const question = ctx.dialog.questions.find((q) => q.id === fact);
    if (question === undefined || !isValueOf(fact, value)) continue;
    const line: Given = { fact, value, question: question.ask, answeredAt: ctx.now, source: 'asked' };
    const old = given.find((g) => g.fact === fact);
    if (old === undefined) given = [...given, line];
    else if (old.value !== value) {
      given = given.map((g) => (g.fact === fact ? line : g));
      revised = [...revised, { fact, from: old.value, to: value, at: ctx.now }];
    }
  }
  const next: CheckState = { ...check, given, revised, reopened: null, overlay: null };
  const after = position(ctx.policy, next);
  const notices: Notice[] = [];
  if (revised !== check.revised) {
    const names = after.parked.filter((f) => !before.parked.includes(f)).map((f) => shortName(f, ctx));
    const again = before.parked.filter((f) => !after.parked.includes(f)).map((f) => shortName(f, ctx));
    if (names.length > 0) notices.push({ key: 'notice-parked', fill: { questions: names.join(', ') } });
    if (again.length > 0) notices.push({ key: 'notice-counts-again', fill: { questions: again.join(', ') } });
    // Other advice than the one read: it is shown before anything else goes on.
    if (check.adviceShown !== null && after.decision.outcome !== check.adviceShown.outcome) {
      notices.push({
        key: after.decision.settled || check.early ? 'notice-advice-changed' : 'notice-advice-open',
      });
      return [{ ...next, pastAdvice: false, skipRest: false, follows: null }, notices];
    }
  }
  const tell = ctx.dialog.advice.tell[after.decision.tell];
  if (check.adviceShown !== null && after.decision.tell !== before.decision.tell && tell !== undefined) {
    notices.push({ key: 'notice-telling', fill: { telling: titled(tell) } });
  }
  return [next, notices];
}

const shortName = (fact: Fact, ctx: TurnContext) =>
  (ctx.dialog.questions.find((q) => q.id === fact)?.short ?? fact).toLowerCase();

/** A grouped card: every question of it wants an answer, *Not sure* included. */
function answeredGroup(
  check: CheckState,
  facts: readonly Fact[],
  event: TurnEvent,
  state: ConversationState,
  ctx: TurnContext,
): Moved {
  const values = event.kind === 'press' ? readForm(event.inputs, state.tokens, facts) : {};
  const answers = facts.flatMap((fact) => {
    const value = text(values, fact);
    return isValueOf(fact, value) ? [[fact, value] as const] : [];
  });
  if (answers.length < facts.length) {
    const missing = facts.filter((f) => text(values, f) === '');
    return {
      check: {
        ...check,
        form: { ...check.form, ...values },
        errors: Object.fromEntries(missing.map((f) => [f, 'error-group' as const])),
      },
      effects: NO_EFFECTS,
      notices: [],
    };
  }
  const form = Object.fromEntries(
    Object.entries(check.form).filter(([field]) => !facts.includes(field as Fact)),
  );
  const [next, notices] = answered({ ...check, form, errors: {} }, answers, ctx);
  return { check: next, effects: NO_EFFECTS, notices };
}
