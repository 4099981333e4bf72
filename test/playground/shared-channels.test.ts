import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
// As in the service: it changes how every response of the process is written.
import 'restify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SharedChannels, shareChannels } from '../../src/playground/shared-channels.ts';

/** A window of the Playground, as far as it is written to. Each gives its messages ids of its own. */
async function aWindow(name: string) {
  const seen: string[] = [];
  const server = createServer(async (asked, answer) => {
    seen.push(`${asked.method} ${asked.url} ${await text(asked)}`.trim());
    answer.writeHead(asked.method === 'POST' ? 201 : 200, { 'Content-Type': 'application/json' });
    answer.end(JSON.stringify({ id: `${name}-${seen.length}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { seen, url: `http://127.0.0.1:${port}/_connector`, stop };
}

describe('channels that every window shows', () => {
  let sam: Awaited<ReturnType<typeof aWindow>>;
  let priya: Awaited<ReturnType<typeof aWindow>>;
  let channels: SharedChannels;
  beforeEach(async () => {
    sam = await aWindow('sam');
    priya = await aWindow('priya');
    channels = await shareChannels([sam.url, priya.url]);
  });
  afterEach(async () => {
    await channels.stop();
    await sam.stop();
    await priya.stop();
  });

  const ask = async (method: string, path: string, body?: string) => {
    const answer = await fetch(`${channels.serviceUrl}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, said: await answer.text() };
  };
  const ACTIVITIES = '/v3/conversations/19%3Adecisions%40thread/activities';

  it('show a post in each window, and change it in each under the id it has there', async () => {
    // The windows do not count in step.
    await fetch(`${priya.url}/earlier`);
    const posted = await ask('POST', ACTIVITIES, '"one"');
    expect(posted).toEqual({ status: 201, said: '{"id":"sam-1"}' });
    const changed = await ask('PUT', `${ACTIVITIES}/sam-1`, '"two"');
    expect(changed.status).toBe(200);
    expect(sam.seen).toEqual([
      `POST /_connector${ACTIVITIES} "one"`,
      `PUT /_connector${ACTIVITIES}/sam-1 "two"`,
    ]);
    expect(priya.seen.slice(1)).toEqual([
      `POST /_connector${ACTIVITIES} "one"`,
      `PUT /_connector${ACTIVITIES}/priya-2 "two"`,
    ]);
  });

  it('change a post from before the start in the first window alone', async () => {
    expect((await ask('PUT', `${ACTIVITIES}/earlier`, '"two"')).status).toBe(200);
    expect([sam.seen.length, priya.seen.length]).toEqual([1, 0]);
  });

  it('ask the first window who is there', async () => {
    await ask('GET', '/v3/conversations/19%3Adecisions%40thread/pagedmembers?pageSize=300');
    expect(sam.seen).toEqual([
      'GET /_connector/v3/conversations/19%3Adecisions%40thread/pagedmembers?pageSize=300',
    ]);
    expect(priya.seen).toEqual([]);
  });

  it('go on when a window has ended', async () => {
    await priya.stop();
    expect(await ask('POST', ACTIVITIES, '"one"')).toEqual({ status: 201, said: '{"id":"sam-1"}' });
    expect((await ask('PUT', `${ACTIVITIES}/sam-1`, '"two"')).status).toBe(200);
  });

  it.each([
    ['a page of a site', { Origin: 'http://127.0.0.1:1' }],
    ['another name that leads here', { Host: 'evil.example' }],
  ])('do not answer %s', async (_name, headers) => {
    const status = await new Promise((resolve, reject) => {
      request(`${channels.serviceUrl}${ACTIVITIES}`, { method: 'POST', headers }, (answer) =>
        resolve(answer.resume().statusCode),
      )
        .on('error', reject)
        .end('"one"');
    });
    expect(status).toBe(403);
    expect([...sam.seen, ...priya.seen]).toEqual([]);
  });
});
