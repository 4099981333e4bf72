import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlackChannel, type SlackChannel } from '../../../src/channels/slack/index.ts';
import { renderMessage } from '../../../src/channels/slack/render-message.ts';
import { createRespond, type Respond } from '../../../src/channels/slack/respond.ts';
import { type SlackApi, SlackFault } from '../../../src/channels/slack/slack-api.ts';
import type { SlackTurn, Surface } from '../../../src/channels/slack/slack-turn.ts';
import type { Card } from '../../../src/conversation/card.ts';
import type { TurnEvent } from '../../../src/conversation/event.ts';
import { type RunningServer, startServer } from '../../../src/http/server.ts';
import { makeReference } from '../../../src/records/reference.ts';
import { type RealHouse, startHouse } from '../../support/house.ts';
import { pressesOf } from '../../support/slack/block-reading.ts';
import type { Part } from '../../support/slack/checks.ts';
import { appMention, eventCallback, messageIm } from '../../support/slack/event-payloads.ts';
import { type FakeSlack, startFakeSlack } from '../../support/slack/fake-slack.ts';
import { blockActions, messageAction, slashCommand, viewSubmission } from '../../support/slack/payloads.ts';
import { interaction, type SlackRequest, sendSigned } from '../../support/slack/signed.ts';

/** What somebody, or Slack itself on a bad day, could do to people who use this. */

const CANARY = 'zebra-canary';
const EPHEMERAL = 'https://hooks.slack.com/actions/1';
const REFERENCE = makeReference(Uint8Array.from([1, 2, 3, 4, 5]));
const speaker = { channel: 'slack', userId: 'U1' } as const;

function cardOf(title: string, more: Partial<Card> = {}): Card {
  return { title, summary: title, blocks: [{ kind: 'text', text: `${title}.` }], buttons: [], ...more };
}
const RECORD = cardOf(`Record ${REFERENCE}`, {
  window: true,
  record: true,
  blocks: [{ kind: 'rows', rows: [{ label: 'Why', value: CANARY }] }],
});
const QUOTING = cardOf('Is a child in danger right now?', {
  window: true,
  blocks: [
    { kind: 'phones', phones: [{ label: 'Emergency', number: '999' }] },
    { kind: 'text', text: `You wrote “${CANARY}”.`, typed: true },
  ],
});

