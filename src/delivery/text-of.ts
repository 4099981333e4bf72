import type { Card } from '../conversation/card.ts';

/** Four text messages, as the receiving phone puts them together again. */
export const LONGEST_TEXT = 612;

/** Characters that would turn all of a text message into the alphabet with less than half the room. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/[‘’‚′]/g, "'"],
  [/[“”„″]/g, '"'],
  [/[‐‑‒–—−]/g, '-'],
  [/…/g, '...'],
  [/[•·]/g, '-'],
  [/[\u00a0\u2007\u2009\u202f]/g, ' '],
];

/** These take the room of two. */
const DOUBLE = /[[\]{}\\^|~€]/g;

/**
 * What a text message says of a card: its summary, its banner and its texts, one a line, at most `LONGEST_TEXT` long, cut after a
 * whole sentence. Never more than stands on the card; nothing that somebody typed.
 */
export function textOf(card: Card): string {
  const texts = card.blocks.flatMap((block) =>
    block.kind === 'text' && block.typed !== true ? [block.text] : [],
  );
  const lines = [card.summary, card.banner ?? '', ...texts].map(plain).filter((line) => line !== '');
  return cut(lines.join('\n'));
}

function plain(text: string): string {
  const simple = PLAIN.reduce((done, [odd, usual]) => done.replace(odd, usual), text);
  return simple.replace(/\s+/g, ' ').trim();
}

const roomOf = (text: string): number => text.length + (text.match(DOUBLE)?.length ?? 0);

function cut(text: string): string {
  if (roomOf(text) <= LONGEST_TEXT) return text;
  // A line is a sentence too, whether or not it ends in a full stop.
  const ends = [...text.matchAll(/[.!?](?=\s)|(?=\n)/g)].map(({ 0: end, index }) => index + end.length);
  const whole = ends.map((end) => text.slice(0, end)).findLast((part) => roomOf(part) <= LONGEST_TEXT);
  return whole ?? firstWords(text);
}

function firstWords(text: string): string {
  let kept = '';
  for (const word of text.split(' ')) {
    const longer = kept === '' ? word : `${kept} ${word}`;
    if (roomOf(longer) > LONGEST_TEXT - 3) break;
    kept = longer;
  }
  return `${kept === '' ? text.slice(0, (LONGEST_TEXT - 3) / 2) : kept}...`;
}
