import type { Block, Card, PhoneLine } from '../../conversation/card.ts';

/**
 * The card in a few words, where a client is too old to draw it: what it says, what warns, and every number to ring. Nothing
 * that somebody typed.
 */
export function fallbackText(card: Card): string {
  const numbers = phonesIn(card.blocks).map(({ label, number }) => `${label}: ${number}`);
  return [
    ...(card.banner === undefined ? [] : [card.banner]),
    card.summary,
    ...warningsIn(card.blocks),
    ...new Set(numbers),
    'Teams on this device is too old to show the rest. Update it, or open Teams in a web browser.',
  ].join('\n\n');
}

function phonesIn(blocks: readonly Block[]): readonly PhoneLine[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'details') return phonesIn(block.blocks);
    return block.kind === 'phones' ? block.phones : [];
  });
}

function warningsIn(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) =>
    block.kind === 'text' && block.tone === 'warning' && block.typed !== true ? [block.text] : [],
  );
}
