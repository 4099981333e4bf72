import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdaptiveCard } from '../../../src/channels/teams/adaptive-card.ts';
import { breaksLimits } from '../../../src/channels/teams/limits.ts';
import { renderCard, renderDialogCard } from '../../../src/channels/teams/render.ts';
import type { Block } from '../../../src/conversation/card.ts';
import { randomCards } from '../../support/random-card.ts';
import { microsoftRefuses } from '../../support/teams/microsoft-cards.ts';
import { textsIn, tokensIn } from '../../support/teams/read-card.ts';
import { phonesOf, tokensOf } from '../slack/drawn-words.ts';
import { adaptiveCardSchema, dialogCardSchema } from './adaptive-card-schema.ts';
import { cardOf, EVERY_BLOCK, LONGEST_LABEL, WHOLE_CARD } from './every-block.ts';

const randomCard = randomCards({
  specials: ['**bold**', '[x](https://x)', '<b>', '_a_', '`c`', '&amp;', '> quoted', '- x', '1. x', '👩‍👧'],
  numbers: ['999', '01632 960100', '+44 1632 960101'],
  ...{ least: 1, mostOptions: 20, mostFields: 4, longValues: false },
});

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

describe('a card in a dialog', () => {
  it('is the same card, and sends the same tokens, with what a dialog takes', () => {
    const dialog = renderDialogCard(WHOLE_CARD);
    expect(dialogCardSchema.safeParse(dialog).error).toBeUndefined();
    expect(JSON.stringify(dialog)).not.toContain('Action.Execute');
    expect(tokensIn(dialog)).toEqual(tokensIn(renderCard(WHOLE_CARD)));
    expect(textsIn(dialog)).toEqual(textsIn(renderCard(WHOLE_CARD)));
    const sending = all(dialog, 'Action.Submit').filter(
      ({ associatedInputs }) => associatedInputs === 'auto',
    );
    expect(sending.map(({ title }) => title)).toEqual(['Go on']);
  });
});

describe('a card that Teams has no room for', () => {
  const text = { kind: 'text', text: 'word '.repeat(2000) } as const;
  const phones = { kind: 'phones', phones: [{ label: 'Emergency', number: '999' }] } as const;
  const folded = (summary: string, ...blocks: readonly Block[]): Block => ({
    kind: 'details',
    summary,
    blocks,
  });

  it('loses what is folded away from its end, says so, and keeps the numbers in it', () => {
    const card = {
      ...cardOf(text, text, folded('One', text), folded('Two', text, phones), folded('Three', text)),
    };
    const drawn = renderCard({ ...card, buttons: WHOLE_CARD.buttons });
    expect(breaksLimits(drawn)).toEqual([]);
    const shown = textsIn(drawn);
    expect(shown).toEqual(expect.arrayContaining(['One', 'Two', '999', 'Go on', 'Hide']));
    expect(shown).not.toContain('Three');
    expect(shown.join('\n')).toContain('Left out here: Two; Three. It is too long for Teams.');
  });

  it('loses what stands open only after that, and no warning, question or way on ever', () => {
    const needed = [
      ...EVERY_BLOCK.phones,
      ...EVERY_BLOCK.options,
      ...EVERY_BLOCK.select,
      ...EVERY_BLOCK.input,
    ];
    const warned = { kind: 'text', text: 'Nobody has been told.', tone: 'warning' } as const;
    const card = cardOf(text, text, folded('One', text), ...needed, warned, text, text, text);
    const drawn = renderCard({ ...card, buttons: WHOLE_CARD.buttons });
    expect(breaksLimits(drawn)).toEqual([]);
    expect(tokensIn(drawn)).toEqual(
      tokensIn(renderCard({ ...cardOf(...needed), buttons: WHOLE_CARD.buttons })),
    );
    const shown = textsIn(drawn);
    expect(shown).toEqual(expect.arrayContaining(['999', '⚠ Nobody has been told.', 'What was shared?']));
    expect(shown.filter((each) => each === text.text).length).toBe(3);
    expect(shown).not.toContain('One');
  });

  it.each([false, true])(
    'is always one that Teams takes, whatever stands on it (form: %s)',
    (form) => {
      fc.assert(
        fc.property(randomCard(form), (card) => {
          for (const [draw, schema] of [
            [renderCard, adaptiveCardSchema],
            [renderDialogCard, dialogCardSchema],
          ] as const) {
            const drawn = draw(card);
            expect(breaksLimits(drawn)).toEqual([]);
            expect(microsoftRefuses(drawn)).toEqual([]);
            expect(schema.safeParse(drawn).error).toBeUndefined();
            expect([...tokensIn(drawn)].sort()).toEqual(tokensOf(card).sort());
            const shown = textsIn(drawn).join('\n');
            expect(phonesOf(card.blocks).filter((number) => !shown.includes(number))).toEqual([]);
          }
        }),
        // Looking for a smaller card that fails too takes minutes with cards as large as these.
        { numRuns: 60, endOnFailure: true },
      );
    },
    60_000,
  );
});

describe('what a card shows', () => {
  it('puts the banner before the title, and the title is a heading', () => {
    const texts = all(renderCard(WHOLE_CARD), 'TextBlock').map(({ text, style }) => ({ text, style }));
    expect(texts.slice(0, 2)).toEqual([
      { text: `⚠ ${WHOLE_CARD.banner}`, style: undefined },
      { text: WHOLE_CARD.title, style: 'heading' },
    ]);
  });

  it('says its summary, what warns and the numbers where a card cannot be drawn, and nothing that was typed', () => {
    const typed = { kind: 'text', text: 'Typed by Sam.', tone: 'warning', typed: true } as const;
    const { fallbackText } = renderCard({ ...WHOLE_CARD, blocks: [...WHOLE_CARD.blocks, typed] });
    expect(fallbackText.split('\n\n').slice(0, -1)).toEqual([
      WHOLE_CARD.banner,
      WHOLE_CARD.summary,
      'This is not recorded and nobody has been told.',
      'Emergency services: 999',
      'Children’s social care: 01632 960123',
    ]);
  });

  it('makes each answer one tappable box that sends its token and nothing else', () => {
    const drawn = renderCard(cardOf(...EVERY_BLOCK.options));
    const taps = all(drawn, 'Action.Execute');
    expect(taps.map(({ title, tooltip, data }) => ({ title, tooltip, data }))).toEqual([
      { title: 'Yes', tooltip: undefined, data: { token: 't1' } },
      {
        title: `${LONGEST_LABEL} (chosen)`,
        tooltip: 'Choose this when you were told.',
        data: { token: 't2' },
      },
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

  it('puts a short row in one line and the label of a longer one over its value', () => {
    const long = 'w'.repeat(60);
    const rows = [
      { label: 'Reference', value: 'SC-*7K3F*' },
      { label: 'Who asked?', value: 'Nobody' },
      { label: 'Reason', value: long },
      { label: 'Nothing', value: '' },
    ];
    const texts = all(renderCard(cardOf({ kind: 'rows', rows })), 'TextBlock').map(({ text }) => text);
    expect(texts.slice(1)).toEqual([
      '**Reference:** SC-\\*7K3F\\*',
      '**Who asked?** Nobody',
      'Reason',
      long,
      '**Nothing:** \\-',
    ]);
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
    expect(words).toContain('⚠ To put right: Choose a later day.');
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
    const markdown = /(?<!\\)[*_[\]`]|^\s*\d*[-+#>.)](\s|$)/m;
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
