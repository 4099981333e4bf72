import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toSlackFault } from '../../../src/channels/slack/api-fault.ts';
import type { SlackMessage } from '../../../src/channels/slack/block-kit.ts';
import { type SlackApi, SlackFault } from '../../../src/channels/slack/slack-api.ts';
import { createSlackApi } from '../../../src/channels/slack/web-api.ts';
import {
  type Answer,
  broken,
  channelWith,
  deadApiUrl,
  fails,
  garbled,
  ok,
  personWith,
  SCOPES,
  type StubSlackApi,
  slowDown,
  stubSlackApi,
  TEAM,
} from './stub-slack-api.ts';

const TOKEN = 'xoxb-secret-token';
const MESSAGE: SlackMessage = {
  text: 'A decision about Kestrel',
  blocks: [
    { type: 'section', block_id: 'b', text: { type: 'plain_text', text: 'A decision about Kestrel' } },
  ],
};
let slack: StubSlackApi;
let api: SlackApi;

beforeEach(async () => {
  slack = await stubSlackApi();
  api = createSlackApi({ token: TOKEN, apiUrl: slack.apiUrl });
});
afterEach(() => slack.close());

async function faultOf(call: Promise<unknown>): Promise<SlackFault> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof SlackFault) return error;
  throw new Error('No SlackFault was thrown.', { cause: error });
}

