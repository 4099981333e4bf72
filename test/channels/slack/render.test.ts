import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlackBlock } from '../../../src/channels/slack/block-kit.ts';
import { breaksLimits } from '../../../src/channels/slack/limits.ts';
import { renderHome } from '../../../src/channels/slack/render-home.ts';
import { renderMessage } from '../../../src/channels/slack/render-message.ts';
import { renderModal } from '../../../src/channels/slack/render-modal.ts';
import type { Block, Card } from '../../../src/conversation/card.ts';
import { randomCards } from '../../support/random-card.ts';
import { slackRefuses } from '../../support/slack/block-checks.ts';
import { cardOf, EVERY_BLOCK, LONGEST_LABEL, WHOLE_CARD } from '../teams/every-block.ts';
import { phonesOf, read, textsIn, textsOf, tokensOf, valuesIn, warningsOf } from './drawn-words.ts';

const randomCard = randomCards({
  specials: [
    '<!channel>',
    '*bold*',
    '<https://x|y>',
    '_a_ ~b~ `c`',
    '&amp;',
    '> quoted',
    ':smile:',
    '👩‍👧',
    '\n',
  ],
  numbers: ['999', '01632 960100', '+44 1632 960101', 'x'],
  ...{ least: 0, mostOptions: 250, mostFields: 6, longValues: true },
});

type Drawn = { readonly [key: string]: unknown };

/** Every object in what was drawn that has this type, in order. */
function all(drawn: unknown, ...types: readonly string[]): Drawn[] {
  const found: Drawn[] = [];
  JSON.parse(JSON.stringify(drawn), (key, value) => {
    if (
      typeof value === 'object' &&
      value !== null &&
      types.includes(value.type) &&
      !key.startsWith('initial_')
    ) {
      found.push(value);
    }
    return value;
  });
  return found;
}

const modalOf = (...blocks: readonly Block[]) => renderModal(cardOf(...blocks));
const windowOf = (card: Card): Card => ({ ...card, window: true });
const textOf = (value: unknown): string => textsIn(value).join('\n');
const NASTY = '<!channel> *bold* _it_ ~no~ `code` <https://x|y> &amp; :smile: > said';

describe('every kind of block', () => {
  it.each(Object.entries(EVERY_BLOCK))('%s is taken by Slack on every surface', (_kind, blocks) => {
    for (const block of blocks) {
      const card = cardOf(block);
      for (const [surface, drawn] of [
        ['modal', renderModal(card)],
        ['message', renderMessage(card)],
        ['home', renderHome(card)],
      ] as const) {
        expect(breaksLimits(surface, drawn)).toEqual([]);
        expect(slackRefuses(surface, drawn)).toEqual([]);
      }
    }
  });

  it('stands together in one window, whole and in order', () => {
    const drawn = renderModal(WHOLE_CARD);
    const words = textOf(drawn.blocks);
    expect(breaksLimits('modal', drawn)).toEqual([]);
    const blocks = WHOLE_CARD.blocks
      .flatMap((block) => textsOf({ ...cardOf(block), title: '' }))
      .filter(Boolean);
    expect(blocks.filter((text) => !words.includes(text))).toEqual([]);
    expect(words.indexOf('What to do')).toBeLessThan(words.indexOf('Be open and honest.'));
  });
});

