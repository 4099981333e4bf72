import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the key server answers: as Microsoft's does, with an error, with nonsense, or not at all. */
export type Mood = 'well' | 'broken' | 'nonsense' | 'no keys' | 'silent';

const pairs = { ours: pair(), new: pair(), stranger: pair() };
function pair() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}
/** The keys that tests sign with; `stranger` is never published. */
export const KEYS = pairs;

/** Microsoft's key server, as far as a bot asks it. */
export async function keyServer() {
  let mood: Mood = 'well';
  let asked = 0;
  const jwk = (name: 'ours' | 'new') => pairs[name].publicKey.export({ format: 'jwk' });
  const published: object[] = [
    { ...jwk('ours'), kid: 'teams', use: 'sig', endorsements: ['webchat', 'msteams'] },
    { ...jwk('ours'), kid: 'other', use: 'sig', endorsements: ['webchat'] },
    { ...jwk('ours'), kid: 'unendorsed', use: 'sig' },
    { kty: 'EC', kid: 'elliptic', crv: 'P-256', endorsements: ['msteams'] },
  ];
  const server = createServer((request, response) => {
    asked += 1;
    if (mood === 'silent') return;
    response.setHeader('Content-Type', 'application/json');
    if (mood === 'broken') response.statusCode = 500;
    if (mood === 'nonsense') return void response.end('<html>Sign in to the network</html>');
    const keys = { keys: mood === 'no keys' ? [] : published };
    const metadata = { issuer: 'https://api.botframework.com', jwks_uri: `${url()}/keys` };
    response.end(JSON.stringify(request.url === '/keys' ? keys : metadata));
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    metadata: `http://127.0.0.1:${port}/metadata`,
    asked: () => asked,
    become: (next: Mood) => {
      mood = next;
    },
    /** Microsoft has a new key, named `next`. */
    publishNext: () =>
      void published.push({ ...jwk('new'), kid: 'next', use: 'sig', endorsements: ['msteams'] }),
    stop,
    restart: () => listen(port),
  };
}

export type Made = {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: KeyObject;
};

export const APP = '00000000-0000-4000-8000-0000000000aa';
export const SERVICE = 'https://smba.trafficmanager.net/uk/';

/** A token as the Bot Framework makes them, except for what is given. A claim that is undefined is left out. */
export function token({ claims = {}, header = {}, key = pairs.ours.privateKey }: Made = {}): string {
  const text = unsigned({ claims, header });
  return `Bearer ${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

/** Its first two parts. */
export function unsigned({ claims = {}, header = {} }: Made): string {
  const now = Math.floor(Date.now() / 1000);
  const body = {
    iss: 'https://api.botframework.com',
    aud: APP,
    serviceurl: SERVICE,
    nbf: now - 60,
    exp: now + 600,
    ...claims,
  };
  return [{ alg: 'RS256', typ: 'JWT', kid: 'teams', ...header }, body]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
}
