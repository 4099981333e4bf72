import type { NotificationClass } from '../check/facts.ts';
import type { Room } from '../storage/store.ts';
import type { Budget, Budgets, Rate } from './budgets.ts';
import type { Lane } from './lane.ts';
import type { RouteOf } from './routes.ts';

/** An emergency does not wait longer than this for a count of ours: the service itself says when it has enough. */
const EMERGENCY_WAITS_SECONDS = 2;
/** How long after a pause it takes until a route is used in full again. */
const BACK_AFTER_MS = 30_000;

/** What is on its way, through each route and to each place, and what still may leave. Times are milliseconds. */
export type Traffic = {
  /** What there is room for now. What is taken counts as begun until it has `ended`, or is given up as a whole. */
  room(now: number): Room & { giveUp(): void };
  ended(lane: Lane, among: NotificationClass): void;
  /** The service behind this lane has asked to wait until then: nothing but emergencies is taken for its route. */
  pause(lane: Lane, until: number): void;
};

/**
 * Keeps count of sends against the budgets. Others than emergencies never use what is kept for those; after a pause they come back
 * little by little, so that the service is not asked for everything at once. Kept in memory: after a start a service says again
 * when it has enough.
 */
export function createTraffic(budgets: Budgets, routeOf: RouteOf): Traffic {
  const counts = new Map<string, Count>();
  const pauses = new Map<string, number>();
  let tidiedAt = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;

  const countOf = (key: string): Count => {
    const known = counts.get(key);
    if (known !== undefined) return known;
    const made = newCount();
    counts.set(key, made);
    return made;
  };
  const countsOf = (lane: Lane): readonly [Count, Count] => [
    countOf(`route ${routeOf(lane)}`),
    countOf(`lane ${lane}`),
  ];
  /** Lanes nothing has left for long are forgotten: there is one for every person. */
  const tidy = (now: number): void => {
    if (now - tidiedAt < 60_000) return;
    tidiedAt = now;
    for (const [key, count] of counts) if (isIdle(count, now)) counts.delete(key);
  };

  /** A clock that was set back makes past sends future ones: they would hold everything up until it gets there. */
  const mind = (now: number): void => {
    if (now < last) {
      pauses.clear();
      for (const { times } of counts.values()) Object.assign(times, { emergency: [], others: [] });
    }
    last = now;
  };

  return {
    room(now) {
      mind(now);
      tidy(now);
      const taken: { readonly lane: Lane; readonly among: NotificationClass; readonly many: number }[] = [];
      return {
        left(lane, among) {
          const route = routeOf(lane);
          const budget = budgets[route];
          const [ofRoute, ofLane] = countsOf(lane);
          if (among === 'emergency')
            return Math.min(forEmergency(ofRoute, budget, now), forEmergency(ofLane, budget.place, now));
          const part = partBack(pauses.get(route), now);
          if (part === 0) return 0;
          return Math.min(forOthers(ofRoute, budget, now, part), forOthers(ofLane, budget.place, now, 1));
        },
        take(lane, among, many) {
          taken.push({ lane, among, many });
          for (const count of countsOf(lane)) {
            count.underWay[kindOf(among)] += many;
            for (let n = 0; n < many; n += 1) count.times[kindOf(among)].push(now);
          }
        },
        giveUp() {
          for (const { lane, among, many } of taken)
            for (const count of countsOf(lane)) count.underWay[kindOf(among)] -= many;
        },
      };
    },
    ended(lane, among) {
      for (const count of countsOf(lane)) count.underWay[kindOf(among)] -= 1;
    },
    pause(lane, until) {
      const route = routeOf(lane);
      pauses.set(route, Math.max(until, pauses.get(route) ?? until));
    },
  };
}

type Kind = 'emergency' | 'others';
type Count = { readonly underWay: Record<Kind, number>; readonly times: Record<Kind, number[]> };

const kindOf = (among: NotificationClass): Kind => (among === 'emergency' ? 'emergency' : 'others');
const newCount = (): Count => ({
  underWay: { emergency: 0, others: 0 },
  times: { emergency: [], others: [] },
});

/** How much of its share others get on a route: none while it pauses, then more and more. */
function partBack(until: number | undefined, now: number): number {
  if (until === undefined) return 1;
  return now < until ? 0 : Math.min(1, Math.max(0.01, (now - until) / BACK_AFTER_MS));
}

function forEmergency(count: Count, { underWay, rates }: Budget, now: number): number {
  const short = rates.filter(({ seconds }) => seconds <= EMERGENCY_WAITS_SECONDS);
  return Math.min(underWay.all - onTheWay(count), ...short.map((rate) => rate.all - left(count, rate, now)));
}

function forOthers(count: Count, { underWay, rates }: Budget, now: number, part: number): number {
  const share = ({ all, kept }: { all: number; kept: number }) =>
    Math.max(1, Math.floor((all - kept) * part));
  return Math.min(
    underWay.all - onTheWay(count),
    share(underWay) - count.underWay.others,
    ...rates.flatMap((rate) => [
      rate.all - left(count, rate, now),
      share(rate) - since(count.times.others, now - rate.seconds * 1000),
    ]),
  );
}

const onTheWay = ({ underWay }: Count): number => underWay.emergency + underWay.others;

/** How many have left within the time of this rate. */
function left({ times }: Count, { seconds }: Rate, now: number): number {
  const from = now - seconds * 1000;
  return since(times.emergency, from) + since(times.others, from);
}

/** How many of these times, which are in order, lie after this one. */
function since(times: readonly number[], after: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) > after) high = middle;
    else low = middle + 1;
  }
  return times.length - low;
}

const LONGEST_MS = 3600_000;

/** Drops what no rate asks for any more; says whether nothing is left. */
function isIdle({ underWay, times }: Count, now: number): boolean {
  for (const kind of ['emergency', 'others'] as const)
    times[kind] = times[kind].slice(times[kind].length - since(times[kind], now - LONGEST_MS));
  return underWay.emergency + underWay.others + times.emergency.length + times.others.length === 0;
}
