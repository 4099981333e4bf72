import { expect, test } from 'vitest';
import { slackRefuses } from './block-checks.ts';
import { fieldsOf, headingsOf, pressesOf, underHeading, visibleText } from './block-reading.ts';
import { type Part, partsUnder } from './checks.ts';
import { readMrkdwn } from './mrkdwn.ts';
import { button, field, mrkdwn, plain, row, section, withForm } from './sample.ts';

test.each([
  ['<tel:+441632960100|01632 960100>', '01632 960100'],
  ['Ring <tel:999|999> &amp; say &lt;all&gt;', 'Ring 999 & say <all>'],
  ['*Share now.* _Draft_, ~old~', 'Share now. Draft, old'],
  ['>Said so.\n>And so.', 'Said so.\nAnd so.'],
  ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
  ['<https://example.org>', 'https://example.org'],
  ['“*Bold* in quotes”', '“Bold in quotes”'],
])('%s reads %s', (text, read) => {
  expect(readMrkdwn(text)).toBe(read);
});

const line = (text: string, style?: Part): Part => ({
  type: 'rich_text_section',
  elements: [{ type: 'text', text, ...(style && { style }) }],
});

const view = withForm([
  section('title', '*What is the worry?*'),
  section('one', '✓ *A child may be at risk (chosen)*\nSomething is not right.', {
    accessory: button(1, 'Choose'),
  }),
  { type: 'rich_text', block_id: 'details:1', elements: [line('Why this one', { bold: true })] },
  {
    type: 'rich_text',
    block_id: 'part:2',
    elements: [
      { type: 'rich_text_list', style: 'bullet', elements: [line('Because'), line('it is so.')] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: '“Said.”' }] },
    ],
  },
  row('part:3', button(2, 'Ask again')),
  { type: 'divider', block_id: 'part:4' },
  section('after', 'Afterwards'),
  row('row', button(3, 'Back')),
  section('details:5', 'More', {
    accessory: {
      type: 'overflow',
      action_id: 'press:4',
      options: [
        { text: plain('Hide this'), value: 'token-4' },
        { text: plain('Stop'), value: 'token-5' },
      ],
    },
  }),
  section('details:6', 'Rare', { accessory: button(6, 'Only this') }),
  field('why', 'Why?', { type: 'plain_text_input', initial_value: 'so' }, { hint: plain('In your words.') }),
  field(
    'who',
    'Who with?',
    { type: 'checkboxes', options: [{ text: mrkdwn('The *police*'), value: 'o1' }] },
    { optional: true },
  ),
  { type: 'context', block_id: 'foot', elements: [mrkdwn('Draft, June 2023')] },
]);
const blocks = partsUnder(view, 'blocks');

test('the view is one Slack takes', () => {
  expect(slackRefuses('modal', view)).toEqual([]);
});

test('what is under a heading is not read until it is looked for', () => {
  const text = visibleText({ content: view });
  expect(text.split('\n')).toEqual([
    'Share Check',
    'What is the worry?',
    '✓ A child may be at risk (chosen)',
    'Something is not right.',
    'Choose',
    'Why this one',
    'Afterwards',
    'Back',
    'More',
    'Rare',
    'Only this',
    'Why?',
    'so',
    'In your words.',
    'Who with?',
    'The police',
    'Draft, June 2023',
    'Record it',
  ]);
  expect(headingsOf(blocks)).toEqual(['Why this one']);
  expect(underHeading(blocks, (summary) => summary === 'Why this one')).toBe(
    'Because\nit is so.\n“Said.”\nAsk again',
  );
  expect(underHeading(blocks, (summary) => summary === 'More')).toBe('Hide this\nStop');
  expect(underHeading(blocks, (summary) => summary === 'Rare')).toBe('Only this');
  expect(underHeading(blocks, (summary) => summary === 'Other')).toBeUndefined();
});

test('an error stands under its field', () => {
  expect(visibleText({ content: view, errors: { why: 'Write why.' } })).toContain(
    'In your words.\nWrite why.',
  );
});

test('what can be pressed is known by its words, an answer by the line it stands beside', () => {
  expect(pressesOf(view).map(({ names, kind }) => [kind, ...names])).toEqual([
    ['action', 'A child may be at risk'],
    ['action', 'Ask again'],
    ['action', 'Back'],
    ['action', 'Hide this'],
    ['action', 'Stop'],
    ['action', 'Only this'],
    ['submit', 'Record it'],
  ]);
  expect(pressesOf(view)[3]).toMatchObject({ block: 'details:5', action: 'press:4', value: 'token-4' });
});

test('fields have their labels and options', () => {
  expect(fieldsOf(view)).toMatchObject([
    { block: 'why', action: 'field', label: 'Why?', kind: 'plain_text_input', optional: false },
    { block: 'who', label: 'Who with?', options: [{ label: 'The police' }], optional: true },
  ]);
});
