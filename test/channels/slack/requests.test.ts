import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlackChannel, type SlackChannel } from '../../../src/channels/slack/index.ts';
import type { TurnReply } from '../../../src/conversation/event.ts';
import { type RunningServer, startServer } from '../../../src/http/server.ts';
import { type RealHouse, startHouse } from '../../support/house.ts';
import { pressesOf } from '../../support/slack/block-reading.ts';
import { appHomeOpened, appMention, eventCallback, messageIm } from '../../support/slack/event-payloads.ts';
import { type FakeSlack, startFakeSlack } from '../../support/slack/fake-slack.ts';
import {
  blockActions,
  messageAction,
  type Pressed,
  shortcut,
  slashCommand,
  viewClosed,
  viewSubmission,
} from '../../support/slack/payloads.ts';
import {
  command,
  interaction,
  type Sending,
  type SlackRequest,
  sendSigned,
  signatureOf,
} from '../../support/slack/signed.ts';

/** What a person typed; found nowhere but where they see it. */
const CANARY = 'zebra-canary';
const SAM = 'U0SAM';

let slack: FakeSlack;
let house: RealHouse;
let channel: SlackChannel;
let server: RunningServer;
let reported: { readonly code: string; readonly message: string; readonly remedy: string }[];
/** Turns wait for this before they begin. */
let gate: Promise<void>;
let turns: number;

beforeEach(async () => {
  slack = await startFakeSlack();
  slack.addUser({ id: SAM, name: 'sam' });
  house = await startHouse({
    deployment: (deployment) => ({
      ...deployment,
      people: deployment.people.map((one) => (one.id === 'sam-okafor' ? { ...one, slack: SAM } : one)),
    }),
  });
  reported = [];
  gate = Promise.resolve();
  turns = 0;
  const gated = async (turn: () => Promise<TurnReply>): Promise<TurnReply> => {
    turns += 1;
    await gate;
    return turn();
  };
  channel = createSlackChannel({
    botToken: slack.botToken,
    transport: { kind: 'http', signingSecret: slack.signingSecret },
    apiUrl: slack.apiUrl,
    handle: (event) => gated(() => house.handle(event)),
    home: (speaker) => gated(() => house.app().home(speaker)),
    report: (fault) => reported.push(fault),
    times: { openWithinMs: 500, submitWithinMs: 500, againMs: 1, unansweredMs: 1500 },
  });
  channel.start();
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    local: false,
    checks: {},
    deliveries: async () => ({}),
    ...(channel.listener === null ? {} : { slack: channel.listener }),
  });
  await until(() => channel.isConnected());
});
afterEach(async () => {
  await channel.stop();
  await server.close();
  await house.end();
  await slack.close();
});

