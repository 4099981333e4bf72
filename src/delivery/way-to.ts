import type { Channel } from '../conversation/event.ts';
import type { Messenger } from './messenger.ts';

/** In this order a person is written to: the first channel they have and the service is connected to. */
const ORDER = ['teams', 'slack', 'terminal'] as const satisfies readonly Channel[];

/** How a person is known in each channel; the people of the deployment folder fit. */
export type Reachable = {
  readonly id: string;
  readonly teams?: string | undefined;
  readonly slack?: string | undefined;
  readonly terminal?: string | undefined;
  /** A UK mobile number, for text messages. */
  readonly mobile?: string | undefined;
  readonly email?: string | undefined;
};

/** The channels that are connected, and who is reached in them. */
export type Ways = {
  readonly messengers: Readonly<Partial<Record<Channel, Messenger>>>;
  readonly people: readonly Reachable[];
};

export type Way = { readonly channel: Channel; readonly messenger: Messenger; readonly userId: string };

/**
 * How a person is written to: in the channel that was asked for where they have an id there, else in the first they have. Somebody
 * who is not listed is named by a channel and their id in it (`teams:<user id>`). Null when there is no way.
 */
export function wayTo(
  { person, through }: { readonly person: string; readonly through?: Channel | undefined },
  { messengers, people }: Ways,
): Way | null {
  const ids = people.find(({ id }) => id === person) ?? notListed(person);
  for (const channel of through === undefined ? ORDER : [through, ...ORDER]) {
    const userId = ids[channel];
    const messenger = messengers[channel];
    if (userId !== undefined && messenger !== undefined) return { channel, messenger, userId };
  }
  return null;
}

/** The channel that somebody is named by who is not listed; null for any other id. */
export function channelIn(person: string): Channel | null {
  return ORDER.find((channel) => person.startsWith(`${channel}:`)) ?? null;
}

function notListed(person: string): Pick<Reachable, Channel> {
  const channel = channelIn(person);
  const userId = person.slice((channel ?? '').length + 1);
  return channel === null || userId === '' ? {} : { [channel]: userId };
}
