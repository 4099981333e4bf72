import { expect, test } from 'vitest';
import type { Block, Card } from '../../src/conversation/card.ts';
import { emailOf } from '../../src/delivery/email-of.ts';

const TYPED: Block = { kind: 'text', text: 'canary', typed: true };

test('an e-mail is all of the card that can be read, in plain text', () => {
  const card: Card = {
    title: 'Emergency:\n SC-7K3F-9QXM',
    summary: 'Not shown.',
    banner: 'This message may have reached you before.',
    blocks: [
      { kind: 'text', text: 'Somebody raised an emergency.' },
      TYPED,
      { kind: 'heading', text: 'What to do' },
      { kind: 'list', items: ['Ring 999', 'Ring social care'], ordered: true },
      { kind: 'list', items: ['one', 'two'] },
      { kind: 'phones', phones: [{ label: 'Social care', number: '01632 960100', note: 'day' }] },
      { kind: 'rows', rows: [{ label: 'Reference', value: 'SC-7K3F-9QXM' }] },
      { kind: 'quote', text: 'Words of the guidance.', source: 'Section 2, page 8' },
      { kind: 'details', summary: 'More', blocks: [{ kind: 'text', text: 'Folded.' }, TYPED] },
      { kind: 'options', options: [{ token: 't', label: 'canary' }] },
      { kind: 'select', id: 's', label: 'canary', options: [] },
      { kind: 'input', id: 'i', label: 'canary', value: 'canary', maxLength: 10 },
    ],
    buttons: [{ token: 't', label: 'canary', style: 'primary' }],
  };
  expect(emailOf(card)).toEqual({
    subject: 'Emergency: SC-7K3F-9QXM',
    body: `This message may have reached you before.

Emergency:
 SC-7K3F-9QXM

Somebody raised an emergency.

What to do

1. Ring 999
2. Ring social care

- one
- two

Social care: 01632 960100 (day)

Reference: SC-7K3F-9QXM

"Words of the guidance."
Section 2, page 8

More

Folded.
`,
  });
});
