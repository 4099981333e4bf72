import { describe, expect, it } from 'vitest';
import type { AdaptiveCard, CardElement } from '../../../src/channels/teams/adaptive-card.ts';
import { breaksLimits, LARGEST_CARD_BYTES } from '../../../src/channels/teams/limits.ts';
import { renderCard } from '../../../src/channels/teams/render.ts';
import { cardOf } from './every-block.ts';

function withElement(element: CardElement): AdaptiveCard {
  const card = renderCard(cardOf());
  return { ...card, body: [...card.body, element] };
}

describe('what a card breaks', () => {
  it('is nothing for a plain card', () => {
    expect(breaksLimits(renderCard(cardOf({ kind: 'text', text: 'Hello.' })))).toEqual([]);
  });

  it('is its size, in bytes and not in characters', () => {
    const text = '“'.repeat(LARGEST_CARD_BYTES / 3);
    expect(breaksLimits(renderCard(cardOf({ kind: 'text', text }))).join()).toMatch(/bytes/);
  });

  it.each<[string, CardElement]>([
    ['7 actions', { type: 'ActionSet', actions: Array(7).fill({ type: 'Action.OpenUrl' }) }],
    ['does not wrap', { type: 'TextBlock', text: 'x' }],
    ['no label', { type: 'Input.Text', id: 'a' }],
    [
      'more than its token',
      { type: 'ActionSet', actions: [{ type: 'Action.Execute', data: { token: 't', risk: 'clear' } }] },
    ],
    ['more than its token', { type: 'ActionSet', actions: [{ type: 'Action.Submit' }] }],
    [
      'same id',
      {
        type: 'Container',
        items: [
          { type: 'Image', id: 'a' },
          { type: 'Image', id: 'a' },
        ],
      },
    ],
  ])('is said: %s', (words, element) => {
    expect(breaksLimits(withElement(element)).join()).toContain(words);
  });
});
