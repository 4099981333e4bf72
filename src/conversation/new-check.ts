import type { TurnContext } from './context.ts';
import type { CheckState } from './state.ts';

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
