import { describe, expect, test } from 'vitest';
import type { NotificationClass } from '../../src/check/facts.ts';
import { BUDGETS, type Budgets, NO_RATES } from '../../src/delivery/budgets.ts';
import type { Lane } from '../../src/delivery/lane.ts';
import { createRoutes } from '../../src/delivery/routes.ts';
import { createTraffic } from '../../src/delivery/traffic.ts';

const A = 'channel:slack:A';
const B = 'channel:slack:B';
const T = 'channel:teams:T';
const routeOf = createRoutes({ messengers: {}, people: [] });

function trafficWith(budgets: Budgets) {
  const traffic = createTraffic(budgets, routeOf);
  let now = 1_000_000;
  /** Takes as many as there is room for, up to `most`; they are on their way then. */
  const take = (lane: Lane, most: number, among: NotificationClass = 'today'): number => {
    const room = traffic.room(now);
    const many = Math.min(most, Math.max(0, room.left(lane, among)));
    room.take(lane, among, many);
    return many;
  };
  return {
    traffic,
    take,
    now: () => now,
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    left: (lane: Lane, among: NotificationClass = 'today') => traffic.room(now).left(lane, among),
    /** The same, and they arrive at once. */
    send: (lane: Lane, most: number, among: NotificationClass = 'today'): number => {
      const many = take(lane, most, among);
      for (let n = 0; n < many; n += 1) traffic.ended(lane, among);
      return many;
    },
  };
}

const SMALL: Budgets = {
  ...NO_RATES,
  slack: {
    underWay: { all: 6, kept: 2 },
    rates: [],
    place: { underWay: { all: 4, kept: 1 }, rates: [] },
  },
};

describe('what is on its way', () => {
  test('takes up the room of its own place and route, and of no other', () => {
    const { take, left } = trafficWith(SMALL);
    expect(take(A, 99)).toBe(3);
    expect(left(A)).toBe(0);
    expect(take(B, 99)).toBe(1);
    expect(left(B)).toBe(0);
    expect(left(T)).toBeGreaterThan(0);
  });

  test('leaves emergencies what is kept for them, and they may use all of it', () => {
    const { take, left } = trafficWith(SMALL);
    take(A, 99);
    take(B, 99);
    expect(left(A, 'emergency')).toBe(1);
    expect(take(B, 99, 'emergency')).toBe(2);
    expect(left(A, 'emergency')).toBe(0);
  });

  test('emergencies that fill a route leave others nothing, and more than that they do not take', () => {
    const { take, left } = trafficWith(SMALL);
    expect([take(A, 99, 'emergency'), take(B, 99, 'emergency')]).toEqual([4, 2]);
    expect([left(A), left(B)].every((room) => room <= 0)).toBe(true);
  });

  test('is over when it has ended, or was given up with all that was taken', () => {
    const { traffic, take, left, now } = trafficWith(SMALL);
    take(A, 99);
    traffic.ended(A, 'today');
    expect(left(A)).toBe(1);
    const room = traffic.room(now());
    room.take(A, 'today', 1);
    room.take(B, 'today', 1);
    expect([left(A), left(B)]).toEqual([0, 0]);
    room.giveUp();
    expect([left(A), left(B)]).toEqual([1, 2]);
  });
});

describe('what has left', () => {
  test('in Teams, at most 5 in a second to one chat and 6 in two, with room for an emergency', () => {
    const { send, pass, left } = trafficWith(BUDGETS);
    // Four at once are on their way at most.
    expect([send(T, 99), send(T, 99)]).toEqual([4, 1]);
    expect(left(T)).toBe(0);
    expect(send(T, 99, 'emergency')).toBe(2);
    expect(left(T, 'emergency')).toBe(0);
    pass(1);
    expect(send(T, 99)).toBe(1);
    expect(left(T)).toBe(0);
    pass(1);
    expect(send(T, 99)).toBe(4);
  });

  test('in Teams, at most 50 in half a minute to one chat, and 1,600 in an hour; an emergency waits for neither', () => {
    const { send, pass, left } = trafficWith(BUDGETS);
    const sentIn: number[] = [];
    for (let second = 0; second < 3000; second += 1) {
      sentIn.push(send(T, 99) + send(T, 99));
      pass(1);
    }
    const inHalfAMinute = (from: number) => sentIn.slice(from, from + 30).reduce((a, b) => a + b, 0);
    expect(Math.max(...sentIn.map((_, from) => inHalfAMinute(from)))).toBe(50);
    expect(sentIn.reduce((a, b) => a + b, 0)).toBe(1600);
    expect(left(T)).toBe(0);
    expect(left(T, 'emergency')).toBeGreaterThan(0);
  });

  test('in Slack, one in a second to one channel and 5 to all; the rest is for emergencies', () => {
    const { send } = trafficWith(BUDGETS);
    const channels = Array.from({ length: 9 }, (_, n) => `channel:slack:${n}`);
    expect(channels.map((lane) => send(lane, 99))).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(send(channels[0] ?? '', 99, 'emergency')).toBe(2);
    expect(send(channels[8] ?? '', 99, 'emergency')).toBe(1);
  });

  test('no longer counts when the clock was set back', () => {
    const { traffic, send, pass, left, now } = trafficWith(BUDGETS);
    send(A, 99);
    traffic.pause(A, now() + 60_000);
    pass(-3600);
    expect(left(A)).toBe(1);
  });
});

describe('a service that asks to wait', () => {
  test('gets nothing but emergencies until then, on that route alone', () => {
    const { traffic, left, pass, now } = trafficWith(BUDGETS);
    traffic.pause(A, now() + 60_000);
    pass(59.9);
    expect([left(A), left(B), left(B, 'routine')]).toEqual([0, 0, 0]);
    expect(left(A, 'emergency')).toBeGreaterThan(0);
    expect(left(T)).toBeGreaterThan(0);
    pass(0.1);
    expect(left(B)).toBe(1);
  });

  test('is not asked for everything at once after it', () => {
    const { traffic, send, pass, now } = trafficWith({
      ...NO_RATES,
      slack: { ...NO_RATES.slack, rates: [{ seconds: 1, all: 30, kept: 0 }] },
    });
    const channels = Array.from({ length: 60 }, (_, n) => `channel:slack:${n}`);
    traffic.pause(A, now() + 60_000);
    pass(60);
    const sentIn: number[] = [];
    for (let second = 0; second < 40; second += 1) {
      sentIn.push(channels.reduce((sum, lane) => sum + send(lane, 1), 0));
      pass(1);
    }
    expect([sentIn[0], sentIn[10], sentIn[20], sentIn[30]]).toEqual([1, 10, 20, 30]);
  });

  test('is waited for as long as the longest that was asked', () => {
    const { traffic, left, pass, now } = trafficWith(BUDGETS);
    traffic.pause(A, now() + 60_000);
    traffic.pause(B, now() + 5_000);
    pass(30);
    expect(left(A)).toBe(0);
  });
});
