import type { Block, Card } from './card.ts';
import { emergencyPhones, missingContact, whomToRing } from './cards/common.ts';
import { inPlace, quoteOfPassage } from './cards/passage.ts';
import type { TurnContext } from './context.ts';
import { type Passage, type Place, passageAt, readingOf } from './reading.ts';
import { say } from './words.ts';

/** A passage that can be put into a message to others. `text` is its beginning, for a list. */
export type Quote = { readonly title: string; readonly text: string; readonly card: Card };

/** What is found for words somebody types to search the guidance. `note` is said when there is nothing to show. */
export type Quotes = { readonly quotes: readonly Quote[]; readonly note: string };

const SHOWN = 6;
const BEGINNING = 140;

/**
 * Passages of the guidance for words typed to search it, best first; without words, its golden rules. Where the words signal
 * danger, the numbers come first. The cards hold nothing of what was typed and have no buttons: anybody may read them.
 */
export function quotesFor(text: string, ctx: TurnContext): Quotes {
  const note = say(ctx.dialog.words, 'quote-none');
  if (text.trim() === '') return { quotes: beginnings(ctx), note };
  const danger = ctx.findDanger(text).length > 0 ? [numbers(ctx)] : [];
  const reading = readingOf(ctx.ask(text), ctx.library);
  const places = [reading.answer, reading.also, ...(reading.answer === null ? [] : reading.near)];
  const quotes = places.flatMap((place) => (place === null ? [] : quoteAt(place, ctx)));
  return { quotes: [...danger, ...quotes].slice(0, SHOWN), note };
}

/** The golden rules, which the guidance begins with. */
function beginnings(ctx: TurnContext): readonly Quote[] {
  const cited = ctx.library.searched.find(({ id }) => id === ctx.dialog.guidance) ?? ctx.library.searched[0];
  if (cited === undefined) return [];
  return [...cited.sections.keys()]
    .flatMap((section) => quoteAt({ guidance: cited.id, section, passage: 0 }, ctx))
    .slice(0, SHOWN);
}

function quoteAt(place: Place, ctx: TurnContext): readonly Quote[] {
  const passage = passageAt(place, ctx.library);
  return passage === null ? [] : [quoteOf(passage, ctx)];
}

function quoteOf(passage: Passage, ctx: TurnContext): Quote {
  const { guidance, section, place, all } = passage;
  const title = section.heading;
  const words = (all[place.passage] ?? '').replace(/\s+/g, ' ');
  const beginning = words.length > BEGINNING ? `${words.slice(0, BEGINNING).replace(/\s\S*$/, '')} …` : words;
  return {
    title,
    text: `${inPlace(guidance.shortTitle, section.pages, ctx)}. ${beginning}`,
    card: {
      title,
      summary: `${title}. ${guidance.edition}.`,
      blocks: [quoteOfPassage(passage, place.passage, ctx)],
      buttons: [],
    },
  };
}

/** What is to be rung, as the first of the results: whoever searches may have danger before them. */
function numbers(ctx: TurnContext): Quote {
  const { words } = ctx.dialog;
  const title = say(words, 'quote-danger');
  const blocks: Block[] = [{ kind: 'phones', phones: emergencyPhones(ctx) }, ...missingContact(ctx)];
  return {
    title,
    text: say(words, 'quote-danger-more', { who: whomToRing(ctx) }),
    card: { title, summary: title, blocks, buttons: [] },
  };
}
