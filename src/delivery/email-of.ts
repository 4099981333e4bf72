import type { Block, Card } from '../conversation/card.ts';

/**
 * What an e-mail says of a card: the title as its subject, and in plain text the banner, the title and every block that can be
 * read. Never more than stands on the card; nothing that somebody typed, and no buttons, as a letter cannot be pressed.
 */
export function emailOf(card: Card): { readonly subject: string; readonly body: string } {
  const parts = [card.banner ?? '', card.title, ...card.blocks.map(textOfBlock)];
  const body = parts.map((part) => part.trim()).filter((part) => part !== '');
  return { subject: oneLine(card.title), body: `${body.join('\n\n')}\n` };
}

function textOfBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.typed === true ? '' : block.text;
    case 'heading':
      return block.text;
    case 'list':
      return block.items
        .map((item, index) => `${block.ordered === true ? `${index + 1}.` : '-'} ${item}`)
        .join('\n');
    case 'phones':
      return block.phones
        .map(({ label, number, note }) => `${label}: ${number}${note === undefined ? '' : ` (${note})`}`)
        .join('\n');
    case 'quote':
      return `"${block.text}"\n${block.source}`;
    case 'rows':
      return block.rows.map(({ label, value }) => `${label}: ${value}`).join('\n');
    case 'details':
      return [block.summary, ...block.blocks.map(textOfBlock)].filter((part) => part !== '').join('\n\n');
    // There is nothing to choose or fill in here, and a field may hold what somebody typed.
    case 'options':
    case 'select':
    case 'input':
      return '';
    default:
      return block satisfies never;
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
