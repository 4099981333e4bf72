import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../src/fault.ts';
import { IN_A_CHANNEL, installed, message, press, SAM_ID, submit } from './activities.ts';
import { cardOf } from './every-block.ts';
import { teamsOverHttp, titleOf } from './teams-over-http.ts';

let teams: Awaited<ReturnType<typeof teamsOverHttp>>;
beforeEach(async () => {
  teams = await teamsOverHttp({ greet: async () => ({ cards: [{ ...cardOf(), title: 'Welcome' }] }) });
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
    teams.connector.willAnswer({ status: 429, headers: { 'Retry-After': '2' } });
    const { body } = await teams.post(press(teams.serviceUrl, { token: 't1' }));
    expect(body).toMatchObject({ value: { body: [{ text: 'Answered' }] } });
    expect(teams.faults).toMatchObject([{ code: 'teams-busy' }]);
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

  it('a press from an older client is asked for again when its card may be there still', async () => {
    teams.connector.willAnswer({ status: 503 });
    expect(await teams.post(submit(teams.serviceUrl, { token: 't1' }))).toMatchObject({ status: 502 });
    expect(teams.connector.sent).toHaveLength(1);
  });

  it('the sender is asked to come again when the answer could not be given', async () => {
    teams.connector.willAnswer({ status: 503 });
    expect(await teams.post(message(teams.serviceUrl, 'hello'))).toMatchObject({ status: 502 });
    expect(teams.faults).toMatchObject([{ code: 'teams-unreachable' }]);
  });

  it('opening it brings a greeting, once; removing the app brings none', async () => {
    await teams.post(installed(teams.serviceUrl));
    await teams.post(installed(teams.serviceUrl, 'remove'));
    expect(sent()).toEqual([['POST', '/v3/conversations/a:chat/activities', 'Welcome']]);
    expect(teams.addresses.saved.has(SAM_ID)).toBe(true);
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
    };
    const other = await teamsOverHttp({ addresses: broken });
    expect(await other.post(message(other.serviceUrl, 'share check'))).toEqual({ status: 200 });
    expect(other.connector.sent).toHaveLength(1);
    expect(other.faults).toMatchObject([{ code: 'store-full' }]);
    await other.close();
  });
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
        'Answered in your own chat with Share Check.',
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
