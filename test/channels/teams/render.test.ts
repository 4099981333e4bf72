import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdaptiveCard } from '../../../src/channels/teams/adaptive-card.ts';
import { breaksLimits } from '../../../src/channels/teams/limits.ts';
import { renderCard } from '../../../src/channels/teams/render.ts';
import { adaptiveCardSchema } from './adaptive-card-schema.ts';
import { cardOf, EVERY_BLOCK, LONGEST_LABEL, WHOLE_CARD } from './every-block.ts';

/** Every object in a drawn card that has this type, in order. */
function all(card: AdaptiveCard, type: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  JSON.parse(JSON.stringify(card), (_key, value) => {
    if (typeof value === 'object' && value !== null && value.type === type) found.push(value);
    return value;
  });
  return found;
}

describe('every kind of block', () => {
  it.each(Object.entries(EVERY_BLOCK))(
    '%s is a card of the format and within its limits',
    (_kind, blocks) => {
      for (const block of blocks) {
        const drawn = renderCard(cardOf(block));
        expect(adaptiveCardSchema.safeParse(drawn).error).toBeUndefined();
        expect(breaksLimits(drawn)).toEqual([]);
      }
    },
  );

  it('stands together on one card', () => {
    const drawn = renderCard(WHOLE_CARD);
    expect(adaptiveCardSchema.safeParse(drawn).error).toBeUndefined();
    expect(breaksLimits(drawn)).toEqual([]);
  });
});

describe('what a card shows', () => {
  it('puts the banner before the title, and the title is a heading', () => {
    const texts = all(renderCard(WHOLE_CARD), 'TextBlock').map(({ text, style }) => ({ text, style }));
    expect(texts.slice(0, 2)).toEqual([
      { text: WHOLE_CARD.banner, style: undefined },
      { text: WHOLE_CARD.title, style: 'heading' },
    ]);
  });

  it('says its summary where a card cannot be drawn', () => {
    expect(renderCard(WHOLE_CARD).fallbackText).toBe(WHOLE_CARD.summary);
  });

  it('makes each answer one tappable box that sends its token and nothing else', () => {
    const drawn = renderCard(cardOf(...EVERY_BLOCK.options));
    const taps = all(drawn, 'Action.Execute');
    expect(taps.map(({ title, data }) => ({ title, data }))).toEqual([
      { title: 'Yes', data: { token: 't1' } },
      { title: `${LONGEST_LABEL} (chosen)`, data: { token: 't2' } },
    ]);
    expect(taps.every(({ associatedInputs }) => associatedInputs === 'none')).toBe(true);
  });

  it('says in words which answer was chosen, not by colour alone', () => {
    const words = all(renderCard(cardOf(...EVERY_BLOCK.options)), 'TextBlock').map(({ text }) => text);
    expect(words).toContain(`✓ ${LONGEST_LABEL} (chosen)`);
  });

  it('makes a phone number a link and a button, and readable', () => {
    const drawn = renderCard(cardOf(...EVERY_BLOCK.phones));
    expect(all(drawn, 'TextBlock').map(({ text }) => text)).toContain('[01632 960123](tel:01632960123)');
    expect(all(drawn, 'Action.OpenUrl').map(({ url }) => url)).toEqual(['tel:999', 'tel:01632960123']);
  });

  it('puts quoted words in quotation marks, with their source', () => {
    const words = all(renderCard(cardOf(...EVERY_BLOCK.quote)), 'TextBlock').map(({ text }) => text);
    expect(words.slice(1)).toEqual(['“Be open and honest.”', 'Page 4. Draft, June 2023, since superseded.']);
  });

  it('sends the fields along with a button that submits, and with no other', () => {
    const actions = all(renderCard(WHOLE_CARD), 'Action.Execute');
    const sending = actions.filter(({ associatedInputs }) => associatedInputs === 'auto');
    expect(sending.map(({ title }) => title)).toEqual(['Go on']);
  });

  it('keeps what was chosen and typed, and says what to put right', () => {
    const drawn = renderCard(cardOf(...EVERY_BLOCK.select, ...EVERY_BLOCK.input));
    expect(all(drawn, 'Input.ChoiceSet').map(({ value }) => value)).toEqual(['t2', 't2']);
    expect(all(drawn, 'Input.Text').map(({ value }) => value)).toEqual(['two dates']);
    const words = all(drawn, 'TextBlock').map(({ text }) => text);
    expect(words).toContain('To put right: Choose a later day.');
  });

  it('reads a hint out with its label, as a sentence of its own', () => {
    const input = {
      kind: 'input',
      id: 'a',
      label: 'Your own reference',
      hint: 'Do not use a name.',
      maxLength: 9,
    } as const;
    const drawn = renderCard(cardOf(input, { ...input, id: 'b', label: 'When?' }));
    expect(all(drawn, 'Input.Text').map(({ label }) => label)).toEqual([
      'Your own reference. Do not use a name.',
      'When? Do not use a name.',
    ]);
  });

  it('gives a button that is too long for a phone a box of its own, which wraps', () => {
    const titles = all(renderCard(WHOLE_CARD), 'ActionSet').flatMap(({ actions }) =>
      (actions as { title: string }[]).map(({ title }) => title),
    );
    expect(titles).toEqual(expect.arrayContaining(['Go on', 'Back', 'Hide', 'Why are you asking?']));
    expect(titles).not.toContain(LONGEST_LABEL);
    expect(all(renderCard(WHOLE_CARD), 'Action.Execute').map(({ title }) => title)).toContain(LONGEST_LABEL);
  });

  it('keeps the buttons in their order', () => {
    const titles = all(renderCard(WHOLE_CARD), 'Action.Execute').map(({ title }) => title);
    expect(titles.slice(-4)).toEqual(['Go on', 'Back', LONGEST_LABEL, 'Hide']);
  });

  it('folds a long list of choices, but never one where several may be chosen', () => {
    const options = Array.from({ length: 12 }, (_, index) => ({
      token: `t${index}`,
      label: `Choice ${index}`,
    }));
    const select = { kind: 'select', id: 'a', label: 'One of these', options } as const;
    const drawn = renderCard(cardOf(select, { ...select, id: 'b', several: true }));
    expect(all(drawn, 'Input.ChoiceSet').map(({ style }) => style)).toEqual(['compact', 'expanded']);
  });

  it('shows what people and guidance write as it is: no character becomes formatting', () => {
    const markdown = /(?<!\\)[*_[\]`]/;
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (text) => {
        const drawn = renderCard(cardOf({ kind: 'text', text }, { kind: 'quote', text, source: text }));
        for (const block of all(drawn, 'TextBlock')) {
          expect(String(block.text).replaceAll('\\\\', '')).not.toMatch(markdown);
        }
      }),
    );
  });
});
