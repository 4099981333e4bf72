import type { Block, Button, Card } from '../card.ts';
import type { TurnContext } from '../context.ts';
import { inEmergency } from '../danger.ts';
import type { Asking } from '../moved.ts';
import { type Passage, type Place, passageAt, type Reading } from '../reading.ts';
import type { CheckState } from '../state.ts';
import type { WordKey } from '../word-keys.ts';
import { say } from '../words.ts';
import { banner, button, emergencyPhones, missingContact } from './common.ts';
import { lawNotes } from './law-notes.ts';
import { notCovered } from './not-covered.ts';
import { inPlace, quoteOfPassage } from './passage.ts';
import type { Mint } from './view.ts';

type Of<K extends Asking['kind']> = Extract<Asking, { kind: K }>;

/** A section is laid open up to about this many characters; the rest is folded away. */
const LAID_OPEN = 600;

/** The guidance's own words to a question; or that it does not cover it, and whom to ask. */
export function answerCard(
  ctx: TurnContext,
  mint: Mint,
  check: CheckState | null,
  { reading, ringFirst = false, thanked = false }: Of<'answer'>,
): Card {
  const { words } = ctx.dialog;
  const answer = found(reading.answer, ctx);
  const also = found(reading.also, ctx);
  const title = say(words, answer === null ? 'not-covered-title' : 'answer-title');
  const ring: Block[] = [{ kind: 'phones', phones: emergencyPhones(ctx) }, ...missingContact(ctx)];
  return {
    title,
    summary: title,
    ...banner(ctx),
    blocks: [
      ...(ringFirst ? ring : []),
      ...(answer === null ? notCovered(ctx, check, reading.topic) : quoted(answer, ctx)),
      ...(also === null
        ? []
        : [{ kind: 'heading', text: say(words, 'answer-also') } as const, ...quoted(also, ctx)]),
      ...lawNotes(ctx, [answer?.place ?? null, also?.place ?? null]),
      ...(thanked ? [] : wasThisIt(ctx, mint, answer === null ? null : reading.answer, reading)),
      ...nearest(ctx, mint, reading, answer === null ? 'not-covered-nearest' : 'answer-near'),
      ...(ringFirst ? [] : ring),
    ],
    buttons: onward(ctx, mint, check),
  };
}

/** A section that stands near what was asked: its words from the start. */
export function sectionCard(
  ctx: TurnContext,
  mint: Mint,
  check: CheckState | null,
  { place, reading, thanked = false }: Of<'section'>,
): Card {
  const { words } = ctx.dialog;
  const passage = found(place, ctx);
  const title = passage?.section.heading ?? say(words, 'not-covered-title');
  return {
    title,
    summary: title,
    ...banner(ctx),
    blocks: [
      ...(passage === null ? [] : laidOpen(passage, ctx)),
      ...lawNotes(ctx, [passage?.place ?? null]),
      ...(thanked || passage === null ? [] : wasThisIt(ctx, mint, place, reading)),
      { kind: 'phones', phones: emergencyPhones(ctx) },
      ...missingContact(ctx),
    ],
    buttons: [
      button({ ctx, mint }, { kind: 'show-answer', reading }, 'button-to-answer'),
      ...onward(ctx, mint, check),
    ],
  };
}

const found = (place: Place | null, ctx: TurnContext) =>
  place === null ? null : passageAt(place, ctx.library);

/** The passage that answers, under its heading; what else stands in the section is folded away. */
function quoted(passage: Passage, ctx: TurnContext): Block[] {
  const { place, section, all } = passage;
  const others = all.flatMap((_, n) => (n === place.passage ? [] : [quoteOfPassage(passage, n, ctx)]));
  return [
    { kind: 'heading', text: section.heading },
    quoteOfPassage(passage, place.passage, ctx),
    ...folded(others, ctx),
  ];
}

function laidOpen(passage: Passage, ctx: TurnContext): Block[] {
  let length = 0;
  const open: Block[] = [];
  const rest: Block[] = [];
  for (const [n, text] of passage.all.entries()) {
    (length < LAID_OPEN ? open : rest).push(quoteOfPassage(passage, n, ctx));
    length += text.length;
  }
  return [...open, ...folded(rest, ctx)];
}

const folded = (blocks: readonly Block[], ctx: TurnContext): Block[] =>
  blocks.length === 0 ? [] : [{ kind: 'details', summary: say(ctx.dialog.words, 'answer-more'), blocks }];

function wasThisIt(ctx: TurnContext, mint: Mint, place: Place | null, reading: Reading): Block[] {
  const option = (helpful: boolean, key: WordKey) => ({
    token: mint({ kind: 'helped', helpful, place, reading }),
    label: say(ctx.dialog.words, key),
  });
  return [
    { kind: 'heading', text: say(ctx.dialog.words, 'answer-helped') },
    { kind: 'options', options: [option(true, 'button-yes'), option(false, 'button-no')] },
  ];
}

function nearest(ctx: TurnContext, mint: Mint, reading: Reading, heading: WordKey): Block[] {
  const options = reading.near.flatMap((place) => {
    const passage = found(place, ctx);
    if (passage === null) return [];
    const { guidance, section } = passage;
    return [
      {
        token: mint({ kind: 'show-section', place, reading }),
        label: section.heading,
        help: inPlace(guidance.shortTitle, section.pages, ctx),
      },
    ];
  });
  if (options.length === 0) return [];
  return [
    { kind: 'heading', text: say(ctx.dialog.words, heading) },
    { kind: 'options', options },
  ];
}

/** On with the check under way, exactly where it was, or to a new one; and the emergency, from anywhere. */
export function onward(ctx: TurnContext, mint: Mint, check: CheckState | null): Button[] {
  const own = { ctx, mint };
  const underWay = check !== null && check.done === null;
  return [
    underWay
      ? button(own, { kind: 'carry-on' }, 'button-resume', 'primary')
      : button(own, { kind: 'start' }, 'button-start', 'primary'),
    ...(inEmergency(check)
      ? []
      : [button(own, { kind: 'emergency', colleague: false }, 'button-emergency', 'danger')]),
  ];
}