async function until(holds: () => boolean): Promise<void> {
  for (const limit = Date.now() + 10_000; !holds(); ) {
    if (Date.now() > limit) throw new Error('It did not come to that in time.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const base = () => `http://127.0.0.1:${server.port}`;
const send = (request: SlackRequest, changed: Partial<Sending> = {}) =>
  sendSigned(request, { base: base(), secret: slack.signingSecret, ...changed });
const isAlive = async () => (await fetch(`${base()}/healthz`)).ok;

/** Everything this person sees now, as one text. */
const seen = (): string =>
  JSON.stringify([
    slack.modal(SAM)?.blocks,
    slack.ephemerals(SAM).at(-1),
    slack.messages(slack.chatWith(SAM)).at(-1),
  ]);

async function openCheck(): Promise<void> {
  await send(slashCommand(slack, SAM, ''));
  await until(() => slack.modal(SAM) !== undefined);
}
function pressIn(blocks: readonly object[], label: RegExp): Pressed {
  const press = pressesOf({ blocks }).find(({ names }) => names.some((name) => label.test(name)));
  if (press?.kind !== 'action') throw new Error(`Nothing to press is called ${label}.`);
  return press;
}
/** The request of a press on what has this label in the window. */
function pressOn(label: RegExp): SlackRequest {
  const view = slack.modal(SAM);
  if (view === undefined) throw new Error('No window is open.');
  const press = pressIn(view.blocks, label);
  return blockActions(slack, SAM, { kind: 'view', view }, press);
}

describe('a request that is not truly Slack’s', () => {
  test.each<[string, Partial<Sending>]>([
    ['with another secret', { secret: 'another-secret' }],
    ['without a signature', { signature: null }],
    ['with a signature of nothing', { signature: 'v0=' }],
    ['with half a signature', { signature: 'v0=abcdef' }],
    ['six minutes old', { timestamp: Math.floor(Date.now() / 1000) - 360 }],
    ['six minutes ahead', { timestamp: Math.floor(Date.now() / 1000) + 360 }],
  ])('%s is refused, reaches nobody and ends nothing', async (_, changed) => {
    const { status, body } = await send(slashCommand(slack, SAM, CANARY), changed);
    expect(status).toBe(401);
    expect(turns).toBe(0);
    expect(body).not.toContain(CANARY);
    expect(await isAlive()).toBe(true);
  });

  test('an old one with its right signature is refused all the same', async () => {
    const request = slashCommand(slack, SAM, '');
    const timestamp = Math.floor(Date.now() / 1000) - 301;
    const signature = signatureOf(slack.signingSecret, timestamp, request.body);
    expect((await send(request, { timestamp, signature })).status).toBe(401);
    expect(turns).toBe(0);
  });

  test('a changed body under the signature of another is refused', async () => {
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = signatureOf(slack.signingSecret, timestamp, slashCommand(slack, SAM, 'help').body);
    expect((await send(slashCommand(slack, SAM, 'records'), { timestamp, signature })).status).toBe(401);
    expect(turns).toBe(0);
  });
});

describe('a signed request that makes no sense', () => {
  test.each<[string, SlackRequest]>([
    ['no JSON in it', { contentType: 'application/json', body: '{' }],
    ['an empty body', { contentType: 'application/x-www-form-urlencoded', body: '' }],
    ['a payload that is no object', command({ payload: '7' })],
    ['a payload that is broken', command({ payload: '{"type":' })],
    ['a press of nothing', interaction({ type: 'block_actions', user: { id: SAM }, actions: [] })],
    ['a form of no view', interaction({ type: 'view_submission', user: { id: SAM }, view: {} })],
    ['an unknown kind', interaction({ type: 'something_new', user: { id: SAM } })],
  ])('%s ends nothing', async (_, request) => {
    await send(request).catch(() => undefined);
    expect(await isAlive()).toBe(true);
    expect(turns).toBe(0);
  });

  test('a body larger than anything Slack sends is not read', async () => {
    const status = await send(command({ text: 'x'.repeat(2_000_000) })).then(
      (answer) => answer.status,
      () => 413,
    );
    expect(status).toBe(413);
    expect(await isAlive()).toBe(true);
  });

  test('an unknown command is told what there is', async () => {
    const { status, body } = await send(slashCommand(slack, SAM, CANARY, { command: '/something' }));
    expect(status).toBe(200);
    expect(body).toContain('/share-check');
    expect(body).toContain('999');
    expect(body).not.toContain(CANARY);
    expect(turns).toBe(0);
  });
});

describe('Slack has its answer before any work is done', () => {
  test('for a command, a shortcut, a press and an event; and no work is lost', async () => {
    await openCheck();
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const requests = [
      slashCommand(slack, SAM, 'help'),
      shortcut(slack, SAM, 'share-check-start'),
      pressOn(/^No/),
      eventCallback(slack, messageIm(slack, SAM, 'do I need consent')),
    ];
    for (const request of requests) expect((await send(request)).status).toBe(200);
    expect(slack.messages(slack.chatWith(SAM))).toEqual([]);
    open();
    await until(() => slack.messages(slack.chatWith(SAM)).length === 1 && slack.ephemerals(SAM).length === 1);
  });

  test('for a form, with 999 in the window until the answer is there', async () => {
    await openCheck();
    await send(pressOn(/^Yes, in danger now$/));
    await until(() => seen().includes('Ring now'));
    await send(pressOn(/^Report a problem/));
    await until(() => seen().includes('wrong with this advice'));
    const view = slack.modal(SAM);
    if (view === undefined) throw new Error('no window');
    const field = view.blocks.find(isInput);
    const element = field?.element as { readonly action_id: string; readonly options: readonly object[] };
    slack.fill(view.id, String(field?.block_id), element.action_id, {
      type: 'radio_buttons',
      selected_option: element.options[0],
    });
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const { status, body } = await send(viewSubmission(slack, view));
    expect(status).toBe(200);
    expect(body).toContain('999');
    expect(JSON.parse(body)).toMatchObject({ response_action: 'update' });
    slack.submitted(view.id, body);
    open();
    await until(() => !seen().includes('One moment'));
  });
});

const isInput = (block: { readonly type?: unknown }): boolean => block.type === 'input';

describe('the same thing twice', () => {
  test('an event that Slack sends again is answered once', async () => {
    const request = eventCallback(slack, messageIm(slack, SAM, 'do I need consent'), 'Ev-again');
    await send(request);
    await send(request, { retry: { number: 1 } });
    await send(request, { retry: { number: 2, reason: 'http_error' } });
    await until(() => slack.messages(slack.chatWith(SAM)).length > 0);
    await channel.stop();
    expect(slack.messages(slack.chatWith(SAM))).toHaveLength(1);
    expect(turns).toBe(1);
  });

  test('two taps on one button count once, and the window shows where the check stands', async () => {
    await openCheck();
    const taps = [pressOn(/^Yes, in danger now$/), pressOn(/^Yes, in danger now$/)];
    await Promise.all(taps.map((tap) => send(tap)));
    await until(() => turns === 3);
    await until(() => seen().includes('999'));
    await channel.stop();
    const kinds = (await house.entries()).map(({ entry }) => entry.kind).filter((kind) => kind === 'opened');
    expect(kinds).toEqual(['opened']);
  });

  test('in two windows: the older shows where the check stands, and answers nothing again', async () => {
    await openCheck();
    const older = slack.modal(SAM);
    const first = pressOn(/^Yes, in danger now$/);
    await send(slashCommand(slack, SAM, 'resume'));
    await until(() => slack.modal(SAM)?.id !== older?.id);
    await send(pressOn(/^Yes, in danger now$/));
    await until(() => seen().includes('Ring now'));
    await send(first);
    await until(() =>
      JSON.stringify(older && slack.workspace.views.get(older.id)?.blocks).includes('Ring now'),
    );
    await channel.stop();
    const opened = (await house.entries()).filter(({ entry }) => entry.kind === 'opened');
    expect(opened).toHaveLength(1);
  });

  test('the same form sent twice is one record of it', async () => {
    await openCheck();
    const view = slack.modal(SAM);
    if (view === undefined) throw new Error('no window');
    const twice = viewSubmission(slack, view);
    await send(twice);
    await send(twice);
    expect(await isAlive()).toBe(true);
  });
});

describe('when Slack is late or away', () => {
  test('a window that can no longer be opened: the card comes to this person alone, and the check is kept', async () => {
    const request = slashCommand(slack, SAM, '');
    slack.pass(3100);
    await send(request);
    await until(() => slack.ephemerals(SAM).length === 1);
    expect(seen()).toContain('Nothing is lost');
    expect(slack.modal(SAM)).toBeUndefined();
    expect(reported.map(({ code }) => code)).toEqual(['slack-expired-trigger-id']);
    await openCheck();
    expect(seen()).toContain('in danger right now');
  });

  test('while Slack is down an answer is kept, and shown when it is back', async () => {
    await openCheck();
    const press = pressOn(/^Yes, in danger now$/);
    await slack.goAway();
    await send(press);
    await until(() => turns === 2);
    await until(() => reported.length > 0);
    await slack.comeBack();
    await send(slashCommand(slack, SAM, 'resume'));
    await until(() => seen().includes('Ring now'));
  });
});

describe('the other ways in', () => {
  test('App Home shows the ways in, and its buttons open the window', async () => {
    await send(eventCallback(slack, appHomeOpened(slack, SAM)));
    await until(() => slack.home(SAM) !== undefined);
    const view = slack.home(SAM);
    if (view === undefined) throw new Error('no home');
    const press = pressIn(view.blocks, /danger now$/);
    await send(blockActions(slack, SAM, { kind: 'view', view }, press));
    await until(() => seen().includes('Ring now'));
  });

  test('a mention is answered to this person alone', async () => {
    slack.addChannel({ id: 'C1', name: 'staff', members: [SAM, slack.ids.botUser] });
    await send(eventCallback(slack, appMention(slack, SAM, 'C1', 'do I need consent')));
    await until(() => slack.ephemerals(SAM).length === 1);
    expect(slack.messages('C1')).toEqual([]);
    expect(slack.ephemerals(SAM)[0]?.text).toContain('delete it');
  });

  test('"Check before sharing" on a message opens the check; words of danger in it come first, and stay nowhere', async () => {
    const message = {
      channel: 'C1',
      ts: '1.0',
      user: 'U0OTHER',
      text: `he is going to kill her tonight ${CANARY}`,
    };
    await send(messageAction(slack, SAM, 'share-check-message', message));
    await until(() => slack.modal(SAM) !== undefined);
    expect(seen()).toContain('999');
    expect(seen()).toContain('in danger');
    const kept = JSON.stringify(await house.entries());
    expect(kept).not.toContain(CANARY);
  });

  test('closing the window brings App Home up to date', async () => {
    await openCheck();
    const view = slack.modal(SAM);
    if (view === undefined) throw new Error('no window');
    await send(viewClosed(slack, view));
    await until(() => JSON.stringify(slack.home(SAM)?.blocks ?? '').includes('Go on'));
  });
});

test('a direct message in a thread is answered in that thread', async () => {
  const inThread = messageIm(slack, SAM, 'do I need consent', { thread_ts: '1700000000.000100' });
  await send(eventCallback(slack, inThread));
  await until(() => slack.messages(slack.chatWith(SAM)).length === 1);
  expect(slack.messages(slack.chatWith(SAM))[0]?.thread).toBe('1700000000.000100');
});

test('what was typed is in no report, and in no value that a control sends back', async () => {
  await send(slashCommand(slack, SAM, `is ${CANARY} allowed to know`));
  await until(() => slack.ephemerals(SAM).length === 1);
  await send(eventCallback(slack, messageIm(slack, SAM, `${CANARY} told me something`)));
  await until(() => slack.messages(slack.chatWith(SAM)).length === 1);
  await slack.goAway();
  await send(slashCommand(slack, SAM, `and ${CANARY} again`));
  await until(() => reported.length > 0);
  expect(JSON.stringify(reported)).not.toContain(CANARY);
  expect(JSON.stringify(reported)).not.toContain(slack.botToken);
  const values =
    JSON.stringify(slack.calls.map(({ args }) => args)).match(/"(value|private_metadata)":"[^"]*"/g) ?? [];
  expect(values.length).toBeGreaterThan(0);
  for (const value of values) expect(value).not.toContain(CANARY);
});
