import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { slackMessenger } from '../../../src/channels/slack/messenger.ts';
import { renderMessage } from '../../../src/channels/slack/render-message.ts';
import { createSlackApi } from '../../../src/channels/slack/web-api.ts';
import { NO_RATES } from '../../../src/delivery/budgets.ts';
import { REPEAT_BANNER } from '../../../src/delivery/deliver.ts';
import type { DeliveryDraft } from '../../../src/delivery/delivery.ts';
import { createDestinations } from '../../../src/delivery/destinations.ts';
import { createWorker } from '../../../src/delivery/worker.ts';
import type { Store } from '../../../src/storage/store.ts';
import { AT, idOf, NONCE, openedDraft } from '../../records/samples.ts';
import { all, messageTo, openAt, temporaryFolder, turnOf } from '../../storage/temporary-store.ts';
import {
  type Answer,
  broken,
  deadApiUrl,
  fails,
  garbled,
  personWith,
  type StubSlackApi,
  slowDown,
  stubSlackApi,
} from './stub-slack-api.ts';

const TOKEN = 'xoxb-secret-token';
const A = 'SC-AAAA-AAAA';
const B = 'SC-BBBB-BBBB';
const PEOPLE = [{ id: 'lead', slack: 'U-lead' }];

let slack: StubSlackApi;
let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let clock: number;
let logged: string;
let ids: number;

beforeEach(async () => {
  slack = await stubSlackApi();
  folder = temporaryFolder();
  store = await openAt(folder.path);
  clock = Date.parse(AT);
  logged = '';
  ids = 5000;
  await store.commit(
    turnOf('start', { newReferences: [A, B], entries: [openedDraft(1, A), openedDraft(2, B)] }),
  );
});
afterEach(async () => {
  await store.close();
  folder.remove();
  await slack.close();
});

const later = (seconds: number) => {
  clock += seconds * 1000;
};
let turns = 0;
const add = (...deliveries: readonly DeliveryDraft[]) => {
  turns += 1;
  return store.commit(turnOf(`add-${turns}`, { deliveries }));
};
const titled = (title: string) => ({
  card: { title, summary: title, blocks: [{ kind: 'text', text: 'Kestrel' }], buttons: [] } as const,
});
const postTo = (number: number, reference: string, title: string): DeliveryDraft =>
  messageTo('lead', number, reference, {
    destination: { kind: 'channel-post', channel: 'slack', target: 'C1', name: 'decisions' },
    ...titled(title),
  });

/** `oneAtATime`: so that they come in a known order. */
const workerAt = (apiUrl: string, oneAtATime = false) =>
  createWorker({
    store,
    send: createDestinations({
      messengers: {
        slack: slackMessenger({
          api: createSlackApi({ token: TOKEN, apiUrl, timeoutMs: 500 }),
          render: renderMessage,
          allowPublic: () => false,
        }),
      },
      people: PEOPLE,
      store,
      log: { append: async () => undefined },
    }),
    routeOf: () => 'slack',
    now: () => new Date(clock),
    makeId: () => {
      ids += 1;
      return idOf(ids);
    },
    nonce: () => NONCE,
    random: () => 1,
    log: (event, fields) => {
      logged += JSON.stringify({ event, ...fields });
    },
    ...(oneAtATime ? { budgets: ONE_AT_A_TIME } : {}),
  });

const ONE_AT_A_TIME = {
  ...NO_RATES,
  slack: { ...NO_RATES.slack, underWay: { all: 1, kept: 0 } },
};

const texts = () => slack.bodiesOf('chat.postMessage').map(({ text }) => String(text));
const states = async () => (await store.deliveries()).map(({ state }) => state);
const events = async () =>
  (await all(store)).filter(({ entry }) => entry.kind === 'delivery-event').map(({ body }) => body);
const nothingTold = async () => {
  const kept = JSON.stringify([logged, (await store.deliveries()).map(({ lastFault }) => lastFault)]);
  expect(kept).not.toMatch(/xoxb|Kestrel/);
};

describe.each<[string, Answer, boolean, number]>([
  ['asks to slow down', slowDown(42), false, 42],
  ['is down', broken(503), true, 5],
  ['fails half-way', fails('fatal_error'), true, 5],
  ['hangs', 'hang', true, 5],
  ['hangs up', 'reset', true, 5],
  ['answers nonsense', garbled, true, 5],
])('while Slack %s', (_what, answer, mayHaveArrived, waits) => {
  test('nothing is lost, and a repeat is marked as one', async () => {
    slack.will('chat.postMessage', answer, answer);
    await add(messageTo('lead', 10, A, titled('To the lead')), postTo(11, B, 'To the channel'));
    const worker = workerAt(slack.apiUrl);
    expect(await worker.runOnce()).toBe(2);
    expect(await states()).toEqual(['waiting', 'waiting']);
    later(waits - 1);
    expect(await worker.runOnce()).toBe(0);
    later(1);
    expect(await worker.runOnce()).toBe(2);
    expect(await states()).toEqual(['sent', 'sent']);
    const [first, second, ...again] = texts();
    expect([first, second].join()).not.toContain(REPEAT_BANNER);
    expect(again).toHaveLength(2);
    for (const text of again) expect(text.includes(REPEAT_BANNER)).toBe(mayHaveArrived);
    expect((await events()).map((body) => (body as { event: string }).event)).toEqual([
      ...Array(2).fill('failed'),
      ...Array(2).fill(mayHaveArrived ? 'repeated' : 'posted'),
    ]);
    await nothingTold();
  });
});

