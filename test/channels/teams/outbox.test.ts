import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAddressBook } from '../../../src/channels/teams/address-book.ts';
import { createBotFramework } from '../../../src/channels/teams/bot-framework.ts';
import { teamsMessenger } from '../../../src/channels/teams/messenger.ts';
import { addressesIn } from '../../../src/commands/open-teams.ts';
import { REPEAT_BANNER } from '../../../src/delivery/deliver.ts';
import type { DeliveryDraft } from '../../../src/delivery/delivery.ts';
import { createDestinations } from '../../../src/delivery/destinations.ts';
import { createWorker } from '../../../src/delivery/worker.ts';
import { notificationsFileSchema } from '../../../src/deployment/deployment.ts';
import { mentionsFor } from '../../../src/mentions-for.ts';
import type { Store } from '../../../src/storage/store.ts';
import { AT, idOf, NONCE, openedDraft } from '../../records/samples.ts';
import { all, messageTo, openAt, temporaryFolder, turnOf } from '../../storage/temporary-store.ts';
import { type Answer, stubConnector } from './stub-connector.ts';

const A = 'SC-AAAA-AAAA';
const B = 'SC-BBBB-BBBB';
const C = 'SC-CCCC-CCCC';
const LEAD = '00000000-0000-4000-8000-000000000102';
const HEAD = '00000000-0000-4000-8000-000000000103';
const CHAIR = '00000000-0000-4000-8000-000000000106';
const CHANNEL = '19:decisions@thread.tacv2';
const PEOPLE = [
  { id: 'lead', name: 'Lead', roles: ['dsl'], teams: LEAD },
  { id: 'head', name: 'Head', roles: ['deputy'], teams: HEAD },
  { id: 'chair', name: 'Chair', roles: ['deputy'], teams: CHAIR },
] as const;
const PLACE = { channel: 'teams', target: CHANNEL, name: 'decisions' } as const;
const PEOPLE_LISTED = PEOPLE.map((person) => ({ ...person, roles: [...person.roles] }));
const NOTIFICATIONS = notificationsFileSchema.parse({
  lead: 'lead',
  deputies: ['head'],
  alternative: 'chair',
  hours: [],
  channels: [PLACE],
});

let teams: Awaited<ReturnType<typeof stubConnector>>;
let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let clock: number;
let logged: { readonly event: string; readonly [field: string]: unknown }[];
let ids: number;
let turns = 0;

beforeEach(async () => {
  teams = await stubConnector();
  teams.members.push(
    { id: '29:lead', aadObjectId: LEAD, name: 'Priya\u202e <Nair>' },
    { id: '29:head', aadObjectId: HEAD },
  );
  folder = temporaryFolder();
  store = await openAt(folder.path);
  clock = Date.parse(AT);
  logged = [];
  ids = 5000;
  await store.commit(
    turnOf('start', { newReferences: [A, B], entries: [openedDraft(1, A), openedDraft(2, B)] }),
  );
  await knows(LEAD, 'a:lead');
});
afterEach(async () => {
  await store.close();
  folder.remove();
  await teams.close();
});

const knows = (userId: string, conversation: string) =>
  store.saveAddress('teams', userId, { serviceUrl: teams.serviceUrl, conversation });
const later = (seconds: number) => {
  clock += seconds * 1000;
};
const add = (...deliveries: readonly DeliveryDraft[]) => {
  turns += 1;
  return store.commit(turnOf(`add-${turns}`, { deliveries }));
};
const titled = (title: string) => ({
  card: { title, summary: title, blocks: [{ kind: 'text', text: 'Kestrel' }], buttons: [] } as const,
});
const postTo = (number: number, reference: string, title: string): DeliveryDraft =>
  messageTo('lead', number, reference, { destination: { kind: 'channel-post', ...PLACE }, ...titled(title) });

