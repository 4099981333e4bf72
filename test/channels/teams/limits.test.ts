import { describe, expect, it } from 'vitest';
import type { AdaptiveCard, CardElement } from '../../../src/channels/teams/adaptive-card.ts';
import {
  breaksLimits,
  LARGEST_CARD_BYTES,
  LARGEST_MESSAGE_BYTES,
} from '../../../src/channels/teams/limits.ts';
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

  it('is its size, with two bytes for each character', () => {
    const card = withElement({ type: 'TextBlock', text: 'x'.repeat(LARGEST_CARD_BYTES / 2), wrap: true });
    expect(breaksLimits(card).join()).toMatch(/bytes/);
    expect(LARGEST_CARD_BYTES).toBeLessThan(LARGEST_MESSAGE_BYTES);
  });

  it.each<[string, CardElement]>([
    ['7 actions', { type: 'ActionSet', actions: Array(7).fill({ type: 'Action.OpenUrl' }) }],
    ['does not wrap', { type: 'TextBlock', text: 'x' }],
    ['no label', { type: 'Input.Text', id: 'a' }],
    ['no label', { type: 'Input.Text', id: 'a', label: ' ' }],
    ['colour of its own', { type: 'TextBlock', text: 'x', wrap: true, color: 'Attention' }],
    ['no words for it', { type: 'Image', url: 'https://x' }],
    ['no title', { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', url: 'https://x' }] }],
    ['lies within', { type: 'ActionSet', actions: [{ type: 'Action.ShowCard', title: 'x', card: {} }] }],
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
