import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTeamsChannel } from '../../../src/channels/teams/index.ts';
import { message } from './activities.ts';
import { APP, KEYS, keyServer, type Made, SERVICE, token, unsigned } from './key-server.ts';
import { memoryAddresses } from './memory-addresses.ts';
import { teamsOverHttp } from './teams-over-http.ts';

const HOME = '00000000-0000-4000-8000-0000000000f1';
const SISTER = '00000000-0000-4000-8000-0000000000f2';
const ELSEWHERE = '00000000-0000-4000-8000-0000000000f3';
const CREDENTIALS = {
  MicrosoftAppId: APP,
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: HOME,
  MicrosoftAppPassword: 'not-a-secret',
};
const CHAT = { id: 'a:chat', conversationType: 'personal', tenantId: HOME };
let hellos = 0;
const hello = (extra: Record<string, unknown> = {}) => {
  hellos += 1;
  return message(SERVICE, 'hello', { id: `hello-${hellos}`, conversation: CHAT, ...extra });
};

const openChannel = (metadata: string, more: object = {}) =>
  teamsOverHttp({
    local: false,
    credentials: CREDENTIALS,
    handle: async () => ({ cards: [] }),
    metadata: { ToBotFromChannelOpenIdMetadataUrl: metadata },
    ...more,
  });

let keys: Awaited<ReturnType<typeof keyServer>>;
let teams: Awaited<ReturnType<typeof openChannel>>;
let turns = 0;
const handle = async () => {
  turns += 1;
  return { cards: [] };
};

beforeAll(async () => {
  keys = await keyServer();
  teams = await openChannel(keys.metadata, { handle, tenants: [SISTER.toUpperCase()] });
});
afterAll(async () => {
  await teams.close();
  await keys.stop();
});

const post = (authorization: string, body: unknown = hello()) =>
  teams.post(body, authorization === '' ? {} : { Authorization: authorization });
const now = () => Math.floor(Date.now() / 1000);

