import { answered } from './answering.ts';
import type { TurnContext } from './context.ts';
import { NO_EFFECTS } from './effects.ts';
import type { Moved } from './moved.ts';
import { newCheck } from './new-check.ts';
import type { Action, CheckState } from './state.ts';

/**
 * Takes the first suggested answer over, or drops it, and goes on to the next. After the last one the check goes on; where
 * every one was dropped and no check is under way, what the guidance says is shown.
 */
export function useSuggestion(
  check: CheckState | null,
  { use, pending, reading }: Extract<Action, { kind: 'use-suggestion' }>,
  ctx: TurnContext,
): Moved {
  const [{ fact, value }, next, ...more] = pending;
  const running = check === null || check.done !== null ? null : check;
  const after = use ? answered(running ?? newCheck(ctx), [[fact, value]], ctx, 'suggested')[0] : check;
  const moved: Moved = { check: after, effects: NO_EFFECTS, notices: [] };
  if (next !== undefined) return { ...moved, asking: { kind: 'suggest', pending: [next, ...more], reading } };
  const under = after !== null && after.done === null;
  return under ? moved : { ...moved, asking: { kind: 'answer', reading } };
}
