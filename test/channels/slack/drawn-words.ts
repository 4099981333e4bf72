import type { Block, Card } from '../../../src/conversation/card.ts';

/** What stands in something drawn for Slack, and in the card it was drawn from. */

/** Every text in it, as a person reads it: formatting undone. */
export function textsIn(value: unknown, found: string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return found;
  if ('text' in value && typeof value.text === 'string') {
    found.push('type' in value && value.type === 'mrkdwn' ? read(value.text) : value.text);
  }
  for (const inner of Object.values(value)) textsIn(inner, found);
  return found;
}

/** Markup as it is read: a link is its words, an entity its character. */
export function read(markup: string): string {
  return markup
    .replaceAll(/\*?<[^|>]*\|([^>]*)>\*?/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The value of every control in it. */
export function valuesIn(value: unknown, found: string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return found;
  if ('value' in value && typeof value.value === 'string') found.push(value.value);
  // What is chosen at first is one of the options again.
  for (const [key, inner] of Object.entries(value)) if (!key.startsWith('initial_')) valuesIn(inner, found);
  return found;
}

/** Every text of a card that a person is to read; what they typed themselves stands in a field. */
export function textsOf(card: Card): string[] {
  return [
    card.title,
    card.banner ?? '',
    ...card.blocks.flatMap(textsOfBlock),
    ...card.buttons.map(({ label }) => label),
  ];
}

function textsOfBlock(block: Block): string[] {
  switch (block.kind) {
    case 'text':
    case 'heading':
      return [block.text];
    case 'list':
      return [...block.items];
    case 'phones':
      return block.phones.flatMap(({ label, number, note }) => [label, number, note ?? '']);
    case 'quote':
      return [block.text, block.source];
    case 'rows':
      return block.rows.flatMap(({ label, value }) => [label, value]);
    case 'options':
      return block.options.flatMap(({ label, help }) => [label, help ?? '']);
    case 'select':
      return [block.label, block.hint ?? '', block.error ?? '', ...block.options.map(({ label }) => label)];
    case 'input':
      return [block.label, block.hint ?? '', block.error ?? ''];
    case 'details':
      return [block.summary, ...block.blocks.flatMap(textsOfBlock)];
  }
}

/** The tokens of everything that can be pressed or chosen on a card. */
export function tokensOf({ blocks, buttons }: Pick<Card, 'blocks' | 'buttons'>): string[] {
  const inBlocks = blocks.flatMap((block): string[] => {
    if (block.kind === 'details') return tokensOf({ blocks: block.blocks, buttons: [] });
    return block.kind === 'options' || block.kind === 'select' ? block.options.map(({ token }) => token) : [];
  });
  return [...inBlocks, ...buttons.map(({ token }) => token)];
}

export function phonesOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'details') return phonesOf(block.blocks);
    return block.kind === 'phones' ? block.phones.map(({ number }) => number) : [];
  });
}

export function warningsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'details') return warningsOf(block.blocks);
    return block.kind === 'text' && block.tone === 'warning' ? [block.text] : [];
  });
}
