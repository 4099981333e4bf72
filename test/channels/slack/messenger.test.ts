import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slackMessenger } from '../../../src/channels/slack/messenger.ts';
import { createSlackApi } from '../../../src/channels/slack/web-api.ts';
import type { Card } from '../../../src/conversation/card.ts';
import { DeliveryError, type Messenger } from '../../../src/delivery/messenger.ts';
import { fakePeople } from './fake-people.ts';
import {
  type Answer,
  broken,
  channelWith,
  deadApiUrl,
  fails,
  garbled,
  personWith,
  type StubSlackApi,
  slowDown,
  stubSlackApi,
} from './stub-slack-api.ts';

const TOKEN = 'xoxb-secret-token';
const CARD: Card = { title: 'A case about Kestrel', summary: 'A case', blocks: [], buttons: [] };
const LOOKS = ['conversations.info', 'conversations.members', 'users.info', 'conversations.open'];
let slack: StubSlackApi;
let messenger: Messenger;
let clock: number;

const messengerAt = (apiUrl: string, lookUpWithinMs = 5000): Messenger =>
  slackMessenger({
    api: createSlackApi({ token: TOKEN, apiUrl, timeoutMs: 500 }),
    render: ({ title }) => ({ text: title, blocks: [{ type: 'divider', block_id: 'd' }] }),
    allowPublic: (target) => target === 'C-PUBLIC',
    now: () => new Date(clock),
    lookUpWithinMs,
  });

beforeEach(async () => {
  slack = await stubSlackApi();
  clock = 0;
  messenger = messengerAt(slack.apiUrl);
});
afterEach(() => slack.close());

async function faultOf(sending: Promise<unknown>): Promise<DeliveryError> {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DeliveryError) return error;
  throw new Error('No DeliveryError was thrown.', { cause: error });
}
const posted = () => slack.bodiesOf('chat.postMessage');

describe('a post', () => {
  it('goes to the channel after a look at who is in it, each time', async () => {
    const id = await messenger.post('C1', CARD);
    await messenger.post('C1', CARD);
    expect(id).toMatch(/^\d+\.\d{6}$/);
    expect(posted()).toMatchObject([
      {
        channel: 'C1',
        text: CARD.title,
        blocks: [{ type: 'divider' }],
        unfurl_links: 'false',
        parse: 'none',
      },
      { channel: 'C1' },
    ]);
    expect(slack.bodiesOf('conversations.info')).toHaveLength(2);
    expect(slack.bodiesOf('conversations.members')).toHaveLength(2);
    expect(slack.bodiesOf('users.info')).toHaveLength(2);
    expect(slack.methods().at(-1)).toBe('chat.postMessage');
  });

  it('goes under the message it belongs to', async () => {
    await messenger.post('C1', CARD, '17.5');
    expect(posted()).toMatchObject([{ thread_ts: '17.5' }]);
  });

  it.each(['thread_not_found', 'cannot_reply_to_message', 'restricted_action_thread_locked'])(
    'stands by itself where there is nothing to answer under (%s)',
    async (code) => {
      slack.will('chat.postMessage', fails(code));
      await messenger.post('C1', CARD, '17.5');
      expect(posted().map(({ thread_ts }) => thread_ts)).toEqual(['17.5', undefined]);
    },
  );

  it('is not made twice when the first may stand', async () => {
    slack.will('chat.postMessage', fails('fatal_error'));
    expect(await faultOf(messenger.post('C1', CARD, '17.5'))).toMatchObject({ unclear: true });
    expect(posted()).toHaveLength(1);
  });

  it.each<[string, string, Answer, string]>([
    ['a guest', 'users.info', personWith({ is_restricted: true }), 'slack-channel-has-guests'],
    ['a stranger', 'users.info', personWith({ team_id: 'T9' }), 'slack-channel-shared-outside'],
    ['others', 'conversations.info', channelWith({ is_ext_shared: true }), 'slack-channel-shared-outside'],
    ['everybody', 'conversations.info', channelWith({ is_private: false }), 'slack-channel-public'],
    ['nobody', 'conversations.info', channelWith({ is_archived: true }), 'slack-channel-archived'],
    ['all but us', 'conversations.info', channelWith({ is_member: false }), 'slack-not-in-channel'],
    ['the unknown', 'conversations.info', fails('channel_not_found'), 'slack-channel-not-found'],
  ])('that would reach %s is not made', async (_who, method, answer, code) => {
    slack.always(method, answer);
    expect(await faultOf(messenger.post('C1', CARD))).toMatchObject({
      code,
      permanent: true,
      unclear: false,
    });
    expect(posted()).toEqual([]);
  });

  it('goes to a public channel where that is meant', async () => {
    slack.always('conversations.info', channelWith({ is_private: false }));
    await messenger.post('C-PUBLIC', CARD);
    expect(posted()).toHaveLength(1);
  });

  it.each(
    LOOKS.slice(0, 3).flatMap((method) => [broken(503), 'hang', 'reset', garbled].map((a) => [method, a])),
  )('is not made, and tried again, while nobody can see who reads (%s, %j)', async (method, answer) => {
    slack.will(method as string, answer as Answer);
    expect(await faultOf(messenger.post('C1', CARD))).toMatchObject({
      code: 'slack-unreachable',
      permanent: false,
      unclear: false,
    });
    expect(posted()).toEqual([]);
    await messenger.post('C1', CARD);
    expect(posted()).toHaveLength(1);
  });

  it('is not made late, when the look took too long', async () => {
    const hasty = messengerAt(slack.apiUrl, 20);
    slack.will('conversations.members', 'hang');
    expect(await faultOf(hasty.post('C1', CARD))).toMatchObject({ permanent: false, unclear: false });
    // The look itself ends later, and nothing follows it.
    await messenger.direct('U1', CARD);
    expect(posted()).toMatchObject([{ channel: 'D-U1' }]);
  });

  it('waits as long as a look is told to', async () => {
    slack.will('users.info', slowDown(30));
    expect(await faultOf(messenger.post('C1', CARD))).toMatchObject({
      code: 'slack-busy',
      retryAfterSeconds: 30,
    });
  });
});

