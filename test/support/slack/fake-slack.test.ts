import { type ErrorCode, LogLevel, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { slackRefuses } from './block-checks.ts';
import type { Part } from './checks.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { button, field, modal, row, section, withForm } from './sample.ts';

const SAM = 'U0SAM';
let slack: FakeSlack;
let client: WebClient;

/** A call of the Web API as Slack's own client makes it; resolves with the answer, or with Slack's word for why not. */
async function call(method: string, args: Part = {}): Promise<Part> {
  try {
    return { ...(await client.apiCall(method, args)) };
  } catch (error) {
    const { data, code } = error as { data?: { error: string }; code: ErrorCode };
    return { error: data?.error ?? code };
  }
}

const respond = (url: string, body: Part): Promise<number> =>
  fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  }).then(({ status }) => status);

beforeEach(async () => {
  slack = await startFakeSlack({ check: slackRefuses });
  slack.addUser({ id: SAM, name: 'sam.okafor' });
  slack.addChannel({ id: 'C0OPEN', name: 'safeguarding', members: [SAM] });
  client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 300,
    logLevel: LogLevel.ERROR,
  });
});
afterEach(() => slack.close());

describe('a modal', () => {
  const view = modal([section('a', 'First')]);

  test('opens once for a trigger, within three seconds', async () => {
    const trigger_id = slack.trigger(SAM);
    const opened = await call('views.open', { trigger_id, view });
    expect(opened).toMatchObject({ ok: true, view: { id: slack.modal(SAM)?.id, state: { values: {} } } });
    expect(await call('views.open', { trigger_id, view })).toEqual({ error: 'exchanged_trigger_id' });
    const late = slack.trigger(SAM);
    slack.pass(3000);
    expect(await call('views.open', { trigger_id: late, view })).toEqual({ error: 'expired_trigger_id' });
    expect(await call('views.open', { trigger_id: '9.9.made-up', view })).toEqual({
      error: 'invalid_trigger_id',
    });
  });

  test('is changed in place, while it is open', async () => {
    await call('views.open', { trigger_id: slack.trigger(SAM), view });
    const view_id = slack.modal(SAM)?.id;
    const hash = slack.modal(SAM)?.hash;
    expect(await call('views.update', { view_id, view: modal([section('a', 'Second')]) })).toMatchObject({
      ok: true,
    });
    expect(slack.modal(SAM)?.blocks[0]).toMatchObject({ text: { text: 'Second' } });
    expect(await call('views.update', { view_id, hash, view })).toEqual({ error: 'hash_conflict' });
    slack.closeModal(SAM);
    expect(await call('views.update', { view_id, view })).toEqual({ error: 'not_found' });
  });

  test('keeps what was typed in a field with the same ids, and nothing else', async () => {
    const text = (id: string, initial_value: string): Part =>
      field(id, 'Why?', { type: 'plain_text_input', initial_value });
    await call('views.open', { trigger_id: slack.trigger(SAM), view: withForm([text('why', 'first')]) });
    const id = slack.modal(SAM)?.id ?? '';
    slack.fill(id, 'why', 'field', { type: 'plain_text_input', value: 'typed' });
    await call('views.update', { view_id: id, view: withForm([text('why', 'x'), text('more', 'y')]) });
    expect(slack.modal(SAM)?.values).toMatchObject({
      why: { field: { value: 'typed' } },
      more: { field: { value: 'y' } },
    });
    await call('views.update', { view_id: id, view: withForm([text('other', 'z')]) });
    expect(slack.modal(SAM)?.values).toEqual({ other: { field: { type: 'plain_text_input', value: 'z' } } });
  });

  test('does what is answered when its form is sent', async () => {
    const form = withForm([field('why', 'Why?', { type: 'plain_text_input' })]);
    await call('views.open', { trigger_id: slack.trigger(SAM), view: form });
    const id = slack.modal(SAM)?.id ?? '';
    slack.submitted(id, JSON.stringify({ response_action: 'errors', errors: { why: 'Write why.' } }));
    expect(slack.modal(SAM)?.errors).toEqual({ why: 'Write why.' });
    slack.submitted(id, JSON.stringify({ response_action: 'update', view }));
    expect(slack.modal(SAM)).toMatchObject({ id, errors: {}, view });
    slack.submitted(id, '');
    expect(slack.modal(SAM)).toBeUndefined();
    expect(slack.excuse()).toEqual([]);
  });

  test('that Slack would refuse is refused, and the test fails at its end', async () => {
    const bad = modal([{ type: 'divider' }, field('a', 'b', { type: 'plain_text_input' })]);
    expect(await call('views.open', { trigger_id: slack.trigger(SAM), view: bad })).toEqual({
      error: 'invalid_arguments',
    });
    expect(slack.modal(SAM)).toBeUndefined();
    await expect(slack.close()).rejects.toThrow(/has fields and no submit[\s\S]*no block_id/);
    expect(slack.excuse()).toHaveLength(2);
  });
});

