import type { Fact, FactValue } from '../check/facts.ts';
import { isValueOf } from '../check/facts.ts';
import { titled } from './cards/passage.ts';
import { keepOut, tellLeadNow } from './cases.ts';
import type { TurnContext } from './context.ts';
import { NO_EFFECTS } from './effects.ts';
import type { TurnEvent } from './event.ts';
import { readForm, text } from './form.ts';
import type { Moved, Notice } from './moved.ts';
import { newCheck } from './new-check.ts';
import { position } from './stage.ts';
import type { CheckState, ConversationState, Given } from './state.ts';
import { keptOutUntilNamed } from './telling.ts';

/** "In danger now", from anywhere: the answer counts at once, in the running check or a new one. */
export function emergency(check: CheckState | null, colleague: boolean, ctx: TurnContext): Moved {
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
    const known = shown.opened !== null && shown.opened.left !== true;
    const aboutColleague = known ? shown.aboutColleague : colleague;
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
export function answered(
  check: CheckState,
  answers: readonly (readonly [Fact, FactValue])[],
  ctx: TurnContext,
  source: Given['source'] = 'asked',
): [CheckState, Notice[]] {
  const before = position(ctx.policy, check);
  let given: readonly Given[] = check.given;
  let revised = check.revised;
  for (const [fact, value] of answers) {
    const question = ctx.dialog.questions.find((q) => q.id === fact);
    if (question === undefined || !isValueOf(fact, value)) continue;
    const line: Given = { fact, value, question: question.ask, answeredAt: ctx.now, source };
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
export function answeredGroup(
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
