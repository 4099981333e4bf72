import type { Block, Card } from '../../conversation/card.ts';
import { cut, isEmpty, pieces, plain } from './mrkdwn.ts';
import { type Drawing, type Part, RANK } from './parts.ts';
import { renderBlock, renderWarning } from './render-block.ts';

const LONGEST_HEADER = 150;

/** The parts of a card that every surface shows: what has to be seen first, the title, and its blocks in order. */
export function renderParts(card: Card, draw: Drawing): readonly Part[] {
  const title = isEmpty(card.title) ? card.summary : card.title;
  const heading = pieces(title).map((text): Block => ({ kind: 'heading', text }));
  return [
    ...(card.banner === undefined || isEmpty(card.banner)
      ? []
      : [{ rank: RANK.first, blocks: renderWarning(card.banner, draw) }]),
    title.length <= LONGEST_HEADER
      ? {
          rank: RANK.first,
          blocks: [
            {
              type: 'header',
              block_id: draw.block('title'),
              text: plain(isEmpty(title) ? 'Share Check' : cut(title, LONGEST_HEADER)),
            },
          ],
        }
      : {
          rank: RANK.first,
          blocks: heading.flatMap((block) => renderBlock(block, draw)).flatMap(({ blocks }) => blocks),
        },
    ...card.blocks.flatMap((block) => renderBlock(block, draw)),
  ];
}

/** True when the card has something to fill in. */
export function hasFields(blocks: readonly Block[]): boolean {
  return blocks.some(
    (block) =>
      block.kind === 'select' ||
      block.kind === 'input' ||
      (block.kind === 'details' && hasFields(block.blocks)),
  );
}
