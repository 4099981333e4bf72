import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAgain } from '../../../src/channels/again.ts';
import type { Address } from '../../../src/channels/teams/address.ts';
import { asMessage } from '../../../src/channels/teams/as-message.ts';
import { ConnectorFault } from '../../../src/channels/teams/connector-http.ts';
import { mayPass } from '../../../src/channels/teams/connector-passes.ts';
import { createShownCards } from '../../../src/channels/teams/shown-cards.ts';
import { HIDDEN } from '../../../src/channels/teams/words.ts';
import type { Card } from '../../../src/conversation/card.ts';
import { cardOf } from './every-block.ts';

const IDLE = 15 * 60_000;
const CHAT: Address = { serviceUrl: 'https://smba.trafficmanager.net/uk', conversation: 'a:chat' };

const titled = (title: string, window = true): Card => ({
  ...cardOf(),
  title,
  summary: title,
  ...(window ? { window } : {}),
});

let done: string[];
let told: unknown[];
let next: (() => Promise<void>)[];
let cards: ReturnType<typeof createShownCards>;

beforeEach(() => {
  vi.useFakeTimers();
  done = [];
  told = [];
  next = [];
  cards = createShownCards({
    bot: {
      async update(_address, message, { summary }) {
        await next.shift()?.();
        done.push(`${message}: ${summary}`);
      },
    },
    again: createAgain([1, 1], mayPass, new AbortController().signal),
    tell: (error) => void told.push(error),
    idleMs: IDLE,
  });
});
afterEach(() => {
  cards.stop();
  vi.useRealTimers();
});

const change = (title: string, message = '1', window = true) => {
  const card = titled(title, window);
  return cards.change(CHAT, message, card, asMessage(card));
};
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
/** Something that ends when told to. */
function held() {
  let end: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { wait: () => promise, end: () => end() };
}

describe('a message whose card changes', () => {
  test('shows the cards in the order in which they came, however long one takes', async () => {
    const slow = held();
    next = [slow.wait];
    const first = change('one');
    await pass(0);
    const all = Promise.all([first, change('two')]);
    await pass(0);
    expect(done).toEqual([]);
    slow.end();
    await all;
    expect(done).toEqual(['1: one', '1: two']);
  });

  test('leaves out what is old by the time it could be shown', async () => {
    const slow = held();
    next = [slow.wait];
    const first = change('one');
    await pass(0);
    const all = Promise.all([first, change('two'), change('three')]);
    slow.end();
    await all;
    expect(done).toEqual(['1: one', '1: three']);
  });

  test('is not changed back by an attempt that is made again', async () => {
    next = [() => Promise.reject(new ConnectorFault(503, false))];
    const first = change('one');
    await pass(0);
    const all = Promise.all([first, change('two')]);
    await pass(10);
    await all;
    expect(done).toEqual(['1: two']);
  });

  test('of another message waits for none', async () => {
    const slow = held();
    next = [slow.wait];
    const first = change('one');
    await change('two', '2');
    expect(done).toEqual(['2: two']);
    slow.end();
    await first;
  });

  test('rejects when it cannot be changed, and the next card is shown all the same', async () => {
    next = [() => Promise.reject(new ConnectorFault(404, false))];
    await expect(change('one')).rejects.toBeInstanceOf(ConnectorFault);
    await change('two');
    expect(done).toEqual(['1: two']);
  });
});

describe('a card of the check in which nothing is done', () => {
  test('is hidden after fifteen minutes, and not before', async () => {
    await change('one');
    await pass(IDLE - 1);
    expect(done).toEqual(['1: one']);
    await pass(1);
    expect(done).toEqual(['1: one', `1: ${HIDDEN.summary}`]);
    await pass(10 * IDLE);
    expect(done).toHaveLength(2);
  });

  test('promises no more than its button does: a record does not come back by it', () => {
    expect(HIDDEN.buttons.map(({ token, label }) => [token, label])).toEqual([
      ['say:resume', 'Show where I am'],
    ]);
    expect(JSON.stringify(HIDDEN.blocks)).toContain(
      'A record or a concern is opened in the way it was before.',
    );
  });

  test('is hidden too where it came as a message of its own', async () => {
    cards.shown(CHAT, '7', titled('one'));
    await pass(IDLE);
    expect(done).toEqual([`7: ${HIDDEN.summary}`]);
  });

  test('begins anew with every card there', async () => {
    await change('one');
    await pass(IDLE - 1);
    await change('two');
    await pass(IDLE - 1);
    expect(done).toEqual(['1: one', '1: two']);
    await pass(1);
    expect(done.at(-1)).toBe(`1: ${HIDDEN.summary}`);
  });

  test('never lies over a newer card, also where that comes at the same moment', async () => {
    await change('one');
    const slow = held();
    next = [slow.wait];
    await pass(IDLE);
    const newer = change('two');
    slow.end();
    await newer;
    expect(done).toEqual(['1: one', `1: ${HIDDEN.summary}`, '1: two']);
  });

  test('gives way to what stays: home and receipts are not hidden, nor is what has taken a card’s place', async () => {
    await change('home', '1', false);
    cards.shown(CHAT, '2', titled('record of a message', false));
    await change('one', '3');
    await change('home', '3', false);
    await pass(IDLE);
    expect(done).toEqual(['1: home', '3: one', '3: home']);
  });

  test('that was taken away is left alone; of anything else somebody is told', async () => {
    await change('one');
    next = [() => Promise.reject(new ConnectorFault(404, false))];
    await pass(IDLE);
    expect(told).toEqual([]);
    await change('two');
    next = [() => Promise.reject(new ConnectorFault(400, false))];
    await pass(IDLE);
    expect(told).toHaveLength(1);
  });
});

test('after a stop nothing is hidden', async () => {
  await change('one');
  cards.stop();
  await pass(IDLE);
  expect(done).toEqual(['1: one']);
  expect(vi.getTimerCount()).toBe(0);
});

test('what comes while it stops keeps its order, and leaves no timer', async () => {
  const slow = held();
  next = [slow.wait];
  const first = change('one');
  await pass(0);
  cards.stop();
  const second = change('two');
  slow.end();
  await Promise.all([first, second]);
  expect(done).toEqual(['1: one', '1: two']);
  expect(vi.getTimerCount()).toBe(0);
});

test('no more than five thousand are watched, the one longest untouched let go first', async () => {
  for (let n = 0; n < 5001; n += 1) cards.shown(CHAT, String(n), titled('one'));
  expect(vi.getTimerCount()).toBe(5000);
  await pass(IDLE);
  expect(done).not.toContain(`0: ${HIDDEN.summary}`);
  expect(done).toContain(`1: ${HIDDEN.summary}`);
});