describe('the window', () => {
  it('has our name, and is told of when it is closed', () => {
    expect(renderModal(cardOf()).title.text).toBe('Share Check');
    expect(renderModal(cardOf())).toMatchObject({ callback_id: 'share-check', notify_on_close: true });
  });

  it('shows the banner first, with a sign, then the title as a header', () => {
    const [first, second] = renderModal(WHOLE_CARD).blocks;
    expect(textOf(first)).toBe(`⚠ ${WHOLE_CARD.banner}`);
    expect(second).toMatchObject({ type: 'header', text: { text: WHOLE_CARD.title } });
  });

  it('shows a title that is too long for a header all the same', () => {
    const title = `${'Is there a worry? '.repeat(20)}End.`;
    const drawn = renderModal({ ...cardOf(), title });
    expect(all(drawn, 'header')).toEqual([]);
    expect(textOf(drawn.blocks)).toContain(title);
  });

  it('has no button of its own and carries nothing without a form', () => {
    const drawn = modalOf(...EVERY_BLOCK.options);
    expect(drawn.submit).toBeUndefined();
    expect(drawn.private_metadata).toBe('');
  });

  it('sends a form with the first main button that sends it; the others stay', () => {
    const drawn = renderModal(WHOLE_CARD);
    expect(drawn.submit?.text).toBe('Go on');
    expect(drawn.private_metadata).toBe('b1');
    const labels = all(drawn, 'button').map(({ value }) => value);
    expect(labels.slice(-3)).toEqual(['b2', 'b3', 'b4']);
    expect(all(drawn, 'button').filter(({ style }) => style === 'primary')).toEqual([]);
  });

  it('never sends a form with a button that leaves it unread', () => {
    const buttons = [
      { token: 'nobody', label: 'No, nobody', style: 'primary' },
      { token: 'these', label: 'Keep these people out', style: 'plain', submits: true },
    ] as const;
    const drawn = renderModal({ ...cardOf(...EVERY_BLOCK.select), buttons });
    expect(drawn.private_metadata).toBe('these');
    expect(all(drawn, 'button').map(({ value, style }) => [value, style])).toContainEqual([
      'nobody',
      'primary',
    ]);
  });

  it('shortens a long label of its button to whole words, and says all of it in the text', () => {
    const label = 'Send this report to the people who make it';
    const buttons = [{ token: 's', label, style: 'primary', submits: true }] as const;
    const drawn = renderModal({ ...cardOf(...EVERY_BLOCK.input), buttons });
    expect(drawn.submit?.text).toBe('Send this report to the');
    expect(textOf(drawn.blocks)).toContain(label);
  });
});

describe('words', () => {
  it.each([
    ['window', (card: Card) => renderModal(card).blocks],
    ['message', (card: Card) => renderMessage(card).blocks],
    ['App Home', (card: Card) => renderHome(card).blocks],
  ])('are shown as they are on %s: no character of a card formats, links or calls anybody', (_name, draw) => {
    const card: Card = {
      title: NASTY,
      summary: NASTY,
      banner: NASTY,
      blocks: [
        { kind: 'text', text: NASTY },
        { kind: 'text', text: NASTY, tone: 'warning' },
        { kind: 'heading', text: NASTY },
        { kind: 'list', items: [NASTY] },
        { kind: 'phones', phones: [{ label: NASTY, number: NASTY, note: NASTY }] },
        { kind: 'quote', text: NASTY, source: NASTY },
        { kind: 'rows', rows: [{ label: NASTY, value: NASTY }] },
        { kind: 'options', options: [{ token: 't', label: NASTY, help: NASTY }] },
      ],
      buttons: [{ token: 'b', label: NASTY, style: 'plain' }],
    };
    const drawn = draw(card);
    expect(all(drawn, 'mrkdwn')).toEqual([]);
    expect(all(drawn, 'plain_text').every(({ emoji }) => emoji === false)).toBe(true);
    expect(textsIn(drawn).filter((text) => text.includes('<!channel>')).length).toBeGreaterThan(12);
  });

  it('call nobody from the text of a message', () => {
    const { text } = renderMessage(cardOf({ kind: 'text', text: NASTY }));
    expect(text).not.toMatch(/[<>]/);
    expect(read(text)).toContain(NASTY);
  });

  it('too long for one text stand in several, with nothing lost', () => {
    const text = 'Ring your lead today. '.repeat(400);
    const drawn = modalOf({ kind: 'text', text });
    expect(breaksLimits('modal', drawn)).toEqual([]);
    expect(
      all(drawn, 'section')
        .flatMap((block) => textsIn(block))
        .join(''),
    ).toBe(text);
  });
});

