import type { Card } from '../../src/conversation/card.ts';
import type { Messenger } from '../../src/delivery/messenger.ts';

export type Sent = { readonly how: 'post' | 'direct'; readonly to: string; readonly card: Card };

/** A channel at its port: keeps what was sent, and does for each message what `answers` says first. */
export function fakeMessenger(
  answers: (sent: Sent, count: number) => Promise<void> | void = () => undefined,
) {
  const sent: Sent[] = [];
  let count = 0;
  const take = async (how: Sent['how'], to: string, card: Card) => {
    count += 1;
    await answers({ how, to, card }, count);
    sent.push({ how, to, card });
    return `message-${count}`;
  };
  const messenger: Messenger = {
    post: (target, card) => take('post', target, card),
    direct: (userId, card) => take('direct', userId, card),
  };
  return { messenger, sent, tried: () => count };
}
