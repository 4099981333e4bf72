import type { Card } from '../../conversation/card.ts';
import type { Messenger } from '../../delivery/messenger.ts';
import { createAudience } from './audience.ts';
import type { SlackMessage } from './block-kit.ts';
import { toDeliveryError } from './delivery-fault.ts';
import { type SlackApi, SlackFault } from './slack-api.ts';

export type SlackMessengerOptions = {
  readonly api: Pick<SlackApi, 'post' | 'update' | 'openChat' | 'channel' | 'members' | 'member'>;
  readonly render: (card: Card) => SlackMessage;
  /** Whether this channel may be one that everybody in the organisation can join. */
  readonly allowPublic: (target: string) => boolean;
  readonly now?: () => Date;
  /** For everything that is looked up before one message. With the send it has to stay below what the worker waits. */
  readonly lookUpWithinMs?: number;
};

const LOOK_UP_WITHIN_MS = 8000;
const MOST_CHATS = 2000;
/** The message to answer under is gone, or takes no answers. Slack has posted nothing. */
const NO_THREAD =
  /^(thread_not_found|message_not_found|cannot_reply_to_message|restricted_action_thread_locked)$/;
/** What was to be changed is gone, or no longer ours: nobody reads it. */
const NOTHING_TO_CHANGE = /^(message_not_found|cant_update_message)$/;

/**
 * Writes to people and channels in Slack without being asked, each time after a look at who would read it. Rejects with
 * `DeliveryError` only.
 */
export function slackMessenger(options: SlackMessengerOptions): Messenger {
  const { api, render, lookUpWithinMs = LOOK_UP_WITHIN_MS } = options;
  const audience = createAudience(options);
  const chats = new Map<string, string>();

  const chatWith = async (userId: string): Promise<string> => {
    await audience.ofPerson(userId);
    const before = chats.get(userId);
    if (before !== undefined) return before;
    const chat = await api.openChat(userId);
    chats.set(userId, chat);
    const [oldest] = chats.keys();
    if (chats.size > MOST_CHATS && oldest !== undefined) chats.delete(oldest);
    return chat;
  };
  const channelOf = async (target: string): Promise<string> => {
    await audience.ofChannel(target);
    return target;
  };
  /** Where to write, once it is known who reads there. After its time nothing more is sent. */
  const lookedAt = async (place: Promise<string>): Promise<string> => {
    try {
      return await within(place, lookUpWithinMs);
    } catch (error) {
      throw toDeliveryError(error, 'look-up');
    }
  };

  return {
    async post(target, card, under) {
      try {
        const message = render(card);
        const channel = await lookedAt(channelOf(target));
        if (under === undefined) return await api.post(channel, message);
        try {
          return await api.post(channel, message, under);
        } catch (error) {
          if (!isCoded(error, NO_THREAD)) throw error;
          return await api.post(channel, message);
        }
      } catch (error) {
        throw toDeliveryError(error);
      }
    },
    async direct(userId, card) {
      try {
        const message = render(card);
        return await api.post(await lookedAt(chatWith(userId)), message);
      } catch (error) {
        // The next attempt asks Slack for the chat anew.
        chats.delete(userId);
        throw toDeliveryError(error);
      }
    },
    async update(to, message, card) {
      try {
        const drawn = render(card);
        const place = to.kind === 'channel' ? channelOf(to.target) : chatWith(to.userId);
        await api.update(await lookedAt(place), message, drawn);
      } catch (error) {
        if (isCoded(error, NOTHING_TO_CHANGE)) return;
        throw toDeliveryError(error, 'change');
      }
    },
  };
}

const isCoded = (error: unknown, code: RegExp): boolean =>
  error instanceof SlackFault && code.test(error.code);

async function within<Result>(work: Promise<Result>, milliseconds: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SlackFault('timeout', true)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
