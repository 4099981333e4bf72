import { answered, answeredGroup, emergency } from './answering.ts';
import { abandon, type Changed, keepOut, recordDecision, tellLeadNow } from './cases.ts';
import type { TurnContext } from './context.ts';
import { askedAbout, dangerToAskAbout, typedIn } from './danger.ts';
import { andThen, NO_EFFECTS } from './effects.ts';
import type { TurnEvent } from './event.ts';
import { chosen, decisionErrors, readForm, SELECTS } from './form.ts';
import { helped } from './helped.ts';
import { keptOutNotice } from './kept-out-notice.ts';
import { localFields } from './local-additions.ts';
import type { Moved, Notice } from './moved.ts';
import { newCheck } from './new-check.ts';
import { post } from './posting.ts';
import { problemReport } from './problem-report.ts';
import { backFrom, position } from './stage.ts';
import type { Action, CheckState, ConversationState } from './state.ts';
import { hasWorry, tellOfUnfinished } from './unfinished.ts';
import { useSuggestion } from './use-suggestion.ts';

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
    case 'queue':
      return { ...stay(check), aside: 'queue' };
    // Done beside the conversation, before it comes here.
    case 'case':
      return stay(check);
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
    case 'carry-on':
      return stay(check);
    case 'show-answer':
      return { ...stay(check), asking: { kind: 'answer', reading: action.reading } };
    case 'show-section':
      return { ...stay(check), asking: { kind: 'section', place: action.place, reading: action.reading } };
    case 'suggest':
      return {
        ...stay(check),
        asking: { kind: 'suggest', pending: action.pending, reading: action.reading },
      };
    case 'use-suggestion':
      return useSuggestion(check, action, ctx);
    case 'post-here':
      return post(check, action.on, event, ctx);
    case 'helped':
      return helped(check, action, ctx);
    default:
      break;
  }
  if (check === null) return { ...stay(null), aside: 'home' };
  const now = position(ctx.policy, check);
  const form =
    event.kind === 'press' ? readForm(event.inputs, state.tokens, [...SELECTS, ...localFields(ctx)]) : {};
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
    case 'changes':
    case 'consent':
    case 'report':
      return stay({ ...check, overlay: { kind: action.kind } });
    case 'hide':
      return stay({ ...check, overlay: { kind: 'hidden' } });
    case 'ask-keep-out':
      return stay({ ...check, overlay: { kind: 'keep-out' } });
    case 'ask-stop':
      // A finished check needs no leaving: the next one begins afresh.
      if (check.done !== null) return { ...stay(null), aside: 'home' };
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
      const danger = dangerToAskAbout(typedIn(filled.form), check, ctx);
      // What was typed is kept; recording it goes on when nobody is in danger.
      if (danger.length > 0) {
        const asking = {
          kind: 'danger',
          words: danger,
          otherwise: action,
          label: 'button-danger-record',
        } as const;
        return { ...stay(askedAbout({ ...filled, errors: {} }, typedIn(filled.form))), asking };
      }
      const errors = decisionErrors(filled, now.decision.outcome, ctx.now);
      if (Object.keys(errors).length > 0) return stay({ ...filled, errors }, [{ key: 'notice-form-errors' }]);
      // Nothing can be written now: what was typed is kept and the same form comes back.
      if (!ctx.recording) return stay({ ...filled, errors: {} }, [{ key: 'notice-not-recorded-yet' }]);
      return moved(recordDecision({ ...filled, errors: {} }, now, ctx));
    }
    case 'stop': {
      const gone: Moved = { check: null, effects: NO_EFFECTS, notices: [], aside: 'stopped' };
      if (check.done !== null || (check.adviceShown === null && !hasWorry(now, check))) return gone;
      if (!ctx.recording) return stay({ ...check, overlay: null }, [{ key: 'notice-not-recorded-yet' }]);
      // Before any message leaves, on this path too: who is kept out of it.
      const kept =
        check.keptOut === null
          ? keepOut(check, chosen(form, 'kept-out'), now, ctx)
          : { check, effects: NO_EFFECTS };
      const end =
        check.adviceShown === null ? tellOfUnfinished(kept.check, ctx) : abandon(kept.check, now, ctx);
      return { ...gone, effects: andThen(kept.effects, end) };
    }
  }
}
