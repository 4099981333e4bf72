import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accessToken, TokenFault } from '../../../src/channels/teams/access-token.ts';
import { createBotFramework, MOST_MEMBERS } from '../../../src/channels/teams/bot-framework.ts';
import { ConnectorFault, callConnector } from '../../../src/channels/teams/connector-http.ts';
import { stubConnector } from './stub-connector.ts';

const bot = createBotFramework({});
let connector: Awaited<ReturnType<typeof stubConnector>>;
const address = () => ({
  ...{ serviceUrl: connector.serviceUrl, conversation: 'a:chat/1?x', tenant: 'tenant-1', bot: '28:me' },
});

beforeEach(async () => {
  connector = await stubConnector();
});
afterEach(() => connector.close());

async function faultOf(work: Promise<unknown>): Promise<ConnectorFault> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ConnectorFault) return error;
  throw new Error('No ConnectorFault was thrown.', { cause: error });
}

describe('a message', () => {
  it('says whose it is, where it goes and for which tenant', async () => {
    expect(await bot.send(address(), { summary: 'Hello' })).toBe('1');
    expect(connector.sent).toEqual([
      {
        method: 'POST',
        path: '/v3/conversations/a:chat/1?x/activities',
        body: {
          type: 'message',
          text: 'Hello',
          from: { id: '28:me' },
          conversation: { id: 'a:chat/1?x', tenantId: 'tenant-1' },
          channelData: { tenant: { id: 'tenant-1' } },
        },
      },
    ]);
  });

  it('names somebody before its words, whatever their name is', async () => {
    const mention = { id: '29:sam', name: 'Sam <O’Kafor> & Co' };
    await bot.send(address(), { summary: 'A message waits for you.', mention });
    const at = '<at>Sam &lt;O’Kafor&gt; &amp; Co</at>';
    expect(connector.sent[0]?.body).toMatchObject({
      text: `${at} A message waits for you.`,
      entities: [{ type: 'mention', text: at, mentioned: mention }],
    });
  });

  it('with a card keeps its summary, and its mention beside the card', async () => {
    const card = { type: 'AdaptiveCard', version: '1.5', body: [], actions: [] } as never;
    await bot.send(address(), { summary: 'Recorded', card, mention: { id: '29:sam', name: 'Sam' } });
    expect(connector.sent[0]?.body).toMatchObject({
      summary: 'Recorded',
      text: '<at>Sam</at>',
      attachments: [{ content: card }],
    });
  });

  it('is changed under its id; nothing in an id leads to another place', async () => {
    await bot.update(address(), '1/../2?y', { summary: 'Changed' });
    expect(connector.urls).toEqual(['/v3/conversations/a%3Achat%2F1%3Fx/activities/1%2F..%2F2%3Fy']);
    expect(connector.sent[0]).toMatchObject({ method: 'PUT', body: { id: '1/../2?y', text: 'Changed' } });
  });

  it('that arrived without an id has arrived', async () => {
    connector.willAnswer({ status: 200, body: {} });
    expect(await bot.send(address(), { summary: 'Hello' })).toBe('');
  });

  it('shows that an answer is on its way', async () => {
    await bot.typing(address());
    expect(connector.sent[0]?.body).toMatchObject({ type: 'typing', from: { id: '28:me' } });
  });

  it('a chat that cannot be opened has no id', async () => {
    connector.willAnswer({ status: 201, body: {} });
    const { serviceUrl } = connector;
    expect(await faultOf(bot.open({ serviceUrl, tenant: 't' }, 'sam'))).toMatchObject({
      code: 'UnreadableAnswer',
    });
  });
});

