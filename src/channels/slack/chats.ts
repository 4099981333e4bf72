import type { Card } from '../../conversation/card.ts';
import type { Again } from '../again.ts';
import { asLastingMessage, asMessage, withFirst } from './as-message.ts';
import { renderMessage } from './render-message.ts';
import type { SlackApi } from './slack-api.ts';
import type { SlackTurn } from './slack-turn.ts';
import { OTHERS_SEE } from './words.ts';

export type ChatsParts = {
  readonly api: Pick<SlackApi, 'post' | 'update' | 'postPrivately' | 'respond' | 'openChat'>;
  readonly tell: (error: unknown) => void;
  /** Where there is another way left. */
  readonly twice: Again;
  /** Where there is none. */
  readonly lastly: Again;
};

/** Shows cards outside the window, to the person of the turn alone. Each rejects when no way there is left. */
export type Chats = {
  /** Into the chat with this person, where it stays. */
  toChat(turn: SlackTurn, card: Card): Promise<void>;
  /** Beside what was said or pressed. */
  inChat(turn: SlackTurn, card: Card): Promise<void>;
  /** The message that was pressed shows something else from now on. */
  replace(turn: SlackTurn, card: Card): Promise<void>;
};

export function createChats({ api, tell, twice, lastly }: ChatsParts): Chats {
  const toChat = async (turn: SlackTurn, card: Card): Promise<void> => {
    const message = renderMessage(asLastingMessage(card));
    const chat = await lastly(() => api.openChat(turn.event.speaker.userId));
    await lastly(() => api.post(chat, message));
  };

  const inChat = async (turn: SlackTurn, card: Card): Promise<void> => {
    const { from } = turn;
    const shown = asMessage(card);
    const message = renderMessage(shown);
    if (from.kind === 'chat') {
      const { channel, thread } = from;
      try {
        // Whoever writes in a thread looks for the answer there.
        if (thread !== undefined) return void (await twice(() => api.post(channel, message, thread)));
      } catch (error) {
        tell(error);
      }
      await lastly(() => api.post(channel, message));
      return;
    }
    if ((from.kind === 'command' || from.kind === 'message') && from.responseUrl !== undefined) {
      const { responseUrl } = from;
      try {
        return await twice(() => api.respond(responseUrl, message, false));
      } catch (error) {
        tell(error);
      }
    }
    if (from.kind !== 'mention') return toChat(turn, card);
    const pointed = withFirst(shown, OTHERS_SEE);
    const { userId } = turn.event.speaker;
    try {
      await twice(() => api.postPrivately(from.channel, userId, renderMessage(pointed), from.thread));
    } catch (error) {
      tell(error);
      await toChat(turn, pointed);
    }
  };

  const replace = async (turn: SlackTurn, card: Card): Promise<void> => {
    const { from } = turn;
    if (from.kind !== 'message') return inChat(turn, card);
    const message = renderMessage(asMessage(card));
    const { channel, ts, responseUrl, ephemeral } = from;
    try {
      if (!ephemeral) return await twice(() => api.update(channel, ts, message));
      if (responseUrl !== undefined) return await twice(() => api.respond(responseUrl, message, true));
    } catch (error) {
      tell(error);
    }
    return inChat(turn, card);
  };

  return { toChat, inChat, replace };
}