describe('telephone numbers', () => {
  it('are a link that rings and readable, under whose they are', () => {
    const sections = all(modalOf(...EVERY_BLOCK.phones), 'section');
    expect(sections.map((section) => JSON.stringify(section))).toEqual([
      expect.stringContaining('<tel:999|999>'),
      expect.stringContaining('<tel:01632960123|01632 960123>'),
    ]);
    expect(sections.map((section) => textsIn(section))).toEqual([
      ['Emergency services', '999'],
      ['Children’s social care', '01632 960123', 'until 5pm'],
    ]);
  });
});

describe('quotations and lists', () => {
  it('put quoted words in quotation marks, with their source after them', () => {
    const drawn = modalOf(...EVERY_BLOCK.quote);
    expect(textsIn(all(drawn, 'rich_text'))).toEqual([
      '“Be open and honest.”',
      'Page 4. Draft, June 2023, since superseded.',
    ]);
    expect(all(drawn, 'rich_text_quote')).toHaveLength(1);
  });

  it('stand label and value in one line where both are short, and otherwise one over the other', () => {
    const value = 'What was seen, and by whom. '.repeat(4).trim();
    const rows = [
      { label: 'Case', value: 'SC-0000-0000' },
      { label: 'What was shared', value },
    ];
    const lines = all(modalOf({ kind: 'rows', rows }), 'rich_text_section').map((line) =>
      textsIn(line).join(''),
    );
    expect(lines).toEqual(['Case SC-0000-0000', 'What was shared', value]);
  });

  it('number what has an order', () => {
    const styles = all(modalOf(...EVERY_BLOCK.list), 'rich_text_list').map(({ style }) => style);
    expect(styles).toEqual(['bullet', 'ordered']);
  });
});

describe('answers', () => {
  it('are buttons where they are short', () => {
    const options = ['Yes', 'No', 'Not sure'].map((label, n) => ({ token: `o${n}`, label }));
    const [row] = all(modalOf({ kind: 'options', options }), 'actions');
    expect(textsIn(row)).toEqual(['Yes', 'No', 'Not sure']);
  });

  it('stand whole beside a button that says them where one is too long for a button, or has help', () => {
    const drawn = modalOf(...EVERY_BLOCK.options);
    const beside = all(drawn, 'section').at(-1);
    expect(textsIn(beside)).toEqual([
      `✓ ${LONGEST_LABEL} (chosen)\nChoose this when you were told.`,
      'Choose',
    ]);
    const label = all(beside, 'button')[0]?.accessibility_label;
    expect(label).toMatch(/^Choose: Somebody I trust told me .*…$/);
    expect(String(label).length).toBeLessThanOrEqual(75);
  });

  it('stand in full as one list where most are long: one that begins with a button is hard to take in', () => {
    const names = (labels: readonly string[]) =>
      all(
        modalOf({ kind: 'options', options: labels.map((label, n) => ({ token: `o${n}`, label })) }),
        'button',
      ).map(({ text }) => textOf({ text }));
    expect(names(['No', LONGEST_LABEL, `Or ${LONGEST_LABEL}`])).toEqual(['Choose', 'Choose', 'Choose']);
    expect(names(['No', 'Yes', LONGEST_LABEL])).toEqual(['No', 'Yes', 'Choose']);
  });

  it('carry their tokens and nothing else, each control with an id of its own', () => {
    const drawn = renderModal({ ...WHOLE_CARD, buttons: [] });
    const buttons = all({ blocks: drawn.blocks }, 'button');
    expect(buttons.map(({ value }) => value)).toEqual(['t1', 't2']);
    expect(buttons.map(({ action_id }) => action_id)).toEqual(['press:1', 'press:2']);
  });

  it('keep their order when short and long ones take turns', () => {
    const options = ['No', LONGEST_LABEL, 'Yes', 'Not sure'].map((label, n) => ({ token: `o${n}`, label }));
    expect(valuesIn(modalOf({ kind: 'options', options }))).toEqual(['o0', 'o1', 'o2', 'o3']);
  });
});

