import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allText, type Service, startService } from './service.ts';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.end());

/** As fetch does it, with headers that fetch does not let one set. */
function raw(path: string, method: string, headers: Record<string, string>, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = service.server;
    const sending = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sending.once('error', reject).end(body);
  });
}
const alive = async () => (await fetch(`${service.base}/healthz`)).status;
const sam = () => service.chatOf('sam-okafor');

describe('a request that is none of ours', () => {
  it.each([
    ['nothing', ''],
    ['half of JSON', '{"type":"message"'],
    ['no object', 'null'],
    ['a list in lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['a prototype', '{"__proto__":{"type":"message"}}'],
  ])('holding %s is refused, and the service goes on', async (_name, body) => {
    expect((await service.post(body)).status).toBe(400);
    expect(await alive()).toBe(200);
  });

  it.each(['text/plain', 'text/plain; application/json', 'application/x-www-form-urlencoded', ''])(
    'of the type "%s", as a page may send it anywhere, is refused',
    async (type) => {
      const body = JSON.stringify(sam().activity({ type: 'message', text: 'hello' }));
      expect(await raw('/api/messages', 'POST', { 'Content-Type': type }, body)).toBe(415);
    },
  );

  it.each([
    ['under another name', { Host: 'evil.example' }],
    ['under a name that begins like ours', { Host: '127.0.0.1.evil.example' }],
    ['from a page of another site', { Origin: 'https://evil.example' }],
    ['from a page without a site', { Origin: 'null' }],
  ])('%s is not answered', async (_name, headers) => {
    const body = JSON.stringify(sam().activity({ type: 'message', text: 'hello' }));
    const before = service.connector.sent.length;
    const json = { 'Content-Type': 'application/json' };
    expect(await raw('/api/messages', 'POST', { ...json, ...headers }, body)).toBe(403);
    expect(await raw('/metrics', 'GET', headers)).toBe(403);
    expect(service.connector.sent).toHaveLength(before);
  });

  it('is not allowed across sites when a browser asks first', async () => {
    const asked = await fetch(`${service.base}/api/messages`, { method: 'OPTIONS' });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    expect(asked.ok).toBe(false);
  });

  it.each([
    'http://169.254.169.254/latest',
    'http://evil.example/',
    'http://127.0.0.1@evil.example/',
    'https://127.0.0.1.evil.example/',
    'file:///etc/passwd',
  ])('naming the service %s is not answered there', async (serviceUrl) => {
    const before = service.connector.sent.length;
    const body = JSON.stringify(sam().activity({ type: 'message', text: 'hello', serviceUrl }));
    expect((await service.post(body)).status).toBe(403);
    expect(service.connector.sent).toHaveLength(before);
  });

  it('cannot lead out of its conversation on the service', async () => {
    await sam().say('hello', { conversation: { id: '../../v3/x?y#z', conversationType: 'personal' } });
    const paths = service.connector.sent.map(({ path }) => path);
    expect(paths.at(-1)).toBe('/v3/conversations/../../v3/x?y#z/activities');
  });
});

describe('an activity of an odd form', () => {
  it.each([
    ['without a value', { type: 'invoke', name: 'adaptiveCard/action' }],
    ['of another kind of invoke', { type: 'invoke', name: 'task/fetch', value: {} }],
  ])('%s is not taken', async (_name, extra) => {
    const body = JSON.stringify(sam().activity(extra));
    expect((await service.post(body)).status).toBe(501);
  });

  it('deeply nested is let go of', async () => {
    const body = JSON.stringify(sam().activity({ type: 'event', value: 0 }));
    const deep = body.replace('"value":0', `"value":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`);
    expect((await service.post(deep)).status).toBe(200);
  });

  // Looked at again and again from every place, this takes more than a minute.
  it('of a quarter of a megabyte of half-written mentions is read once', async () => {
    expect(await sam().say('<at'.repeat(80_000))).toBeDefined();
  });

  it('with thousands of mentions and control characters is answered as any other', async () => {
    const mention = { type: 'mention', text: 'b', mentioned: { id: '28:share-check' } };
    const card = await sam().say('\u0000\u001b[31m\ud800 b', { entities: Array(2000).fill(mention) });
    expect(allText(card)).not.toBe('');
  });
});

it('that never ends leaves the others their answers', async () => {
  const open = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const socket = connect(service.server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(
        'POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Le',
      );
      return socket;
    }),
  );
  expect(await alive()).toBe(200);
  for (const socket of open) socket.destroy();
});
