import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '../../../src/fault.ts';
import { IN_A_CHANNEL, installed, message, press, SAM_ID, submit } from './activities.ts';
import { cardOf } from './every-block.ts';
import { memoryAddresses } from './memory-addresses.ts';
import { teamsOverHttp, titleOf } from './teams-over-http.ts';

let teams: Awaited<ReturnType<typeof teamsOverHttp>>;
beforeEach(async () => {
  teams = await teamsOverHttp();
});
afterEach(() => teams.close());

const sent = () => teams.connector.sent.map(({ method, path, body }) => [method, path, titleOf(body)]);
const answering = (...titles: string[]) => {
  teams.conversation.answer = async () => ({ cards: titles.map((title) => ({ ...cardOf(), title })) });
};

describe('in a chat of one’s own', () => {
  it('a message is answered with new cards, in order', async () => {
    answering('One', 'Two', 'Three');
    expect(await teams.post(message(teams.serviceUrl, 'share check'))).toEqual({ status: 200 });
    expect(sent()).toEqual([
      ['POST', '/v3/conversations/a:chat/activities', 'One'],
      ['POST', '/v3/conversations/a:chat/activities', 'Two'],
      ['POST', '/v3/conversations/a:chat/activities', 'Three'],
    ]);
  });

  it('a card says its summary to previews and screen readers', async () => {
    await teams.post(message(teams.serviceUrl, 'share check'));
    expect(teams.connector.sent[0]?.body.summary).toBe('A summary.');
  });

  it('a pressed card is updated in place and in the answer; further cards follow it', async () => {
    answering('Next', 'More');
    const { status, body } = await teams.post(press(teams.serviceUrl, { token: 't1', shared: 'two dates' }));
    expect(teams.events).toMatchObject([{ kind: 'press', token: 't1', inputs: { shared: 'two dates' } }]);
    expect(sent()).toEqual([
      ['PUT', '/v3/conversations/a:chat/activities/card-1', 'Next'],
      ['POST', '/v3/conversations/a:chat/activities', 'More'],
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: { type: 'AdaptiveCard', body: [{ text: 'Next' }] },
    });
  });

  it('a record opened from a delivered message stands beside it: the message and its buttons stay', async () => {
    answering('The record');
    await teams.post(press(teams.serviceUrl, { token: 'm:open:1' }));
    expect(sent()).toEqual([['POST', '/v3/conversations/a:chat/activities', 'The record']]);
  });

  it('an acknowledged message shows it in its place; nothing else takes the place of what was delivered', async () => {
    const open = { token: 'm:open:1', label: 'Open the record', style: 'plain' } as const;
    const acknowledged = { ...cardOf(), title: 'Acknowledged', buttons: [open] };
    teams.conversation.answer = async () => ({ cards: [acknowledged] });
    await teams.post(press(teams.serviceUrl, { token: 'm:ack:1' }));
    teams.conversation.answer = async () => ({ cards: [acknowledged], unsaved: true });
    await teams.post({ ...press(teams.serviceUrl, { token: 'm:ack:1' }), id: 'again' });
    answering('Not for you');
    await teams.post({ ...press(teams.serviceUrl, { token: 'm:ack:1' }), id: 'third' });
    expect(sent().map(([method, , title]) => `${method} ${title}`)).toEqual([
      'PUT Acknowledged',
      'POST Acknowledged',
      'POST Not for you',
    ]);
  });

  it('a press still shows its answer when the card could not be updated', async () => {
    teams.connector.willAnswer({ status: 429, headers: { 'Retry-After': '0' } });
    const { body } = await teams.post(press(teams.serviceUrl, { token: 't1' }));
    expect(body).toMatchObject({ value: { body: [{ text: 'Answered' }] } });
    // Teams goes back to the card it has, at a reaction for instance: so the update comes after all.
    expect(sent().map(([method, , title]) => `${method} ${title}`)).toEqual(['PUT Answered', 'PUT Answered']);
    expect(teams.faults).toEqual([]);
  });

  it('a press from an older client updates the card too', async () => {
    expect(await teams.post(submit(teams.serviceUrl, { token: 't1' }))).toEqual({ status: 200 });
    expect(sent()).toEqual([['PUT', '/v3/conversations/a:chat/activities/card-1', 'Answered']]);
  });

  it.each([404, 403])(
    'a press from an older client whose card is gone (%i) gets a new card',
    async (status) => {
      teams.connector.willAnswer({ status });
      expect(await teams.post(submit(teams.serviceUrl, { token: 't1' }))).toEqual({ status: 200 });
      expect(sent()).toEqual([
        ['PUT', '/v3/conversations/a:chat/activities/card-1', 'Answered'],
        ['POST', '/v3/conversations/a:chat/activities', 'Answered'],
      ]);
    },
  );

  it('an answer that Teams does not take is tried again; a repeat says so only where it may be one', async () => {
    answering('Once', 'Unclear', 'Hung up');
    teams.connector.willAnswer(
      { status: 503 },
      { status: 200, body: { id: '1' } },
      { status: 504 },
      { status: 429, headers: { 'Retry-After': '0' } },
      { status: 200, body: { id: '2' } },
      { status: 0 },
    );
    expect(await teams.post(message(teams.serviceUrl, 'hello'))).toEqual({ status: 200 });
    const banners = teams.connector.sent.map(({ body }) => JSON.stringify(body).includes('may have reached'));
    expect(sent().map(([, , title]) => title)).toEqual([
      ...['Once', 'Once', 'Unclear', undefined, undefined, 'Hung up', undefined],
    ]);
    expect(banners).toEqual([false, false, false, true, true, false, true]);
    expect(teams.faults).toEqual([]);
  });

  it('the sender is asked to come again when the answer could not be given', async () => {
    teams.connector.willAnswer(...Array.from({ length: 5 }, () => ({ status: 503 })));
    expect(await teams.post(message(teams.serviceUrl, 'hello'))).toMatchObject({ status: 502 });
    expect(teams.faults).toMatchObject([{ code: 'teams-unreachable' }]);
    expect(await teams.post(message(teams.serviceUrl, 'hello'))).toEqual({ status: 200 });
    expect(sent().at(-1)?.[2]).toBe('Answered');
  });

  it('a message that Teams sends again is answered once', async () => {
    const posts = [1, 2, 3].map(() => teams.post(message(teams.serviceUrl, 'hello')));
    expect(await Promise.all(posts)).toEqual([{ status: 200 }, { status: 200 }, { status: 200 }]);
    await teams.post(message(teams.serviceUrl, 'hello'));
    expect(teams.events).toHaveLength(1);
    expect(sent()).toHaveLength(1);
  });

  it('a press that Teams sends again is answered with the same card', async () => {
    const first = await teams.post(press(teams.serviceUrl, { token: 't1' }));
    expect(await teams.post(press(teams.serviceUrl, { token: 't1' }))).toEqual(first);
    expect(teams.events).toHaveLength(1);
  });

  it('an answer given before, as the store knows, says that it may be a repeat', async () => {
    teams.conversation.answer = async () => ({ cards: [cardOf()], repeat: true });
    await teams.post(message(teams.serviceUrl, 'hello'));
    expect(JSON.stringify(teams.connector.sent[0])).toContain('may have reached you before');
  });

  it('what is put into a message afterwards is read too', async () => {
    await teams.post(message(teams.serviceUrl, 'he is late'));
    const edited = { type: 'messageUpdate', channelData: { eventType: 'editMessage' }, timestamp: '2' };
    await teams.post(message(teams.serviceUrl, 'he is bleeding', edited));
    await teams.post(
      message(teams.serviceUrl, 'undone', { ...edited, channelData: { eventType: 'undeleteMessage' } }),
    );
    expect(teams.events.map((event) => event.kind === 'message' && event.text)).toEqual([
      'he is late',
      'he is bleeding',
    ]);
  });

  it.each(['messageReaction', 'messageDelete', 'typing', 'endOfConversation'])(
    'nothing comes of %s',
    async (type) => {
      expect(await teams.post(message(teams.serviceUrl, 'x', { type }))).toEqual({ status: 200 });
      expect(teams.events).toEqual([]);
      expect(teams.connector.sent).toEqual([]);
    },
  );

  it('a picture without words is a message without words', async () => {
    await teams.post(
      message(teams.serviceUrl, 'x', { text: undefined, attachments: [{ contentType: 'image/*' }] }),
    );
    expect(teams.events).toMatchObject([{ kind: 'message', text: '' }]);
  });

  it('shows that an answer is on its way when it takes long', async () => {
    const slow = await teamsOverHttp({ times: { typingAfterMs: 1, againMs: 1 } });
    slow.conversation.answer = () =>
      new Promise((resolve) => setTimeout(() => resolve({ cards: [cardOf()] }), 100));
    await slow.post(message(slow.serviceUrl, 'hello'));
    expect(slow.connector.sent.map(({ body }) => body.type)).toEqual(['typing', 'message']);
    await slow.close();
  });
});