describe('buttons of a card', () => {
  it('have one main one at most, and danger where it is danger', () => {
    const buttons = (['primary', 'danger', 'primary', 'plain'] as const).map((style, n) => ({
      token: `b${n}`,
      label: `Button ${n}`,
      style,
    }));
    const drawn = renderMessage({ ...cardOf(), buttons });
    expect(all(drawn, 'button').map(({ style }) => style)).toEqual([
      'primary',
      'danger',
      undefined,
      undefined,
    ]);
  });

  it('have other block ids when the card is another, and the same when it is the same', () => {
    const ids = (text: string) =>
      renderMessage(cardOf({ kind: 'text', text })).blocks.map((block) => block.block_id);
    expect(ids('a')).toEqual(ids('a'));
    expect(ids('a').filter((id) => ids('b').includes(id))).toEqual([]);
  });
});

describe('fields', () => {
  const many = (count: number, length = 8) =>
    Array.from({ length: count }, (_, n) => ({
      token: `t${n}`,
      label: `${n} `.padEnd(length, 'x'),
      chosen: n === 1,
    }));
  const select = (count: number, several = false, length = 8): Block => ({
    kind: 'select',
    id: 'a',
    label: 'One of these',
    options: many(count, length),
    several,
  });
  const typeOf = (block: Block) => all(modalOf(block), 'input').map(({ element }) => (element as Drawn).type);

  it.each([
    [10, false, 'radio_buttons'],
    [11, false, 'static_select'],
    [10, true, 'checkboxes'],
    [11, true, 'multi_static_select'],
    [101, true, 'multi_static_select'],
  ])('%s choices, several: %s, are %s', (count, several, type) => {
    expect(typeOf(select(count, several))).toEqual([type]);
    expect(slackRefuses('modal', modalOf(select(count, several)))).toEqual([]);
  });

  it('keep what was chosen and typed', () => {
    const drawn = modalOf(select(3), { ...select(3, true), id: 'b' } as Block, ...EVERY_BLOCK.input);
    const [one, some, text, day] = all(drawn, 'input').map(({ element }) => element as Drawn);
    expect(one?.initial_option).toMatchObject({ value: 't1' });
    expect(some?.initial_options).toMatchObject([{ value: 't1' }]);
    expect(text).toMatchObject({ initial_value: 'two dates', max_length: 500, multiline: true });
    expect(day).toMatchObject({ type: 'datepicker' });
  });

  it('have the id of the field on the block, and may stay empty unless they are required', () => {
    const drawn = modalOf(...EVERY_BLOCK.select);
    expect(all(drawn, 'input').map(({ block_id, optional }) => [block_id, optional])).toEqual([
      ['told', false],
      ['who', true],
    ]);
  });

  it('are chosen from afresh when the tokens are others: Slack keeps what was chosen under the same id', () => {
    const idOf = (token: string) => {
      const [field] = all(
        modalOf({ kind: 'select', id: 'a', label: 'A', options: [{ token, label: 'x' }] }),
        'radio_buttons',
      );
      return String(field?.action_id);
    };
    expect(idOf('one')).not.toBe(idOf('two'));
    expect(idOf('one')).toMatch(/^field/);
    const typed = (value: string) =>
      all(modalOf({ kind: 'input', id: 'a', label: 'A', maxLength: 9, value }), 'plain_text_input')[0]
        ?.action_id;
    expect([typed('one'), typed('two')]).toEqual(['field', 'field']);
  });

  it('say above themselves what is to be put right', () => {
    const { blocks } = modalOf(...EVERY_BLOCK.input);
    const at = blocks.findIndex((block) => block.block_id === 'review');
    expect(textOf(blocks[at - 1])).toBe('⚠ To put right: Choose a later day.');
  });

  it('show choices that are too long for an option whole above it, by number', () => {
    const drawn = modalOf(select(3, false, 200));
    const options = all(drawn, 'radio_buttons').flatMap(({ options }) => options as Drawn[]);
    expect(textsIn(options).map((text) => text.slice(0, 5))).toEqual(['1. 0 ', '2. 1 ', '3. 2 ']);
    const list = textsIn(all(drawn, 'rich_text_list'));
    expect(list).toEqual(many(3, 200).map(({ label }) => label));
  });

  it('are left to the window elsewhere, with a way there', () => {
    const { blocks } = renderMessage(windowOf(WHOLE_CARD));
    expect(all(blocks, 'input')).toEqual([]);
    expect(valuesIn(blocks)).toContain('say:resume');
  });

  it('hold no day that is none', () => {
    const day = { kind: 'input', id: 'a', label: 'When', maxLength: 10, date: true } as const;
    expect(all(modalOf({ ...day, value: '2026-02-30' }), 'datepicker')[0]?.initial_date).toBeUndefined();
    expect(all(modalOf({ ...day, value: '2026-02-28' }), 'datepicker')[0]?.initial_date).toBe('2026-02-28');
  });
});

