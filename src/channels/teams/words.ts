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

/** In place of a card that was left open: a step of the check, which its button leads back to, or a record. */
export const HIDDEN: Card = card(
  'Hidden for now',
  'This card was left open, so it is hidden. What you sent is kept. Words you typed and did not send are gone. A record or a concern is opened in the way it was before.',
  [SHOW_WHERE],
);

/** Over a card that is sent again because it may not have arrived. */
export const MAY_BE_A_REPEAT = 'This message may have reached you before.';

/** For the one who pressed a button whose answer takes longer than Teams waits. */
export const STILL_COMING =
  'This takes longer than usual. Wait a moment, and look here again before you press. If a child is in danger now, ring 999.';

/** In place of passages, for whoever searches. */
export const NOT_SEARCHED =
  'The guidance cannot be searched just now. Try again in a moment. If a child is in danger now, ring 999.';

/** For everybody in a channel, when a question was answered privately. */
export const ANSWERED_PRIVATELY = 'Answered in a private chat. Nobody else here sees the answer.';

/** The same to the one who pressed a button there. */
export const ANSWERED_YOU = 'Answered in your own chat with Share Check.';

/** The same while it is not there yet. */
export const ON_ITS_WAY =
  'The answer is on its way to your own chat with Share Check. If a child is in danger now, ring 999.';

/** With the answer to a mention: what was asked stands in the channel for everybody there. */
export const OTHERS_SEE: Block = {
  kind: 'text',
  text: 'This answer is in your own chat alone. Others can see what you wrote where you asked. If it could tell them which child it is about, delete it there and tell your safeguarding lead that it was there. You can ask me here instead.',
  tone: 'warning',
};

/** For whoever asked in a channel and was not reached in a chat of their own, for whatever reason. Says nothing of what was asked. */
export const addItFirst = (link: string | null): string =>
  `If a child is in danger now, ring 999. I answer in your own chat alone, and could not write to you there. Add Share Check if you do not have it yet${link === null ? '.' : `: ${link}`}`;

/** For whoever asked in a channel and could not be written to this time. Says nothing of what was asked. */
export const NOT_REACHED =
  'I could not write to you in your own chat just now. Ask me there again. If a child is in danger now, ring 999.';

/** For somebody who is to be told something and cannot be written to. Says nothing of what it is about. */
export const letItIn = (link: string | null, repeat = false): string =>
  `${repeat ? 'You may have had this before. ' : ''}Share Check has something for you and cannot reach you. Add the app, or allow it to write to you${link === null ? '.' : `: ${link}`}`;

/** When the app was added to a team or a group chat. Nobody should learn here first that others read along. */
export const JOINED =
  'Share Check is here. If a child is in danger now, ring 999. To ask something, open your own chat with Share Check: nobody else here reads that. If you ask here, everybody here can read your question. The answer comes to you alone. The safeguarding lead can write “@Share Check post decisions here”.';

/** A name for a channel that Teams does not name. */
export const THIS_CHANNEL = 'a channel in Teams';
