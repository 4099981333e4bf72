import type { TurnContext } from './context.ts';
import type { Notice } from './moved.ts';
import type { CheckState } from './state.ts';
import { nameOf, whoIsTold } from './telling.ts';
import { say } from './words.ts';

/** That they are kept out from now on; and whom to ring, when a message had left for one of them already. */
export function keptOutNotice(check: CheckState, people: readonly string[], ctx: TurnContext): Notice {
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
