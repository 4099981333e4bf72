import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSlackChannel, type SlackChannel } from '../../../src/channels/slack/index.ts';
import { type RunningServer, startServer } from '../../../src/http/server.ts';
import { type RealHouse, startHouse } from '../../support/house.ts';
import { fieldsOf, pressesOf, visibleText } from '../../support/slack/block-reading.ts';
import { appHomeOpened, eventCallback, messageIm } from '../../support/slack/event-payloads.ts';
import { type FakeSlack, startFakeSlack } from '../../support/slack/fake-slack.ts';
import { blockActions, type Surface, viewClosed, viewSubmission } from '../../support/slack/payloads.ts';
import { type SlackRequest, sendSigned } from '../../support/slack/signed.ts';

/** What is done about concerns in Slack: from App Home, from messages and in windows. */

const SAM = 'U0SAMOKAFOR';
const PRIYA = 'U0PRIYANAIR';
const TOM = 'U0TOMELLIS';

let slack: FakeSlack;
let house: RealHouse;
let channel: SlackChannel;
let server: RunningServer;
let reported: string[];

beforeEach(async () => {
  slack = await startFakeSlack();
  // Everybody is in Slack alone.
  house = await startHouse({
    deployment: (d) => ({ ...d, people: d.people.map(({ teams: _, ...person }) => person) }),
  });
  for (const id of house.users?.('slack') ?? []) slack.addUser({ id, name: id.toLowerCase() });
  reported = [];
  channel = createSlackChannel({
    botToken: slack.botToken,
    transport: { kind: 'http', signingSecret: slack.signingSecret },
    apiUrl: slack.apiUrl,
    handle: house.handle,
    home: (speaker) => house.app().home(speaker),
    report: ({ code }) => reported.push(code),
    times: { openWithinMs: 2500, submitWithinMs: 2500, againMs: 1 },
  });
  channel.start();
  house.connect?.('slack', channel.messenger);
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
  expect(reported).toEqual([]);
  // Whatever Slack would have refused is a fault here.
  await slack.close();
});