function workerAt(serviceUrl: string) {
  const makeId = () => {
    ids += 1;
    return idOf(ids);
  };
  const now = () => new Date(clock);
  return createWorker({
    store,
    send: createDestinations({
      messengers: {
        teams: teamsMessenger({
          bot: createBotFramework({}),
          book: createAddressBook(addressesIn(store), now),
          local: true,
          serviceUrl,
          tenant: 'tenant-1',
          isOurs: (tenant) => tenant === 'tenant-1',
          link: 'https://teams.microsoft.com/l/app/app-1',
        }),
      },
      people: PEOPLE,
      store,
      log: { append: async () => undefined },
    }),
    mentionsFor: (delivery) =>
      mentionsFor(delivery, 'teams', {
        store,
        deployment: { people: PEOPLE_LISTED, notifications: NOTIFICATIONS },
        places: async () => [PLACE],
        makeId,
        now,
      }),
    now,
    makeId,
    nonce: () => NONCE,
    random: () => 1,
    log: (event, fields) => void logged.push({ event, ...fields }),
    timeoutSeconds: 1,
  });
}

const sent = () =>
  teams.sent.map(({ path, body }) => `${path.replace(/^.*conversations\/?/, '')} ${JSON.stringify(body)}`);
const states = async () => (await store.deliveries()).map(({ state }) => state);
const faults = async () => (await store.deliveries()).map(({ lastFault }) => lastFault?.code);
const events = async () =>
  (await all(store))
    .filter(({ entry }) => entry.kind === 'delivery-event')
    .map(({ body }) => body as { readonly event: string; readonly destination: string });
const nothingTold = async () => {
  const kept = JSON.stringify([logged, (await store.deliveries()).map(({ lastFault }) => lastFault)]);
  expect(kept).not.toMatch(/Kestrel/);
};
const refuses = (status: number, code?: string): Answer => ({
  status,
  body: code === undefined ? {} : { error: { code, message: 'Kestrel' } },
});

describe.each<[string, Answer, boolean, number]>([
  ['asks to slow down', { status: 429, headers: { 'Retry-After': '42' } }, false, 42],
  ['is busy', refuses(503), false, 5],
  ['says that something changed meanwhile', refuses(412, 'PreconditionFailed'), false, 5],
  ['fails half-way', refuses(500), true, 5],
  ['is behind a gateway that gave up', refuses(504), true, 5],
  ['hangs up', { status: 0 }, true, 5],
])('while Teams %s', (_what, answer, mayHaveArrived, waits) => {
  test('nothing is lost, and a repeat is marked as one', async () => {
    teams.willAnswer(answer, answer);
    await add(messageTo('lead', 10, A, titled('To the lead')), postTo(11, B, 'To the channel'));
    const worker = workerAt(teams.serviceUrl);
    expect(await worker.runOnce()).toBe(2);
    expect(await states()).toEqual(['waiting', 'waiting']);
    later(waits - 1);
    expect(await worker.runOnce()).toBe(0);
    later(1);
    expect(await worker.runOnce()).toBe(2);
    expect(await states()).toEqual(['sent', 'sent']);
    const [first, second, ...again] = sent();
    expect([first, second].join()).not.toContain(REPEAT_BANNER);
    expect(again).toHaveLength(2);
    for (const text of again) expect(text.includes(REPEAT_BANNER)).toBe(mayHaveArrived);
    expect((await events()).map(({ event }) => event)).toEqual([
      ...Array(2).fill('failed'),
      ...Array(2).fill(mayHaveArrived ? 'repeated' : 'posted'),
    ]);
    // The operator learns of each attempt that failed.
    expect(logged.filter(({ event }) => event === 'delivery-failed')).toHaveLength(2);
    await nothingTold();
  });
});

test('one who never answers holds up nothing else, and what is sent again says so', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const serviceUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  await store.saveAddress('teams', LEAD, { serviceUrl, conversation: 'a:lead' });
  await add(
    messageTo('lead', 10, A, { ...titled('To the lead'), class: 'emergency' }),
    postTo(11, B, 'To the channel'),
  );
  const worker = workerAt(teams.serviceUrl);
  expect(await worker.runOnce()).toBe(2);
  expect(await states()).toEqual(['waiting', 'sent']);
  expect(await faults()).toEqual(['no-answer', undefined]);
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
  await knows(LEAD, 'a:lead');
  later(60);
  await worker.runOnce();
  expect(await states()).toEqual(['sent', 'sent']);
  expect(sent().at(-1)).toContain(REPEAT_BANNER);
});

