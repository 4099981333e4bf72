import type { Block, Card } from '../../../src/conversation/card.ts';

/** The longest label an answer may have. */
export const LONGEST_LABEL = 'Somebody I trust told me that this child is being hurt by an adult at home.';

const options = [
  { token: 't1', label: 'Yes' },
  { token: 't2', label: LONGEST_LABEL, help: 'Choose this when you were told.', chosen: true },
];

/** One of each kind of block, with every property that changes how it is drawn. */
export const EVERY_BLOCK: { readonly [K in Block['kind']]: readonly Extract<Block, { kind: K }>[] } = {
  text: [
    { kind: 'text', text: 'Plain.' },
    { kind: 'text', text: 'First.', tone: 'lead' },
    { kind: 'text', text: 'Less.', tone: 'quiet' },
    { kind: 'text', text: 'This is not recorded and nobody has been told.', tone: 'warning' },
  ],
  heading: [{ kind: 'heading', text: 'What to do' }],
  list: [
    { kind: 'list', items: ['one', 'two'] },
    { kind: 'list', items: ['one', 'two'], ordered: true },
  ],
  phones: [
    {
      kind: 'phones',
      phones: [
        { label: 'Emergency services', number: '999' },
        { label: 'Children’s social care', number: '01632 960123', note: 'until 5pm' },
      ],
    },
  ],
  quote: [
    { kind: 'quote', text: 'Be open and honest.', source: 'Page 4. Draft, June 2023, since superseded.' },
  ],
  rows: [{ kind: 'rows', rows: [{ label: 'Reference', value: 'SC-7K3F-9QXM' }] }],
  options: [{ kind: 'options', options }],
  select: [
    { kind: 'select', id: 'told', label: 'Were they told?', options, required: true },
    {
      kind: 'select',
      id: 'who',
      label: 'Who gets it?',
      hint: 'all that apply',
      options,
      several: true,
      error: 'Choose one.',
    },
  ],
  input: [
    {
      kind: 'input',
      id: 'shared',
      label: 'What was shared?',
      maxLength: 500,
      multiline: true,
      value: 'two dates',
    },
    {
      kind: 'input',
      id: 'review',
      label: 'When to look again',
      maxLength: 10,
      date: true,
      error: 'Choose a later day.',
    },
  ],
  details: [
    { kind: 'details', summary: 'Why are you asking?', blocks: [{ kind: 'text', text: 'Because.' }] },
    { kind: 'details', summary: LONGEST_LABEL, blocks: [{ kind: 'heading', text: 'More' }] },
  ],
};

export function cardOf(...blocks: readonly Block[]): Card {
  return { title: 'A title', summary: 'A summary.', blocks, buttons: [] };
}

export const WHOLE_CARD: Card = {
  title: 'What is the worry?',
  summary: 'Question 2: what is the worry?',
  banner: 'Rehearsal. Nothing is recorded for real and nobody is told.',
  blocks: Object.values(EVERY_BLOCK).flat(),
  buttons: [
    { token: 'b1', label: 'Go on', style: 'primary', submits: true },
    { token: 'b2', label: 'Back', style: 'plain' },
    { token: 'b3', label: LONGEST_LABEL, style: 'danger' },
    { token: 'b4', label: 'Hide', style: 'plain' },
  ],
};
