import type { Block, Button, Card, TapOption } from '../../../src/conversation/card.ts';

/** All a person reads on a card that is not folded away, one thing a line. */
export function cardText(card: Card): string {
  return [
    card.banner ?? '',
    card.title,
    ...card.blocks.map(blockText),
    ...card.buttons.map(({ label }) => label),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** The text of one block; of folded details the summary alone. */
export function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
    case 'heading':
      return block.text;
    case 'list':
      return block.items.join('\n');
    case 'phones':
      return block.phones.map(({ label, number, note }) => `${label}\n${number}\n${note ?? ''}`).join('\n');
    case 'quote':
      return `${block.text}\n(${block.source})`;
    case 'rows':
      return block.rows.map(({ label, value }) => `${label}: ${value}`).join('\n');
    case 'options':
      return block.options.map(({ label, help }) => `${label}\n${help ?? ''}`).join('\n');
    case 'select':
      return [block.label, block.hint, block.error, ...block.options.map(({ label }) => label)].join('\n');
    case 'input':
      return [block.label, block.hint, block.error, block.value].join('\n');
    case 'details':
      return block.summary;
    default:
      return block satisfies never;
  }
}

/** Everything on a card that can be tapped, folded or not. */
export function tappable(card: Card): readonly (Button | TapOption)[] {
  return [...card.blocks.flatMap(optionsOf), ...card.buttons];
}

/** Every block, the folded ones too. */
export function allBlocks(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap((block) =>
    block.kind === 'details' ? [block, ...allBlocks(block.blocks)] : [block],
  );
}

function optionsOf(block: Block): readonly TapOption[] {
  if (block.kind === 'options') return block.options;
  return block.kind === 'details' ? block.blocks.flatMap(optionsOf) : [];
}
