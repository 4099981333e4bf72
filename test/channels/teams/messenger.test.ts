import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAddressBook } from '../../../src/channels/teams/address-book.ts';
import { type BotFramework, createBotFramework } from '../../../src/channels/teams/bot-framework.ts';
import { teamsMessenger } from '../../../src/channels/teams/messenger.ts';
import { DeliveryError, type Messenger } from '../../../src/delivery/messenger.ts';
import { SAM_ID } from './activities.ts';
import { cardOf } from './every-block.ts';
import { memoryAddresses } from './memory-addresses.ts';
import { type Answer, stubConnector } from './stub-connector.ts';

const CARD = cardOf({ kind: 'text', text: 'A decision was recorded.' });
let connector: Awaited<ReturnType<typeof stubConnector>>;
let addresses: ReturnType<typeof memoryAddresses>;
let messenger: Messenger;

const messengerWith = (bot: BotFramework, serviceUrl: string | undefined) =>
  teamsMessenger({
    ...{ bot, serviceUrl, tenant: 'tenant-1', local: true },
    book: createAddressBook(addresses),
    isOurs: (tenant) => tenant === 'tenant-1',
    link: 'https://teams.microsoft.com/l/app/app-1',
  });

beforeEach(async () => {
  connector = await stubConnector();
  addresses = memoryAddresses();
  messenger = messengerWith(createBotFramework({}), connector.serviceUrl);
});
afterEach(() => connector.close());

async function faultOf(sending: Promise<unknown>): Promise<DeliveryError> {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DeliveryError) return error;
  throw new Error('No DeliveryError was thrown.', { cause: error });
}

describe('writing without being asked', () => {
  it('posts to a channel and gives the id of the message', async () => {
    connector.willAnswer({ status: 201, body: { id: '1700' } });
    expect(await messenger.post('19:decisions@thread.tacv2', CARD)).toBe('1700');
    expect(connector.sent).toMatchObject([
      {
        method: 'POST',
        path: '/v3/conversations/19:decisions@thread.tacv2/activities',
        body: { type: 'message' },
      },
    ]);
  });

  it('writes to a person where they were last heard', async () => {
    await addresses.save(SAM_ID, { serviceUrl: connector.serviceUrl, conversation: 'a:chat' });
    await messenger.direct(SAM_ID, CARD);
    expect(connector.sent.map(({ path }) => path)).toEqual(['/v3/conversations/a:chat/activities']);
  });

  it('opens a chat with somebody new, and remembers it', async () => {
    connector.willAnswer({ status: 201, body: { id: 'a:new' } });
    await messenger.direct(SAM_ID, CARD);
    await messenger.direct(SAM_ID, CARD);
    expect(connector.sent.map(({ path }) => path)).toEqual([
      '/v3/conversations',
      '/v3/conversations/a:new/activities',
      '/v3/conversations/a:new/activities',
    ]);
    expect(connector.sent[0]?.body).toMatchObject({ tenantId: 'tenant-1', members: [{ id: SAM_ID }] });
  });

  it('while a chat is opened nothing has been sent: what goes later is no repeat', async () => {
    for (const status of [504, 0]) {
      connector.willAnswer({ status });
      expect(await faultOf(messenger.direct(SAM_ID, CARD))).toMatchObject({
        permanent: false,
        unclear: false,
      });
    }
    connector.willAnswer({ status: 201, body: { id: 'a:new' } }, { status: 504 });
    expect(await faultOf(messenger.direct(SAM_ID, CARD))).toMatchObject({ unclear: true });
  });

  it('changes a message in a channel and in a chat', async () => {
    await addresses.save(SAM_ID, { serviceUrl: connector.serviceUrl, conversation: 'a:chat' });
    await messenger.update({ kind: 'channel', target: '19:decisions@thread.tacv2' }, '1700', CARD);
    await messenger.update({ kind: 'person', userId: SAM_ID }, '1701', CARD);
    expect(connector.sent.map(({ method, path }) => [method, path])).toEqual([
      ['PUT', '/v3/conversations/19:decisions@thread.tacv2/activities/1700'],
      ['PUT', '/v3/conversations/a:chat/activities/1701'],
    ]);
    expect(JSON.stringify(connector.sent[0]?.body)).toContain('A decision was recorded.');
  });

  it('has nothing to change where the message was taken away', async () => {
    connector.willAnswer({ status: 404 });
    await messenger.update({ kind: 'channel', target: '19:decisions' }, '1700', CARD);
    connector.willAnswer({ status: 403 }, { status: 503 });
    const change = () => messenger.update({ kind: 'channel', target: '19:decisions' }, '1700', CARD);
    expect(await faultOf(change())).toMatchObject({ code: 'teams-not-allowed', permanent: true });
    expect(await faultOf(change())).toMatchObject({ code: 'teams-unreachable', permanent: false });
    expect(await faultOf(messenger.update({ kind: 'person', userId: 'service' }, '1', CARD))).toMatchObject({
      code: 'teams-no-such-person',
    });
  });

  it('whoever has blocked it is not taken for somebody it can reach, by a change to a message either', async () => {
    const chat = { serviceUrl: connector.serviceUrl, conversation: 'a:chat' };
    const blocked = { status: 403, body: { error: { code: 'MessageWritesBlocked' } } };
    const opened = { status: 201, body: { id: 'a:chat' } };
    await addresses.save(SAM_ID, chat);
    connector.willAnswer(blocked);
    expect(await faultOf(messenger.direct(SAM_ID, CARD))).toMatchObject({ shutOut: true });
    expect(addresses.saved.has(SAM_ID)).toBe(false);
    connector.willAnswer(opened, blocked);
    await faultOf(messenger.update({ kind: 'person', userId: SAM_ID }, '1701', CARD));
    expect(addresses.saved.has(SAM_ID)).toBe(false);
    await addresses.save(SAM_ID, chat);
    connector.willAnswer({ status: 404 }, opened, blocked);
    expect(await faultOf(messenger.direct(SAM_ID, CARD))).toMatchObject({ code: 'teams-blocked' });
    expect(addresses.saved.has(SAM_ID)).toBe(false);
  });

  it('begins at the service last heard from, where none is set', async () => {
    await addresses.save('service', { serviceUrl: connector.serviceUrl, conversation: 'a:x', bot: '28:me' });
    await messengerWith(createBotFramework({}), undefined).post('19:decisions', CARD);
    expect(connector.sent).toHaveLength(1);
  });

  it('posts to a channel where that channel is, whoever was heard from since', async () => {
    const elsewhere = await stubConnector();
    const book = createAddressBook(addresses);
    const inChannel = { conversation: '19:decisions;messageid=7', tenant: 'tenant-1', bot: '28:me' };
    await book.heardIn({ serviceUrl: connector.serviceUrl, ...inChannel });
    await book.heardFrom({ serviceUrl: elsewhere.serviceUrl, conversation: 'a:x', tenant: 'tenant-2' });
    await messengerWith(createBotFramework({}), undefined).post('19:decisions', CARD);
    expect(connector.sent.map(({ path }) => path)).toEqual(['/v3/conversations/19:decisions/activities']);
    expect(elsewhere.sent).toEqual([]);
    await elsewhere.close();
  });

  it('does not take the service for a person', async () => {
    await addresses.save('service', { serviceUrl: connector.serviceUrl, conversation: 'a:x' });
    expect(await faultOf(messenger.direct('service', CARD))).toMatchObject({ permanent: true });
    expect(connector.sent).toEqual([]);
  });

  it('refuses an address that leads elsewhere', async () => {
    await addresses.save(SAM_ID, { serviceUrl: 'https://evil.example', conversation: 'a:chat' });
    expect(await faultOf(messenger.direct(SAM_ID, CARD))).toMatchObject({
      code: 'service-url-refused',
      permanent: true,
    });
  });

  it('follows no redirect', async () => {
    connector.willAnswer({ status: 302, headers: { Location: 'http://127.0.0.1:9/' } });
    expect(await faultOf(messenger.post('19:decisions', CARD))).toMatchObject({ code: 'teams-unreachable' });
    expect(connector.sent).toHaveLength(1);
  });
});

