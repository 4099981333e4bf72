import type { Store, StoredDelivery } from '../storage/store.ts';
import { type NotSent, toCaseSystem, toMailbox, toMobile } from './besides-chat.ts';
import { cardOf } from './card-of.ts';
import type { DecisionLog } from './decision-log.ts';
import type { Destination } from './delivery.ts';
import { entryOf } from './entry-of.ts';
import { DeliveryError, type Messenger, type Recipient } from './messenger.ts';
import type { Senders } from './sender.ts';
import { channelIn, type Way, type Ways, wayTo } from './way-to.ts';

export type { Reachable } from './way-to.ts';

/**
 * Sends one delivery to where it goes. Resolves once it is there, with the channel's id of a new message and null otherwise;
 * rejects with a DeliveryError when it could not be brought there. An object says why nothing was sent now: `found`, as an earlier
 * try had arrived after all; `withheld`, as somebody who would see it is kept out of the case.
 */
export type Send = (delivery: StoredDelivery) => Promise<string | null | NotSent>;

/**
 * Finds the way to each destination: a channel post through that channel, a direct message through the first channel the
 * person has, a text message or an e-mail to what people.yaml gives, an entry into the log of decisions or, in short, to the case
 * management system. A destination nobody can reach is a permanent DeliveryError that says
 * what to set up; it names ids only.
 */
export function createDestinations(
  ways: Ways & {
    readonly store: Pick<Store, 'entries' | 'delivery' | 'messagesAbout'>;
    readonly log: DecisionLog;
    readonly senders?: Senders;
  },
): Send {
  return async (delivery) => {
    const { destination } = delivery;
    switch (destination.kind) {
      case 'channel-post': {
        const messenger = ways.messengers[destination.channel];
        if (messenger === undefined) throw notConnected(destination.channel);
        const under = await firstAbout(delivery, destination, ways.store);
        return messenger.post(destination.target, cardOf(delivery), under);
      }
      case 'mention': {
        const { channel, target, person } = destination;
        const messenger = ways.messengers[channel];
        const userId = ways.people.find(({ id }) => id === person)?.[channel];
        if (messenger?.mention === undefined || userId === undefined) throw notConnected(channel);
        return messenger.mention(target, userId, delivery.unclear);
      }
      case 'direct-message': {
        const { messenger, userId } = mustReach(destination, ways);
        return messenger.direct(userId, cardOf(delivery));
      }
      case 'text-message':
        return toMobile(delivery, destination.person, ways);
      case 'email':
        return toMailbox(delivery, destination.person, ways);
      case 'webhook':
        return toCaseSystem(delivery, destination.entry, ways);
      case 'update': {
        const card = cardOf(delivery);
        const earlier = await ways.store.delivery(destination.delivery);
        const place = earlier === null ? null : placeOf(earlier.destination, ways);
        // What was never sent shows nothing old.
        if (place === null || earlier?.message == null) return null;
        await place.messenger.update(place.to, earlier.message, card);
        return null;
      }
      case 'log': {
        await ways.log.append(await entryOf(delivery, destination.entry, ways.store));
        return null;
      }
      default:
        return destination satisfies never;
    }
  };
}

/** The message a post to a channel follows up: the first there about the same case. */
async function firstAbout(
  { reference }: StoredDelivery,
  { channel, target }: Extract<Destination, { kind: 'channel-post' }>,
  store: Pick<Store, 'messagesAbout'>,
): Promise<string | undefined> {
  if (reference === null) return undefined;
  const messages = await store.messagesAbout(reference);
  return messages.find(
    ({ destination: to }) => to.kind === 'channel-post' && to.channel === channel && to.target === target,
  )?.message;
}

/** Where a message stands that was sent to this destination; null for what is no message of its own. */
function placeOf(destination: Destination, ways: Ways): { messenger: Messenger; to: Recipient } | null {
  switch (destination.kind) {
    case 'channel-post': {
      const messenger = ways.messengers[destination.channel];
      if (messenger === undefined) throw notConnected(destination.channel);
      return { messenger, to: { kind: 'channel', target: destination.target } };
    }
    case 'direct-message': {
      const { messenger, userId } = mustReach(destination, ways);
      return { messenger, to: { kind: 'person', userId } };
    }
    default:
      return null;
  }
}

function mustReach(to: Extract<Destination, { kind: 'direct-message' }>, ways: Ways): Way {
  const way = wayTo(to, ways);
  if (way !== null) return way;
  const { person } = to;
  const channel = channelIn(person);
  const listed = ways.people.some(({ id }) => id === person);
  if (!listed && channel !== null) throw notConnected(channel);
  throw new DeliveryError({
    code: listed ? 'no-way-to-person' : 'unknown-person',
    message: listed
      ? `"${person}" has no id in a channel this service is connected to.`
      : `The deployment folder names no person with the id "${person}".`,
    remedy: `In people.yaml give "${person}" a teams or slack id, and tell them yourself now. Then run: share-check deliveries retry.`,
    permanent: true,
  });
}

function notConnected(channel: string): DeliveryError {
  return new DeliveryError({
    code: 'channel-not-connected',
    message: `This service is not connected to ${channel}.`,
    remedy: `Connect ${channel} (see .env.example) and start Share Check again: what waits is then sent by itself, within a quarter of an hour. Or take it out of notifications.yaml.`,
    permanent: true,
    setting: true,
  });
}