describe('adding and removing the app', () => {
  const added = { kind: 'added', speaker: { channel: 'teams', userId: SAM_ID } };

  it('brings a welcome, once, however often Teams says so', async () => {
    answering('Welcome');
    await teams.post(installed(teams.serviceUrl));
    await teams.post(installed(teams.serviceUrl));
    await teams.post({ ...installed(teams.serviceUrl), id: 'other', type: 'conversationUpdate' });
    await teams.post({ ...installed(teams.serviceUrl, 'add-upgrade'), id: 'upgrade' });
    expect(teams.events).toMatchObject([added]);
    expect(sent()).toEqual([['POST', '/v3/conversations/a:chat/activities', 'Welcome']]);
    expect(teams.addresses.saved.has(SAM_ID)).toBe(true);
  });

  it('says that the person can be written to from now on, once', async () => {
    const reached: string[] = [];
    const other = await teamsOverHttp({
      reachable: async ({ userId }) => void reached.push(userId),
    });
    await other.post(message(other.serviceUrl, 'one'));
    await other.post(message(other.serviceUrl, 'two', { id: 'activity-2' }));
    expect(reached).toEqual([SAM_ID]);
    await other.close();
  });

  it('forgets where somebody could be written to who removes it', async () => {
    await teams.post(message(teams.serviceUrl, 'hello'));
    expect(teams.addresses.saved.has(SAM_ID)).toBe(true);
    await teams.post(installed(teams.serviceUrl, 'remove'));
    expect(teams.addresses.saved.has(SAM_ID)).toBe(false);
    await teams.post(message(teams.serviceUrl, 'back', { id: 'activity-3' }));
    expect(teams.addresses.saved.has(SAM_ID)).toBe(true);
  });

  it('in a team says one line to everybody, and begins no chat with anybody', async () => {
    await teams.post({ ...installed(teams.serviceUrl), ...IN_A_CHANNEL });
    await teams.post({ ...installed(teams.serviceUrl), ...IN_A_CHANNEL });
    expect(teams.events).toEqual([]);
    expect(sent()).toHaveLength(1);
    expect(sent()[0]?.[2]).toContain('post decisions here');
  });

  it('writes an address down when it is new, and once a day after that', async () => {
    let saves = 0;
    let now = new Date('2026-11-23T10:00:00Z');
    const kept = memoryAddresses();
    const other = await teamsOverHttp({
      addresses: {
        ...kept,
        save: async (...address) => {
          saves += 1;
          await kept.save(...address);
        },
      },
      now: () => now,
    });
    for (const id of ['a', 'b', 'c']) await other.post(message(other.serviceUrl, 'x', { id }));
    // The person's, and the service that was heard from.
    expect(saves).toBe(2);
    now = new Date('2026-11-24T10:00:00Z');
    for (const id of ['d', 'e']) await other.post(message(other.serviceUrl, 'x', { id }));
    expect(saves).toBe(3);
    now = new Date('2028-03-01T10:00:00Z');
    await other.channel.tidy((userId) => userId === SAM_ID);
    expect([...kept.saved.keys()].sort()).toEqual([SAM_ID, 'service']);
    await other.channel.tidy(() => false);
    expect([...kept.saved.keys()]).toEqual(['service']);
    await other.close();
  });
});