/** Signed as if the public key were a secret that both sides share. */
function hmacWithPublicKey(): string {
  const text = unsigned({ header: { alg: 'HS256' } });
  const pem = KEYS.ours.publicKey.export({ format: 'pem', type: 'spki' });
  return `Bearer ${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
}

describe('who is let in, at the real endpoint', () => {
  it.each<[string, Made]>([
    ['a token signed for this app and for Teams', {}],
    ['a clock some minutes apart', { claims: { exp: now() - 200, nbf: now() - 1000 } }],
    ['an app id in capital letters', { claims: { aud: APP.toUpperCase() } }],
  ])('is the Bot Framework, with %s', async (_name, made) => {
    const before = turns;
    expect(await post(token(made))).toEqual({ status: 200, body: undefined });
    expect(turns).toBe(before + 1);
  });

  it.each<[string, string | (() => string)]>([
    ['no token', ''],
    ['an empty one', 'Bearer '],
    ['another scheme', 'Basic c2FtOnNhbQ=='],
    ['another scheme with a good token', () => token().replace('Bearer', 'Digest')],
    ['a token without a scheme', () => token().replace('Bearer ', '')],
    ['no real token', 'Bearer not-a-token'],
    ['three parts of nothing', 'Bearer bnVsbA.bnVsbA.bnVsbA'],
    ['a large token', () => token({ claims: { more: 'x'.repeat(9000) } })],
    ['a token for another app', () => token({ claims: { aud: 'another-app' } })],
    ['a token for several apps', () => token({ claims: { aud: [APP, 'another-app'] } })],
    ['a token for no app', () => token({ claims: { aud: undefined } })],
    ['a token of another issuer', () => token({ claims: { iss: 'https://evil.example' } })],
    [
      'a token of the Emulator',
      () => token({ claims: { iss: `https://sts.windows.net/${HOME}/`, appid: APP, ver: '1.0' } }),
    ],
    [
      'a token of another bot',
      () =>
        token({ claims: { iss: `https://login.microsoftonline.com/${HOME}/v2.0`, azp: APP, ver: '2.0' } }),
    ],
    [
      'a token of the American government’s cloud',
      () => token({ claims: { iss: 'https://api.botframework.us' } }),
    ],
    ['a token that has run out', () => token({ claims: { exp: now() - 400, nbf: now() - 1000 } })],
    ['a token that never runs out', () => token({ claims: { exp: undefined } })],
    ['a token that does not hold yet', () => token({ claims: { nbf: now() + 400, exp: now() + 4000 } })],
    [
      'a token for another service',
      () => token({ claims: { serviceurl: 'https://smba.trafficmanager.net/us/' } }),
    ],
    ['a token for no service', () => token({ claims: { serviceurl: undefined } })],
    ['a key for another channel', () => token({ header: { kid: 'other' } })],
    ['a key for no channel', () => token({ header: { kid: 'unendorsed' } })],
    ['a key nobody knows', () => token({ header: { kid: 'unknown' } })],
    ['no key', () => token({ header: { kid: undefined } })],
    ['a key of another kind', () => token({ header: { kid: 'elliptic' } })],
    ['a stranger’s key under a known name', () => token({ key: KEYS.stranger.privateKey })],
    [
      'a signature for something else',
      () => `Bearer ${unsigned({ claims: { jti: 'changed' } })}.${token().split('.')[2]}`,
    ],
    ['no signature', () => `Bearer ${unsigned({})}.`],
    ['no signature, as it says itself', () => `Bearer ${unsigned({ header: { alg: 'none' } })}.`],
    ['the algorithm "none" with a signature', () => token({ header: { alg: 'none' } })],
    ['the public key taken for a secret', hmacWithPublicKey],
    ['an extension that has to be understood', () => token({ header: { crit: ['b64'], b64: false } })],
  ])('is nobody with %s; nothing is said about why, to anybody', async (_name, authorization) => {
    const before = turns;
    const written = [vi.spyOn(console, 'error'), vi.spyOn(console, 'log')];
    const answer = await post(typeof authorization === 'string' ? authorization : authorization());
    expect(answer).toEqual({ status: 401, body: { message: 'The sender is not known here.' } });
    expect(turns).toBe(before);
    for (const spy of written) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  it('is nobody with a token larger than a header may be', async () => {
    const before = turns;
    const answer = await fetch(`${teams.url}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${'x'.repeat(40_000)}` },
      body: JSON.stringify(hello()),
    });
    expect(answer.status).toBe(431);
    expect(turns).toBe(before);
  });

  it('never leads to a service that is not Microsoft’s over TLS, whoever signs it', async () => {
    const before = turns;
    for (const serviceurl of [
      'https://evil.example/',
      SERVICE.replace('https', 'http'),
      'http://127.0.0.1/',
    ]) {
      const body = message(serviceurl, 'hello', { conversation: CHAT });
      expect(await post(token({ claims: { serviceurl } }), body)).toMatchObject({ status: 403 });
    }
    expect(turns).toBe(before);
  });

  it('is nobody in Web Chat, where the sender writes the ids', async () => {
    const before = turns;
    expect(await post(token(), hello({ channelId: 'webchat' }))).toMatchObject({ status: 403 });
    expect(await post(token(), hello({ channelId: 'AseChannel' }))).toMatchObject({ status: 403 });
    expect(turns).toBe(before);
  });

  it.each([null, 'text', [], {}, { type: 'message' }, hello({ conversation: {} })])(
    'is no body that is not an activity (%#)',
    async (body) => {
      const before = turns;
      expect(await post(token(), body)).toMatchObject({ status: 400 });
      expect(turns).toBe(before);
    },
  );
});