describe('what is folded away', () => {
  const more = (count: number): Block => ({
    kind: 'details',
    summary: 'More',
    blocks: [
      {
        kind: 'options',
        options: Array.from({ length: count }, (_, n) => ({ token: `o${n}`, label: `Way ${n}` })),
      },
    ],
  });

  it('is a menu when it is a few ways on', () => {
    const [section] = all(modalOf(more(5)), 'section');
    expect(section).toMatchObject({
      block_id: expect.stringMatching(/^details/),
      accessory: { type: 'overflow' },
    });
    expect(textsIn(section)).toEqual(['More', 'Way 0', 'Way 1', 'Way 2', 'Way 3', 'Way 4']);
  });

  it('is a button when it is one way on, and laid open when it is many', () => {
    expect(all(modalOf(more(1)), 'overflow')).toEqual([]);
    expect(valuesIn(modalOf(more(1)))).toEqual(['o0']);
    expect(all(modalOf(more(6)), 'overflow')).toEqual([]);
    expect(valuesIn(modalOf(more(6)))).toHaveLength(6);
  });

  it('stands under its summary otherwise, and a line ends it', () => {
    const [, ...blocks] = modalOf(...EVERY_BLOCK.details).blocks;
    expect(blocks.map(({ type, block_id }) => [type, block_id?.split(':')[0]])).toEqual([
      ['rich_text', 'details'],
      ['section', 'part'],
      ['divider', 'part'],
      ['rich_text', 'details'],
      ['rich_text', 'part'],
      ['divider', 'part'],
    ]);
  });

  it('comes after the buttons, which say what is there: nobody has to scroll past it to go on', () => {
    const details: Block = {
      kind: 'details',
      summary: 'All of it',
      blocks: [{ kind: 'text', text: 'Long.' }],
    };
    const buttons = [{ token: 'b', label: 'Next', style: 'primary' as const }];
    const card: Card = { ...cardOf(details, { kind: 'text', text: 'Short.' }), title: 'Title', buttons };
    const texts = ['Title', 'Short.', 'Next', 'More to read below: All of it', 'All of it', 'Long.'];
    for (const drawn of [renderModal(card), renderMessage(card), renderHome(card)])
      expect(textsIn(drawn.blocks)).toEqual(texts);
  });

  it('goes first when a message has no room for all, and the message says so with a way to all of it', () => {
    const card: Card = {
      ...cardOf(
        { kind: 'phones', phones: [{ label: 'Emergency', number: '999' }] },
        { kind: 'text', text: 'First thing.' },
        {
          kind: 'details',
          summary: 'The rest',
          blocks: [
            { kind: 'text', text: 'Long. '.repeat(3000) },
            { kind: 'phones', phones: [{ label: 'Nurse', number: '01632 960150' }] },
          ],
        },
        { kind: 'text', text: 'Last thing.' },
      ),
      buttons: [{ token: 'b', label: 'Next', style: 'primary' }],
    };
    const { blocks, text } = renderMessage(windowOf(card));
    const words = textsIn(blocks);
    const kept = [
      'A title',
      'Emergency',
      '999',
      'First thing.',
      'Nurse',
      '01632 960150',
      'Last thing.',
      'Next',
    ];
    expect(words).toEqual(expect.arrayContaining(kept));
    expect(words.join()).not.toContain('Long.');
    const said = words.indexOf('Some of this does not fit here. Open it to see all of it.');
    expect(said).toBeGreaterThan(words.indexOf('Last thing.'));
    expect(said).toBeLessThan(words.indexOf('Next'));
    expect(valuesIn(blocks)).toEqual(['say:resume', 'b']);
    expect(text).toContain('Parts of this are left out here.');
    expect(text).toContain('01632 960150');
    expect(textOf(renderMessage(card).blocks)).toContain('It is left out here.');
  });
});

