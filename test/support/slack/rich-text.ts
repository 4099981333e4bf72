import {
  bool,
  byType,
  type Check,
  characters,
  items,
  object,
  oneOf,
  type Part,
  partsUnder,
  textUnder,
  whole,
} from './checks.ts';

const style = object({}, { bold: bool, italic: bool, strike: bool, code: bool });
const INLINE = byType({
  text: object({ type: oneOf('text'), text: characters(1, 3000) }, { style }),
  link: object(
    { type: oneOf('link'), url: characters(1, 3000) },
    { style, text: characters(1, 3000), unsafe: bool },
  ),
  user: object({ type: oneOf('user'), user_id: characters(1, 50) }, { style }),
  channel: object({ type: oneOf('channel'), channel_id: characters(1, 50) }, { style }),
  emoji: object({ type: oneOf('emoji'), name: characters(1, 100) }, { unicode: characters(1, 100) }),
});
const inside = items(1, 1000, INLINE);
const line = object({ type: oneOf('rich_text_section'), elements: inside });

/** Slack's rules for what stands in a block of rich text. */
export const RICH_PART: Check = byType({
  rich_text_section: line,
  rich_text_list: object(
    { type: oneOf('rich_text_list'), style: oneOf('bullet', 'ordered'), elements: items(1, 1000, line) },
    { indent: whole(0, 8), offset: whole(0, 10_000), border: oneOf(0, 1) },
  ),
  rich_text_quote: object({ type: oneOf('rich_text_quote'), elements: inside }, { border: oneOf(0, 1) }),
  rich_text_preformatted: object(
    { type: oneOf('rich_text_preformatted'), elements: inside },
    { border: oneOf(0, 1) },
  ),
});

/** Rich text as a person reads it, one line or item a line. */
export function readRichText(part: Part): string {
  const inner = partsUnder(part, 'elements');
  if (part.type === 'rich_text' || part.type === 'rich_text_list') return inner.map(readRichText).join('\n');
  return inner.map((each) => textUnder(each, 'text') || textUnder(each, 'url')).join('');
}

/** True for one line of bold words and nothing else. */
export function isBoldLine(part: Part): boolean {
  const lines = partsUnder(part, 'elements');
  const words = lines.flatMap((line) => partsUnder(line, 'elements'));
  const bold = (each: Part): boolean =>
    typeof each.style === 'object' && each.style !== null && 'bold' in each.style && each.style.bold === true;
  return part.type === 'rich_text' && lines.length === 1 && words.length > 0 && words.every(bold);
}