describe('a call', () => {
  it('is made with the token in its header, and nowhere else', async () => {
    await api.updateView('V1', { type: 'modal', title: { type: 'plain_text', text: 't' }, blocks: [] });
    expect(slack.calls).toMatchObject([{ method: 'views.update', body: { view_id: 'V1' } }]);
    expect(slack.calls[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(JSON.stringify(slack.calls[0]?.body)).not.toContain(TOKEN);
  });

  it('says who we are and what we may', async () => {
    expect(await api.whoAmI()).toEqual({ team: TEAM, userId: 'U-SHARE-CHECK', botId: 'B1', scopes: SCOPES });
  });

  it('does not take the token of a person', async () => {
    slack.will('auth.test', ok({ team_id: TEAM, user_id: 'U1' }));
    expect(await faultOf(api.whoAmI())).toMatchObject({ code: 'not_allowed_token_type', unclear: false });
  });

  it('posts the text and the blocks as they are, and notifies nobody named in them', async () => {
    const ts = await api.post('C1', MESSAGE, '17.5');
    expect(ts).toBe('1764000000.000001');
    expect(slack.bodiesOf('chat.postMessage')).toEqual([
      {
        channel: 'C1',
        ...MESSAGE,
        thread_ts: '17.5',
        link_names: 'false',
        parse: 'none',
        unfurl_links: 'false',
        unfurl_media: 'false',
      },
    ]);
  });

  it('changes a message with text and blocks together', async () => {
    await api.update('C1', '17.5', MESSAGE);
    expect(slack.bodiesOf('chat.update')).toMatchObject([{ channel: 'C1', ts: '17.5', ...MESSAGE }]);
  });

  it('shows a message to one person, a view, a home and a chat', async () => {
    await api.postPrivately('C1', 'U1', MESSAGE);
    expect(
      await api.openView('t1', { type: 'modal', title: { type: 'plain_text', text: 't' }, blocks: [] }),
    ).toBe('V2');
    await api.publishHome('U1', { type: 'home', blocks: [] });
    expect(await api.openChat('U1')).toBe('D-U1');
    expect(slack.calls.map(({ method, body }) => [method, body.user ?? body.user_id ?? body.users])).toEqual([
      ['chat.postEphemeral', 'U1'],
      ['views.open', undefined],
      ['views.publish', 'U1'],
      ['conversations.open', 'U1'],
    ]);
  });

  it('reads every page of the members', async () => {
    slack.will(
      'conversations.members',
      ok({ members: ['U1', 'U2'], response_metadata: { next_cursor: 'more' } }),
      ok({ members: ['U3'], response_metadata: { next_cursor: '' } }),
    );
    expect(await api.members('C1')).toEqual(['U1', 'U2', 'U3']);
    expect(slack.bodiesOf('conversations.members').map(({ cursor }) => cursor)).toEqual([undefined, 'more']);
  });

  it('does not read members for ever', async () => {
    slack.always('conversations.members', ok({ members: ['U1'], response_metadata: { next_cursor: 'x' } }));
    expect(await faultOf(api.members('C1'))).toMatchObject({ code: 'too_many_members', unclear: false });
  });

  it.each<[string, object, object]>([
    ['private', {}, { archived: false, private: true, external: false, member: true }],
    ['public', { is_private: false, is_member: false }, { private: false, member: false, external: false }],
    ['archived', { is_archived: true }, { archived: true }],
    ['shared with another organisation', { is_shared: true, is_ext_shared: true }, { external: true }],
    ['about to be shared', { is_pending_ext_shared: true }, { external: true }],
    ['offered to another organisation', { pending_shared: ['T9'] }, { external: true }],
    ['shared in some other way', { is_shared: true }, { external: true }],
    ['shared within the organisation', { is_shared: true, is_org_shared: true }, { external: false }],
    [
      'told of in no word',
      { is_private: undefined, is_member: undefined },
      { private: false, member: false },
    ],
  ])('tells a channel that is %s', async (_what, changes, expected) => {
    slack.will('conversations.info', channelWith(changes));
    expect(await api.channel('C1')).toMatchObject(expected);
  });

  const nobody = { guest: false, stranger: false, bot: false, gone: false };
  it.each<[string, object, object]>([
    ['full member', {}, nobody],
    ['guest', { is_restricted: true }, { ...nobody, guest: true }],
    ['guest of one channel', { is_ultra_restricted: true }, { ...nobody, guest: true }],
    ['person of another workspace', { team_id: 'T9' }, { ...nobody, stranger: true }],
    ['person of no workspace', { team_id: undefined }, { ...nobody, stranger: true }],
    ['stranger', { is_stranger: true }, { ...nobody, stranger: true }],
    ['bot', { is_bot: true }, { ...nobody, bot: true }],
    ['closed account', { deleted: true }, { ...nobody, gone: true }],
  ])('tells a %s', async (_what, changes, expected) => {
    slack.will('users.info', personWith(changes));
    expect(await api.member('U1')).toEqual(expected);
  });

  it('counts another workspace of the same organisation as ours', async () => {
    slack.will('auth.test', ok({ team_id: TEAM, user_id: 'U', bot_id: 'B', enterprise_id: 'E1' }));
    slack.will('users.info', personWith({ team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } }));
    slack.will('users.info', personWith({ team_id: 'T3', enterprise_user: { enterprise_id: 'E9' } }));
    expect([(await api.member('U1')).stranger, (await api.member('U2')).stranger]).toEqual([false, true]);
    expect(slack.methods()).toEqual(['auth.test', 'users.info', 'users.info']);
  });
});

describe('an answer to a press', () => {
  it('goes to its address without the token, to this person alone', async () => {
    slack.will('answers/1', { status: 200, body: 'ok' }, ok());
    await api.respond(slack.responseUrl, MESSAGE, true);
    await api.respond(slack.responseUrl, MESSAGE, false);
    expect(slack.bodiesOf('answers/1')).toEqual([
      { response_type: 'ephemeral', replace_original: true, ...MESSAGE },
      { response_type: 'ephemeral', replace_original: false, ...MESSAGE },
    ]);
    expect(slack.calls[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    'https://evil.example/actions/1',
    'https://hooks.slack.com.evil.example/',
    'http://hooks.slack.com/actions/1',
    'file:///etc/passwd',
    'nonsense',
  ])('does not go to %s', async (address) => {
    expect(await faultOf(api.respond(address, MESSAGE, true))).toMatchObject({
      code: 'response_url_refused',
      unclear: false,
    });
  });

  it('does not go to this machine when Slack is Slack', async () => {
    const real = createSlackApi({ token: TOKEN });
    expect((await faultOf(real.respond(slack.responseUrl, MESSAGE, true))).code).toBe('response_url_refused');
    expect(slack.calls).toEqual([]);
  });

  it.each<[Answer, object]>([
    [
      { status: 404, body: fails('used_url') },
      { code: 'http_404', unclear: false },
    ],
    [fails('expired_url'), { code: 'expired_url', unclear: false }],
    [broken(502), { code: 'http_502', unclear: true }],
    ['reset', { code: 'connection_lost', unclear: true }],
  ])('that did not work says so (%#)', async (answer, expected) => {
    slack.will('answers/1', answer);
    expect(await faultOf(api.respond(slack.responseUrl, MESSAGE, true))).toMatchObject(expected);
  });
});

describe('a call that did not work', () => {
  it.each<[string, Answer, object]>([
    ['slow down', slowDown(7), { code: 'ratelimited', unclear: false, retryAfterSeconds: 7 }],
    ['slow down, not how long', { status: 429 }, { code: 'ratelimited', retryAfterSeconds: undefined }],
    ['slow down, in words', fails('ratelimited'), { code: 'ratelimited', unclear: false }],
    ['no', fails('channel_not_found'), { code: 'channel_not_found', unclear: false, needed: undefined }],
    [
      'no scope',
      fails('missing_scope', { needed: 'im:write' }),
      { code: 'missing_scope', needed: 'im:write' },
    ],
    ['half-way', fails('fatal_error'), { code: 'fatal_error', unclear: true }],
    ['half-way', fails('internal_error'), { code: 'internal_error', unclear: true }],
    ['half-way', fails('service_unavailable'), { code: 'service_unavailable', unclear: true }],
    ['half-way', fails('request_timeout'), { code: 'request_timeout', unclear: true }],
    ['broken', broken(500), { code: 'http_500', unclear: true }],
    ['down', broken(503), { code: 'http_503', unclear: true }],
    ['another place', broken(404), { code: 'http_404', unclear: false }],
    ['hung up', 'reset', { code: 'connection_lost', unclear: true }],
    ['not JSON', garbled, { code: 'malformed_answer', unclear: true }],
    ['no id', ok({ ts: undefined }), { code: 'malformed_answer', unclear: true }],
  ])('%s: says whether it may have been done, after one attempt', async (_what, answer, expected) => {
    slack.will('chat.postMessage', answer);
    const fault = await faultOf(api.post('C1', MESSAGE));
    expect(fault).toMatchObject(expected);
    expect(slack.calls).toHaveLength(1);
    const told = inspect(fault, { depth: 9, showHidden: true });
    expect(told).not.toMatch(/xoxb|Kestrel|Something went wrong/);
  });

  it('is not carried to another place', async () => {
    slack.will('chat.postMessage', { status: 307, headers: { Location: slack.responseUrl } });
    expect(await faultOf(api.post('C1', MESSAGE))).toMatchObject({ unclear: true });
    expect(slack.methods()).toEqual(['chat.postMessage']);
  });

  it('does not wait for ever', async () => {
    slack.will('chat.postMessage', 'hang');
    const hasty = createSlackApi({ token: TOKEN, apiUrl: slack.apiUrl, timeoutMs: 50 });
    expect(await faultOf(hasty.post('C1', MESSAGE))).toMatchObject({ code: 'timeout', unclear: true });
  });

  it('where nobody listens, nothing was done', async () => {
    const dead = createSlackApi({ token: TOKEN, apiUrl: await deadApiUrl() });
    const fault = await faultOf(dead.post('C1', MESSAGE));
    expect(fault).toMatchObject({ code: 'unreachable', unclear: false });
    expect(inspect(fault, { depth: 9 })).not.toContain(TOKEN);
  });

  it.each([
    ['ENOTFOUND', { code: 'unreachable', unclear: false }],
    ['UND_ERR_CONNECT_TIMEOUT', { code: 'unreachable', unclear: false }],
    ['UND_ERR_SOCKET', { code: 'connection_lost', unclear: true }],
  ])('%s says whether anything left', (code, expected) => {
    expect(toSlackFault(new TypeError('fetch failed', { cause: { code } }))).toMatchObject(expected);
  });
});
