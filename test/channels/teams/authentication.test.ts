import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTeamsChannel } from '../../../src/channels/teams/index.ts';
import { message } from './activities.ts';
import { memoryAddresses } from './memory-addresses.ts';

const APP = '00000000-0000-4000-8000-0000000000aa';
const SERVICE = 'https://smba.trafficmanager.net/uk/';
const CREDENTIALS = {
  MicrosoftAppId: APP,
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: 'tenant-1',
  MicrosoftAppPassword: 'not-a-secret',
};

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Microsoft's key server, for this test: one key, good for Teams (`kid: teams`) and for another channel (`kid: other`). */
const keyServer = createServer((request, response) => {
  const jwk = keys.publicKey.export({ format: 'jwk' });
  const { port } = keyServer.address() as AddressInfo;
  response.setHeader('Content-Type', 'application/json');
  response.end(
    JSON.stringify(
      request.url === '/keys'
        ? {
            keys: [
              { ...jwk, kid: 'teams', use: 'sig', endorsements: ['msteams'] },
              { ...jwk, kid: 'other', use: 'sig', endorsements: ['webchat'] },
            ],
          }
        : {
            issuer: 'https://api.botframework.com',
            jwks_uri: `http://127.0.0.1:${port}/keys`,
            id_token_signing_alg_values_supported: ['RS256'],
          },
    ),
  );
});

function token(claims: Record<string, unknown> = {}, kid = 'teams', key = keys.privateKey): string {
  const now = Math.floor(Date.now() / 1000);
  const body = {
    iss: 'https://api.botframework.com',
    aud: APP,
    serviceurl: SERVICE,
    nbf: now - 60,
    exp: now + 600,
    ...claims,
  };
  const text = [{ alg: 'RS256', typ: 'JWT', kid }, body]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `Bearer ${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

let channel: ReturnType<typeof createTeamsChannel>;
let turns = 0;
const CHAT = { id: 'a:chat', conversationType: 'personal' };

beforeAll(async () => {
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
  const { port } = keyServer.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/metadata`;
  channel = createTeamsChannel({
    credentials: CREDENTIALS,
    addresses: memoryAddresses(),
    search: async () => ({ quotes: [], note: '' }),
    handle: async () => {
      turns += 1;
      return { cards: [] };
    },
    metadata: {
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/tenant-1',
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
      ToBotFromChannelOpenIdMetadataUrl: url,
      ToBotFromEmulatorOpenIdMetadataUrl: url,
      OAuthUrl: 'https://token.botframework.com',
    },
  });
});
afterAll(() => new Promise((resolve) => keyServer.close(resolve)));

const post = (authorization: string, body: unknown = message(SERVICE, 'hello')) =>
  channel.receive({ body, authorization });

describe('who is let in', () => {
  it('is the Bot Framework, with a token signed for this app and for Teams', async () => {
    expect(await post(token())).toEqual({ status: 200 });
    expect(turns).toBe(1);
  });

  it.each([
    ['no token', ''],
    ['another scheme', 'Basic c2FtOnNhbQ=='],
    ['no real token', 'Bearer not-a-token'],
    ['a token for another app', () => token({ aud: 'another-app' })],
    ['a token of another issuer', () => token({ iss: 'https://evil.example' })],
    ['a token that has run out', () => token({ exp: 1, nbf: 0 })],
    ['a token for another service', () => token({ serviceurl: 'https://smba.trafficmanager.net/us/' })],
    ['a key for another channel', () => token({}, 'other')],
    ['a key nobody knows', () => token({}, 'unknown')],
    ['a stranger’s key under a known name', () => token({}, 'teams', stranger.privateKey)],
  ])('is nobody with %s, and nothing is said about why', async (_name, authorization) => {
    const before = turns;
    const answer = await post(typeof authorization === 'string' ? authorization : authorization());
    expect(answer).toEqual({ status: 401, body: { message: 'The sender is not known here.' } });
    expect(turns).toBe(before);
  });

  it('never leads to a service that is not Microsoft’s, whoever signs it', async () => {
    const evil = 'https://evil.example/';
    const before = turns;
    expect(await post(token({ serviceurl: evil }), message(evil, 'hello'))).toMatchObject({ status: 403 });
    expect(turns).toBe(before);
  });

  it.each([
    ['Web Chat, where the sender writes the ids', 'other', { channelId: 'webchat' }],
    ['another tenant', 'teams', { conversation: { ...CHAT, tenantId: 'tenant-2' } }],
    ['a tenant that is not named', 'teams', { conversation: CHAT }],
  ])('is nobody in %s', async (_name, kid, extra) => {
    const before = turns;
    expect(await post(token({}, kid), message(SERVICE, 'hello', extra))).toMatchObject({ status: 403 });
    expect(turns).toBe(before);
  });

  it.each([null, 'text', [], {}, { type: 'message' }, message(SERVICE, 'x', { conversation: {} })])(
    'is no body that is not an activity (%#)',
    async (body) => {
      expect(await post(token(), body)).toMatchObject({ status: 400 });
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

  it('settings that do not fit together are explained', () => {
    const credentials = { MicrosoftAppId: APP, MicrosoftAppType: 'SingleTenant' };
    expect(() => createTeamsChannel({ ...options, credentials })).toThrow(/do not fit together/);
  });
});
