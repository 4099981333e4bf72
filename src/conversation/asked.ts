import type { TurnContext } from './context.ts';
import { askedAbout, dangerToAskAbout, inEmergency } from './danger.ts';
import { NO_EFFECTS } from './effects.ts';
import type { Moved } from './moved.ts';
import { readingOf } from './reading.ts';
import type { CheckState } from './state.ts';
import { isSmallTalk } from './understand.ts';

/**
 * Words that are no command: a question to the guidance. Danger comes first, then the answer; the check under way stays where
 * it is. The words go no further than this: what is kept is where the answer stands.
 */
export function asked(check: CheckState | null, text: string, ctx: TurnContext): Moved {
  const moved: Moved = { check, effects: NO_EFFECTS, notices: [] };
  const danger = dangerToAskAbout([text], check, ctx);
  if (danger.length === 0 && isSmallTalk(text)) {
    return {
      ...moved,
      notices: [{ key: 'notice-not-understood' }],
      ...(check === null ? { aside: 'home' } : {}),
    };
  }
  const reply = ctx.ask(text);
  const reading = readingOf(reply, ctx.library);
  if (danger.length > 0) {
    return {
      ...moved,
      check: check === null ? null : askedAbout(check, danger),
      asking: {
        kind: 'danger',
        words: danger,
        otherwise: { kind: 'show-answer', reading },
        label: 'button-danger-answer',
      },
      counts: [{ kind: 'question', outcome: 'danger' }],
    };
  }
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