describe('a send that did not work', () => {
  const clear = { permanent: false, unclear: false };
  const permanent = { permanent: true, unclear: false };
  const unclear = { permanent: false, unclear: true };

  it.each<[string, Answer, object]>([
    [
      'slow down',
      { status: 429, headers: { 'Retry-After': '7' } },
      { ...clear, code: 'teams-busy', retryAfterSeconds: 7 },
    ],
    ['busy', { status: 503 }, { ...clear, code: 'teams-unreachable' }],
    ['not allowed', { status: 403 }, { ...permanent, code: 'teams-not-allowed' }],
    ['not there', { status: 404 }, { ...permanent, code: 'teams-not-found' }],
    ['credentials', { status: 401 }, { ...permanent, code: 'teams-credentials-refused' }],
    ['malformed', { status: 400 }, { ...permanent, code: 'teams-message-refused' }],
    ['too large', { status: 413 }, { ...permanent, code: 'teams-message-too-large' }],
    ['failed half-way', { status: 500 }, { ...unclear, code: 'teams-unreachable' }],
    ['a gateway gave up', { status: 504 }, { ...unclear, code: 'teams-unreachable' }],
    ['hung up', { status: 0 }, { ...unclear, code: 'teams-unreachable' }],
  ])('%s: says whether and when to try again, after one attempt', async (_name, answer, expected) => {
    connector.willAnswer(answer);
    const fault = await faultOf(messenger.post('19:decisions', CARD));
    expect(fault).toMatchObject(expected);
    expect(fault.remedy).not.toBe('');
    expect(connector.sent).toHaveLength(1);
  });

  it('nobody listens: it cannot have arrived', async () => {
    const gone = await stubConnector();
    await gone.close();
    const fault = await faultOf(
      messengerWith(createBotFramework({}), gone.serviceUrl).post('19:decisions', CARD),
    );
    expect(fault).toMatchObject({ ...clear, code: 'teams-unreachable' });
  });

  it('the words of the card are in no fault', async () => {
    connector.willAnswer({ status: 400, body: { error: { message: 'A decision was recorded.' } } });
    const fault = await faultOf(messenger.post('19:decisions', CARD));
    expect(JSON.stringify([fault.message, fault.remedy, fault.stack])).not.toContain('decision was recorded');
  });
});