describe('messages', () => {
  const blocks = [section('a', 'Words'), row('b', button(1, 'Open'))];

  test('go to channels and to people, and are changed', async () => {
    const { ts, channel } = await call('chat.postMessage', { channel: SAM, text: 'Words', blocks });
    expect(slack.messages(SAM)).toMatchObject([{ ts, channel, text: 'Words', blocks }]);
    expect(await call('conversations.open', { users: SAM })).toMatchObject({ channel: { id: channel } });
    await call('chat.update', { channel, ts, text: 'Other', blocks: [section('c', 'Other')] });
    expect(slack.messages(SAM)).toMatchObject([{ ts, text: 'Other', blocks: [{ block_id: 'c' }] }]);
    expect(await call('chat.update', { channel, ts: '1.1', text: 'x' })).toEqual({
      error: 'message_not_found',
    });
    expect(await call('chat.update', { channel, ts, text: 'x'.repeat(4001) })).toEqual({
      error: 'msg_too_long',
    });
  });

  test('that one person alone sees are not changed by their time stamp', async () => {
    const { message_ts: ts } = await call('chat.postEphemeral', {
      channel: 'C0OPEN',
      user: SAM,
      text: 'Psst',
    });
    expect(slack.ephemerals(SAM)).toMatchObject([{ ts, text: 'Psst' }]);
    expect(slack.messages('C0OPEN')).toEqual([]);
    expect(await call('chat.update', { channel: 'C0OPEN', ts, text: 'x' })).toEqual({
      error: 'message_not_found',
    });
  });

  test.each<[string, Part, string]>([
    ['an unknown channel', { channel: 'C0NONE' }, 'channel_not_found'],
    ['an archived channel', { channel: 'C0OLD' }, 'is_archived'],
    ['a channel the app is not in', { channel: 'C0OTHER' }, 'not_in_channel'],
    ['a private channel the app is not in', { channel: 'C0SECRET' }, 'channel_not_found'],
    ['somebody who has left', { channel: 'U0GONE' }, 'channel_not_found'],
  ])('do not go to %s', async (_what, to, error) => {
    slack.addUser({ id: 'U0GONE', name: 'gone', gone: true });
    slack.addChannel({ id: 'C0OLD', name: 'old', members: [], archived: true });
    slack.addChannel({ id: 'C0OTHER', name: 'other', members: [SAM], joined: false });
    slack.addChannel({ id: 'C0SECRET', name: 'secret', members: [SAM], joined: false, private: true });
    expect(await call('chat.postMessage', { ...to, text: 'Words' })).toEqual({ error });
  });

  test('an address to answer to works five times, for half an hour', async () => {
    const url = slack.responseUrl({ userId: SAM, channel: 'C0OPEN' });
    for (let n = 0; n < 5; n += 1) expect(await respond(url, { text: 'x' })).toBe(200);
    expect(await respond(url, { text: 'x' })).toBe(404);
    expect(slack.ephemerals(SAM)).toHaveLength(5);
    const [first] = slack.ephemerals(SAM);
    const again = slack.responseUrl({ userId: SAM, channel: 'C0OPEN', ...(first && { ts: first.ts }) });
    expect(await respond(again, { text: 'New', replace_original: true })).toBe(200);
    expect(slack.ephemerals(SAM)[0]).toMatchObject({ ts: first?.ts, text: 'New' });
    slack.pass(30 * 60 * 1000);
    expect(await respond(again, { text: 'x' })).toBe(404);
  });
});

