import type { Channel } from '../conversation/event.ts';
import { type Lane, readLane } from './lane.ts';
import { type Ways, wayTo } from './way-to.ts';

/** What deliveries leave through. Each has limits of its own, and is late or down by itself. */
export type Route = Channel | 'text' | 'email' | 'webhook' | 'log' | 'nowhere';

/** The route of a lane, as people and channels are now; `nowhere` where a delivery cannot but fail. */
export type RouteOf = (lane: Lane) => Route;

/** Finds the route of each lane, once. Of a person's lane only the people list and the channels tell. */
export function createRoutes(ways: Ways): RouteOf {
  const found = new Map<Lane, Route>();
  return (lane) => {
    const known = found.get(lane);
    if (known !== undefined) return known;
    const route = routeOf(lane, ways);
    found.set(lane, route);
    return route;
  };
}

function routeOf(lane: Lane, ways: Ways): Route {
  const { kind, channel, id } = readLane(lane);
  switch (kind) {
    case 'channel':
      return asChannel(channel) ?? 'nowhere';
    case 'person':
      return wayTo({ person: id, through: asChannel(channel) }, ways)?.channel ?? 'nowhere';
    case 'text':
    case 'email':
    case 'webhook':
    case 'log':
      return kind;
    case 'none':
      return 'nowhere';
    default:
      return kind satisfies never;
  }
}

const asChannel = (name: string): Channel | undefined =>
  name === 'teams' || name === 'slack' || name === 'terminal' ? name : undefined;
