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

  const ask = async (serviceUrl: string | undefined, method: string, path: string, body?: string) => {
    const answer = await fetch(`${serviceUrl}${path}`, { method, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, said: await answer.text() };
  };
  const ACTIVITIES = '/v3/conversations/19%3Adecisions%40thread/activities';
  const POST = ['POST', ACTIVITIES, '"one"'] as const;

  it('show a post in each window, and change every copy of it, whichever one is changed', async () => {
    // The windows do not count in step.
    await fetch(`${priya.url}/earlier`);
    expect(await ask(channels.serviceUrl, ...POST)).toEqual({ status: 201, said: '{"id":"sam-1"}' });
    expect((await ask(channels.serviceUrl, 'PUT', `${ACTIVITIES}/sam-1`, '"two"')).status).toBe(200);
    expect((await ask(channels.windows[1], 'PUT', `${ACTIVITIES}/priya-2`, '"three"')).status).toBe(200);
    expect(sam.seen).toEqual([
      `POST /_connector${ACTIVITIES} "one"`,
      `PUT /_connector${ACTIVITIES}/sam-1 "two"`,
      `PUT /_connector${ACTIVITIES}/sam-1 "three"`,
    ]);
    expect(priya.seen.slice(1)).toEqual([
      `POST /_connector${ACTIVITIES} "one"`,
      `PUT /_connector${ACTIVITIES}/priya-2 "two"`,
      `PUT /_connector${ACTIVITIES}/priya-2 "three"`,
    ]);
  });

  it('leave to each window what is for it alone', async () => {
    await ask(channels.windows[1], ...POST);
    await ask(channels.windows[1], 'PUT', `${ACTIVITIES}/priya-1`, '"two"');
    expect(priya.seen).toEqual([
      `POST /_connector${ACTIVITIES} "one"`,
      `PUT /_connector${ACTIVITIES}/priya-1 "two"`,
    ]);
    expect(sam.seen).toEqual([]);
  });

  it('ask the first window who is there', async () => {
    const members = '/v3/conversations/19%3Adecisions%40thread/pagedmembers?pageSize=300';
    await ask(channels.serviceUrl, 'GET', members);
    expect(sam.seen).toEqual([`GET /_connector${members}`]);
    expect(priya.seen).toEqual([]);
  });

  it('go on when a window has ended', async () => {
    await priya.stop();
    expect(await ask(channels.serviceUrl, ...POST)).toEqual({ status: 201, said: '{"id":"sam-1"}' });
    expect((await ask(channels.serviceUrl, 'PUT', `${ACTIVITIES}/sam-1`, '"two"')).status).toBe(200);
    expect((await ask(channels.windows[1], ...POST)).status).toBe(502);
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
