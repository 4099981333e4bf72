import type { TurnContext } from './context.ts';
import { NO_EFFECTS } from './effects.ts';
import type { Moved } from './moved.ts';
import type { Action, CheckState } from './state.ts';
import { whomToAsk } from './whom-to-ask.ts';

/** "Was this what you needed?": counted by section, without the question; what was shown stays on the screen. */
export function helped(
  check: CheckState | null,
  { helpful, place, reading }: Extract<Action, { kind: 'helped' }>,
  ctx: TurnContext,
): Moved {
  const section = place === null ? 'none' : `${place.guidance}/${place.section}`;
  const another = place !== null && place.section !== reading.answer?.section;
  return {
    check,
    effects: NO_EFFECTS,
    notices: [
      helpful
        ? { key: 'notice-helped' }
        : { key: 'notice-not-helped', fill: { who: whomToAsk('dsl', check, ctx) } },
    ],
    asking: another
      ? { kind: 'section', place, reading, thanked: true }
      : { kind: 'answer', reading, thanked: true },
    counts: [{ kind: 'answer', section, helpful }],
  };
}
