import { X509Certificate } from 'node:crypto';
import http, { createServer } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { TokenFault } from '../../../src/channels/teams/access-token.ts';
import { type BotCredentials, createBotFramework } from '../../../src/channels/teams/bot-framework.ts';
import { toDeliveryError } from '../../../src/channels/teams/delivery-fault.ts';
import { makeCertificate, pemOf, rsaPair } from '../../support/make-certificate.ts';
import { stubConnector } from './stub-connector.ts';

const TENANT = '00000000-0000-4000-8000-0000000000f1';
const pair = rsaPair();
const certificate = makeCertificate(pair, { from: new Date(0), to: new Date(4e12) });
const thumbprint = new X509Certificate(certificate).fingerprint.replaceAll(':', '');

/** Microsoft's login as far as it is asked for tokens; the SDK has no setting for another place, so the way there is bent. */
const asked: { readonly host: string; readonly path: string; readonly form: URLSearchParams }[] = [];
let answer: { readonly status: number; readonly body: object } = { status: 200, body: {} };
const login = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  asked.push({ host: String(request.headers['x-asked-host']), path: request.url ?? '', form });
  response.writeHead(answer.status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(answer.body));
});
let connector: Awaited<ReturnType<typeof stubConnector>>;
let app = 0;
/** Each with an app id of its own: the SDK keeps tokens for all of a process. */
const bot = (more: BotCredentials) => {
  app += 1;
  const MicrosoftAppId = `00000000-0000-4000-8000-${String(app).padStart(12, '0')}`;
  return createBotFramework({ MicrosoftAppId, ...more });
};
const SECRET = {
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: TENANT,
  MicrosoftAppPassword: 'a secret & more',
};
const GIVEN = { token_type: 'Bearer', expires_in: 3600, access_token: 'a-token' };

beforeAll(async () => {
  await new Promise<void>((resolve) => login.listen(0, '127.0.0.1', resolve));
  connector = await stubConnector();
  const { port } = login.address() as AddressInfo;
  vi.spyOn(https, 'request').mockImplementation(((options: https.RequestOptions) =>
    http.request({
      ...{ method: options.method, path: options.path, hostname: '127.0.0.1', port },
      headers: { ...options.headers, 'x-asked-host': options.hostname },
    } as http.RequestOptions)) as typeof https.request);
});
afterEach(() => {
  asked.length = 0;
});
afterAll(async () => {
  vi.restoreAllMocks();
  login.closeAllConnections();
  await new Promise((resolve) => login.close(resolve));
  await connector.close();
});

const write = (with_: ReturnType<typeof createBotFramework>) =>
  with_.send({ serviceUrl: connector.serviceUrl, conversation: 'a:chat' }, { summary: 'Hello' });

describe('signing in to Microsoft', () => {
  it('with a secret, once for many messages, which carry the token', async () => {
    answer = { status: 200, body: GIVEN };
    const ours = bot(SECRET);
    await Promise.all([write(ours), write(ours)]);
    await write(ours);
    await ours.checkCredentials();
    expect(asked).toHaveLength(1);
    const [{ host, path, form } = { host: '', path: '', form: new URLSearchParams() }] = asked;
    expect(host).toMatch(/^login\.microsoft(online)?\.com$/);
    expect(path).toMatch(new RegExp(`^/${TENANT}/oauth2/v2.0/token`));
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: 'client_credentials',
      client_secret: 'a secret & more',
      scope: 'https://api.botframework.com/.default',
    });
    expect(connector.headers.at(-1)?.authorization).toBe('Bearer a-token');
  });

  it('with a certificate, by an assertion that it signed', async () => {
    answer = { status: 200, body: GIVEN };
    await bot({
      ...{ MicrosoftAppType: 'SingleTenant', MicrosoftAppTenantId: TENANT },
      ...{ CertificateThumbprint: thumbprint, CertificatePrivateKey: pemOf(pair.privateKey) },
    }).checkCredentials();
    const form = asked.at(-1)?.form;
    expect(form?.get('client_secret')).toBeNull();
    expect(form?.get('client_assertion_type')).toMatch(/jwt-bearer$/);
    const [head = ''] = form?.get('client_assertion')?.split('.') ?? [];
    const header = JSON.parse(Buffer.from(head, 'base64url').toString('utf8'));
    expect(Buffer.from(header.x5t, 'base64url').toString('hex').toUpperCase()).toBe(thumbprint);
  });

  it('of an app of many tenants, at the Bot Framework’s own', async () => {
    answer = { status: 200, body: GIVEN };
    await bot({ MicrosoftAppType: 'MultiTenant', MicrosoftAppPassword: 'x' }).checkCredentials();
    expect(asked.at(-1)?.path).toMatch(/^\/botframework\.com\/oauth2/);
  });

  it.each([
    [401, 'invalid_client', true, 'teams-credentials-refused'],
    [400, 'unauthorized_client', true, 'teams-credentials-refused'],
    [503, 'temporarily_unavailable', false, 'teams-not-handed-over'],
  ])('%i %s: nothing leaves, and nothing of the secret is told', async (status, error, refused, code) => {
    answer = { status, body: { error, error_description: 'AADSTS7000215: a secret & more' } };
    const before = connector.sent.length;
    const fault = await write(bot(SECRET)).catch((reason: unknown) => reason);
    expect(fault).toBeInstanceOf(TokenFault);
    expect(fault).toMatchObject({ refused, code: 'AADSTS7000215' });
    const told = toDeliveryError(fault);
    expect(told).toMatchObject({ code, permanent: refused, unclear: false });
    expect(JSON.stringify([told.message, told.remedy])).not.toContain('a secret');
    expect(connector.sent).toHaveLength(before);
    await expect(bot(SECRET).checkCredentials()).rejects.toBeInstanceOf(TokenFault);
  });

  it('with settings that do not fit together is explained, and nothing is asked', async () => {
    const ours = bot({ MicrosoftAppType: 'SingleTenant' });
    await expect(ours.checkCredentials()).rejects.toThrow(/do not fit together/);
    expect(toDeliveryError(await write(ours).catch((reason: unknown) => reason))).toMatchObject({
      ...{ code: 'teams-credentials', permanent: true },
    });
    expect(asked).toEqual([]);
  });
});
