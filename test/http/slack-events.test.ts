import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { App, HTTPReceiver, type Logger, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningServer, type ServerOptions, startServer } from '../../src/http/server.ts';

const SECRET = 'invented0123456789abcdef01234567';
const FORM = 'application/x-www-form-urlencoded';
const COMMAND = new URLSearchParams({ command: '/share-check', text: '', team_id: 'T1', user_id: 'U1' });
const LIMIT = 64 * 1024;

let server: RunningServer;
/** Holds the next command until it is let go. */
let hold: Promise<void> | undefined;
let reached: () => void;
let commands: number;

/** Bolt as it runs in the service: the real receiver, and no call to Slack. */
function bolt(): HTTPReceiver {
  const quiet = () => undefined;
  const logger: Logger = {
    ...{ debug: quiet, info: quiet, warn: quiet, error: quiet, setLevel: quiet, setName: quiet },
    getLevel: () => LogLevel.ERROR,
  };
  const receiver = new HTTPReceiver({ signingSecret: SECRET, logger, bodyLimit: LIMIT });
  const app = new App({
    receiver,
    logger,
    authorize: async () => ({ botToken: 'xoxb-invented', botId: 'B1' }),
  });
  app.command('/share-check', async ({ ack }) => {
    commands += 1;
    reached();
    await hold;
    await ack({ text: 'Begun.' });
  });
  return receiver;
}

const OPTIONS = { host: '127.0.0.1', port: 0, local: false, checks: {}, deliveries: async () => ({}) };

async function start(options: Partial<ServerOptions> = {}): Promise<void> {
  server = await startServer({ ...OPTIONS, slack: bolt().requestListener, ...options });
}

type Headers = Record<string, string>;

function signed(body: string, type = FORM, at = Date.now(), secret = SECRET): Headers {
  const seconds = String(Math.floor(at / 1000));
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'Content-Type': type, 'X-Slack-Request-Timestamp': seconds, 'X-Slack-Signature': `v0=${hash}` };
}

async function send(body: string, headers: Headers, path = '/slack/events') {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

const isAlive = async () => (await fetch(`http://127.0.0.1:${server.port}/healthz`)).ok;

/** What nobody catches ends the service. */
let uncaught: unknown[];
const note = (error: unknown): void => void uncaught.push(error);

beforeEach(() => {
  hold = undefined;
  reached = () => undefined;
  commands = 0;
  uncaught = [];
  process.on('unhandledRejection', note).on('uncaughtException', note);
});
afterEach(async () => {
  await server.close();
  process.off('unhandledRejection', note).off('uncaughtException', note);
  expect(uncaught).toEqual([]);
});

describe('POST /slack/events', () => {
  it('with a true signature reaches Bolt whole, and its answer goes back', async () => {
    await start();
    const body = String(COMMAND);
    expect(await send(body, signed(body))).toEqual({ status: 200, text: '{"text":"Begun."}' });
    expect((await send(body, signed(body), '/slack/events?from=slack')).status).toBe(200);
    expect(commands).toBe(2);
  });

  it('answers the challenge with which Slack tries an address out', async () => {
    await start();
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    expect(await send(body, signed(body, 'application/json'))).toEqual({
      status: 200,
      text: '{"challenge":"abc"}',
    });
  });

  const body = String(COMMAND);
  const old = Date.now() - 6 * 60 * 1000;
  const other = 'another0123456789abcdef012345678';
  it.each<[string, string, Headers, number]>([
    ['signed with another secret', body, signed(body, FORM, Date.now(), other), 401],
    ['signed for another body', `${body}&text=more`, signed(body), 401],
    ['older than 5 minutes', body, signed(body, FORM, old), 401],
    ['not signed', body, { 'Content-Type': FORM }, 401],
    ['signed in another way', body, { ...signed(body), 'X-Slack-Signature': 'nothing' }, 401],
    ['without its time', body, { ...signed(body), 'X-Slack-Request-Timestamp': 'now' }, 401],
    ['empty', '', { 'Content-Type': FORM }, 401],
    ['not JSON, not signed', '{"a":', { 'Content-Type': 'application/json' }, 401],
    ['not JSON, signed', '{"a":', signed('{"a":', 'application/json'), 400],
    ['of another type', body, signed(body, 'text/plain'), 400],
  ])('%s is refused, tells nothing, and does no harm', async (_, sent, headers, status) => {
    await start();
    // One bad request after another on the same connection: each is answered once.
    for (let time = 0; time < 3; time += 1) {
      expect(await send(sent, headers)).toEqual({ status, text: '' });
      expect(await isAlive()).toBe(true);
    }
    expect(commands).toBe(0);
    const good = String(COMMAND);
    expect((await send(good, signed(good))).status).toBe(200);
  });

  it('too large is refused, whether or not it says its size', async () => {
    await start();
    const large = 'x'.repeat(LIMIT + 1);
    expect((await send(large, signed(large))).status).toBe(413);
    const status = await new Promise((resolve, reject) => {
      const options = { port: server.port, path: '/slack/events', method: 'POST', headers: signed(large) };
      const sending = request(options, (response) => {
        resolve(response.statusCode);
        sending.destroy();
      });
      sending.on('error', reject);
      sending.write(large.slice(1));
      sending.write(large);
    });
    expect(status).toBe(413);
    expect(await isAlive()).toBe(true);
  });

  it('broken off in the middle does no harm', async () => {
    await start();
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write('POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\npart', () => {
          socket.destroy();
        });
      });
      socket.on('close', () => resolve());
    });
    expect(await isAlive()).toBe(true);
  });

  it('a listener that throws is answered, and the service goes on', async () => {
    await start({
      slack: () => {
        throw new Error('secret');
      },
    });
    expect(await send('', {})).toEqual({ status: 500, text: '' });
    expect(await isAlive()).toBe(true);
  });

  it.each([
    ['GET', '/slack/events'],
    ['PUT', '/slack/events'],
    ['POST', '/slack/events/'],
    ['POST', '/slack/events/more'],
    ['POST', '/slack%2Fevents'],
    ['POST', '/SLACK/EVENTS'],
  ])('%s %s is nothing', async (method, path) => {
    await start();
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
    expect(response.status).toBe(404);
    expect(await isAlive()).toBe(true);
  });

  it('without Slack says that it is not set up, and GET is nothing', async () => {
    server = await startServer(OPTIONS);
    const body = String(COMMAND);
    expect(await send(body, signed(body))).toEqual({
      status: 404,
      text: '{"message":"Slack is not set up here."}',
    });
    expect((await fetch(`http://127.0.0.1:${server.port}/slack/events`)).status).toBe(404);
  });

  it('in the local mode is refused for another name than this machine’s, before anything else', async () => {
    await start({ local: true });
    const body = String(COMMAND);
    const headers = { ...signed(body), Host: 'evil.example' };
    const status = await new Promise((resolve, reject) => {
      const options = { port: server.port, path: '/slack/events', method: 'POST', headers };
      request(options, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end(body);
    });
    expect(status).toBe(403);
    expect(commands).toBe(0);
    expect((await send(body, signed(body))).status).toBe(200);
  });

  it('in flight while the service stops is answered first', async () => {
    await start();
    let letGo: () => void = () => undefined;
    hold = new Promise((resolve) => {
      letGo = resolve;
    });
    const begun = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const body = String(COMMAND);
    const answer = send(body, signed(body));
    await begun;
    const closed = server.close();
    letGo();
    expect((await answer).status).toBe(200);
    await closed;
    await expect(isAlive()).rejects.toThrow();
  });
});