describe('who and where', () => {
  test('the app learns of channels, members page by page, and people', async () => {
    slack.addUser({ id: 'U0GUEST', name: 'guest', guest: 'of one channel' });
    slack.addUser({ id: 'U0FAR', name: 'far', team: 'T0OTHER' });
    slack.addChannel({ id: 'C0SHARED', name: 's', members: [SAM, 'U0GUEST', 'U0FAR'], external: 'pending' });
    slack.workspace.pageSize = 2;
    expect(await call('conversations.info', { channel: 'C0SHARED' })).toMatchObject({
      channel: { is_pending_ext_shared: true, is_ext_shared: false, is_private: false, is_member: true },
    });
    const first = await call('conversations.members', { channel: 'C0SHARED' });
    expect(first).toMatchObject({ members: [SAM, 'U0GUEST'], response_metadata: { next_cursor: '2' } });
    const rest = await call('conversations.members', { channel: 'C0SHARED', cursor: '2' });
    expect(rest).toMatchObject({
      members: ['U0FAR', slack.ids.botUser],
      response_metadata: { next_cursor: '' },
    });
    expect(await call('users.info', { user: 'U0GUEST' })).toMatchObject({
      user: { is_ultra_restricted: true },
    });
    expect(await call('users.info', { user: 'U0FAR' })).toMatchObject({ user: { is_stranger: true } });
  });

  test('a token that is not known, and a scope that is missing, are told', async () => {
    expect(await call('auth.test')).toMatchObject({
      user_id: slack.ids.botUser,
      response_metadata: { scopes: slack.workspace.scopes },
    });
    slack.workspace.scopes = ['commands'];
    expect(await call('chat.postMessage', { channel: SAM, text: 'x' })).toEqual({ error: 'missing_scope' });
    slack.workspace.token = 'xoxb-another';
    expect(await call('auth.test')).toEqual({ error: 'invalid_auth' });
  });
});

describe('faults', () => {
  const post = (): Promise<Part> => call('chat.postMessage', { channel: 'C0OPEN', text: 'Words' });

  test('come in turn, and then all is well', async () => {
    slack.faults.next(
      'chat.postMessage',
      { kind: 'rate-limit', retryAfter: 7 },
      { kind: 'status', status: 503 },
      { kind: 'cut' },
      { kind: 'hang' },
    );
    for (let n = 0; n < 4; n += 1) expect(await post()).toHaveProperty('error');
    expect(slack.messages('C0OPEN')).toEqual([]);
    expect(await post()).toMatchObject({ ok: true });
    expect(slack.calls.map(({ method, status }) => [method, status])).toEqual([
      ['chat.postMessage', 429],
      ['chat.postMessage', 503],
      ['chat.postMessage', 0],
      ['chat.postMessage', -1],
      ['chat.postMessage', 200],
    ]);
  });

  test('may leave done what was asked', async () => {
    slack.faults.next('*', { kind: 'cut', done: true });
    expect(await post()).toHaveProperty('error');
    expect(slack.messages('C0OPEN')).toHaveLength(1);
  });

  test('nobody may be there at all', async () => {
    await slack.goAway();
    expect(await post()).toHaveProperty('error');
    await slack.comeBack();
    expect(await post()).toMatchObject({ ok: true });
  });
});
