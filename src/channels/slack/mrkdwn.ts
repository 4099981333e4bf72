import type { SlackBlock } from './block-kit.ts';

/**
 * Words as Slack shows them. Nothing of a card is ever read for formatting: it goes into `plain_text` and rich text, where no
 * character means anything. Markup (`mrkdwn`) is written for one thing alone, the link on a telephone number.
 */

type Section = Extract<SlackBlock, { type: 'section' }>;
type AnyText = NonNullable<Section['text']>;
export type PlainText = Extract<AnyText, { type: 'plain_text' }>;
export type Mrkdwn = Extract<AnyText, { type: 'mrkdwn' }>;
export type RichText = Extract<SlackBlock, { type: 'rich_text' }>;
export type RichPart = RichText['elements'][number];
type RichWords = { type: 'text'; text: string; style?: { bold: true } };

/** Most characters of one text. */
export const LONGEST_TEXT = 3000;

/** Words shown as they are, cut with an ellipsis where Slack takes no more. */
export function plain(text: string, most = LONGEST_TEXT): PlainText {
  return { type: 'plain_text', text: cut(text, most), emoji: false };
}

/** Text in which the three characters that begin mentions, links and entities begin nothing. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A telephone number as a link that rings it; as plain words where it is no number. */
export function telephone(number: string): PlainText | Mrkdwn {
  const digits = number.replaceAll(/[^+\d]/g, '');
  if (digits === '' || !/^\+?[\d ()-]+$/.test(number)) return plain(number, 200);
  return { type: 'mrkdwn', text: `*<tel:${digits}|${number}>*`, verbatim: true };
}

export const isEmpty = (text: string): boolean => text.trim() === '';

export function words(text: string): RichWords {
  return { type: 'text', text };
}

export function bold(text: string): RichWords {
  return { type: 'text', text, style: { bold: true } };
}

/** At most this many characters of the text, ended with an ellipsis where it was cut: at a word where there is one. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, endWithin(text, most - 1));
  return `${head.trimEnd()}…`;
}

/** The whole text in as few pieces as Slack takes. */
export function pieces(text: string, most = LONGEST_TEXT): readonly string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > most) {
    const end = endWithin(rest, most);
    found.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...found, rest].filter((piece) => !isEmpty(piece));
}

/** Where to end so that no word is broken, if one ends in the last third; and no character ever. */
function endWithin(text: string, most: number): number {
  const gap = Math.max(text.lastIndexOf('\n', most - 1), text.lastIndexOf(' ', most - 1)) + 1;
  if (gap > (most * 2) / 3) return gap;
  const last = text.charCodeAt(most - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return splitsPair && most > 1 ? most - 1 : most;
}