describe('a direct message', () => {
  it('goes into the chat with the person, which is opened once', async () => {
    await messenger.direct('U1', CARD);
    await messenger.direct('U1', CARD);
    expect(posted().map(({ channel }) => channel)).toEqual(['D-U1', 'D-U1']);
    expect(slack.bodiesOf('conversations.open')).toEqual([{ users: 'U1' }]);
  });

  it('asks for the chat anew after a failure', async () => {
    slack.will('chat.postMessage', fails('channel_not_found'));
    await faultOf(messenger.direct('U1', CARD));
    await messenger.direct('U1', CARD);
    expect(slack.bodiesOf('conversations.open')).toHaveLength(2);
  });

  it.each<[string, string, Answer, string]>([
    ['a guest', 'users.info', personWith({ is_restricted: true }), 'slack-person-is-guest'],
    ['a stranger', 'users.info', personWith({ is_stranger: true }), 'slack-person-outside'],
    ['somebody who left', 'users.info', personWith({ deleted: true }), 'slack-person-gone'],
    ['nobody', 'users.info', fails('user_not_found'), 'slack-no-such-person'],
    ['an app', 'conversations.open', fails('cannot_dm_bot'), 'slack-person-is-bot'],
    ['a closed account', 'conversations.open', fails('user_disabled'), 'slack-person-gone'],
    [
      'somebody, unpermitted',
      'conversations.open',
      fails('missing_scope', { needed: 'im:write' }),
      'slack-scope-missing',
    ],
  ])('does not go to %s', async (_who, method, answer, code) => {
    slack.always(method, answer);
    expect(await faultOf(messenger.direct('U1', CARD))).toMatchObject({
      code,
      permanent: true,
      unclear: false,
    });
    expect(posted()).toEqual([]);
  });

  it('does not go to who became a guest, five minutes on', async () => {
    await messenger.direct('U1', CARD);
    slack.always('users.info', personWith({ is_restricted: true }));
    clock = 5 * 60_000;
    expect((await faultOf(messenger.direct('U1', CARD))).code).toBe('slack-person-is-guest');
    expect(posted()).toHaveLength(1);
  });

  it('is tried again when its chat could not be opened', async () => {
    slack.will('conversations.open', 'reset');
    expect(await faultOf(messenger.direct('U1', CARD))).toMatchObject({ permanent: false, unclear: false });
  });
});

