import { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { tryAppToken } from '../../../src/channels/slack/app-token.ts';
import { SILENT } from '../../../src/channels/slack/silent-logger.ts';
import { createSocketReceiver, type SocketReceiver } from '../../../src/channels/slack/socket.ts';
import { stubSocket } from './stub-socket.ts';

const TOKEN = 'xapp-1-canary';
const COMMAND = {
  type: 'slash_commands',
  envelope_id: 'envelope-1',
  accepts_response_payload: true,
  payload: { command: '/share-check', text: 'canary', team_id: 'T1', user_id: 'U1' },
};

let slack: Awaited<ReturnType<typeof stubSocket>>;
let socket: SocketReceiver;
let reported: { readonly code: string; readonly message: string; readonly remedy: string }[];
/** How long it would have waited before each try. */
let pauses: number[];
/** What a command is answered with. */
let answer: () => Promise<string>;
let reached: () => void;
let uncaught: unknown[];
const note = (error: unknown): void => void uncaught.push(error);

beforeEach(async () => {
  slack = await stubSocket();
  reported = [];
  pauses = [];
  uncaught = [];
  answer = async () => 'Begun.';
  reached = () => undefined;
  process.on('unhandledRejection', note).on('uncaughtException', note);
});
afterEach(async () => {
  await socket.stop();
  await slack.close();
  process.off('unhandledRejection', note).off('uncaughtException', note);
  expect(uncaught).toEqual([]);
  expect(JSON.stringify(reported)).not.toContain('canary');
});

function start(pause?: (ms: number, signal: AbortSignal) => Promise<void>): void {
  socket = createSocketReceiver({
    appToken: TOKEN,
    apiUrl: slack.apiUrl,
    report: (fault) => void reported.push(fault),
    pause:
      pause ??
      (async (ms) => {
        pauses.push(ms);
      }),
  });
  const app = new App({
    receiver: socket.receiver,
    logger: SILENT,
    authorize: async () => ({ botToken: 'xoxb-invented', botId: 'B1' }),
  });
  app.command('/share-check', async ({ ack }) => {
    reached();
    await ack({ text: await answer() });
  });
  socket.start();
}

const connected = () => vi.waitFor(() => expect(socket.isConnected()).toBe(true), { timeout: 5000 });
const disconnected = () => vi.waitFor(() => expect(socket.isConnected()).toBe(false), { timeout: 5000 });

describe('the connection', () => {
  test('is opened with the app token, takes an envelope, and acknowledges it', async () => {
    start();
    await connected();
    expect(slack.tokens).toEqual([`Bearer ${TOKEN}`]);
    slack.send(COMMAND);
    await slack.until(() => slack.received.length > 0);
    expect(slack.received).toEqual([{ envelope_id: 'envelope-1', payload: { text: 'Begun.' } }]);
    expect(reported).toEqual([]);
  });

  test.each([
    ['dropped', () => slack.drop()],
    ['closed', () => slack.hangUp()],
    [
      'ended by Slack in its own words',
      () => slack.send({ type: 'disconnect', reason: 'refresh_requested' }),
    ],
  ])('%s is made again, and nobody is told', async (_, end) => {
    start();
    await connected();
    end();
    await slack.until(() => slack.connections() === 2);
    await connected();
    slack.send(COMMAND);
    await slack.until(() => slack.received.length > 0);
    expect(reported).toEqual([]);
  });

  test.each<[string, Parameters<typeof slack.willOpen>[0][number]]>([
    ['is down', { kind: 'status', status: 503 }],
    ['says that it failed', { kind: 'says', error: 'internal_error' }],
    ['gives an address where nobody is', { kind: 'nowhere' }],
    ['is behind something that refuses', { kind: 'status', status: 403 }],
  ])('while Slack %s is tried again, longer and longer, said once, until it stands', async (_, how) => {
    slack.willOpen([how, how, how, how]);
    start();
    await connected();
    expect(slack.tokens).toHaveLength(5);
    expect(reported).toEqual([expect.objectContaining({ code: 'slack-not-reached' })]);
    expect(pauses).toHaveLength(4);
    expect(pauses[3]).toBeGreaterThan(pauses[0] ?? 0);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(60_000);
  });

  test('lost while Slack is down is made again, and a second time down is said again', async () => {
    start();
    await connected();
    for (const times of [1, 2]) {
      slack.willOpen([
        { kind: 'status', status: 500 },
        { kind: 'status', status: 502 },
      ]);
      slack.drop();
      await slack.until(() => slack.connections() === times + 1);
      await connected();
      expect(reported).toHaveLength(times);
    }
  });

  test('waits as long as Slack asks for', async () => {
    slack.willOpen([{ kind: 'status', status: 429, headers: { 'Retry-After': '90' } }]);
    start();
    await connected();
    expect(pauses).toEqual([90_000]);
  });

  test('nobody listening at all is tried again too', async () => {
    const { apiUrl } = slack;
    await slack.close();
    start();
    await vi.waitFor(() => expect(pauses.length).toBeGreaterThan(3));
    expect(reported).toEqual([expect.objectContaining({ code: 'slack-not-reached' })]);
    slack = await stubSocket(Number(new URL(apiUrl).port));
    await connected();
  });

  test('a token that Slack does not take is said once with what to do, and tried every 5 minutes', async () => {
    slack.willOpen([1, 2, 3].map(() => ({ kind: 'says', error: 'invalid_auth' })));
    start();
    await connected();
    expect(reported).toEqual([
      {
        code: 'slack-app-token-refused',
        message: 'Slack does not take the app token (invalid_auth).',
        remedy: expect.stringMatching(/SLACK_APP_TOKEN.*tried again every 5 minutes/),
      },
    ]);
    expect(pauses).toEqual([300_000, 300_000, 300_000]);
  });

  test('a token without its scope is told apart', async () => {
    slack.willOpen([{ kind: 'says', error: 'missing_scope' }]);
    start();
    await connected();
    expect(reported[0]?.remedy).toMatch(/connections:write/);
  });

  test('is not there before Slack has said hello', async () => {
    slack.staysSilent();
    start();
    await slack.until(() => slack.connections() === 1);
    expect(socket.isConnected()).toBe(false);
  });
});

describe('what cannot be read or worked on', () => {
  test.each([
    ['no JSON', '{"type":'],
    ['nothing', 'null'],
    ['an event without its parts', { type: 'events_api', envelope_id: 'x', payload: {} }],
    ['a kind nobody knows', { type: 'news', envelope_id: 'x', payload: null }],
  ])('%s ends nothing', async (_, message) => {
    start();
    await connected();
    slack.send(message);
    slack.send(COMMAND);
    await slack.until(() => slack.received.some(({ envelope_id }) => envelope_id === 'envelope-1'));
    expect(socket.isConnected()).toBe(true);
  });

  test('an answer after the connection was lost ends nothing', async () => {
    let letGo: (words: string) => void = () => undefined;
    answer = () =>
      new Promise((resolve) => {
        letGo = resolve;
      });
    const begun = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let goOn: () => void = () => undefined;
    start(
      () =>
        new Promise((resolve) => {
          goOn = resolve;
        }),
    );
    await connected();
    slack.send(COMMAND);
    await begun;
    slack.drop();
    await disconnected();
    letGo('Too late.');
    await vi.waitFor(() => expect(reported).toHaveLength(1));
    expect(reported[0]?.code).toBe('slack-event-failed');
    goOn();
    await connected();
  });
});

describe('at the end', () => {
  test('what is under way is acknowledged first, and nothing more is taken', async () => {
    let letGo: (words: string) => void = () => undefined;
    answer = () =>
      new Promise((resolve) => {
        letGo = resolve;
      });
    let times = 0;
    const begun = new Promise<void>((resolve) => {
      reached = () => {
        times += 1;
        resolve();
      };
    });
    start();
    await connected();
    slack.send(COMMAND);
    await begun;
    const stopped = socket.stop();
    slack.send({ ...COMMAND, envelope_id: 'envelope-2' });
    letGo('Begun.');
    await slack.until(() => slack.received.length > 0);
    await stopped;
    expect(slack.received.map(({ envelope_id }) => envelope_id)).toEqual(['envelope-1']);
    expect(times).toBe(1);
    expect(socket.isConnected()).toBe(false);
    expect(slack.connections()).toBe(1);
  });

  test.each<[string, () => void]>([
    ['while Slack hangs', () => slack.willOpen([], { kind: 'hangs' })],
    ['before Slack has said hello', () => slack.staysSilent()],
  ])('%s it stops, and does not connect afterwards', async (_, first) => {
    first();
    start();
    await slack.until(() => slack.tokens.length === 1);
    await socket.stop();
    expect(socket.isConnected()).toBe(false);
    expect(slack.tokens).toHaveLength(1);
    expect(reported).toEqual([]);
  });

  test('while it waits for another try it stops at once', async () => {
    slack.willOpen([], { kind: 'status', status: 503 });
    socket = createSocketReceiver({
      appToken: TOKEN,
      apiUrl: slack.apiUrl,
      report: (fault) => void reported.push(fault),
    });
    socket.start();
    await vi.waitFor(() => expect(reported).toHaveLength(1));
    await socket.stop();
    expect(slack.connections()).toBe(0);
  });

  test('never started it stops as well', async () => {
    start();
    const other = createSocketReceiver({ appToken: TOKEN, apiUrl: slack.apiUrl, report: () => undefined });
    await other.stop();
    expect(other.isConnected()).toBe(false);
  });
});

describe('trying the app token out', () => {
  beforeEach(() => start());

  test('resolves where Slack takes it, and connects to nothing', async () => {
    await connected();
    await tryAppToken({ appToken: TOKEN, apiUrl: slack.apiUrl });
    expect(slack.connections()).toBe(1);
  });

  test.each<[Parameters<typeof slack.willOpen>[1], string]>([
    [{ kind: 'says', error: 'invalid_auth' }, 'invalid_auth'],
    [{ kind: 'status', status: 503 }, 'http_503'],
    [{ kind: 'status', status: 200 }, 'malformed_answer'],
  ])('%o: rejects with %s', async (how, code) => {
    await connected();
    slack.willOpen([], how);
    await expect(tryAppToken({ appToken: TOKEN, apiUrl: slack.apiUrl })).rejects.toMatchObject({ code });
  });
});
