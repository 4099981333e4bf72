import { describe, expect, it } from 'vitest';
import { breaksLimits } from '../../../src/channels/slack/limits.ts';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const section = (more: object = {}) => ({ type: 'section', block_id: 'a', text: plain(5), ...more });
const button = (more: object = {}) => ({
  type: 'button',
  action_id: 'press:1',
  text: plain(5),
  value: 't',
  ...more,
});
const row = (...elements: readonly object[]) => ({ type: 'actions', block_id: 'row', elements });
const option = (n: number, more: object = {}) => ({ text: plain(5), value: `t${n}`, ...more });
const options = (count: number) => Array.from({ length: count }, (_, n) => option(n));
const choice = (type: string, more: object) => row({ type, action_id: 'press:1', ...more });
const field = (element: object, more: object = {}) => ({
  type: 'input',
  block_id: 'f',
  label: plain(5),
  element: { action_id: 'field', ...element },
  ...more,
});
const sections = (count: number) => Array.from({ length: count }, (_, n) => section({ block_id: `s${n}` }));

const modal = (blocks: readonly object[], more: object = {}) => ({
  type: 'modal',
  title: plain(5),
  blocks,
  ...more,
});
const message = (blocks: readonly object[], text = 'Words.') => ({ text, blocks });

describe('what a surface breaks', () => {
  it('is nothing for what is just within the limits', () => {
    const blocks = [
      ...sections(97),
      row(
        ...Array.from({ length: 25 }, (_, n) =>
          button({ action_id: `press:${n}`, text: plain(75), value: 't'.repeat(2000) }),
        ),
      ),
      { type: 'header', block_id: 'h', text: plain(150) },
      field({ type: 'radio_buttons', options: options(10) }),
    ];
    const names = {
      title: plain(24),
      submit: plain(24),
      close: plain(24),
      private_metadata: 't'.repeat(3000),
    };
    expect(breaksLimits('modal', modal(blocks, names))).toEqual([]);
    expect(breaksLimits('message', message(sections(50), 'x'.repeat(4000)))).toEqual([]);
    expect(breaksLimits('home', { type: 'home', blocks: sections(100) })).toEqual([]);
  });

  it.each<[string, object]>([
    ['101 blocks', modal(sections(101))],
    ['no block', modal([])],
    ['bytes', modal(Array.from({ length: 90 }, (_, n) => section({ block_id: `${n}`, text: plain(2900) })))],
    ['private_metadata has', modal([section()], { private_metadata: 't'.repeat(3001) })],
    ['private_metadata is more than a token', modal([section()], { private_metadata: 'what was said' })],
    ['The title has', modal([section()], { title: plain(25) })],
    ['no title', modal([section()], { title: undefined })],
    ['The submit has', modal([section()], { submit: plain(25) })],
    ['The close has', modal([section()], { close: plain(25) })],
    ['no button that sends', modal([field({ type: 'datepicker' })])],
    ['callback_id', modal([section()], { callback_id: 'x'.repeat(256) })],
    ['A text has', modal([section({ text: plain(3001) })])],
    ['A text is empty', modal([section({ text: plain(0) })])],
    ['neither text nor fields', modal([section({ text: undefined })])],
    ['11 fields', modal([section({ fields: Array.from({ length: 11 }, () => plain(5)) })])],
    ['A field of a section', modal([section({ fields: [plain(2001)] })])],
    ['A header has', modal([{ type: 'header', block_id: 'h', text: plain(151) }])],
    [
      '26 elements',
      modal([row(...Array.from({ length: 26 }, (_, n) => button({ action_id: `press:${n}` })))]),
    ],
    ['A row has no', modal([row()])],
    [
      '11 elements',
      modal([{ type: 'context', block_id: 'c', elements: Array.from({ length: 11 }, () => plain(5)) }]),
    ],
    ['A button has', modal([row(button({ text: plain(76) }))])],
    ['accessibility_label', modal([row(button({ accessibility_label: 'x'.repeat(76) }))])],
    ['A value has', modal([row(button({ value: 't'.repeat(2001) }))])],
    ['carries more than a token', modal([row(button({ value: 'a b' }))])],
    ['carries more than a token', modal([row(button({ value: undefined }))])],
    ['has no action_id', modal([row(button({ action_id: '' }))])],
    ['An action_id has', modal([row(button({ action_id: 'x'.repeat(256) }))])],
    ['the same action_id', modal([row(button(), button())])],
    [
      '2 buttons are primary',
      modal([row(button({ style: 'primary' }), button({ action_id: 'press:2', style: 'primary' }))]),
    ],
    ['has no block_id', modal([section({ block_id: undefined })])],
    ['A block_id has', modal([section({ block_id: 'x'.repeat(256) })])],
    ['the same block_id', modal([section(), section()])],
    ['A overflow has 6', modal([choice('overflow', { options: options(6) })])],
    ['A radio_buttons has 11', modal([choice('radio_buttons', { options: options(11) })])],
    ['A checkboxes has 11', modal([choice('checkboxes', { options: options(11) })])],
    ['A static_select has 101', modal([choice('static_select', { options: options(101) })])],
    ['A static_select has no', modal([choice('static_select', { options: [] })])],
    [
      'A static_select has 101',
      modal([choice('static_select', { option_groups: [{ label: plain(5), options: options(101) }] })]),
    ],
    [
      'A group has',
      modal([choice('static_select', { option_groups: [{ label: plain(76), options: options(1) }] })]),
    ],
    ['An option has', modal([choice('overflow', { options: [option(1, { text: plain(76) })] })])],
    [
      'The value of an option',
      modal([choice('overflow', { options: [option(1, { value: 't'.repeat(76) })] })]),
    ],
    ['An option carries', modal([choice('overflow', { options: [option(1, { value: 'the answer' })] })])],
    ['A placeholder', modal([choice('static_select', { options: options(1), placeholder: plain(151) })])],
    ['it may have', modal([field({ type: 'plain_text_input', max_length: 3001 })], { submit: plain(5) })],
    [
      'holds at first',
      modal([field({ type: 'plain_text_input', max_length: 3, initial_value: 'four' })], {
        submit: plain(5),
      }),
    ],
    ['A label has', modal([field({ type: 'datepicker' }, { label: plain(2001) })], { submit: plain(5) })],
    ['A hint has', modal([field({ type: 'datepicker' }, { hint: plain(2001) })], { submit: plain(5) })],
    ['alt_text', modal([{ type: 'image', block_id: 'i', image_url: 'https://x.example/i.png' }])],
    ['alt_text', modal([section({ accessory: { type: 'image', image_url: 'https://x.example/i.png' } })])],
  ])('is said of a window: %s', (words, view) => {
    expect(breaksLimits('modal', view).join(' ')).toContain(words);
  });

  it.each<[string, object]>([
    ['51 blocks', message(sections(51))],
    ['no text of its own', message(sections(1), ' ')],
    ['The text of the message has', message(sections(1), 'x'.repeat(4001))],
    ['holds markup', message(sections(1), '<!channel>')],
    ['holds markup', message(sections(1), 'this & that')],
    [
      'The message has',
      message(Array.from({ length: 5 }, (_, n) => section({ block_id: `${n}`, text: plain(2640) }))),
    ],
    ['outside the window', message([field({ type: 'datepicker' })])],
  ])('is said of a message: %s', (words, sent) => {
    expect(breaksLimits('message', sent).join(' ')).toContain(words);
  });

  it('counts the bytes of a view and not its characters', () => {
    const blocks = Array.from({ length: 30 }, (_, n) =>
      section({ block_id: `${n}`, text: { ...plain(1), text: '“'.repeat(2900) } }),
    );
    expect(breaksLimits('home', { type: 'home', blocks }).join()).toContain('bytes');
  });

  it('repeats nothing that was written', () => {
    const said = breaksLimits(
      'modal',
      modal([row(button({ value: 'Aisha said' })), section({ text: plain(0) })]),
    );
    expect(said).toHaveLength(2);
    expect(said.join()).not.toContain('Aisha');
  });
});