describe('when Share Check itself fails', () => {
  it.each([
    [new Error('secret: the bruise'), 'turn-failed'],
    [new Fault('store-unreadable', 'The store cannot be read.', 'Ring your lead.'), 'store-unreadable'],
  ])('the person is told so, and to ring 999 in danger (%#)', async (error, code) => {
    teams.conversation.answer = async () => {
      throw error;
    };
    expect((await teams.post(message(teams.serviceUrl, 'the bruise'))).status).toBe(200);
    const words = JSON.stringify(teams.connector.sent);
    expect(words).toContain('not taken in');
    expect(words).toContain('ring 999');
    expect(words).not.toContain('secret');
    expect(teams.faults).toMatchObject([{ code }]);
    expect(JSON.stringify(teams.faults)).not.toContain('bruise');
  });

  it('the pressed card stays, so that nothing filled in is lost', async () => {
    teams.conversation.answer = async () => {
      throw new Error('broken');
    };
    const { body } = await teams.post(press(teams.serviceUrl, { token: 't1' }));
    expect(sent().map(([method]) => method)).toEqual(['POST']);
    expect(body).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
  });

  it('advice does not wait for storage: without a place for addresses the turn goes on', async () => {
    const broken = {
      save: async () => {
        throw new Fault('store-full', 'The disk is full.', 'Free some space.');
      },
      load: async () => null,
      forget: async () => undefined,
      all: async () => [],
    };
    const other = await teamsOverHttp({ addresses: broken });
    expect(await other.post(message(other.serviceUrl, 'share check'))).toEqual({ status: 200 });
    expect(other.connector.sent).toHaveLength(1);
    expect(other.faults).toMatchObject([{ code: 'store-full' }]);
    await other.close();
  });

  it('nor does it among others: whom the store does not find Teams does', async () => {
    const away = () =>
      Promise.reject(new Fault('store-disk-fault', 'The disk refused to read.', 'Check the disk.'));
    const other = await teamsOverHttp({ addresses: { save: away, load: away, forget: away, all: away } });
    other.connector.willAnswer({ status: 201, body: { id: 'a:own' } });
    expect(await other.post(message(other.serviceUrl, 'emergency', IN_A_CHANNEL))).toEqual({ status: 200 });
    expect(other.connector.sent.map(({ path, body }) => [path, titleOf(body)])).toEqual([
      ['/v3/conversations', undefined],
      ['/v3/conversations/a:own/activities', 'Answered'],
      [
        '/v3/conversations/19:channel@thread.tacv2;messageid=1/activities',
        'Answered in a private chat. Nobody else here sees the answer.',
      ],
    ]);
    expect(other.faults).toMatchObject([{ code: 'store-disk-fault' }]);
    await other.close();
  });
});

