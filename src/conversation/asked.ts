import type { TurnContext } from './context.ts';
import { dangerIn, inEmergency } from './danger.ts';
import { NO_EFFECTS } from './effects.ts';
import type { Moved } from './moved.ts';
import { newCheck } from './new-check.ts';
import { readingOf } from './reading.ts';
import type { CheckState, Suggestions } from './state.ts';
import { isStory, suggestionsIn } from './suggestions.ts';
import { isSmallTalk } from './understand.ts';

/**
 * Words that are no command: a question to the guidance. Danger comes first, then the answer; the check under way stays where
 * it is. The words go no further than this: what is kept is where the answer stands.
 */
export function asked(check: CheckState | null, text: string, ctx: TurnContext): Moved {
  const moved: Moved = { check, effects: NO_EFFECTS, notices: [] };
  const danger = dangerIn(text, check, ctx);
  if (danger.length === 0 && isSmallTalk(text)) {
    return {
      ...moved,
      notices: [{ key: 'notice-not-understood' }],
      ...(check === null ? { aside: 'home' } : {}),
    };
  }
  const reply = ctx.ask(text);
  const reading = readingOf(reply, ctx.library);
  const pending = suggested(check, text, ctx);
  if (danger.length > 0) {
    return {
      ...moved,
      asking: {
        kind: 'danger',
        words: danger,
        ...(pending === null
          ? { otherwise: { kind: 'show-answer', reading }, label: 'button-danger-answer' }
          : { otherwise: { kind: 'suggest', pending, reading }, label: 'button-danger-on' }),
      },
      counts: [{ kind: 'question', outcome: 'danger' }],
    };
  }
  if (pending !== null) return { ...moved, asking: { kind: 'suggest', pending, reading } };
  return {
    ...moved,
    asking: {
      kind: 'answer',
      reading,
      ringFirst: inEmergency(check) || ctx.findDanger(text).length > 0,
    },
    counts: [{ kind: 'question', outcome: reply.answer === null ? 'not-covered' : 'answered' }],
  };
}

/** The answers that an account typed before the first question was answered may give; null when it gives none. */
function suggested(check: CheckState | null, text: string, ctx: TurnContext): Suggestions | null {
  const begun = check !== null && check.done === null;
  if ((begun && check.given.length > 0) || !isStory(text)) return null;
  const preset = begun ? check.preset : newCheck(ctx).preset;
  const order = ctx.dialog.questions.map(({ id }) => id).filter((fact) => preset[fact] === undefined);
  const [first, ...more] = suggestionsIn(text, order);
  return first === undefined ? null : [first, ...more];
}
