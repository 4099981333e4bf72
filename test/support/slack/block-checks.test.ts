import { describe, expect, test } from 'vitest';
import { slackRefuses } from './block-checks.ts';
import type { Part } from './checks.ts';
import { button, field, modal, mrkdwn, plain, row, section, withForm } from './sample.ts';

const long = (length: number): string => 'x'.repeat(length);
const option = (value: string, text = value): Part => ({ text: plain(text), value });
const message = (...blocks: readonly Part[]): Part => ({ text: 'In words.', blocks });

test('what Slack takes is taken', () => {
  const radio = { type: 'radio_buttons', options: [option('a'), option('b')], initial_option: option('b') };
  const view = withForm([
    section('line', long(3000), { accessory: button(1, 'Choose') }),
    row('row', button(2, long(75)), {
      type: 'overflow',
      action_id: 'press:3',
      options: [option('t1'), option('t2')],
    }),
    { type: 'context', block_id: 'context', elements: [mrkdwn('quiet')] },
    { type: 'divider', block_id: 'divider' },
    field(
      'why',
      'Why?',
      { type: 'plain_text_input', max_length: 3000, initial_value: '' },
      { hint: plain('h') },
    ),
    field('when', 'When?', { type: 'datepicker', initial_date: '2026-11-30' }),
    field('which', 'Which?', radio, { optional: true }),
  ]);
  expect(slackRefuses('modal', view)).toEqual([]);
  expect(slackRefuses('home', { type: 'home', blocks: [section('a', 'b')] })).toEqual([]);
  expect(slackRefuses('message', message(section('a', 'b')))).toEqual([]);
});

describe('Slack refuses', () => {
  const many = (count: number): Part[] => Array.from({ length: count }, (_, n) => section(`b${n}`, 'x'));
  test.each<[string, 'modal' | 'home' | 'message', Part]>([
    ['a block it does not know', 'modal', modal([{ type: 'details', block_id: 'a' }])],
    ['an element it does not know', 'modal', modal([row('a', { type: 'link', action_id: 'x' })])],
    ['a key it does not know', 'modal', modal([section('a', 'b', { tone: 'quiet' })])],
    [
      'rich text without words',
      'message',
      message({
        type: 'rich_text',
        block_id: 'a',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }],
      }),
    ],
    ['a section without text', 'message', message({ type: 'section', block_id: 'a' })],
    ['empty text', 'message', message(section('a', ''))],
    ['text too long for a section', 'message', message(section('a', long(3001)))],
    ['a heading too long', 'modal', modal([{ type: 'header', block_id: 'a', text: plain(long(151)) }])],
    ['a heading with marks', 'modal', modal([{ type: 'header', block_id: 'a', text: mrkdwn('a') }])],
    ['a button too long', 'modal', modal([row('a', button(1, long(76)))])],
    ['a value too long', 'modal', modal([row('a', button(1, 'a', long(2001)))])],
    ['a style it does not know', 'modal', modal([row('a', { ...button(1, 'a'), style: 'plain' })])],
    ['an empty row', 'modal', modal([row('a')])],
    [
      'too many in a row',
      'modal',
      modal([row('a', ...Array.from({ length: 26 }, (_, n) => button(n, 'a')))]),
    ],
    ['too many blocks in a message', 'message', message(...many(51))],
    ['too many blocks in a view', 'home', { type: 'home', blocks: many(101) }],
    ['two blocks with one id', 'modal', modal([section('a', 'b'), section('a', 'c')])],
    ['two elements of a block with one id', 'modal', modal([row('a', button(1, 'b'), button(1, 'c'))])],
    ['two presses with one id', 'modal', modal([row('a', button(1, 'b')), row('c', button(1, 'd'))])],
    ['a block without an id', 'modal', modal([{ type: 'divider' }])],
    ['a form without submit', 'modal', modal([field('a', 'b', { type: 'plain_text_input' })])],
    ['a title too long', 'modal', modal([], { title: plain(long(25)) })],
    ['a submit too long', 'modal', modal([], { submit: plain(long(25)) })],
    ['metadata too long', 'modal', modal([], { private_metadata: long(3001) })],
    ['a home with a title', 'home', { type: 'home', blocks: [], title: plain('a') }],
    [
      'six in a menu',
      'modal',
      modal([row('a', { type: 'overflow', action_id: 'b', options: [...'123456'].map((n) => option(n)) })]),
    ],
    [
      'an option too long',
      'modal',
      withForm([field('a', 'b', { type: 'radio_buttons', options: [option('a', long(76))] })]),
    ],
    [
      'eleven radio buttons',
      'modal',
      withForm([
        field('a', 'b', { type: 'radio_buttons', options: [...'0123456789x'].map((n) => option(n)) }),
      ]),
    ],
    [
      'a choice at first that is not there',
      'modal',
      withForm([
        field('a', 'b', {
          type: 'radio_buttons',
          options: [option('a')],
          initial_option: option('a', 'other'),
        }),
      ]),
    ],
    [
      'an empty list of choices at first',
      'modal',
      withForm([field('a', 'b', { type: 'checkboxes', options: [option('a')], initial_options: [] })]),
    ],
    [
      'a text at first that is too long',
      'modal',
      withForm([field('a', 'b', { type: 'plain_text_input', max_length: 2, initial_value: 'abc' })]),
    ],
    [
      'a day that is none',
      'modal',
      withForm([field('a', 'b', { type: 'datepicker', initial_date: '30.11.2026' })]),
    ],
    ['nothing at all', 'message', {}],
    ['too long a text', 'message', { text: long(40_001) }],
  ])('%s', (_what, surface, value) => {
    expect(slackRefuses(surface, value)).not.toEqual([]);
  });
});
