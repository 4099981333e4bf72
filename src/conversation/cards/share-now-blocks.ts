import { clock } from '../../records/moment.ts';
import type { Block } from '../card.ts';
import { howFar } from '../following/standing-words.ts';
import { nameOf } from '../telling.ts';
import { say } from '../words.ts';
import { contacts, lawfulBasis, restsOn, telling, toDo } from './advice-parts.ts';
import { emergencyPhones, missingContact, whomToRing } from './common.ts';
import type { View } from './view.ts';

/**
 * Share now: the numbers, then five lines, then who is being told. Everything else is folded away.
 * The numbers and the five lines are Share Check's own and say so.
 */
export function shareNowBlocks(view: View): Block[] {
  const { ctx } = view;
  const { words, advice } = ctx.dialog;
  return [
    { kind: 'phones', phones: emergencyPhones(ctx) },
    ...missingContact(ctx),
    { kind: 'list', items: advice.emergency.lines, ordered: true },
    { kind: 'text', text: advice.emergency.own, tone: 'quiet' },
    ...whoIsBeingTold(view),
    ...restsOn(view),
    {
      kind: 'details',
      summary: say(words, 'advice-rest'),
      blocks: [...telling(view), ...unfold(toDo(view)), ...contacts(view), ...unfold(lawfulBasis(view))],
    },
  ];
}

/** Folded blocks inside a folded block are laid open: one tap is enough. */
const unfold = (blocks: readonly Block[]): Block[] =>
  blocks.flatMap((b) => (b.kind === 'details' ? [...b.blocks] : [b]));

/** What is true now about the case and the message to the lead. Never claims more than is known. */
function whoIsBeingTold(view: View): Block[] {
  const { ctx, check } = view;
  const { words } = ctx.dialog;
  const opened = check.opened;
  if (opened === null) return [];
  const zone = ctx.deployment.organisation['time-zone'];
  const reference = opened.reference;
  const first = opened.telling[0];
  if (ctx.rehearsal) return [{ kind: 'text', text: say(words, 'told-rehearsal', { reference }) }];
  if (first === undefined) {
    return [
      {
        kind: 'text',
        text: say(words, 'told-nobody', { reference, who: whomToRing(ctx, view) }),
        tone: 'warning',
      },
    ];
  }
  const name = nameOf(ctx, first);
  const far = howFar(ctx, ctx.standing);
  const waits = opened.waitsUntil !== null && ctx.now < opened.waitsUntil;
  return [
    {
      kind: 'text',
      text:
        far !== null
          ? say(words, 'told-case', { reference, state: far })
          : waits
            ? say(words, 'told-soon', { reference, name, time: clock(opened.waitsUntil ?? ctx.now, zone) })
            : say(words, ctx.notArrived ? 'told-open' : 'told-now', { reference, name }),
    },
    ...(check.aboutColleague && check.keptOut === null
      ? [{ kind: 'text', text: say(words, 'told-colleague'), tone: 'warning' } as const]
      : []),
    { kind: 'text', text: say(words, 'ring-first', { who: whomToRing(ctx, view) }) },
  ];
}