test('while Teams cannot be reached nothing is lost, and what goes later is no repeat', async () => {
  const gone = await stubConnector();
  await gone.close();
  await store.saveAddress('teams', LEAD, { serviceUrl: gone.serviceUrl, conversation: 'a:lead' });
  await add(messageTo('lead', 10, A, titled('To the lead')));
  const worker = workerAt(teams.serviceUrl);
  for (let n = 0; n < 3; n += 1) {
    expect(await worker.runOnce()).toBe(1);
    later(60);
  }
  expect(await faults()).toEqual(['teams-unreachable']);
  await knows(LEAD, 'a:lead');
  await worker.runOnce();
  expect(await states()).toEqual(['sent']);
  expect(sent().join()).not.toContain(REPEAT_BANNER);
});

test('a chat that is gone is begun anew, at once, and what goes there is no repeat', async () => {
  teams.willAnswer(refuses(404, 'ConversationNotFound'), { status: 201, body: { id: 'a:new' } });
  await add(messageTo('lead', 10, A, titled('To the lead')));
  await workerAt(teams.serviceUrl).runOnce();
  expect(await states()).toEqual(['sent']);
  expect(teams.sent.map(({ path }) => path)).toEqual([
    '/v3/conversations/a:lead/activities',
    '/v3/conversations',
    '/v3/conversations/a:new/activities',
  ]);
  expect(sent().join()).not.toContain(REPEAT_BANNER);
  expect(await store.address('teams', LEAD)).toMatchObject({ conversation: 'a:new' });
});

describe.each([
  ['has blocked the bot', refuses(403, 'MessageWritesBlocked'), 'teams-blocked'],
  ['has taken the app away', refuses(403, 'BotNotInConversationRoster'), 'teams-not-installed'],
])('somebody who %s', (_what, answer, code) => {
  test('is named where decisions are posted, without a word of why; and gets it once they let it in', async () => {
    teams.willAnswer(answer);
    await add(messageTo('lead', 10, A, { ...titled('To the lead'), class: 'emergency' }));
    const worker = workerAt(teams.serviceUrl);
    await worker.runOnce();
    expect(await states()).toEqual(['dead', 'sent']);
    expect(await faults()).toEqual([code, undefined]);
    expect(logged).toContainEqual(
      expect.objectContaining({ event: 'delivery-dead', class: 'emergency', code }),
    );
    const mention = teams.sent.at(-1);
    expect(mention?.path).toBe(`/v3/conversations/${CHANNEL}/activities`);
    expect(mention?.body).toMatchObject({
      text: expect.stringContaining('<at>Priya Nair</at>'),
      entities: [{ type: 'mention', mentioned: { id: '29:lead' } }],
    });
    expect(String(mention?.body.text)).toContain('https://teams.microsoft.com/l/app/app-1');
    expect(JSON.stringify(mention?.body)).not.toMatch(/SC-|Kestrel|lead now|emergency|child/i);
    expect((await events()).map(({ event, destination }) => [event, destination])).toEqual([
      ['failed', 'direct-message:lead'],
      ['posted', 'mention:lead:teams:decisions'],
    ]);
    // They add the app: Share Check hears of it.
    expect(await store.retryTo(new Date(clock).toISOString(), 'lead')).toBe(1);
    await worker.runOnce();
    expect(await states()).toEqual(['sent', 'sent']);
    await nothingTold();
  });
});

test('somebody who is not let in is named once a day, however much waits for them', async () => {
  teams.willAnswer(refuses(403, 'BotNotInConversationRoster'), refuses(403, 'BotNotInConversationRoster'));
  await add(messageTo('lead', 10, A, titled('One')), messageTo('lead', 11, B, titled('Two')));
  const worker = workerAt(teams.serviceUrl);
  await worker.runOnce();
  expect((await events()).filter(({ destination }) => destination.startsWith('mention:'))).toHaveLength(1);
  later(25 * 3600);
  teams.willAnswer(refuses(403, 'BotNotInConversationRoster'));
  await store.retryTo(new Date(clock).toISOString(), 'lead');
  await worker.runOnce();
  expect((await events()).filter(({ destination }) => destination.startsWith('mention:'))).toHaveLength(2);
});

test('two messages to them that fail in one moment name them once', async () => {
  teams.willAnswer(refuses(403, 'MessageWritesBlocked'), refuses(403, 'MessageWritesBlocked'));
  await add(messageTo('lead', 10, A, titled('One')), messageTo('lead', 11, B, titled('Two')));
  // Neither knows of the other when it looks.
  const looked = store.mentionedSince;
  store = { ...store, mentionedSince: async () => false };
  await workerAt(teams.serviceUrl).runOnce();
  store = { ...store, mentionedSince: looked };
  expect((await events()).filter(({ destination }) => destination.startsWith('mention:'))).toHaveLength(1);
});