test('while Slack cannot be reached nothing is lost, and what goes later is no repeat', async () => {
  await add(messageTo('lead', 10, A, titled('To the lead')), postTo(11, B, 'To the channel'));
  const cutOff = workerAt(await deadApiUrl());
  for (let n = 0; n < 3; n += 1) {
    expect(await cutOff.runOnce()).toBe(2);
    later(60);
  }
  expect((await store.deliveries()).map(({ lastFault, unclear }) => [lastFault?.code, unclear])).toEqual([
    ['slack-unreachable', false],
    ['slack-unreachable', false],
  ]);
  expect(await workerAt(slack.apiUrl).runOnce()).toBe(2);
  expect(texts()).toHaveLength(2);
  expect(texts().join()).not.toContain(REPEAT_BANNER);
  await nothingTold();
});

test('what could not be looked up is sent once it can, and is no repeat', async () => {
  slack.will('users.info', 'hang');
  slack.will('conversations.info', broken(500));
  await add(messageTo('lead', 10, A, titled('To the lead')), postTo(11, B, 'To the channel'));
  const worker = workerAt(slack.apiUrl);
  await worker.runOnce();
  expect(texts()).toEqual([]);
  later(60);
  await worker.runOnce();
  expect(texts()).toHaveLength(2);
  expect(texts().join()).not.toContain(REPEAT_BANNER);
});

test.each<[string, Answer]>([
  ['slack-channel-archived', fails('is_archived')],
  ['slack-not-in-channel', fails('not_in_channel')],
])(
  'a refusal is a dead letter that says what to do, and goes when that is done (%s)',
  async (code, answer) => {
    slack.will('chat.postMessage', answer);
    await add(postTo(10, A, 'To the channel'));
    const worker = workerAt(slack.apiUrl);
    await worker.runOnce();
    later(24 * 3600);
    expect(await worker.runOnce()).toBe(0);
    expect(await store.deliveries()).toMatchObject([
      { state: 'dead', lastFault: { code, remedy: expect.stringMatching(/.{20}/) } },
    ]);
    expect(await events()).toMatchObject([{ event: 'failed', detail: code }]);
    await nothingTold();
  },
);

test('a token that is refused stands in the record with each try; what waits goes by itself when another is set', async () => {
  slack.will('chat.postMessage', fails('token_revoked'), fails('token_revoked'));
  await add(postTo(10, A, 'To the channel'));
  const worker = workerAt(slack.apiUrl);
  for (let n = 0; n < 2; n += 1) {
    await worker.runOnce();
    later(15 * 60);
  }
  expect(await store.deliveries()).toMatchObject([
    {
      state: 'waiting',
      lastFault: { code: 'slack-token-refused', remedy: expect.stringMatching(/by itself/) },
    },
  ]);
  const refused = { event: 'failed', detail: 'slack-token-refused' };
  expect(await events()).toMatchObject([refused, refused]);
  await worker.runOnce();
  expect(await states()).toEqual(['sent']);
  expect((await events()).map((body) => (body as { event: string }).event)).toEqual([
    'failed',
    'failed',
    'posted',
  ]);
  await nothingTold();
});

test('a channel with a guest in it gets nothing, and the lead does', async () => {
  slack.always('users.info', ({ body }) => personWith({ is_restricted: body.user === 'U-GUEST' }));
  slack.always('conversations.members', {
    status: 200,
    body: { ok: true, members: ['U-lead', 'U-GUEST'] },
  });
  await add(messageTo('lead', 10, A, titled('To the lead')), postTo(11, A, 'To the channel'));
  await workerAt(slack.apiUrl).runOnce();
  expect(await states()).toEqual(['sent', 'dead']);
  expect(slack.bodiesOf('chat.postMessage').map(({ channel }) => channel)).toEqual(['D-U-lead']);
  expect(logged).toContain('slack-channel-has-guests');
});

test('after an outage an emergency goes before the messages that wait', async () => {
  const cutOff = workerAt(await deadApiUrl(), true);
  await add(
    ...Array.from({ length: 5 }, (_, n) =>
      messageTo('lead', 10 + n, A, { ...titled(`Routine ${n}`), class: 'routine' as const }),
    ),
  );
  await cutOff.runOnce();
  await add(messageTo('lead', 20, B, { ...titled('Emergency'), class: 'emergency' }));
  await cutOff.runOnce();
  later(3600);
  await workerAt(slack.apiUrl, true).runOnce();
  expect(texts().map((text) => /Emergency|Routine \d/.exec(text)?.[0])).toEqual([
    'Emergency',
    ...[0, 1, 2, 3, 4].map((n) => `Routine ${n}`),
  ]);
});
