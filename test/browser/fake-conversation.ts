import type { Card } from '../../src/conversation/card.ts';
import type { HandleTurn, TurnEvent } from '../../src/conversation/event.ts';

const QUESTIONS: readonly Card[] = [
  {
    title: 'Is a child in danger right now, or could waiting make harm more likely?',
    summary: 'Question 1: is a child in danger right now?',
    blocks: [
      { kind: 'text', text: 'Answer for what you know now. You can change it later.', tone: 'quiet' },
      {
        kind: 'options',
        options: [
          {
            token: 'q1a',
            label: 'Yes, a child is in danger now',
            help: 'You get the numbers to ring at once.',
          },
          { token: 'q1b', label: 'A child is in danger now, and the worry is about a colleague of mine' },
          { token: 'q1c', label: 'Not this minute, but waiting could make harm more likely' },
          { token: 'q1d', label: 'No, it is not urgent' },
          { token: 'q1e', label: 'Not sure' },
        ],
      },
      {
        kind: 'details',
        summary: 'Why are you asking?',
        blocks: [
          { kind: 'text', text: 'An emergency comes before everything else.' },
          {
            kind: 'quote',
            text: 'If you think a child is in immediate danger, call the police on 999.',
            source: 'Information sharing advice, page 12. Draft, June 2023, since superseded.',
          },
        ],
      },
    ],
    buttons: [
      { token: 'back', label: 'Back', style: 'plain' },
      { token: 'just', label: 'Just tell me what to do', style: 'plain' },
      { token: 'hide', label: 'Hide', style: 'plain' },
    ],
  },
  {
    title: 'What is the worry?',
    summary: 'Question 2: what is the worry?',
    banner: 'Rehearsal. Nothing is recorded for real and nobody is told.',
    blocks: [
      { kind: 'text', text: 'Still possible: share · get advice first', tone: 'quiet' },
      {
        kind: 'options',
        options: [
          {
            token: 'q2a',
            label: 'I was told of harm, saw it, or believe a child is being harmed or at risk',
          },
          { token: 'q2b', label: 'Something makes me think a child may be at risk', chosen: true },
          { token: 'q2c', label: 'Not sure' },
        ],
      },
    ],
    buttons: [{ token: 'back', label: 'Back', style: 'plain' }],
  },
  {
    title: 'Before you send it',
    summary: 'Question 3: before you send it.',
    blocks: [
      {
        kind: 'select',
        id: 'accuracy',
        label: 'Is it accurate and up to date?',
        required: true,
        options: [
          { token: 'a1', label: 'Checked' },
          { token: 'a2', label: 'Not checked, or partly opinion' },
          { token: 'a3', label: 'Not sure' },
        ],
      },
      {
        kind: 'select',
        id: 'recipients',
        label: 'Who gets it?',
        hint: 'choose all that apply',
        several: true,
        options: [
          { token: 'r1', label: 'Children’s social care' },
          { token: 'r2', label: 'Police' },
          { token: 'r3', label: 'School nurse' },
        ],
      },
      {
        kind: 'input',
        id: 'shared',
        label: 'What will you pass on?',
        hint: 'in a few words, no names',
        multiline: true,
        maxLength: 500,
        required: true,
        error: 'say what you pass on',
      },
      { kind: 'input', id: 'review', label: 'When will you look at this again?', date: true, maxLength: 10 },
    ],
    buttons: [
      { token: 'next', label: 'Go on', style: 'primary', submits: true },
      { token: 'back', label: 'Back', style: 'plain' },
    ],
  },
];

const ADVICE: Card = {
  title: 'Share now',
  summary: 'Share now: ring 999, then children’s social care.',
  blocks: [
    { kind: 'text', text: 'Ring 999 first. This number is Share Check’s own advice.', tone: 'lead' },
    {
      kind: 'phones',
      phones: [
        { label: 'Emergency services', number: '999' },
        { label: 'Children’s social care', number: '01632 960123', note: 'Monday to Friday, 9am to 5pm' },
      ],
    },
    { kind: 'heading', text: 'Then, in this order' },
    {
      kind: 'list',
      ordered: true,
      items: [
        'Say the least that will do, now.',
        'Say it to children’s social care.',
        'Use the quickest way that is safe.',
      ],
    },
    {
      kind: 'quote',
      text: 'The most important consideration is whether sharing information is likely to support the safeguarding and protection of a child.',
      source: 'Information sharing advice, page 4, golden rule 2. Draft, June 2023, since superseded.',
    },
    { kind: 'text', text: 'This is not recorded and nobody has been told.', tone: 'warning' },
    {
      kind: 'rows',
      rows: [
        { label: 'Reference', value: 'SC-7K3F-9QXM' },
        { label: 'Urgency', value: 'Emergency' },
      ],
    },
    { kind: 'list', items: ['a plain item', 'another [one] with *stars* and _lines_'] },
  ],
  buttons: [
    { token: 'tell', label: 'Tell our lead now', style: 'primary' },
    { token: 'keep', label: 'Someone should be kept out of this', style: 'plain' },
    { token: 'record', label: 'Record what I did', style: 'plain' },
    { token: 'danger', label: 'It is about a colleague', style: 'danger' },
    { token: 'report', label: 'Report a problem', style: 'plain' },
  ],
};

/** Stands in for the conversation: three questions, a form and advice. Keeps every event it was given. */
export function fakeConversation(events: TurnEvent[] = []): HandleTurn {
  return async (event) => {
    events.push(event);
    if (event.kind === 'message') return { cards: QUESTIONS.slice(0, 1) };
    const next = { q1: QUESTIONS[1], q2: QUESTIONS[2] }[event.token.slice(0, 2)] ?? ADVICE;
    return { cards: [event.token === 'back' ? (QUESTIONS[0] ?? ADVICE) : next] };
  };
}

export const FAKE_CARDS: readonly Card[] = [...QUESTIONS, ADVICE];