describe('the text of a message', () => {
  it('is the whole card in order, and begins with its summary', () => {
    const { text } = renderMessage(WHOLE_CARD);
    const places = [
      WHOLE_CARD.summary,
      WHOLE_CARD.banner ?? '',
      WHOLE_CARD.title,
      'Plain.',
      '2. two',
      '01632 960123 (until 5pm)',
      '“Be open and honest.” (Page 4.',
      'Reference: SC-7K3F-9QXM',
      `${LONGEST_LABEL} (chosen)`,
      'To put right: Choose one.',
      'Who gets it? all that apply',
      'Why are you asking?\nBecause.',
      `Buttons: Go on; Back; ${LONGEST_LABEL}; Hide.`,
    ].map((place) => text.indexOf(place));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(text.startsWith(WHOLE_CARD.summary)).toBe(true);
  });

  it('is cut at its end alone, and says so; numbers and buttons stay', () => {
    const blocks: Block[] = [
      { kind: 'text', text: '& more. '.repeat(900) },
      { kind: 'phones', phones: [{ label: 'Nurse', number: '01632 960150' }] },
    ];
    const { text } = renderMessage({
      ...cardOf(...blocks),
      buttons: [{ token: 'b', label: 'Next', style: 'plain' }],
    });
    expect(text.length).toBeLessThanOrEqual(4000);
    expect(text.length).toBeGreaterThan(3900);
    expect(text.split('\n').slice(-3)).toEqual([
      'The rest is left out here. It stands in the message.',
      'Nurse: 01632 960150',
      'Buttons: Next.',
    ]);
  });
});

describe('any card', () => {
  /** The control for a token, or its place as what the window sends. */
  const lost = (card: Card, values: readonly string[]) =>
    tokensOf({ blocks: card.blocks.filter(({ kind }) => kind !== 'select'), buttons: card.buttons }).filter(
      (token) => !values.includes(token),
    );
  const unsaid = (card: Card, blocks: readonly SlackBlock[]) => {
    const words = textsIn(blocks).join('');
    const needed = [...phonesOf(card.blocks), ...warningsOf(card.blocks), card.banner ?? ''];
    return needed.filter((text) => text.trim() !== '' && !words.includes(text));
  };

  it('is taken by Slack in the window, with its buttons, numbers and warnings', () => {
    fc.assert(
      fc.property(fc.boolean().chain(randomCard), (card) => {
        const view = renderModal(card);
        expect(breaksLimits('modal', view)).toEqual([]);
        expect(slackRefuses('modal', view)).toEqual([]);
        expect(lost(card, [...valuesIn(view.blocks), view.private_metadata ?? ''])).toEqual([]);
        expect(unsaid(card, view.blocks as SlackBlock[])).toEqual([]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('is taken by Slack as a message and on App Home, with its buttons, numbers and warnings', () => {
    fc.assert(
      fc.property(randomCard(false), (card) => {
        // More than this of what must not be lost has no room in a message.
        fc.pre(phonesOf(card.blocks).length + warningsOf(card.blocks).length + tokensOf(card).length <= 30);
        const message = renderMessage({ ...card, summary: card.summary.trim() || 'A summary' });
        const home = renderHome(card);
        expect(breaksLimits('message', message)).toEqual([]);
        expect(slackRefuses('message', message)).toEqual([]);
        expect(breaksLimits('home', home)).toEqual([]);
        expect(lost(card, valuesIn(message.blocks))).toEqual([]);
        expect(lost(card, valuesIn(home.blocks))).toEqual([]);
        expect(unsaid(card, message.blocks)).toEqual([]);
      }),
      { numRuns: 80, endOnFailure: true },
    );
  });
});
