import type { Destination } from './delivery.ts';

/**
 * Where a delivery waits in line: one line for each place or person that it reaches, whatever it does there. Kept in the store as
 * text, `<kind>:<chat tool>:<id>`; which chat tool a person is written to in is known only when it leaves.
 */
export type Lane = string;

/** The kinds of lanes, as they stand in the text. */
export type LaneKind = 'channel' | 'person' | 'text' | 'email' | 'webhook' | 'log' | 'none';

/**
 * The lane of a destination. A change to a message waits where the message itself went: `changed` is where that was, null when there
 * is no such message.
 */
export function laneOf(destination: Destination, changed: Destination | null = null): Lane {
  switch (destination.kind) {
    case 'channel-post':
    case 'mention':
      return `channel:${destination.channel}:${destination.target}`;
    case 'direct-message':
      return `person:${destination.through ?? ''}:${destination.person}`;
    case 'text-message':
      return `text::${destination.person}`;
    case 'email':
      return `email::${destination.person}`;
    case 'webhook':
    case 'log':
      return `${destination.kind}::`;
    case 'update':
      return changed === null || changed.kind === 'update' ? 'none::' : laneOf(changed);
    default:
      return destination satisfies never;
  }
}

/** What a lane says. `channel` is empty where it names none. */
export function readLane(lane: Lane): {
  readonly kind: LaneKind;
  readonly channel: string;
  readonly id: string;
} {
  const [kind = '', channel = ''] = lane.split(':', 2);
  return { kind: kind as LaneKind, channel, id: lane.slice(kind.length + channel.length + 2) };
}
