import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BUDGETS } from '../../src/delivery/budgets.ts';
import { createDestinations } from '../../src/delivery/destinations.ts';
import { DeliveryError, type Messenger } from '../../src/delivery/messenger.ts';
import { createRoutes } from '../../src/delivery/routes.ts';
import { createWorker, type Worker } from '../../src/delivery/worker.ts';
import type { Store } from '../../src/storage/store.ts';
import { AT, idOf, NONCE, openedDraft } from '../records/samples.ts';
import { messageTo, openAt, temporaryFolder, turnOf } from '../storage/temporary-store.ts';

/** T11, Monday morning, its first half: 10,000 posts wait, Slack asks to wait for a minute, one person's chat hangs. */

const POSTS = 10_000;
const CHANNELS = 40;
const REFUSES_SECONDS = 60;
const CASES = Array.from({ length: 200 }, (_, n) => `SC-${String(n).padStart(8, '0')}`);
const PEOPLE = [
  { id: 'lead', teams: 't-lead' },
  { id: 'hangs', teams: 't-hangs' },
  { id: 'on-slack', slack: 'U-lead' },
];

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let clock: number;
let worker: Worker;
let activity: number;
let looks: number;
let release: () => void;

/** What left, when (seconds since the morning began), and after how many looks of the worker at the outbox. */
let sent: { readonly title: string; readonly at: number; readonly looks: number }[];
let refused: { readonly title: string; readonly at: number }[];

const second = () => (clock - Date.parse(AT)) / 1000;

function slack(): Messenger {
  const inThisSecond = new Map<string, number>();
  const take = async (to: string, title: string) => {
    activity += 1;
    const at = second();
    const soFar = inThisSecond.get(`${to} ${Math.floor(at)}`) ?? 0;
    inThisSecond.set(`${to} ${Math.floor(at)}`, soFar + 1);
    if (at < REFUSES_SECONDS || soFar >= 3) {
      refused.push({ title, at });
      const retryAfterSeconds = at < REFUSES_SECONDS ? REFUSES_SECONDS - at : 1;
      throw new DeliveryError({ code: 'slack-busy', message: 'm', remedy: 'r', retryAfterSeconds });
    }
    sent.push({ title, at, looks });
    return `slack-${sent.length}`;
  };
  return {
    post: (target, card) => take(target, card.title),
    direct: (userId, card) => take(userId, card.title),
    update: async () => undefined,
  };
}

function teams(): Messenger {
  const hang = new Promise<void>((resolve) => {
    release = resolve;
  });
  const take = async (to: string, title: string) => {
    activity += 1;
    if (to === 't-hangs') await hang;
    sent.push({ title, at: second(), looks });
    return `teams-${sent.length}`;
  };
  return {
    post: (target, card) => take(target, card.title),
    direct: (userId, card) => take(userId, card.title),
    update: async () => undefined,
  };
}

const titled = (title: string) => ({ title, summary: title, blocks: [], buttons: [] });

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openAt(folder.path);
  clock = Date.parse(AT);
  activity = 0;
  looks = 0;
  sent = [];
  refused = [];
  await store.commit(
    turnOf('cases', { newReferences: CASES, entries: CASES.map((r, n) => openedDraft(n, r)) }),
  );
  for (let from = 0; from < POSTS; from += 500) {
    await store.commit(
      turnOf(`posts-${from}`, {
        deliveries: Array.from({ length: 500 }, (_, n) =>
          messageTo('', 10_000 + from + n, CASES[(from + n) % CASES.length] ?? '', {
            destination: {
              kind: 'channel-post',
              channel: 'slack',
              target: `C${(from + n) % CHANNELS}`,
              name: 'decisions',
            },
            class: 'routine',
            card: titled('routine'),
          }),
        ),
      }),
    );
  }
  let ids = 500_000;
  const messengers = { slack: slack(), teams: teams() };
  worker = createWorker({
    store: {
      ...store,
      lease: (...wanted) => {
        looks += 1;
        activity += 1;
        return store.lease(...wanted);
      },
    },
    send: createDestinations({ messengers, people: PEOPLE, store, log: { append: async () => undefined } }),
    routeOf: createRoutes({ messengers, people: PEOPLE }),
    budgets: BUDGETS,
    now: () => new Date(clock),
    makeId: () => {
      ids += 1;
      return idOf(ids);
    },
    nonce: () => NONCE,
    random: () => 1,
    log: () => {
      activity += 1;
    },
    // The clock is simulated: the worker looks when it is told to.
    pollMilliseconds: 3600_000,
    lingerMilliseconds: 1,
    timeoutSeconds: 3600,
  });
});
afterEach(async () => {
  release();
  await worker.stop();
  await store.close();
  folder.remove();
});

