import type { Block, Card } from '../../conversation/card.ts';
import { SAYS } from './block-kit.ts';

/** What Share Check itself says in Slack, beside the cards of the conversation. */

const DANGER: Block = {
  kind: 'text',
  text: 'If a child is in danger now, ring 999. Do not wait for this.',
  tone: 'warning',
};
const RING_999: Block = { kind: 'phones', phones: [{ label: 'In danger now', number: '999' }] };

function card(title: string, text: string, buttons: Card['buttons'] = []): Card {
  return { title, summary: title, blocks: [{ kind: 'text', text }, DANGER], buttons };
}

const OPEN = { token: `${SAYS}resume`, label: 'Open the check', style: 'primary' } as const;

const SHOW_WHERE = { token: `${SAYS}resume`, label: 'Show where I am', style: 'plain' } as const;

/** A card that says what went wrong, with a way on: in the window nothing else leads back. */
export const withWayOn = (card: Card): Card => ({ ...card, buttons: [...card.buttons, SHOW_WHERE] });

/** In the window while an answer takes longer than Slack waits. With a way on, should the answer get lost. */
export const ONE_MOMENT = card(
  'One moment',
  'Your answer is on its way. This window will change by itself.',
  [SHOW_WHERE],
);

/** In place of a card that wants a form, where only a window can show one. */
export const pointerTo = ({ title, banner, blocks }: Card): Card => ({
  title,
  summary: title,
  ...(banner === undefined ? {} : { banner }),
  blocks: [
    { kind: 'text', text: 'The next step opens in a window.' },
    ...blocks.filter(({ kind }) => kind === 'phones'),
    ...(blocks.some(({ kind }) => kind === 'phones') ? [] : [RING_999]),
  ],
  buttons: [OPEN],
});

/** In place of a message whose check went on in the window. */
export const WENT_ON = card(
  'This check goes on in a window',
  'If you closed the window, open it again here. Nothing is lost.',
  [OPEN],
);

/** Slack gives three seconds to open a window. */
export const TOO_LATE = 'Slack did not let the window open in time. Nothing is lost. Open the check here.';

/** In place of a window that was to open from a delivered message, whose buttons are still there. */
export const PRESS_AGAIN = card(
  'The window did not open',
  'Slack did not let it open in time. Nothing is lost. Press the button again.',
);

/** In the window when nothing was done in it for a while. */
export const HIDDEN: Card = {
  title: 'Hidden for now',
  summary: 'Hidden for now',
  blocks: [
    {
      kind: 'text',
      text: 'This window was left open, so it is hidden. What you sent is kept. Words you typed and did not send are gone. A record or a concern is opened in the way it was before.',
    },
    DANGER,
  ],
  buttons: [{ token: `${SAYS}resume`, label: 'Show it again', style: 'primary' }],
};

/** For somebody of another organisation, in a shared channel. */
export const STRANGER = card(
  'Share Check is for people of this organisation',
  'Ask the safeguarding lead of your own organisation.',
);

/** For a command or button that is not known here. */
export const UNKNOWN = card(
  'Share Check does not know this',
  'To start a check type /share-check. To ask a question type it after /share-check.',
);

/** Over an answer to a mention: what was asked stands in the channel for everybody there. */
export const OTHERS_SEE: Block = {
  kind: 'text',
  text: 'Only you can see this answer. Others here can see what you wrote. If a child could be known from it, delete it and tell your safeguarding lead that it stood here. Next time, type /share-check and your question.',
  tone: 'warning',
};

/** For a record that was asked for in a chat, or that no window opened for: in a chat it would stand for good. */
export const RECORD_IN_WINDOW = card(
  'A record opens in a window',
  'Type /share-check and the reference after it, or press the button again. Nothing of the record is left in the chat.',
);
