import type { Block, Card } from '../../conversation/card.ts';
import { SAYS } from './adaptive-card.ts';

/** What Share Check itself says in Teams, beside the cards of the conversation. */

const DANGER: Block = {
  kind: 'text',
  text: 'If a child is in danger now, ring 999. Do not wait for this.',
  tone: 'warning',
};

function card(title: string, text: string, buttons: Card['buttons'] = []): Card {
  return { title, summary: title, blocks: [{ kind: 'text', text }, DANGER], buttons };
}

const SHOW_WHERE = { token: `${SAYS}resume`, label: 'Show where I am', style: 'primary' } as const;

/** In a dialog while an answer takes longer than Teams waits. */
export const ONE_MOMENT = card(
  'One moment',
  'Your answer is being taken in. Press the button to see what comes next.',
  [SHOW_WHERE],
);

/** A card that says what went wrong, with a way on: in a dialog nothing else leads back. */
export const withWayOn = (failed: Card): Card => ({ ...failed, buttons: [...failed.buttons, SHOW_WHERE] });

/** In place of a card that was left open. */
export const HIDDEN: Card = card(
  'Hidden for now',
  'This card was left open, so it is hidden. What you sent is kept. Words you typed and did not send are gone.',
  [{ token: `${SAYS}resume`, label: 'Show it again', style: 'primary' }],
);

/** Over a card that is sent again because it may not have arrived. */
export const MAY_BE_A_REPEAT = 'This message may have reached you before.';

/** For everybody in a channel, when a question was answered privately. */
export const ANSWERED_PRIVATELY = 'Answered in the asker’s own chat with Share Check. Nobody else sees it.';

/** The same to the one who pressed a button there. */
export const ANSWERED_YOU = 'Answered in your own chat with Share Check.';

/** The same while it is not there yet. */
export const ON_ITS_WAY = 'The answer is on its way to your own chat with Share Check.';

/** Over the answer to a mention: what was asked stands in the channel for everybody there. */
export const OTHERS_SEE: Block = {
  kind: 'text',
  text: 'Only you can see this answer. Others can see what you wrote in the channel. If a child could be known from it, delete it and tell your safeguarding lead that it stood there. Next time, ask me here.',
  tone: 'warning',
};

/** For whoever asked in a channel and cannot be answered in a chat of their own. Says nothing of what was asked. */
export const addItFirst = (link: string | null): string =>
  `I can only answer you in your own chat. Add Share Check there first${link === null ? '.' : `: ${link}`} If a child is in danger now, ring 999.`;

/** For whoever asked in a channel and could not be written to this time. Says nothing of what was asked. */
export const NOT_REACHED =
  'I could not write to you in your own chat just now. Ask me there again. If a child is in danger now, ring 999.';

/** For somebody who is to be told something and cannot be written to. Says nothing of what it is about. */
export const letItIn = (link: string | null): string =>
  `Share Check has something for you and cannot reach you. Add the app, or allow it to write to you${link === null ? '.' : `: ${link}`}`;

/** When the app was added to a team or a group chat. */
export const JOINED =
  'Share Check is here. Write @Share Check and a question, and you get the answer in your own chat, where nobody else sees it. The safeguarding lead can write “@Share Check post decisions here”. If a child is in danger now, ring 999.';

/** A name for a channel that Teams does not name. */
export const THIS_CHANNEL = 'this channel';