async function until(holds: () => boolean): Promise<void> {
  for (const limit = Date.now() + 10_000; !holds(); ) {
    if (Date.now() > limit) throw new Error('It did not come to that in time.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('Slack on a bad day', () => {
  /** What each call does instead of being done at once; the calls that were done, in the order in which they were. */
  let done: { readonly method: string; readonly to: string; readonly shown: string }[];
  let instead: Map<string, (() => Promise<void>)[]>;
  let reply: (event: TurnEvent) => Promise<Card>;
  let respond: Respond;

  const fails = (code: string, seconds?: number) => () =>
    Promise.reject(new SlackFault(code, /^(http|timeout)/.test(code), seconds));
  const will = (method: string, ...next: (() => Promise<void>)[]) => void instead.set(method, next);
  const on = (method: string) => done.filter((each) => each.method === method).map(({ shown }) => shown);

  function start(times: { readonly idleMs?: number } = {}): void {
    done = [];
    instead = new Map();
    reply = async () => cardOf('A step', { window: true });
    const call = async (method: string, to: string, value: unknown): Promise<void> => {
      await instead.get(method)?.shift()?.();
      done.push({ method, to, shown: JSON.stringify(value) });
    };
    const nobody = () => Promise.reject(new Error('not asked here'));
    const api: SlackApi = {
      ...{ whoAmI: nobody, channel: nobody, member: nobody, members: nobody },
      openView: async (trigger, view) => {
        await call('open', trigger, view);
        return 'V1';
      },
      updateView: (viewId, view) => call('window', viewId, view),
      publishHome: (userId, view) => call('home', userId, view),
      post: async (channel, message) => {
        await call('post', channel, message);
        return '1.0';
      },
      update: (channel, ts, message) => call('update', `${channel} ${ts}`, message),
      postPrivately: (channel, userId, message) => call('privately', `${channel} ${userId}`, message),
      respond: (url, message) => call('respond', url, message),
      openChat: async (userId) => `D-${userId}`,
    };
    respond = createRespond({
      api,
      handle: async (event) => ({ cards: [await reply(event)] }),
      home: async () => ({ cards: [cardOf('Home')] }),
      identity: () => ({ team: 'T1', userId: 'B1', botId: 'B2', scopes: [] }),
      report: () => undefined,
      times: { openWithinMs: 40, submitWithinMs: 40, againMs: 1, idleMs: 60_000, ...times },
    });
  }
  beforeEach(() => start());
  afterEach(() => respond.stop());

  const WINDOW: Surface = { kind: 'window', viewId: 'V7' };
  const IN_CHANNEL: Surface = {
    kind: 'message',
    channel: 'C1',
    ts: '1.0',
    responseUrl: EPHEMERAL,
    ephemeral: false,
  };
  const press = (token: string): TurnEvent => ({ id: token, speaker, kind: 'press', token, inputs: {} });
  const typed = (text: string): TurnEvent => ({ id: text, speaker, kind: 'message', text });
  function turn(from: Surface, event: TurnEvent = press('t1')): SlackTurn {
    const trigger = from.kind === 'mention' || from.kind === 'chat' ? undefined : 'trigger';
    return { event, from, trigger, team: 'T1', fields: [] };
  }
  const byToken = () => {
    reply = async (event) => cardOf(event.id, { window: true });
  };

  test('an older card that Slack takes its time over never stands over a newer one', async () => {
    byToken();
    let letGo: () => void = () => undefined;
    will('window', () => new Promise((resolve) => (letGo = resolve)));
    const older = respond.turn(turn(WINDOW, press('older')));
    const newer = respond.turn(turn(WINDOW, press('newer')));
    setTimeout(() => letGo(), 30);
    await Promise.all([older, newer]);
    expect(on('window').at(-1)).toContain('newer');
  });

  test('an older card that is tried again does not either, and does not come into the chat', async () => {
    byToken();
    will('window', fails('http_503'), async () => undefined, fails('http_503'));
    const older = respond.turn(turn(WINDOW, press('older')));
    const newer = respond.turn(turn(WINDOW, press('newer')));
    await Promise.all([older, newer]);
    expect(on('window').at(-1)).toContain('newer');
    expect(on('post')).toEqual([]);
  });

  test('of many quick presses the last is what is shown, without every card between', async () => {
    byToken();
    const presses = Array.from({ length: 50 }, (_, n) => respond.turn(turn(WINDOW, press(`press-${n}`))));
    await Promise.all(presses);
    expect(on('window').at(-1)).toContain('press-49');
    expect(on('window').length).toBeLessThan(10);
  });

  test.each([['http_503'], ['timeout'], ['ratelimited']])(
    'the answer to what is typed in a chat is not lost over one %s',
    async (code) => {
      will('post', fails(code));
      await respond.turn(
        turn({ kind: 'chat', channel: 'D1', thread: undefined }, typed('he is hurting her')),
      );
      expect(on('post')).toHaveLength(1);
    },
  );

  test('nor over a minute in which Slack fails again and again', async () => {
    will('post', fails('http_503'), fails('timeout'), fails('unreachable'), fails('http_500'));
    await respond.turn(turn({ kind: 'chat', channel: 'D1', thread: undefined }, typed('he is hurting her')));
    expect(on('post')).toHaveLength(1);
  });

  test('asked to wait long before a window may change, it gives the card in the chat at once', async () => {
    will('window', fails('ratelimited', 30));
    await respond.turn(turn(WINDOW));
    expect(on('window')).toEqual([]);
    expect(on('post')[0]).toContain('A step');
  });

  test('a message that cannot be changed: the answer comes to this person all the same', async () => {
    reply = async () => cardOf('An answer');
    will('update', fails('http_503'), fails('http_503'));
    await respond.turn(turn(IN_CHANNEL));
    expect(on('respond')[0]).toContain('An answer');
  });

  test('a record that no window can show is left in no chat, whichever way it was asked for', async () => {
    reply = async () => RECORD;
    const ways: readonly (readonly [Surface, TurnEvent])[] = [
      [IN_CHANNEL, press('m:open:1')],
      // From the list of concerns.
      [IN_CHANNEL, press('t-open')],
      [{ kind: 'command', responseUrl: EPHEMERAL }, typed(REFERENCE)],
      [{ kind: 'command', responseUrl: undefined }, typed(REFERENCE.toLowerCase())],
      [{ kind: 'chat', channel: 'D1', thread: undefined }, typed(REFERENCE)],
      [{ kind: 'mention', channel: 'C1', thread: undefined }, typed(REFERENCE)],
    ];
    for (const [from, event] of ways) {
      will('open', fails('expired_trigger_id'));
      await respond.turn(turn(from, event));
      will('open', fails('http_500'));
      will('respond', fails('http_500'), fails('http_500'));
      await respond.turn(turn(from, event));
    }
    will('window', fails('http_500'), fails('http_500'));
    await respond.turn(turn(WINDOW, press('t-open')));
    expect(done.length).toBeGreaterThanOrEqual(ways.length * 2 + 1);
    expect(JSON.stringify(done)).not.toContain(CANARY);
    expect(JSON.stringify(done)).toContain('999');
  });

  test('a record that takes long to read opens in a window, and in no chat', async () => {
    reply = () => new Promise((resolve) => setTimeout(() => resolve(RECORD), 80));
    await respond.turn(turn(IN_CHANNEL, press('m:open:1')));
    expect(done.map(({ method }) => method)).toEqual(['open']);
  });

  test('words typed in a window or after a command are not left in the chat when something fails', async () => {
    reply = async () => QUOTING;
    will('window', fails('http_503'), fails('http_503'));
    await respond.turn(turn(WINDOW));
    will('open', fails('http_503'));
    will('respond', fails('http_503'), fails('http_503'));
    await respond.turn(turn({ kind: 'command', responseUrl: EPHEMERAL }, typed('something')));
    expect(on('post')).toHaveLength(2);
    expect(on('post').join()).toContain('999');
    expect(on('post').join()).not.toContain(CANARY);
  });

  test('whoever asked in a channel is told that others can read it, also when the answer comes into the chat', async () => {
    reply = async () => cardOf('An answer');
    will('privately', fails('user_not_in_channel'));
    await respond.turn(turn({ kind: 'mention', channel: 'C1', thread: undefined }, typed('a question')));
    expect(on('post')[0]).toContain('delete it');
  });

  test('a form under way is waited for at the stop', async () => {
    let finished = false;
    reply = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      finished = true;
      return cardOf('Recorded', { window: true });
    };
    const sent = respond.submit(turn(WINDOW));
    await respond.stop();
    expect(finished).toBe(true);
    await sent;
  });

  test('the card that is late never goes before "One moment", which has a way on should it get lost', async () => {
    reply = () =>
      new Promise((resolve) => setTimeout(() => resolve(cardOf('Recorded', { window: true })), 60));
    const answer = JSON.stringify(await respond.submit(turn(WINDOW)));
    expect(on('window')).toEqual([]);
    expect(answer).toContain('say:resume');
    await respond.stop();
    expect(on('window').at(-1)).toContain('Recorded');
  });

  test('a window left open is hidden although Slack fails at first', async () => {
    start({ idleMs: 20 });
    will('window', async () => undefined, fails('http_503'), fails('timeout'));
    await respond.turn(turn(WINDOW));
    await until(() => on('window').length === 2);
    expect(on('window')[1]).toContain('Hidden for now');
  });

  test('a home opened again and again is drawn once more, and the newest is what stays', async () => {
    let letGo: () => void = () => undefined;
    will('home', () => new Promise((resolve) => (letGo = resolve)));
    const opened = Array.from({ length: 40 }, () => respond.home('U1'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    letGo();
    await Promise.all(opened);
    expect(on('home').length).toBeLessThanOrEqual(2);
  });
});

describe('people', () => {
  const SAM = 'U0SAM';
  const KIM = 'U0KIM';
  const OTHER = 'U0OTHER';

  let slack: FakeSlack;
  let house: RealHouse;
  let channel: SlackChannel;
  let server: RunningServer;
  let reported: string[];
  let turns: number;

  beforeEach(async () => {
    slack = await startFakeSlack();
    slack.addUser({ id: SAM, name: 'sam' });
    slack.addUser({ id: KIM, name: '<!channel> @here *Ring* <https://evil.example|me> \u202e' });
    slack.addUser({ id: OTHER, name: 'pat', team: 'T0ELSEWHERE' });
    house = await startHouse({
      deployment: (deployment) => ({
        ...deployment,
        people: deployment.people.map((one) => (one.id === 'sam-okafor' ? { ...one, slack: SAM } : one)),
      }),
    });
    reported = [];
    turns = 0;
    channel = createSlackChannel({
      botToken: slack.botToken,
      transport: { kind: 'http', signingSecret: slack.signingSecret },
      apiUrl: slack.apiUrl,
      handle: (event) => {
        turns += 1;
        return house.handle(event);
      },
      home: (who) => house.app().home(who),
      report: (fault) => reported.push(JSON.stringify(fault)),
      times: { openWithinMs: 500, submitWithinMs: 500, againMs: 1, unansweredMs: 300, callMs: 1000 },
    });
    channel.start();
    server = await startServer({
      ...{ host: '127.0.0.1', port: 0, local: false, checks: {}, deliveries: async () => ({}) },
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

  const send = (request: SlackRequest) =>
    sendSigned(request, { base: `http://127.0.0.1:${server.port}`, secret: slack.signingSecret });
  const dm = (userId: string, text: string, more: Part = {}) =>
    send(eventCallback(slack, messageIm(slack, userId, text, more)));
  const lastTo = (userId: string): string =>
    JSON.stringify(slack.messages(slack.chatWith(userId)).at(-1) ?? '');
  const seenBy = (userId: string): string =>
    JSON.stringify([slack.modal(userId)?.blocks, slack.ephemerals(userId).at(-1), lastTo(userId)]);
  const kinds = async () => (await house.entries()).map(({ entry }) => entry.kind);
  async function openCheck(userId: string) {
    await send(slashCommand(slack, userId, ''));
    await until(() => slack.modal(userId) !== undefined);
    const view = slack.modal(userId);
    if (view === undefined) throw new Error('No window is open.');
    return view;
  }
  const common = (userId: string, team: string) => ({
    user: { id: userId, name: 'somebody', team_id: team },
    team: { id: team, domain: 'x' },
    trigger_id: slack.trigger(userId),
  });
  /** A press with this token in the window of this person, which has no such button. */
  const forged = (userId: string, token: string, more: Part = {}) =>
    interaction({
      type: 'block_actions',
      ...common(userId, slack.ids.team),
      container: { type: 'view', view_id: slack.modal(userId)?.id ?? 'V0' },
      view: { id: slack.modal(userId)?.id ?? 'V0', type: 'modal' },
      actions: [{ type: 'button', action_id: 'press:1', block_id: 'b', value: token }],
      ...more,
    });
  const tokensOf = (userId: string): readonly string[] =>
    JSON.stringify(slack.modal(userId)?.blocks).match(/(?<="value":")[^"]+/g) ?? [];

  test('the buttons of somebody else do nothing: not one of them answers for them', async () => {
    await openCheck(SAM);
    const tokens = tokensOf(SAM);
    expect(tokens.length).toBeGreaterThan(1);
    await openCheck(KIM);
    const before = turns;
    for (const token of tokens) await send(forged(KIM, token));
    await until(() => turns === before + tokens.length);
    await channel.stop();
    expect(await kinds()).toEqual([]);
  });

  test.each([
    ['m:open:01930000-0000-7000-8000-000000000001'],
    ['m:ack:01930000-0000-7000-8000-000000000001'],
    ['m:open:'],
    ['m:ack:a:b'],
    ['m:open:__proto__'],
    ['r-made-up'],
    ['constructor'],
    ['__proto__'],
  ])('a made-up button (%s) opens, acknowledges and records nothing', async (token) => {
    await openCheck(KIM);
    await send(forged(KIM, token));
    await until(() => turns === 2);
    await channel.stop();
    expect(await kinds()).toEqual([]);
    expect(seenBy(KIM)).not.toMatch(/Raised by|Acknowledged/);
  });

  test('fields called after the inside of JavaScript change nothing there', async () => {
    const view = await openCheck(SAM);
    const values =
      '{"__proto__":{"polluted":{"value":"yes"}},"constructor":{"prototype":{"value":"yes"}},"toString":{"f":{"value":"x"}}}';
    const request = interaction({
      type: 'view_submission',
      ...common(SAM, slack.ids.team),
      view: { ...slack.viewPayload(view), private_metadata: tokensOf(SAM)[0], state: 'STATE' },
    });
    const body = decodeURIComponent(request.body.replaceAll('+', ' ')).replace(
      '"STATE"',
      `{"values":${values}}`,
    );
    const payload = new URLSearchParams({ payload: body.slice('payload='.length) }).toString();
    expect((await send({ ...request, body: payload })).status).toBe(200);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('a form that cannot be read is not answered as if it had been taken in: Slack keeps what was typed', async () => {
    const view = await openCheck(SAM);
    const state = { values: { rationale: { field: { value: { no: 'text' } } } } };
    const payload = { ...slack.viewPayload(view), private_metadata: 'a-token', state };
    const unread = interaction({ type: 'view_submission', ...common(SAM, slack.ids.team), view: payload });
    expect((await send(unread)).status).not.toBe(200);
    expect(turns).toBe(1);
  });

  test('an address to answer to that is not Slack’s gets nothing', async () => {
    const press = forged(KIM, 'say:help', {
      view: undefined,
      container: { type: 'message', message_ts: '1.0', channel_id: slack.chatWith(KIM), is_ephemeral: true },
      response_url: 'https://evil.example/take',
    });
    await send(press);
    await until(() => reported.length > 0 && lastTo(KIM) !== '""');
    expect(reported.join()).toContain('slack-response-url-refused');
    expect(reported.join()).not.toContain('evil');
  });

  test('people of another organisation take no turn, wherever they come from', async () => {
    slack.addChannel({ id: 'C1', name: 'shared', external: 'shared', members: [SAM, OTHER] });
    const elsewhere = { user_team: 'T0ELSEWHERE', team: 'T0ELSEWHERE' };
    await send(eventCallback(slack, appMention(slack, OTHER, 'C1', CANARY, elsewhere)));
    await send(forged(OTHER, 'say:records', common(OTHER, 'T0ELSEWHERE')));
    await send(
      messageAction(slack, OTHER, 'share-check-message', {
        channel: 'C1',
        ts: '1.0',
        user: SAM,
        text: CANARY,
      }),
    );
    await until(() => slack.ephemerals(OTHER).length === 1 && slack.modal(OTHER) !== undefined);
    await channel.stop();
    expect(turns).toBe(0);
    expect(seenBy(OTHER)).toContain('999');
    expect(slack.messages('C1')).toEqual([]);
  });

  test.each([
    ['me_message', {}],
    ['thread_broadcast', { thread_ts: '1.0' }],
    ['file_share', { files: [{ id: 'F1' }] }],
  ])('danger is heard in a message of the kind %s', async (subtype, more) => {
    await dm(SAM, 'he is going to kill her tonight', { subtype, ...more });
    await until(() => lastTo(SAM).includes('in danger right now'));
  });

  test.each([
    ['message_changed', {}],
    ['message_deleted', {}],
    ['bot_message', { bot_id: 'B1' }],
    ['channel_join', {}],
  ])('nothing is answered to a message of the kind %s', async (subtype, more) => {
    await dm(SAM, 'he is going to kill her tonight', { subtype, ...more });
    await channel.stop();
    expect(turns).toBe(0);
  });

  test('danger is heard at the end of the longest message Slack lets anybody write, and in one that is checked', async () => {
    const text = `${'The trip went well and people spoke of many things. '.repeat(760)}He is going to kill her tonight`;
    expect(text.length).toBeGreaterThan(39_000);
    expect(text.length).toBeLessThanOrEqual(40_000);
    await dm(SAM, text);
    await until(() => lastTo(SAM).includes('in danger right now'));
    await send(
      messageAction(slack, KIM, 'share-check-message', { channel: 'C1', ts: '1.0', user: SAM, text }),
    );
    await until(() => seenBy(KIM).includes('in danger right now'));
  });

  test('fifty presses at once by one person are one case, and the service lives', async () => {
    const view = await openCheck(SAM);
    const press = pressesOf({ blocks: view.blocks }).find(({ names }) =>
      names.some((name) => /^Yes, in danger now$/.test(name)),
    );
    if (press?.kind !== 'action') throw new Error('There is no such button.');
    const requests = Array.from({ length: 50 }, () =>
      blockActions(slack, SAM, { kind: 'view', view }, press),
    );
    const answers = await Promise.all(requests.map(send));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await channel.stop();
    expect((await kinds()).filter((kind) => kind === 'opened')).toHaveLength(1);
    expect(seenBy(SAM)).toContain('Ring now');
  });

  test('a name full of marks and orders dresses up no message', async () => {
    await send(slashCommand(slack, KIM, 'emergency'));
    await until(() => house.cards.length > 0);
    for (const { card } of house.cards) {
      const { text, blocks } = renderMessage(card);
      expect(text).not.toMatch(/[<>]|[\u202a-\u202e]/);
      expect(text.slice(0, 90)).not.toMatch(/evil|Ring me|sam|Okafor/i);
      expect(JSON.stringify(blocks)).not.toMatch(/<[!@#h]|[\u202a-\u202e]/);
    }
  });

  test('marks in what is typed call nobody and link nowhere', async () => {
    slack.addChannel({ id: 'C1', name: 'staff', private: true, members: [SAM, slack.ids.botUser] });
    const text = '&lt;!channel&gt; <https://evil.example|he is going to kill her> &lt;@U0SAM&gt; tonight';
    await send(eventCallback(slack, appMention(slack, SAM, 'C1', text)));
    await until(() => slack.ephemerals(SAM).length === 1);
    const sent = slack.calls.map(({ args }) => [args.text, args.blocks]);
    expect(JSON.stringify(sent)).not.toMatch(/<[!@#h]|evil\.example/);
    expect(slack.messages('C1')).toEqual([]);
  });

  test('the largest window comes back whole when a button in it is pressed', async () => {
    const view = await openCheck(SAM);
    const press = pressesOf({ blocks: view.blocks })[0];
    if (press?.kind !== 'action') throw new Error('There is nothing to press.');
    const text = `${'“Where does it say so?”, é. '.repeat(100)}`;
    const section = { type: 'section', text: { type: 'plain_text', text } };
    const large = { ...view, blocks: [...view.blocks, ...Array.from({ length: 76 }, () => section)] };
    expect(Buffer.byteLength(JSON.stringify(large.blocks))).toBeGreaterThan(230_000);
    const request = blockActions(slack, SAM, { kind: 'view', view: large }, press);
    // As Slack writes JSON: letters beyond ASCII by their number.
    const payload = new URLSearchParams(request.body).get('payload') ?? '';
    const ascii = payload.replace(
      /[\u0080-\uffff]/g,
      (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    const { status } = await send({ ...request, body: new URLSearchParams({ payload: ascii }).toString() });
    expect(status).toBe(200);
    await until(() => turns === 2);
  });

  test('after its stop it takes nothing more, so that Slack does not count on it', async () => {
    await channel.stop();
    const { status } = await send(
      eventCallback(slack, messageIm(slack, SAM, 'he is going to kill her tonight')),
    );
    expect(status).toBe(503);
    expect(turns).toBe(0);
  });

  test('two of them on one store count the same press once', async () => {
    const second = createSlackChannel({
      botToken: slack.botToken,
      transport: { kind: 'http', signingSecret: slack.signingSecret },
      apiUrl: slack.apiUrl,
      handle: house.handle,
      home: (who) => house.app().home(who),
    });
    const twin = await startServer({
      ...{ host: '127.0.0.1', port: 0, local: false, checks: {}, deliveries: async () => ({}) },
      ...(second.listener === null ? {} : { slack: second.listener }),
    });
    const view = await openCheck(SAM);
    const press = pressesOf({ blocks: view.blocks }).find(({ names }) =>
      names.some((name) => /^Yes, in danger now$/.test(name)),
    );
    if (press?.kind !== 'action') throw new Error('There is no such button.');
    const request = blockActions(slack, SAM, { kind: 'view', view }, press);
    const { signingSecret: secret } = slack;
    const answers = await Promise.all([
      send(request),
      sendSigned(request, { base: `http://127.0.0.1:${twin.port}`, secret }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await Promise.all([channel.stop(), second.stop()]);
    await twin.close();
    expect((await kinds()).filter((kind) => kind === 'opened')).toHaveLength(1);
  });

  test('a form whose window belongs to somebody else changes nothing of theirs', async () => {
    const view = await openCheck(SAM);
    const token = tokensOf(SAM)[0] ?? '';
    const theirs = viewSubmission(slack, {
      ...view,
      userId: KIM,
      view: { ...view.view, private_metadata: token },
    });
    await send(theirs);
    await channel.stop();
    expect(await kinds()).toEqual([]);
    const { state } = (await house.app().store.conversation(`slack:${SAM}`)) ?? {};
    expect(JSON.stringify(state)).toContain('"given":[]');
  });
});
