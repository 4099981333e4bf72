import { type Part, partsUnder, textUnder } from '../../support/slack/checks.ts';

/** Text as HTML. Everything that comes from a block goes through `escapeHtml`, also into attributes. */

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** @throws Error for a text object of a kind that is not drawn. */
export function drawText(text: unknown): string {
  const type = textUnder(text, 'type');
  const words = textUnder(text, 'text');
  if (type === 'plain_text') return escapeHtml(words);
  if (type === 'mrkdwn') return drawMrkdwn(words);
  throw new Error(`A text of type "${type}" is not drawn.`);
}

/** Links, and bold words around them or in a line: all that is written in Slack's markup here. */
function drawMrkdwn(text: string): string {
  const html = text.split(/(<[^<>]*>)/).map((piece) => {
    const [, target, label] = /^<([^<>|]*)(?:\|([^<>]*))?>$/.exec(piece) ?? [];
    return target === undefined ? escapeHtml(undone(piece)) : link(undone(target), undone(label ?? target));
  });
  return html.join('').replace(/(^|\s)\*([^*\n]+)\*(?=$|[\s.,:;])/gm, '$1<b>$2</b>');
}

const undone = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function link(url: string, label: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;
}

/** @throws Error for a part of rich text that is not drawn. */
export function drawRichText(block: Part): string {
  return partsUnder(block, 'elements').map(richPart).join('');
}

function richPart(part: Part): string {
  const inside = () => partsUnder(part, 'elements').map(inline).join('');
  switch (part.type) {
    case 'rich_text_section':
      return `<p>${inside()}</p>`;
    case 'rich_text_quote':
      return `<blockquote>${inside()}</blockquote>`;
    case 'rich_text_list': {
      const items = partsUnder(part, 'elements').map(
        (item) => `<li>${partsUnder(item, 'elements').map(inline).join('')}</li>`,
      );
      const tag = part.style === 'ordered' ? 'ol' : 'ul';
      return `<${tag}>${items.join('')}</${tag}>`;
    }
    default:
      throw new Error(`A part of rich text of type "${String(part.type)}" is not drawn.`);
  }
}

function inline(part: Part): string {
  const style: Part = typeof part.style === 'object' && part.style !== null ? { ...part.style } : {};
  const text = textUnder(part, 'text');
  const styled = (html: string): string =>
    Object.entries(TAGS).reduce((inner, [key, tag]) => {
      return style[key] === true ? `<${tag}>${inner}</${tag}>` : inner;
    }, html);
  if (part.type === 'text') return styled(escapeHtml(text));
  if (part.type === 'link') {
    const url = textUnder(part, 'url');
    return styled(link(url, text === '' ? url : text));
  }
  throw new Error(`Rich text of type "${String(part.type)}" is not drawn.`);
}

const TAGS = { bold: 'b', italic: 'i', strike: 's', code: 'code' } as const;
