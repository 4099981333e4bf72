import type { Fact } from '../../check/facts.ts';
import type { Alternative } from '../../check/smallest-changes.ts';
import type { Block, Card } from '../card.ts';
import { changesInWords } from '../changes-in-words.ts';
import { say } from '../words.ts';
import { note } from './common.ts';
import type { View } from './view.ts';

/** A card has room for this many lines about one outcome. */
const MOST_LINES = 8;
/** Further away than this many answers, the number of them says more than all the ways. */
const FAR = 4;

/** "What would change this?": the fewest answers that would have to be different, by outcome, the nearest in full view. */
export function changesCard(view: View): Card {
  const { ctx, check, at } = view;
  const { words } = ctx.dialog;
  // What the deployment has set is not the person's to change.
  const alternatives = ctx.policy.smallestChanges(at.counted, Object.keys(check.preset) as Fact[]);
  const near = alternatives.filter(({ size }) => size === 1);
  const further = alternatives.filter(({ size }) => size > 1);
  const rest: Block[] =
    further.length === 0
      ? []
      : [
          {
            kind: 'details',
            summary: say(words, 'changes-further'),
            blocks: further.flatMap((one) => alternativeBlocks(view, one)),
          },
        ];
  return note(view, say(words, 'changes-title'), [
    { kind: 'text', text: say(words, 'changes-text') },
    ...near.flatMap((one) => alternativeBlocks(view, one)),
    ...rest,
  ]);
}

function alternativeBlocks({ ctx }: View, alternative: Alternative): Block[] {
  const { words } = ctx.dialog;
  const outcome = say(words, `outcome-short-${alternative.outcome}`);
  const heading: Block = { kind: 'heading', text: say(words, 'changes-to', { outcome }) };
  if (alternative.size >= FAR) {
    const count = String(alternative.size);
    return [heading, { kind: 'text', text: say(words, 'changes-far', { count }) }];
  }
  const lines = changesInWords(ctx.dialog, alternative);
  const left = lines.length - MOST_LINES;
  const shown = left > 1 ? lines.slice(0, MOST_LINES) : lines;
  return [
    heading,
    { kind: 'list', items: shown },
    ...(left > 1
      ? [
          {
            kind: 'text',
            text: say(words, 'changes-more', { count: String(left) }),
            tone: 'quiet',
          } as const,
        ]
      : []),
  ];
}