async function until(holds: () => boolean): Promise<void> {
  for (const limit = Date.now() + 10_000; !holds(); ) {
    if (Date.now() > limit) throw new Error('It did not come to that in time.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const send = (request: SlackRequest) =>
  sendSigned(request, { base: `http://127.0.0.1:${server.port}`, secret: slack.signingSecret });

const blocksOf = (on: Surface) => (on.kind === 'view' ? on.view.blocks : on.message.blocks);
const textOf = (blocks: readonly object[]) => visibleText({ content: { blocks } });
async function press(user: string, on: Surface, label: string): Promise<void> {
  const found = pressesOf({ blocks: blocksOf(on) }).find(({ names }) => names.includes(label));
  if (found?.kind !== 'action') throw new Error(`Nothing is called "${label}" in:\n${textOf(blocksOf(on))}`);
  expect((await send(blockActions(slack, user, on, found))).status).toBe(200);
}
const homeOf = (user: string): Surface => {
  const view = slack.home(user);
  if (view === undefined) throw new Error('There is no home.');
  return { kind: 'view', view };
};
const windowOf = (user: string): Surface => {
  const view = slack.modal(user);
  if (view === undefined) throw new Error('No window is open.');
  return { kind: 'view', view };
};
const lastTo = (user: string): Surface => {
  const message = slack.messages(user).at(-1);
  if (message === undefined) throw new Error('There is no message.');
  return { kind: 'message', message };
};
const shows = (get: () => Surface, text: string) => () => {
  try {
    return textOf(blocksOf(get())).includes(text);
  } catch {
    return false;
  }
};
async function openHome(user: string): Promise<void> {
  const drawn = slack.calls.filter(({ method }) => method === 'views.publish').length;
  await send(eventCallback(slack, appHomeOpened(slack, user)));
  await until(() => slack.calls.filter(({ method }) => method === 'views.publish').length > drawn);
}
async function emergency(): Promise<void> {
  const speaker = { channel: 'slack', userId: SAM } as const;
  await house.handle({ id: 'e1', speaker, kind: 'message', text: 'emergency' });
  await until(() => slack.messages(PRIYA).length > 0);
}
const closeWindow = async (user: string) => {
  const view = slack.modal(user);
  if (view === undefined) throw new Error('No window is open.');
  slack.closeModal(user);
  await send(viewClosed(slack, view));
};

test('App Home lists what is open with a button each; what is done in its window shows there once it is closed', async () => {
  await emergency();
  await openHome(PRIYA);
  const home = () => homeOf(PRIYA);
  expect(textOf(blocksOf(home()))).toContain('Open concerns');
  expect(textOf(blocksOf(home()))).toContain('Nobody has acknowledged it yet.');
  const reference = (await house.entries())[0]?.entry.reference ?? '';
  await press(PRIYA, home(), `Look at ${reference}`);
  await until(shows(() => windowOf(PRIYA), 'Raised by'));
  await press(PRIYA, windowOf(PRIYA), 'I’ll take this');
  await until(shows(() => windowOf(PRIYA), 'Priya Nair has taken it on'));
  await press(PRIYA, windowOf(PRIYA), 'Say what came of it');
  await until(shows(() => windowOf(PRIYA), 'What came of it?'));
  await closeWindow(PRIYA);
  await until(shows(home, 'Priya Nair has taken it on'));
  // Whoever is not of the team has no such list.
  await openHome(SAM);
  expect(textOf(blocksOf(homeOf(SAM)))).not.toContain('Open concerns');
});

test('what is done from a message changes it, the messages of others, and one’s own App Home', async () => {
  await emergency();
  await house.wait(5 * 60);
  await until(() => slack.messages(TOM).length > 0);
  await openHome(PRIYA);
  await press(PRIYA, lastTo(PRIYA), 'I’ll take this');
  await until(shows(() => lastTo(PRIYA), 'Taken on'));
  await until(shows(() => homeOf(PRIYA), 'Priya Nair has taken it on'));
  await until(shows(() => lastTo(TOM), 'Taken on'));
  expect(textOf(blocksOf(lastTo(TOM)))).toContain('Take it over');
  expect(textOf(blocksOf(lastTo(SAM)))).toContain('Priya Nair has taken on your concern');
});

test('a form opens in a window and what is sent shows there; what is missing is said at its field', async () => {
  await emergency();
  await press(PRIYA, lastTo(PRIYA), 'I’ll take this');
  await until(shows(() => lastTo(PRIYA), 'Say what came of it'));
  await press(PRIYA, lastTo(PRIYA), 'Say what came of it');
  await until(shows(() => windowOf(PRIYA), 'What came of it?'));
  const sendForm = async () => {
    const view = slack.modal(PRIYA);
    if (view === undefined) throw new Error('No window is open.');
    const { body } = await send(viewSubmission(slack, view));
    slack.submitted(view.id, body);
    return body;
  };
  expect(JSON.parse(await sendForm())).toEqual({
    response_action: 'errors',
    errors: { 'case-outcome': 'Choose what came of it.' },
  });
  const view = slack.modal(PRIYA);
  const field = fieldsOf({ blocks: view?.blocks ?? [] }).find(({ label }) => label === 'What came of it?');
  if (view === undefined || field === undefined) throw new Error('No such field.');
  slack.fill(view.id, field.block, field.action, {
    type: field.kind,
    selected_option: field.options[0]?.option ?? null,
  });
  await sendForm();
  expect(textOf(blocksOf(windowOf(PRIYA)))).toContain('Referred to children’s social care');
  await until(shows(() => lastTo(PRIYA), 'Closed'));
  // The message stays what it was: no check went on in the window.
  expect(textOf(blocksOf(lastTo(PRIYA)))).toContain('Act now: a child may be in danger');
});

test('a list in the chat stays when one of it is opened', async () => {
  await emergency();
  await send(eventCallback(slack, messageIm(slack, PRIYA, 'open concerns')));
  await until(shows(() => lastTo(PRIYA), 'Open concerns'));
  const list = lastTo(PRIYA);
  const reference = (await house.entries())[0]?.entry.reference ?? '';
  await press(PRIYA, list, `Look at ${reference}`);
  await until(shows(() => windowOf(PRIYA), 'Raised by'));
  // Everything that was under way is done by then.
  await channel.stop();
  expect(lastTo(PRIYA)).toEqual(list);
});

test('with more open than are shown, App Home holds and says how many more', async () => {
  for (let n = 0; n < 12; n += 1) {
    const speaker = { channel: 'slack', userId: `U0GUEST${n}` } as const;
    await house.handle({ id: `e${n}`, speaker, kind: 'message', text: 'emergency' });
  }
  await openHome(PRIYA);
  const text = textOf(blocksOf(homeOf(PRIYA)));
  expect(text.match(/Look at SC-/g)).toHaveLength(10);
  expect(text).toContain('2 more are open.');
});