describe('a change', () => {
  it('is made in the channel, after a look at who is in it', async () => {
    await messenger.update({ kind: 'channel', target: 'C1' }, '17.5', CARD);
    expect(slack.bodiesOf('chat.update')).toMatchObject([
      { channel: 'C1', ts: '17.5', text: CARD.title, blocks: [{ type: 'divider' }] },
    ]);
    slack.always('users.info', personWith({ is_restricted: true }));
    clock = 5 * 60_000;
    const fault = await faultOf(messenger.update({ kind: 'channel', target: 'C1' }, '17.5', CARD));
    expect(fault).toMatchObject({ code: 'slack-channel-has-guests', permanent: true });
    expect(slack.bodiesOf('chat.update')).toHaveLength(1);
  });

  it('is made in the chat with a person', async () => {
    await messenger.update({ kind: 'person', userId: 'U1' }, '17.5', CARD);
    expect(slack.bodiesOf('chat.update')).toMatchObject([{ channel: 'D-U1', ts: '17.5' }]);
  });

  it.each(['message_not_found', 'cant_update_message'])('of what is gone is done (%s)', async (code) => {
    slack.will('chat.update', fails(code));
    await messenger.update({ kind: 'channel', target: 'C1' }, '17.5', CARD);
    expect(slack.bodiesOf('chat.update')).toHaveLength(1);
  });

  it.each<Answer>([broken(500), 'hang', 'reset', fails('fatal_error')])(
    'that may have been made is made again, and is no repeat (%j)',
    async (answer) => {
      slack.will('chat.update', answer);
      const fault = await faultOf(messenger.update({ kind: 'channel', target: 'C1' }, '17.5', CARD));
      expect(fault).toMatchObject({ permanent: false, unclear: false });
    },
  );
});

describe('what goes wrong', () => {
  it('tells neither the token nor the words, and what to do', async () => {
    const answers: Answer[] = [
      fails('invalid_auth'),
      fails('msg_too_long', { message: CARD.title }),
      fails('is_archived'),
      fails('never_heard_of'),
      broken(500),
      slowDown(3),
      garbled,
      'hang',
      'reset',
    ];
    slack.will('chat.postMessage', ...answers);
    const faults = [];
    for (const _ of answers) faults.push(await faultOf(messenger.post('C1', CARD)));
    faults.push(await faultOf(messengerAt(await deadApiUrl()).post('C1', CARD)));
    for (const fault of faults) {
      expect(fault.remedy.length).toBeGreaterThan(10);
      expect(inspect(fault, { depth: 9, showHidden: true })).not.toMatch(/xoxb|Kestrel/);
    }
    expect(faults.map(({ unclear }) => unclear)).toEqual([
      ...[false, false, false, false, true, false, true, true, true],
      false,
    ]);
  });

  it('while drawing has sent nothing', async () => {
    const clumsy = slackMessenger({
      api: createSlackApi({ token: TOKEN, apiUrl: slack.apiUrl }),
      render: () => {
        throw new Error('Kestrel');
      },
      allowPublic: () => false,
    });
    expect(await faultOf(clumsy.post('C1', CARD))).toMatchObject({
      code: 'slack-not-handed-over',
      unclear: false,
    });
    expect(await faultOf(clumsy.update({ kind: 'person', userId: 'U1' }, '1', CARD))).toMatchObject({
      unclear: false,
    });
    expect(slack.calls).toEqual([]);
  });

  it('keeps no more chats than it can', async () => {
    const opened: string[] = [];
    const small = slackMessenger({
      api: {
        ...fakePeople().api,
        openChat: async (userId) => {
          opened.push(userId);
          return `D-${userId}`;
        },
        post: async () => '17.5',
        update: async () => undefined,
      },
      render: () => ({ text: '', blocks: [] }),
      allowPublic: () => false,
    });
    for (let n = 0; n <= 2000; n += 1) await small.direct(`U${n}`, CARD);
    await small.direct('U2000', CARD);
    await small.direct('U0', CARD);
    expect(opened.filter((userId) => userId === 'U2000')).toHaveLength(1);
    expect(opened.filter((userId) => userId === 'U0')).toHaveLength(2);
  });
});
