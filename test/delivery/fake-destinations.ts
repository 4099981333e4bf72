import type { Card } from '../../src/conversation/card.ts';
import type { Messenger, Recipient } from '../../src/delivery/messenger.ts';

export type Sent = {
  readonly how: 'post' | 'direct' | 'update';
  readonly to: string;
  readonly card: Card;
  /** Of a post: the message it follows up. Of a change: the message that is changed. */
  readonly message?: string;
};

/** A channel at its port: keeps what was sent, and does for each message what `answers` says first. */
export function fakeMessenger(
  answers: (sent: Sent, count: number) => Promise<void> | void = () => undefined,
) {
  const sent: Sent[] = [];
  let count = 0;
  const take = async (how: Sent['how'], to: string, card: Card, message?: string) => {
    count += 1;
    const one = { how, to, card, ...(message === undefined ? {} : { message }) };
    await answers(one, count);
    sent.push(one);
    return `message-${count}`;
  };
  const idOf = (to: Recipient) => (to.kind === 'channel' ? to.target : to.userId);
  const messenger: Messenger = {
    post: (target, card, under) => take('post', target, card, under),
    direct: (userId, card) => take('direct', userId, card),
    update: async (to, message, card) => {
      await take('update', idOf(to), card, message);
    },
  };
  return { messenger, sent, tried: () => count };
}
