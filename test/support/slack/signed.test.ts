import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appMention, eventCallback, messageIm } from './event-payloads.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import {
  blockActions,
  messageAction,
  shortcut,
  slashCommand,
  viewClosed,
  viewSubmission,
} from './payloads.ts';
import { button, field, row, section, withForm } from './sample.ts';
import { type Sending, type SlackRequest, sendSigned, signatureOf } from './signed.ts';
import { openView } from './views.ts';

/** What a bare Bolt app made of each request. */
let heard: [string, unknown][] = [];
let slack: FakeSlack;
let server: Server;
let sending: Sending;

beforeEach(async () => {
  heard = [];
  slack = await startFakeSlack();
  slack.addUser({ id: 'U0SAM', name: 'sam.okafor' });
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({ receiver, authorize: async () => ({ botToken: slack.botToken }) });
  app.error(async () => undefined);
  app.command('/share-check', async ({ ack, command }) => {
    heard.push(['command', command.text]);
    await ack();
  });
  app.action(/^press/, async ({ ack, action, body }) => {
    const pressed = 'value' in action ? action.value : undefined;
    heard.push(['press', pressed], ['container', body.type === 'block_actions' ? body.container : null]);
    await ack();
  });
  app.view('share-check', async ({ ack, view }) => {
    heard.push(['sent', view.state.values]);
    await ack();
  });
  app.view({ callback_id: 'share-check', type: 'view_closed' }, async ({ ack, view }) => {
    heard.push(['closed', view.id]);
    await ack();
  });
  app.shortcut(/./, async ({ ack, shortcut: used }) => {
    heard.push([used.type, used.callback_id]);
    await ack();
  });
  app.event(
    'message',
    async ({ event }) => void heard.push(['message', 'text' in event ? event.text : null]),
  );
  app.event('app_mention', async ({ event }) => void heard.push(['mention', event.text]));
  const listener: RequestListener = receiver.requestListener;
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  sending = { base: `http://127.0.0.1:${port}`, secret: slack.signingSecret };
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await slack.close();
});

const send = (request: SlackRequest, more: Partial<Sending> = {}) =>
  sendSigned(request, { ...sending, ...more });
const opened = () => {
  const view = withForm([
    section('a', 'Words'),
    row('b', button(1, 'Back')),
    field('why', 'Why?', { type: 'plain_text_input' }),
  ]);
  const shown = openView(slack.workspace, 'U0SAM', view);
  if (shown === null) throw new Error('not opened');
  slack.fill(shown.id, 'why', 'field', { type: 'plain_text_input', value: 'typed' });
  return slack.modal('U0SAM') ?? shown;
};

test('the signature is the one of Slack’s own example', () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  expect(signatureOf('8f742231b10e8888abcd99yyyzzz85a5', 1531420618, body)).toBe(
    'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  );
});

test('Bolt hears everything as Slack sends it', async () => {
  const view = opened();
  const { ts, channel } = { ts: '1.2', channel: slack.chatWith('U0SAM') };
  const message = { ts, channel, text: 'Words', blocks: [row('c', button(7, 'Take it'))] };
  const requests = [
    slashCommand(slack, 'U0SAM', 'records'),
    blockActions(slack, 'U0SAM', { kind: 'view', view }, { block: 'b', action: 'press:1' }),
    blockActions(slack, 'U0SAM', { kind: 'message', message }, { block: 'c', action: 'press:7' }),
    viewSubmission(slack, view),
    viewClosed(slack, view),
    shortcut(slack, 'U0SAM', 'start'),
    messageAction(slack, 'U0SAM', 'about', { channel: 'C0OPEN', ts, text: 'Hm', user: 'U0LENA' }),
    eventCallback(slack, messageIm(slack, 'U0SAM', 'may I share?')),
    eventCallback(slack, appMention(slack, 'U0SAM', 'C0OPEN', 'may I?')),
  ];
  for (const request of requests) expect((await send(request)).status).toBe(200);
  expect(heard).toEqual([
    ['command', 'records'],
    ['press', 'token-1'],
    ['container', { type: 'view', view_id: view.id }],
    ['press', 'token-7'],
    ['container', { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false }],
    ['sent', { why: { field: { type: 'plain_text_input', value: 'typed' } } }],
    ['closed', view.id],
    ['shortcut', 'start'],
    ['message_action', 'about'],
    ['message', 'may I share?'],
    ['mention', `<@${slack.ids.botUser}> may I?`],
  ]);
});

test.each<[string, Partial<Sending>]>([
  ['a wrong signature', { signature: `v0=${'0'.repeat(64)}` }],
  ['no signature', { signature: null }],
  ['another secret', { secret: 'another' }],
  ['an old time stamp, rightly signed', { timestamp: Math.floor(Date.now() / 1000) - 600 }],
])('%s is told apart', async (_what, how) => {
  const { status } = await send(slashCommand(slack, 'U0SAM', 'records'), how);
  expect(status).toBe(401);
  expect(heard).toEqual([]);
});

test('a request that is sent again says so', async () => {
  const headers: unknown[] = [];
  server.prependListener('request', (request) => headers.push(request.headers['x-slack-retry-num']));
  await send(eventCallback(slack, messageIm(slack, 'U0SAM', 'hello'), 'Ev1'), { retry: { number: 2 } });
  expect(headers).toEqual(['2']);
});