it('after a stop nobody is taken on, so that it comes to an end', async () => {
  await teams.channel.stop();
  expect(await teams.post(message(teams.serviceUrl, 'hello'))).toMatchObject({ status: 503 });
  expect(teams.events).toEqual([]);
});

describe('among others', () => {
  it('a question is answered in the person’s own chat, and the channel sees only that', async () => {
    await teams.post(message(teams.serviceUrl, 'x'));
    teams.connector.sent.length = 0;
    answering('Private');
    await teams.post(message(teams.serviceUrl, 'may I tell?', { id: 'activity-2', ...IN_A_CHANNEL }));
    expect(sent()).toEqual([
      ['POST', '/v3/conversations/a:chat/activities', 'Private'],
      [
        'POST',
        `/v3/conversations/${IN_A_CHANNEL.conversation.id}/activities`,
        'Answered in a private chat. Nobody else here sees the answer.',
      ],
    ]);
  });

  it('a chat is opened with somebody who has none yet', async () => {
    teams.connector.willAnswer({ status: 201, body: { id: 'a:new' } });
    await teams.post(message(teams.serviceUrl, 'may I tell?', IN_A_CHANNEL));
    expect(teams.connector.sent.slice(0, 2)).toMatchObject([
      { method: 'POST', path: '/v3/conversations', body: { members: [{ id: SAM_ID }], isGroup: false } },
      { method: 'POST', path: '/v3/conversations/a:new/activities' },
    ]);
  });

  it('the person is told that others can read what they asked; not over the answer to a command', async () => {
    teams.conversation.answer = async () => ({ cards: [cardOf()], ownWords: true });
    await teams.post(message(teams.serviceUrl, 'may I tell?', IN_A_CHANNEL));
    expect(JSON.stringify(teams.connector.sent[1])).toContain('Others can see what you wrote');
    teams.connector.sent.length = 0;
    answering('Help');
    await teams.post(message(teams.serviceUrl, 'help', { id: 'activity-2', ...IN_A_CHANNEL }));
    expect(JSON.stringify(teams.connector.sent)).not.toContain('Others can see what you wrote');
  });

  it.each([
    [{ error: { code: 'ForbiddenOperationException', message: 'x' } }, 403],
    [{ error: { code: 'BotNotInConversationRoster', message: 'x' } }, 403],
    [{}, 403],
  ])(
    'somebody who has not added the app is told so there, and nothing of what they asked (%#)',
    async (body, status) => {
      answering('Private');
      teams.connector.willAnswer({ status, body });
      await teams.post(message(teams.serviceUrl, 'the bruise', IN_A_CHANNEL));
      expect(sent().map(([, path]) => path)).toEqual([
        '/v3/conversations',
        `/v3/conversations/${IN_A_CHANNEL.conversation.id}/activities`,
      ]);
      const line = String(sent()[1]?.[2]);
      expect(line).toContain('Add Share Check');
      expect(line).toContain('999');
      expect(line).not.toMatch(/Private|bruise/);
    },
  );

  it('an answer that may have arrived in the own chat before says so, and no other does', async () => {
    await teams.post(message(teams.serviceUrl, 'x'));
    teams.connector.sent.length = 0;
    teams.connector.willAnswer({ status: 503 }, { status: 504 });
    await teams.post(message(teams.serviceUrl, 'one', { id: 'activity-2', ...IN_A_CHANNEL }));
    teams.conversation.answer = async () => ({ cards: [cardOf()], repeat: true });
    await teams.post(message(teams.serviceUrl, 'two', { id: 'activity-3', ...IN_A_CHANNEL }));
    const own = teams.connector.sent.filter(({ path }) => path.includes('a:chat'));
    expect(own.map(({ body }) => JSON.stringify(body).includes('may have reached'))).toEqual([
      ...[false, false, true],
      true,
    ]);
  });

  it('an answer that was brought does not come again because nothing may be said there', async () => {
    await teams.post(message(teams.serviceUrl, 'x'));
    teams.connector.sent.length = 0;
    teams.connector.willAnswer({ status: 200, body: { id: '1' } }, { status: 403 });
    const asked = message(teams.serviceUrl, 'may I tell?', { id: 'activity-2', ...IN_A_CHANNEL });
    expect(await teams.post(asked)).toEqual({ status: 200 });
    expect(await teams.post(asked)).toEqual({ status: 200 });
    expect(sent().filter(([, path]) => String(path).includes('a:chat'))).toHaveLength(1);
    expect(teams.faults).toMatchObject([{ code: 'teams-not-allowed' }]);
  });

  it('where neither can be said, Teams is asked to come again', async () => {
    teams.connector.willAnswer({ status: 403 }, { status: 403 });
    const asked = message(teams.serviceUrl, 'may I tell?', IN_A_CHANNEL);
    expect(await teams.post(asked)).toMatchObject({ status: 502 });
  });

  it('somebody who cannot be written to just now is told so there, and not to add what they have', async () => {
    await teams.post(message(teams.serviceUrl, 'x'));
    teams.connector.sent.length = 0;
    teams.connector.willAnswer(...Array.from({ length: 5 }, () => ({ status: 503 })));
    await teams.post(message(teams.serviceUrl, 'the bruise', { id: 'activity-2', ...IN_A_CHANNEL }));
    const line = String(sent().at(-1)?.[2]);
    expect(line).toContain('could not write to you');
    expect(line).toContain('999');
    expect(line).not.toMatch(/Add Share Check|bruise/);
    expect(teams.faults).toMatchObject([{ code: 'teams-unreachable' }]);
  });

  it('a record that was asked for there is hidden in the own chat after a while, as any other', async () => {
    const other = await teamsOverHttp({ times: { idleMs: 1, againMs: 1 } });
    other.conversation.answer = async () => ({ cards: [{ ...cardOf(), window: true }] });
    await other.post(message(other.serviceUrl, 'SC-7K3F-9QXM', IN_A_CHANNEL));
    await vi.waitFor(() =>
      expect(other.connector.sent.at(-1)).toMatchObject({
        method: 'PUT',
        body: { attachments: [{ content: { fallbackText: expect.stringContaining('Hidden for now') } }] },
      }),
    );
    await other.close();
  });

  it('the line there is not said twice where it may have arrived, and again where it has not', async () => {
    await teams.post(message(teams.serviceUrl, 'x'));
    for (const [id, answer, times] of [
      ['a', { status: 502 }, 1],
      ['b', { status: 0 }, 1],
      ['c', { status: 503 }, 2],
    ] as const) {
      teams.connector.sent.length = 0;
      teams.connector.willAnswer({ status: 200, body: { id: '1' } }, answer);
      await teams.post(message(teams.serviceUrl, 'may I tell?', { id, ...IN_A_CHANNEL }));
      expect(teams.connector.sent.filter(({ path }) => path.includes('19:'))).toHaveLength(times);
    }
  });

  it('there is no silence there while the answer does not get through', async () => {
    const other = await teamsOverHttp({ times: { silentAtMostMs: 1, againMs: 40 } });
    await other.post(message(other.serviceUrl, 'x'));
    other.connector.sent.length = 0;
    other.connector.willAnswer({ status: 503 });
    await other.post(message(other.serviceUrl, 'may I tell?', { id: 'activity-2', ...IN_A_CHANNEL }));
    expect(other.connector.sent.map(({ path, body }) => [path.includes('19:'), titleOf(body)])).toEqual([
      [false, 'Answered'],
      [true, expect.stringContaining('on its way')],
      [false, 'Answered'],
    ]);
    await other.close();
  });

  it('what everybody may read is said there in place of the usual line', async () => {
    teams.conversation.answer = async () => ({ cards: [cardOf()], said: 'Posted here from now on.' });
    await teams.post(message(teams.serviceUrl, 'post decisions here', IN_A_CHANNEL));
    expect(sent().at(-1)?.[2]).toBe('Posted here from now on.');
    expect(teams.events).toMatchObject([
      { place: { channel: 'teams', target: '19:channel@thread.tacv2', name: 'a channel in Teams' } },
    ]);
  });

  it('Teams is asked what the channel is called where somebody wants decisions posted there', async () => {
    const inTeam = { ...IN_A_CHANNEL, channelData: { team: { id: '19:team' } } };
    teams.connector.willList(
      { status: 200, body: { name: 'Larkfield School' } },
      { status: 200, body: { conversations: [{ id: '19:channel@thread.tacv2', name: 'Safeguarding' }] } },
    );
    const at = '<at>Share Check</at>';
    const entities = [{ type: 'mention', text: at, mentioned: { id: '28:share-check' } }];
    await teams.post(message(teams.serviceUrl, `${at} post decisions here`, { ...inTeam, entities }));
    const questions = [
      'do I need consent?',
      'his post says he is bleeding',
      'may I post a photo of the class?',
    ];
    for (const text of questions) {
      await teams.post(message(teams.serviceUrl, `${at} ${text}`, { ...inTeam, entities, id: text }));
    }
    // No question waits for the name of a channel.
    expect(teams.events).toMatchObject([
      { place: { name: 'Safeguarding, Larkfield School' } },
      ...questions.map((text) => ({ text, place: { name: 'a channel in Teams' } })),
    ]);
    expect(teams.connector.asked).toEqual(['/v3/teams/19:team', '/v3/teams/19:team/conversations']);
  });

  it('a message about a case that somebody acknowledges there shows it to everybody', async () => {
    const open = { token: 'm:open:1', label: 'Open the record', style: 'plain' } as const;
    teams.conversation.answer = async () => ({
      cards: [{ ...cardOf(), title: 'Acknowledged', buttons: [open] }],
    });
    const { body } = await teams.post(press(teams.serviceUrl, { token: 'm:ack:1' }, IN_A_CHANNEL));
    expect(sent()).toEqual([
      ['PUT', `/v3/conversations/${IN_A_CHANNEL.conversation.id}/activities/card-1`, 'Acknowledged'],
    ]);
    expect(JSON.stringify(body)).toContain('Acknowledged');
  });

  it('a record, or that there is none for them, is shown there to nobody', async () => {
    await teams.post(message(teams.serviceUrl, 'x'));
    teams.connector.sent.length = 0;
    answering('Private');
    for (const [id, token] of [
      ['b', 'm:open:1'],
      ['c', 'm:ack:1'],
    ] as const) {
      const { body } = await teams.post(press(teams.serviceUrl, { token }, { id, ...IN_A_CHANNEL }));
      expect(JSON.stringify(body)).not.toContain('Private');
    }
    expect(sent()).toEqual([
      ['POST', '/v3/conversations/a:chat/activities', 'Private'],
      ['POST', '/v3/conversations/a:chat/activities', 'Private'],
    ]);
  });

  it('a press whose answer is not there in time is not told that it is', async () => {
    const other = await teamsOverHttp({ times: { againMs: 1, pressWithinMs: 0 } });
    const pressed = await other.post(press(other.serviceUrl, { token: 't1' }, IN_A_CHANNEL));
    expect(JSON.stringify(pressed.body)).toContain('on its way');
    await other.close();
    expect(other.connector.sent.at(-1)?.path).toMatch(/activities$/);
  });

  it('a press never shows its answer there', async () => {
    await teams.post(message(teams.serviceUrl, 'x'));
    teams.connector.sent.length = 0;
    answering('Private');
    const { body } = await teams.post(
      press(teams.serviceUrl, { token: 't1' }, { id: 'activity-2', ...IN_A_CHANNEL }),
    );
    expect(sent()).toEqual([['POST', '/v3/conversations/a:chat/activities', 'Private']]);
    expect(JSON.stringify(body)).not.toContain('Private');
  });
});