describe('the tenants whose people are answered', () => {
  const inTenant = (tenantId: string | undefined, own?: string) =>
    hello({
      conversation: { id: 'a:chat', conversationType: 'personal', ...(tenantId ? { tenantId } : {}) },
      ...(own === undefined ? {} : { channelData: { tenant: { id: own } } }),
    });

  it.each([
    ['the bot’s own', inTenant(HOME.toUpperCase(), HOME)],
    ['a listed one', inTenant(SISTER)],
    ['one that Teams names in its own data alone', inTenant(undefined, SISTER)],
  ])('are %s', async (_name, body) => {
    expect(await post(token(), body)).toMatchObject({ status: 200 });
  });

  it.each([
    ['another one', inTenant(ELSEWHERE)],
    ['none that is named', inTenant(undefined)],
    ['one that is listed, and another in Teams’ own data', inTenant(HOME, ELSEWHERE)],
    ['another, and one that is listed in Teams’ own data', inTenant(ELSEWHERE, HOME)],
  ])('are not %s', async (_name, body) => {
    const before = turns;
    expect(await post(token(), body)).toEqual({ status: 403, body: { message: 'Not answered from there.' } });
    expect(turns).toBe(before);
  });

  it('that are not listed are told of once each, by id and without a person', async () => {
    const own = await openChannel(keys.metadata);
    const say = (body: unknown) => own.post(body, { Authorization: token() });
    for (const body of [
      inTenant(ELSEWHERE),
      inTenant(ELSEWHERE),
      inTenant('not a guid: Sam'),
      inTenant(SISTER),
    ])
      expect(await say(body)).toMatchObject({ status: 403 });
    expect(own.faults.map(({ code }) => code)).toEqual(Array(3).fill('teams-tenant-not-listed'));
    const text = JSON.stringify(own.faults);
    expect(text).toContain(ELSEWHERE);
    expect(text).not.toMatch(/Sam|hello|29:/);
    await own.close();
  });

  it('are none where none is known', async () => {
    const { MicrosoftAppTenantId: _none, ...rest } = CREDENTIALS;
    const own = await openChannel(keys.metadata, {
      credentials: { ...rest, MicrosoftAppType: 'MultiTenant' },
    });
    expect(await own.post(inTenant(HOME), { Authorization: token() })).toMatchObject({ status: 403 });
    expect(own.events).toEqual([]);
    await own.close();
  });
});

describe('clocks that are apart', () => {
  it('are told of, once, until somebody is let in again; a token nobody signed tells nothing', async () => {
    const own = await openChannel(keys.metadata);
    const at = (seconds: number, key = KEYS.ours.privateKey) =>
      token({ claims: { nbf: now() + seconds, exp: now() + seconds + 3600 }, key });
    const codes = () => own.faults.map(({ code }) => code);
    for (const authorization of [at(-9000, KEYS.stranger.privateKey), at(600, KEYS.stranger.privateKey)])
      expect(await own.post(hello(), { Authorization: authorization })).toMatchObject({ status: 401 });
    expect(codes()).toEqual([]);
    for (const authorization of [at(-9000), at(600), at(600)])
      expect(await own.post(hello(), { Authorization: authorization })).toMatchObject({ status: 401 });
    expect(codes()).toEqual(['teams-clock-apart']);
    expect(await own.post(hello(), { Authorization: token() })).toMatchObject({ status: 200 });
    await own.post(hello(), { Authorization: at(600) });
    expect(codes()).toEqual(['teams-clock-apart', 'teams-clock-apart']);
    await own.close();
  });
});

describe('without Microsoft’s keys', () => {
  it.each(['broken', 'nonsense', 'no keys'] as const)(
    'Teams is asked to send again, and the operator is told once (%s)',
    async (mood) => {
      const server = await keyServer();
      server.become(mood);
      const own = await openChannel(server.metadata);
      for (let at = 0; at < 3; at += 1) {
        expect(await own.post(hello(), { Authorization: token() })).toEqual({
          status: 503,
          body: { message: 'This cannot be answered just now.' },
        });
      }
      expect(own.faults.map(({ code }) => code)).toEqual(['teams-keys-unreachable']);
      expect(own.events).toEqual([]);
      // A stranger whose token names no key of its own is a stranger all the same.
      expect(await own.post(hello(), {})).toMatchObject({ status: 401 });
      await own.close();
      await server.stop();
    },
  );
});

describe('without an app id', () => {
  const options = {
    addresses: memoryAddresses(),
    search: async () => ({ quotes: [], note: '' }),
    handle: async () => ({ cards: [] }),
  };

  it('the channel does not start, outside the local mode', () => {
    expect(() => createTeamsChannel(options)).toThrow(/anybody could speak as anybody/);
    expect(() => createTeamsChannel({ ...options, credentials: { MicrosoftAppId: '' } })).toThrow();
  });

  it('the local mode answers this machine and no other', async () => {
    const local = createTeamsChannel({ ...options, local: true });
    expect(await local.receive({ body: message('http://127.0.0.1:9', 'x'), authorization: '' })).toEqual({
      status: 200,
    });
    expect(await local.receive({ body: message(SERVICE, 'x'), authorization: '' })).toMatchObject({
      status: 403,
    });
  });
});