describe('who is in a conversation', () => {
  const people = (count: number, from = 0) =>
    Array.from({ length: count }, (_none, at) => ({ id: `29:${from + at}` }));

  it('is asked page by page, and only what is needed is kept', async () => {
    connector.willList(
      {
        status: 200,
        body: {
          continuationToken: 'more&more',
          members: [
            {
              ...{ id: '29:a', objectId: 'entra-a', name: 'Sam', tenantId: 't', userRole: 'user' },
              email: 'sam@school.example',
            },
          ],
        },
      },
      { status: 200, body: { members: [{ id: '29:b', aadObjectId: 'entra-b', name: null }] } },
    );
    expect(await bot.members(address())).toEqual([
      { id: '29:a', aadObjectId: 'entra-a', name: 'Sam', tenant: 't', role: 'user' },
      { id: '29:b', aadObjectId: 'entra-b' },
    ]);
    expect(connector.asked).toEqual([
      '/v3/conversations/a:chat/1?x/pagedmembers?pageSize=300',
      '/v3/conversations/a:chat/1?x/pagedmembers?pageSize=300&continuationToken=more&more',
    ]);
  });

  it('is not told in part', async () => {
    const most = { members: people(MOST_MEMBERS), continuationToken: 'x' };
    connector.willList({ status: 200, body: most }, { status: 200, body: { members: [] } });
    expect(await bot.members(address())).toHaveLength(MOST_MEMBERS);
    connector.willList({ status: 200, body: most }, { status: 200, body: { members: people(1, 999) } });
    expect(await faultOf(bot.members(address()))).toMatchObject({ code: 'TooManyMembers', unclear: false });
  });

  it('is given up where pages never end, or say nothing', async () => {
    connector.willList(
      ...Array.from({ length: 50 }, () => ({ status: 200, body: { members: [], continuationToken: 'x' } })),
    );
    expect(await faultOf(bot.members(address()))).toMatchObject({ code: 'TooManyMembers' });
    expect(connector.asked.length).toBeLessThan(20);
    const other = await stubConnector();
    other.willList({ status: 200, body: 'nonsense' });
    expect(await faultOf(bot.members({ ...address(), serviceUrl: other.serviceUrl }))).toMatchObject({
      code: 'UnreadableAnswer',
    });
    await other.close();
  });
});

describe('an answer that is no success', () => {
  it.each([
    [{ error: { code: 'BotNotInConversationRoster', message: 'A secret' } }, 'BotNotInConversationRoster'],
    [{ error: { code: 'Two words', message: 'A secret' } }, undefined],
    [{ error: { code: 'a'.repeat(61) } }, undefined],
    [{ error: { code: 7 } }, undefined],
    [{ error: null }, undefined],
    ['A secret', undefined],
    [null, undefined],
  ])('gives its code and nothing else (%#)', async (body, code) => {
    connector.willAnswer({ status: 403, body });
    const fault = await faultOf(bot.send(address(), { summary: 'x' }));
    expect(fault).toMatchObject({ status: 403, unclear: false });
    expect(fault.code).toBe(code);
    expect(JSON.stringify([fault, fault.message, fault.stack])).not.toContain('A secret');
  });
});

describe('the connection', () => {
  it('is kept for the next request', async () => {
    const ports = new Set<number | undefined>();
    const server = createServer((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{"id":"1"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    for (let at = 0; at < 3; at += 1) {
      await callConnector({ url, method: 'GET', token: undefined, body: undefined }, 5000);
    }
    expect(ports.size).toBe(1);
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['never answers', () => {}],
    [
      'answers half',
      (response: import('node:http').ServerResponse) => {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('{');
      },
    ],
    [
      'answers without end',
      (response: import('node:http').ServerResponse) => void response.end('x'.repeat(5 * 1024 * 1024)),
    ],
  ])('to one that %s is given up, and the message may have arrived', async (_name, answer) => {
    const server = createServer((_request, response) => answer(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const call = { url, method: 'POST', token: undefined, body: {} } as const;
    expect(await faultOf(callConnector(call, 300))).toMatchObject({ status: 0, unclear: true });
    server.closeAllConnections();
    server.close();
  });

  it('that is not trusted carries nothing', async () => {
    // Speaks no TLS, so that there is no secure connection.
    const url = connector.serviceUrl.replace('http:', 'https:');
    const call = { url, method: 'POST', token: 'a-token', body: {} } as const;
    expect(await faultOf(callConnector(call, 5000))).toMatchObject({ status: 0, unclear: false });
    expect(connector.sent).toEqual([]);
  });
});

describe('permission to write', () => {
  it('is asked for once by all who wait, and again when it is needed again', async () => {
    let asked = 0;
    const token = accessToken(async () => `token-${++asked}`, 1000);
    expect(await Promise.all([token(), token(), token()])).toEqual(['token-1', 'token-1', 'token-1']);
    expect(await token()).toBe('token-2');
  });

  it('is refused, or not to be had just now', async () => {
    const refused = Object.assign(new Error('AADSTS7000215'), { errorCode: 'invalid_client' });
    const away = Object.assign(new Error('away'), { errorCode: 'network_error' });
    const kind = (error: Error) =>
      accessToken(() => Promise.reject(error), 1000)().catch((reason: TokenFault) => reason);
    expect(await kind(refused)).toMatchObject({ name: 'TokenFault', refused: true });
    expect(await kind(away)).toMatchObject({ name: 'TokenFault', refused: false });
  });

  it('is not waited for without end, and asked for afresh afterwards', async () => {
    let hangs = true;
    const token = accessToken(() => (hangs ? new Promise(() => {}) : Promise.resolve('late')), 20);
    await expect(token()).rejects.toBeInstanceOf(TokenFault);
    hangs = false;
    expect(await token()).toBe('late');
  });

  it('is not needed in the local mode', async () => {
    await bot.checkCredentials();
  });
});
