import type { Fact, Outcome } from '../../check/facts.ts';
import type { Alternative } from '../../check/smallest-changes.ts';
import type { Block, Card } from '../card.ts';
import { type ChangeLine, changesInWords } from '../changes-in-words.ts';
import { hasWorry } from '../unfinished.ts';
import { say } from '../words.ts';
import { emergencyPhones, missingContact, note, whomToRing } from './common.ts';
import type { View } from './view.ts';

/** A card has room for this many lines about one outcome. */
const MOST_LINES = 6;
/** Further away than this many answers, the number of them says more than all the ways. */
const FAR = 4;

/** From the outcome that shares soonest to the one that holds back. */
const TOWARDS_HOLDING_BACK: readonly Outcome[] = [
  'share-now',
  'share',
  'fix-then-share',
  'seek-advice',
  'talk-first',
  'plan-first',
  'do-not-share-yet',
];

/** Facts whose change could be read as "go and get their consent". */
const ABOUT_THE_FAMILY: readonly Fact[] = ['views', 'telling', 'relationship', 'confidential'];

type Worded = Alternative & { readonly lines: readonly ChangeLine[] };

/**
 * "What would change this?": by outcome, the fewest answers that would have to be different. What leads towards sharing is in
 * full view; what leads towards holding back is folded away, with what to do when somebody asks for it.
 */
export function changesCard(view: View): Card {
  const { ctx, check, at } = view;
  const { words } = ctx.dialog;
  // What the deployment has set is not the person's to change.
  const kept = Object.keys(check.preset) as Fact[];
  const alternatives = ctx.policy
    .smallestChanges(at.counted, { kept, listUpTo: FAR - 1 })
    .map((one): Worded => ({ ...one, lines: changesInWords(ctx, at.counted, one) }));
  const rank = (outcome: Outcome) => TOWARDS_HOLDING_BACK.indexOf(outcome);
  const sooner = alternatives.filter(({ outcome }) => rank(outcome) < rank(at.decision.outcome));
  const later = alternatives
    .filter(({ outcome }) => rank(outcome) > rank(at.decision.outcome))
    .sort((one, two) => rank(one.outcome) - rank(two.outcome));
  const near = sooner.filter(({ size }) => size === 1);
  const further = sooner.filter(({ size }) => size > 1);
  const now = at.decision.outcome === 'share-now';
  return note(view, say(words, 'changes-title'), [
    ...(now ? numbersFirst(view) : []),
    { kind: 'text', text: say(words, 'changes-text') },
    ...whileAtRisk(view),
    ...near.flatMap((one) => alternativeBlocks(view, one)),
    ...folded(
      say(words, 'changes-further'),
      further.flatMap((one) => alternativeBlocks(view, one)),
    ),
    ...folded(say(words, 'changes-wrong'), [
      ...later.flatMap((one) => alternativeBlocks(view, one)),
      ...unasked(view),
    ]),
    ...notes(view, alternatives),
    ...(!now && hasWorry(at, check) ? ringing(view) : []),
  ]);
}

function folded(summary: string, blocks: readonly Block[]): Block[] {
  return blocks.length === 0 ? [] : [{ kind: 'details', summary, blocks }];
}

function alternativeBlocks({ ctx }: View, { outcome, size, lines }: Worded): Block[] {
  const { words } = ctx.dialog;
  const heading: Block = {
    kind: 'heading',
    text: say(words, 'changes-to', { outcome: say(words, `outcome-short-${outcome}`) }),
  };
  if (size >= FAR)
    return [heading, { kind: 'text', text: say(words, 'changes-far', { count: String(size) }) }];
  const left = lines.length - MOST_LINES;
  const shown = left > 1 ? lines.slice(0, MOST_LINES) : lines;
  return [
    heading,
    { kind: 'list', items: shown.map(({ text }) => text) },
    ...(left > 1
      ? [{ kind: 'text', text: say(words, 'changes-more', { count: String(left) }), tone: 'quiet' } as const]
      : []),
  ];
}

/** In an emergency nothing comes before ringing. */
function numbersFirst(view: View): Block[] {
  return [
    ...ringing(view),
    { kind: 'text', text: say(view.ctx.dialog.words, 'changes-ring-first'), tone: 'lead' },
  ];
}

const ringing = ({ ctx }: View): Block[] => [
  { kind: 'phones', phones: emergencyPhones(ctx) },
  ...missingContact(ctx),
];

/** What safety rule I4 proves, said where it matters. */
function whileAtRisk({ ctx, at }: View): Block[] {
  const { risk } = at.counted;
  return risk === 'clear' || risk === 'perceived'
    ? [{ kind: 'text', text: say(ctx.dialog.words, 'changes-at-risk') }]
    : [];
}

/** For somebody who is told to answer otherwise. */
function unasked(view: View): Block[] {
  const { ctx } = view;
  const { words } = ctx.dialog;
  return [
    {
      kind: 'text',
      text: say(words, 'changes-pressed', { who: whomToRing(ctx, view) }),
      tone: 'warning',
    },
    ...(ctx.recording && !ctx.rehearsal
      ? [{ kind: 'text', text: say(words, 'changes-recorded') } as const]
      : []),
  ];
}

function notes({ ctx }: View, alternatives: readonly Worded[]): Block[] {
  const { words } = ctx.dialog;
  const lines = alternatives.flatMap((one) => one.lines);
  const about = lines.some(({ facts }) => facts.some((fact) => ABOUT_THE_FAMILY.includes(fact)));
  return [
    ...(lines.some(({ settled }) => !settled) ? (['changes-open'] as const) : []),
    ...(about ? (['changes-not-consent'] as const) : []),
  ].map((key) => ({ kind: 'text', text: say(words, key), tone: 'quiet' }));
}