/** Until everything that can happen in this second has happened. */
async function quiet(): Promise<void> {
  for (let before = -1; before !== activity; ) {
    before = activity;
    await wait(12);
  }
}

/** One second passes, and the worker looks at its next poll. */
async function tick(): Promise<void> {
  clock += 1000;
  worker.wake();
  await quiet();
}

let events = 0;
async function emergency(person: string, number: number): Promise<void> {
  events += 1;
  const card = titled(`emergency ${number}`);
  await store.commit(
    turnOf(`emergency-${events}`, {
      deliveries: [
        messageTo(person, 900_000 + number, CASES[number % CASES.length] ?? '', {
          class: 'emergency',
          card,
          dueAt: new Date(clock).toISOString(),
        }),
      ],
    }),
  );
  worker.wake();
}

test('10,000 posts wait, Slack refuses for a minute and a chat hangs: an emergency is there at once, and nobody is asked 10,000 times', async () => {
  worker.start();
  await quiet();
  const firstWave = refused.length;
  expect(firstWave).toBeGreaterThan(0);
  expect(firstWave).toBeLessThanOrEqual(BUDGETS.slack.underWay.all - BUDGETS.slack.underWay.kept);

  // A chat that hangs: everything that may be under way there, is.
  for (let number = 1; number <= 8; number += 1) await emergency('hangs', number);
  await emergency('on-slack', 20);
  await quiet();
  expect(refused.slice(firstWave).map(({ title }) => title)).toEqual(['emergency 20']);

  const raised: { readonly number: number; readonly at: number; readonly looks: number }[] = [];
  for (let number = 100; second() < 120; number += 1) {
    const [at, looked] = [second(), looks];
    await emergency('lead', number);
    raised.push({ number, at, looks: looked });
    await quiet();
    await tick();
  }

  const there = (number: number) => sent.find(({ title }) => title === `emergency ${number}`);
  const waits = raised.map(({ number, at }) => (there(number)?.at ?? Number.POSITIVE_INFINITY) - at);
  // It is among the first that the next look takes, at most one look being under way.
  const looked = raised.map(({ number, looks: before }) => (there(number)?.looks ?? 99) - before);
  expect(Math.max(...looked)).toBeLessThanOrEqual(2);
  waits.sort((a, b) => a - b);
  expect(waits.length).toBeGreaterThan(100);
  expect(waits[Math.ceil(waits.length * 0.99) - 1]).toBeLessThanOrEqual(5);
  expect(Math.max(...waits)).toBeLessThanOrEqual(5);

  // The emergency in Slack has waited as long as Slack asked, and no longer.
  const inSlack = there(20);
  expect(inSlack?.at).toBeGreaterThanOrEqual(REFUSES_SECONDS);
  expect(inSlack?.at).toBeLessThanOrEqual(REFUSES_SECONDS + 1);

  // Of the posts none was tried meanwhile, and afterwards they come back little by little, without being refused.
  expect(refused.slice(firstWave).filter(({ title }) => title === 'routine')).toEqual([]);
  const posts = sent.filter(({ title }) => title === 'routine').map(({ at }) => Math.floor(at));
  const inSecond = (n: number) => posts.filter((at) => at === REFUSES_SECONDS + n).length;
  expect(posts.every((at) => at >= REFUSES_SECONDS)).toBe(true);
  expect(inSecond(0)).toBe(1);
  expect(inSecond(50)).toBe(5);
  expect(Math.max(...Array.from({ length: 60 }, (_, n) => inSecond(n)))).toBe(5);

  // Those still to come were not touched: nothing was counted against them.
  const waiting = (await store.deliveries({ states: ['waiting'] })).filter((one) => one.class === 'routine');
  expect(waiting.filter(({ attempts }) => attempts === 0).length).toBeGreaterThan(POSTS - firstWave - 400);
  expect((await store.countDeliveries()).dead).toBe(0);
}, 120_000);
