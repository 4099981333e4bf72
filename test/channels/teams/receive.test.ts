import { describe, expect, it } from 'vitest';
import { activitySchema } from '../../../src/channels/teams/activity.ts';
import { receive } from '../../../src/channels/teams/receive.ts';
import { IN_A_CHANNEL, installed, message, press, SAM_ID, submit } from './activities.ts';

const URL = 'http://127.0.0.1:1';
const read = (activity: unknown) => receive(activitySchema.parse(activity));
const eventOf = (activity: unknown) => {
  const received = read(activity);
  return received.kind === 'turn' ? received.event : undefined;
};

describe('what arrives from Teams', () => {
  it('is a message, spoken by the person’s Entra id', () => {
    expect(eventOf(message(URL, 'share check'))).toEqual({
      id: 'teams:a:chat:activity-1',
      speaker: { channel: 'teams', userId: SAM_ID, name: 'Sam Okafor' },
      kind: 'message',
      text: 'share check',
    });
  });

  it('takes a name as letters only, so that it cannot dress a message up', () => {
    const from = { id: '29:guest', name: '[**Priya**](http://evil.example) <b>\u202eNair' };
    expect(eventOf(message(URL, 'hello', { from }))?.speaker.name).toBe('Priya(httpevil.example) bNair');
  });

  it('is spoken by the Teams id where there is no Entra id', () => {
    const event = eventOf(message(URL, 'hello', { from: { id: '29:guest' } }));
    expect(event?.speaker.userId).toBe('29:guest');
  });

  it('is what was said without the mention of Share Check; other people stay as words', () => {
    const mention = (id: string, name: string) => ({
      type: 'mention',
      text: `<at>${name}</at>`,
      mentioned: { id },
    });
    const text = '<at>Share Check</at>&nbsp;may I tell <at>Priya</at>\nabout this?';
    const entities = [
      { type: 'clientInfo' },
      mention('28:share-check', 'Share Check'),
      mention('29:priya', 'Priya'),
    ];
    expect(eventOf(message(URL, text, { ...IN_A_CHANNEL, entities }))).toMatchObject({
      text: 'may I tell Priya\nabout this?',
    });
  });

  it('is a press, with the fields beside the token', () => {
    const event = eventOf(press(URL, { token: 't1', recipients: 'r1,r2', shared: 'two dates', odd: 7 }));
    expect(event).toMatchObject({
      kind: 'press',
      token: 't1',
      inputs: { recipients: 'r1,r2', shared: 'two dates' },
    });
    expect(event).not.toHaveProperty('inputs.odd');
    expect(event).not.toHaveProperty('inputs.token');
  });

  it('is the same press from an older client', () => {
    expect(eventOf(submit(URL, { token: 't1', shared: 'x' }))).toEqual(
      eventOf(press(URL, { token: 't1', shared: 'x' })),
    );
  });

  it('is one event when it comes twice, and another when the id differs', () => {
    const first = eventOf(press(URL, { token: 't1' }));
    expect(eventOf(press(URL, { token: 't1' }))?.id).toBe(first?.id);
    expect(eventOf(press(URL, { token: 't1' }, { id: 'activity-2' }))?.id).not.toBe(first?.id);
  });

  it('is one event without an id too: the same button of the same card', () => {
    const bare = (token: string) => eventOf(press(URL, { token }, { id: undefined }))?.id;
    expect(bare('t1')).toBe(bare('t1'));
    expect(bare('t1')).not.toBe(bare('t2'));
  });

  it('is another event in another conversation: ids of messages repeat between those', () => {
    const other = message(URL, 'x', { conversation: { id: 'a:other', conversationType: 'personal' } });
    expect(eventOf(other)?.id).not.toBe(eventOf(message(URL, 'x'))?.id);
  });

  it('is somebody who can be reached from now on', () => {
    expect(read(installed(URL))).toEqual({
      kind: 'met',
      speaker: { channel: 'teams', userId: SAM_ID, name: 'Sam Okafor' },
      address: {
        ...{ serviceUrl: URL, conversation: 'a:chat', tenant: 'tenant-1' },
        ...{ bot: '28:share-check', user: '29:sam' },
      },
      added: true,
      id: 'teams:a:chat:activity-1',
    });
    const opened = message(URL, '', { type: 'conversationUpdate', membersAdded: [{ id: '28:share-check' }] });
    expect(read(opened)).toMatchObject({ kind: 'met', added: false });
    expect(read({ ...opened, membersAdded: undefined, membersRemoved: [{}] })).toEqual({ kind: 'nothing' });
    expect(read(installed(URL, 'add-upgrade'))).toMatchObject({ kind: 'met', added: false });
    expect(read(installed(URL, 'remove-upgrade'))).toMatchObject({ kind: 'left', userId: SAM_ID });
  });

  it('is a team or group chat the app was added to', () => {
    expect(read({ ...installed(URL), ...IN_A_CHANNEL })).toMatchObject({ kind: 'joined' });
  });

  it('is a message with the place it was written in, where others read along', () => {
    const inTeam = {
      channelData: { channel: { id: 'x', name: 'Safe<b>guarding' }, team: { id: '19:team' } },
    };
    expect(read(message(URL, 'hello', { ...IN_A_CHANNEL, ...inTeam }))).toMatchObject({
      event: { place: { channel: 'teams', target: '19:channel@thread.tacv2', name: 'Safebguarding' } },
      address: { conversation: '19:channel@thread.tacv2;messageid=1', team: '19:team' },
    });
    expect(eventOf(message(URL, 'hello'))).not.toHaveProperty('place');
  });

  describe('from a message action', () => {
    const action = (content: unknown, extra = {}) =>
      message(URL, '', {
        type: 'invoke',
        name: 'composeExtension/fetchTask',
        value: {
          commandId: 'check-before-sharing',
          messagePayload: { body: { contentType: 'html', content } },
        },
        ...extra,
      });

    it('is a check in a dialog, with the words of the message as they are read', () => {
      const html = '<p>He has&nbsp;a <b>bruise</b> &amp; is scared</p><div>Call&#33;<br>&lt;now&gt;</div>';
      expect(read(action(html, IN_A_CHANNEL))).toMatchObject({
        kind: 'turn',
        from: { kind: 'dialog' },
        invoke: true,
        event: { kind: 'message', text: 'share check', about: 'He has a bruise & is scared\nCall!\n<now>' },
      });
    });

    it.each([null, undefined, '', '   ', '<img src="x">'])(
      'is a check all the same without words (%j)',
      (content) => {
        expect(eventOf(action(content))).not.toHaveProperty('about');
        expect(eventOf(action(content))).toMatchObject({ text: 'share check' });
      },
    );

    it('is read in no time, whatever it holds', () => {
      const about = (html: string) => eventOf(action(html));
      for (const part of ['<', '&', '&#', '<p', '&#x', '</'])
        expect(about(part.repeat(200_000))).toMatchObject({ kind: 'message' });
    });

    it('goes on with the buttons of the dialog', () => {
      const value = { commandId: 'check-before-sharing', data: { token: 't1', shared: 'two dates' } };
      const pressed = message(URL, '', { type: 'invoke', name: 'composeExtension/submitAction', value });
      expect(read(pressed)).toMatchObject({
        from: { kind: 'dialog' },
        event: { kind: 'press', token: 't1', inputs: { shared: 'two dates' } },
      });
      expect(read({ ...pressed, value: { data: {} } })).toEqual({ kind: 'nothing' });
    });
  });

  it('is a button that stands for words', () => {
    expect(eventOf(press(URL, { token: 'say:resume' }))).toMatchObject({ kind: 'message', text: 'resume' });
  });

  it.each([
    [[{ name: 'query', value: 'consent' }], 'consent'],
    [[{ name: 'initialRun', value: 'true' }], ''],
    [[{ name: 'query', value: 7 }], ''],
    [undefined, ''],
  ])('is a search (%#)', (parameters, text) => {
    const value = { commandId: 'quote', parameters, queryOptions: { skip: 0, count: 25 } };
    const search = message(URL, '', { type: 'invoke', name: 'composeExtension/query', value });
    expect(read(search)).toMatchObject({ kind: 'search', text, skip: 0, speaker: { userId: SAM_ID } });
  });

  it.each([
    ['a reaction', message(URL, 'x', { type: 'messageReaction' })],
    ['another invoke', press(URL, { token: 't1' }, { name: 'task/fetch' })],
    ['a press of something else', press(URL, {})],
    ['another verb', press(URL, {}, { value: { action: { verb: 'other', data: { token: 't1' } } } })],
    ['an app taken out of a team', { ...installed(URL, 'remove'), ...IN_A_CHANNEL }],
    [
      'a search that cannot be read',
      message(URL, '', { type: 'invoke', name: 'composeExtension/query', value: 7 }),
    ],
  ])('is nothing: %s', (_name, activity) => {
    expect(read(activity)).toEqual({ kind: 'nothing' });
  });

  it('is cut at a length nobody types', () => {
    expect(eventOf(message(URL, 'x'.repeat(100_000)))).toMatchObject({ text: 'x'.repeat(8000) });
  });
});