test.each([
  ['with somebody kept out of the case', 'lead', ['head']],
  ['for whoever is told instead of the lead', 'chair', []],
])('nobody is named %s: it could tell of what is kept from somebody', async (_what, person, keptOut) => {
  await knows(CHAIR, 'a:chair');
  teams.willAnswer(refuses(403, 'BotNotInConversationRoster'));
  turns += 1;
  await store.commit(
    turnOf(`kept-${turns}`, {
      keptOut: keptOut.length > 0 ? [{ reference: A, people: keptOut }] : [],
      deliveries: [messageTo(person, 10, A, titled('Secret'))],
    }),
  );
  await workerAt(teams.serviceUrl).runOnce();
  expect(await states()).toEqual(['dead']);
  expect(teams.sent).toHaveLength(1);
});

test('nobody is named for a case about a colleague, whoever is told of it and although nobody was named yet', async () => {
  await store.commit(
    turnOf('colleague', {
      newReferences: [C],
      entries: [openedDraft(3, C, { aboutColleague: true })],
      deliveries: [messageTo('head', 10, C, titled('Secret'))],
    }),
  );
  await knows(HEAD, 'a:head');
  teams.willAnswer(refuses(403, 'BotNotInConversationRoster'));
  await workerAt(teams.serviceUrl).runOnce();
  expect(await states()).toEqual(['dead']);
  expect(teams.sent).toHaveLength(1);
});

test('a mention that may have been there before says so', async () => {
  const mention = { kind: 'mention', person: 'lead', channel: 'teams', target: CHANNEL, name: 'r' } as const;
  await add(messageTo('', 10, A, { destination: mention }));
  teams.willAnswer(refuses(504));
  const worker = workerAt(teams.serviceUrl);
  await worker.runOnce();
  expect(await states()).toEqual(['waiting']);
  later(60);
  await worker.runOnce();
  expect(await states()).toEqual(['sent']);
  const texts = teams.sent.map(({ body }) => String(body.text));
  expect(texts.map((text) => text.includes('You may have had this before.'))).toEqual([false, true]);
  expect((await events()).map(({ event }) => event)).toEqual(['failed', 'repeated']);
});

test('a mention that waits is withdrawn when somebody is kept out of the case', async () => {
  teams.willAnswer(refuses(403, 'BotNotInConversationRoster'), refuses(503));
  await add(messageTo('lead', 10, A, titled('One')));
  await workerAt(teams.serviceUrl).runOnce();
  expect(await states()).toEqual(['dead', 'waiting']);
  turns += 1;
  await store.commit(turnOf(`kept-${turns}`, { keptOut: [{ reference: A, people: ['head'] }] }));
  expect(await states()).toEqual(['dead', 'cancelled']);
});

describe('before a post it is looked who would read it', () => {
  test.each([
    ['a guest', { id: '29:g', userRole: 'guest' }, 'teams-channel-has-guests'],
    ['somebody nobody signed in', { id: '29:g', userRole: 'anonymous' }, 'teams-channel-has-guests'],
    [
      'somebody of another organisation',
      { id: '29:o', tenantId: 'tenant-2' },
      'teams-channel-shared-outside',
    ],
  ])('and with %s in it nothing is posted', async (_who, member, code) => {
    await add(postTo(11, B, 'To the channel'));
    teams.members.push(member);
    const worker = workerAt(teams.serviceUrl);
    await worker.runOnce();
    expect(teams.sent).toEqual([]);
    expect(await faults()).toEqual([code]);
    teams.members.pop();
    await store.retry(new Date(clock).toISOString());
    await worker.runOnce();
    expect(await states()).toEqual(['sent']);
  });

  test('a look-up that does not work is no send that may have arrived', async () => {
    teams.willList({ status: 504 }, { status: 0 });
    await add(postTo(11, B, 'To the channel'));
    const worker = workerAt(teams.serviceUrl);
    await worker.runOnce();
    later(10);
    await worker.runOnce();
    later(20);
    await worker.runOnce();
    expect(await states()).toEqual(['sent']);
    expect(sent().join()).not.toContain(REPEAT_BANNER);
  });
});
