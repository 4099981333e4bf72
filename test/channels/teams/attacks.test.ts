import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { REPEAT_BANNER } from '../../../src/delivery/deliver.ts';
import { Fault } from '../../../src/fault.ts';
import type { Store } from '../../../src/storage/store.ts';
import {
  allText,
  optionOf,
  type Service,
  type ServiceOptions,
  startService,
  tokenOf,
} from '../../security/service.ts';
import { turnOf } from '../../storage/temporary-store.ts';
import type { Answer, Sent } from './stub-connector.ts';

/** What somebody, or Teams itself on a bad day, could do to people who use this: the real endpoint, service and store. */

/** What is typed here; nothing else in the product contains it. */
const CANARY = 'Zzyzx';
const ROOM = '19:room@thread.tacv2';
const IN_ROOM = { conversation: { id: `${ROOM};messageid=17`, conversationType: 'channel' } };
const IN_GROUP = { conversation: { id: '19:group@thread.v2', conversationType: 'groupChat' } };
const FIXED = '19:safeguarding-decisions@thread.tacv2';
const AT = '<at>Share Check</at>';
const MENTION = { entities: [{ type: 'mention', text: AT, mentioned: { id: '28:share-check' } }] };

let service: Service;
/** Others beside the first, with what they opened. */
let others: (() => Promise<void>)[];
beforeEach(() => {
  others = [];
});
afterEach(async () => {
  for (const end of others) await end();
  await service.end();
});

const start = async (options: ServiceOptions = {}) => {
  service = await startService({ times: { againMs: 1 }, ...options });
};
const word = (key: Parameters<Service['words']>[0]) => service.words(key);
const kinds = async () => (await service.entries()).map(({ entry }) => entry.kind);
const isAmongOthers = ({ path }: Sent) => path.includes('/19:');
/** What everybody in a channel or group chat was shown. */
const seenByOthers = () => service.connector.sent.filter(isAmongOthers);
const ownChat = (person: string) =>
  service.connector.sent.filter(({ path }) => path.includes(`/a:${person}/`));
const emergencyButton = async (person = 'sam-okafor') =>
  tokenOf(await service.chatOf(person).say('hello'), word('button-emergency'));
const pressOf = (person: string, token: string, extra: Readonly<Record<string, unknown>> = {}) =>
  JSON.stringify(
    service.chatOf(person).activity({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: 'card',
      value: { action: { verb: 'press', data: { token } } },
      ...extra,
    }),
  );
const invoke = (person: string, name: string, value: unknown, extra = {}) =>
  service.post(JSON.stringify(service.chatOf(person).activity({ type: 'invoke', name, value, ...extra })));
const opens = (person: string, content: string, extra = {}) =>
  invoke(
    person,
    'composeExtension/fetchTask',
    { commandId: 'check-before-sharing', messagePayload: { body: { content } } },
    extra,
  );
const submits = (person: string, token: unknown, extra = {}) =>
  invoke(
    person,
    'composeExtension/submitAction',
    { commandId: 'check-before-sharing', data: { token } },
    extra,
  );
const dialogCard = (text: string): unknown => JSON.parse(text).task?.value?.card?.content;

describe('the same thing many times', () => {
  test('fifty presses of “in danger now” at once are one case, and each has the numbers', async () => {
    await start();
    const token = await emergencyButton();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => service.post(pressOf('sam-okafor', token))),
    );
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(text).toContain('999');
    }
    expect(await kinds()).toEqual(['opened']);
  });

  test('one press that Teams sends fifty times is one, and each has the same answer', async () => {
    await start();
    const body = pressOf('sam-okafor', await emergencyButton());
    const answers = await Promise.all(Array.from({ length: 50 }, () => service.post(body)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await kinds()).toEqual(['opened']);
  });

  test('two services on one store open one case between them', async () => {
    await start();
    const { folder, connector } = service;
    const second = await startService({ folder, connector, times: { againMs: 1 } });
    others.push(second.leave);
    const token = await emergencyButton();
    const bodies = Array.from({ length: 10 }, () => pressOf('sam-okafor', token));
    const answers = await Promise.all(bodies.map((body, n) => (n % 2 === 0 ? service : second).post(body)));
    for (const { text } of answers) expect(text).toContain('999');
    expect(await kinds()).toEqual(['opened']);
  });

  test('a message at once three times, and again later, is answered once', async () => {
    await start();
    const body = JSON.stringify(
      service.chatOf('sam-okafor').activity({ type: 'message', text: 'emergency' }),
    );
    await Promise.all([1, 2, 3].map(() => service.post(body)));
    await service.post(body);
    expect(ownChat('sam-okafor').filter(({ body: { type } }) => type === 'message')).toHaveLength(1);
    expect(await kinds()).toEqual(['opened']);
  });

  test('after a restart it is answered again, as one that may be a repeat, and opens no second case', async () => {
    await start();
    const body = JSON.stringify(
      service.chatOf('sam-okafor').activity({ type: 'message', text: 'emergency' }),
    );
    await service.post(body);
    await service.leave();
    const { folder, connector } = service;
    service = await startService({ folder, connector, times: { againMs: 1 } });
    await service.post(body);
    const [first, second, ...more] = ownChat('sam-okafor').map((sent) => JSON.stringify(sent.body));
    expect(more).toEqual([]);
    expect(first).not.toContain(REPEAT_BANNER);
    expect(second).toContain(REPEAT_BANNER);
    expect(second).toContain('999');
    expect(await kinds()).toEqual(['opened']);
  });

  test.each<[string, number, boolean]>([
    ['nothing of it has left', 503, false],
    ['it may have arrived', 504, true],
  ])(
    'what could not be brought comes when Teams asks again, as a repeat only where %s',
    async (_what, status, repeat) => {
      await start();
      const body = JSON.stringify(
        service.chatOf('sam-okafor').activity({ type: 'message', text: 'emergency' }),
      );
      service.connector.willAnswer(...Array.from({ length: 5 }, () => ({ status })));
      expect((await service.post(body)).status).toBe(502);
      const before = service.connector.sent.length;
      expect((await service.post(body)).status).toBe(200);
      const [again, ...more] = service.connector.sent.slice(before);
      expect(more).toEqual([]);
      expect(JSON.stringify(again)).toContain('999');
      expect(JSON.stringify(again).includes(REPEAT_BANNER)).toBe(repeat);
      expect(await kinds()).toEqual(['opened']);
    },
  );

  test('what was asked among others comes again after a restart in the own chat alone', async () => {
    await start();
    await service.chatOf('sam-okafor').say('hello');
    const sent = { type: 'message', text: `${AT} do I need consent?`, ...MENTION, ...IN_ROOM };
    const body = JSON.stringify(service.chatOf('sam-okafor').activity(sent));
    await service.post(body);
    await service.leave();
    const { folder, connector } = service;
    service = await startService({ folder, connector, times: { againMs: 1 } });
    await service.post(body);
    expect(ownChat('sam-okafor').map((one) => JSON.stringify(one.body).includes(REPEAT_BANNER))).toEqual([
      ...[false, false],
      true,
    ]);
    expect(JSON.stringify(seenByOthers())).not.toContain(REPEAT_BANNER);
  });

  test('a press after a restart opens no second case either, and shows where the person is', async () => {
    await start();
    const body = pressOf('sam-okafor', await emergencyButton());
    await service.post(body);
    await service.leave();
    const { folder, connector } = service;
    service = await startService({ folder, connector, times: { againMs: 1 } });
    expect((await service.post(body)).text).toContain('999');
    expect(await kinds()).toEqual(['opened']);
  });
});

describe('where others read along', () => {
  /** Every way of saying and pressing something there. */
  const ways = (token: string): readonly [string, Readonly<Record<string, unknown>>][] => [
    ['a mention', { type: 'message', text: `${AT} emergency`, ...MENTION }],
    ['a case by its number', { type: 'message', text: `${AT} records`, ...MENTION }],
    ['a question', { type: 'message', text: `${AT} do I need consent? ${CANARY}`, ...MENTION }],
    [
      'an edited message',
      {
        type: 'messageUpdate',
        channelData: { eventType: 'editMessage' },
        timestamp: '2',
        text: 'share check',
      },
    ],
    [
      'a press',
      {
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: '9',
        value: { action: { verb: 'press', data: { token } } },
      },
    ],
    ['an old press', { type: 'message', replyToId: '9', value: { token } }],
    [
      'forged words',
      {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { verb: 'press', data: { token: 'say:emergency' } } },
      },
    ],
    ['old forged words', { type: 'message', value: { token: 'say:records' } }],
  ];

  test.each([
    ['a channel', IN_ROOM],
    ['a group chat', IN_GROUP],
    ['a place of no known kind', { conversation: { id: '19:x@unq.gbl.spaces' } }],
    ['a kind nobody knows', { conversation: { id: 'a:looks-personal', conversationType: 'meeting' } }],
  ])('nothing of anybody’s check is shown in %s, whichever way it is asked for', async (_what, where) => {
    await start();
    const token = await emergencyButton();
    for (const [, extra] of ways(token)) {
      const { text } = await service.post(
        JSON.stringify(service.chatOf('sam-okafor').activity({ ...extra, ...where })),
      );
      expect(text).not.toMatch(/AdaptiveCard|SC-/);
    }
    const { id } = where.conversation;
    const there = service.connector.sent.filter(({ path }) => path.includes(`/${id}/`));
    expect(there.length).toBeGreaterThan(0);
    for (const { method, body } of there) {
      expect(method).toBe('POST');
      expect(body.attachments).toBeUndefined();
      expect(body.type).toBe('message');
      expect(JSON.stringify(body)).not.toMatch(new RegExp(`SC-|${CANARY}|Sam`));
    }
    // What was asked was answered, where only they read it.
    expect(JSON.stringify(ownChat('sam-okafor'))).toContain('999');
  });

  test('that an answer is on its way is shown in the own chat alone', async () => {
    await start({ times: { againMs: 1, typingAfterMs: 0 } });
    await service.chatOf('sam-okafor').say('do I need consent?', { ...MENTION, ...IN_ROOM });
    expect(service.connector.sent.map(({ body }) => body.type)).not.toContain('typing');
  });

  test('a press on somebody else’s message there changes nothing there', async () => {
    await start();
    await service.emergencyForm(service.chatOf('sam-okafor'));
    const about = (await service.app.store.deliveries()).map(({ id }) => id);
    await service.worker.runOnce();
    const before = (await service.entries()).length;
    service.connector.sent.length = 0;
    for (const id of about) {
      for (const person of ['sam-okafor', 'lena-fox', '29:a-guest']) {
        for (const button of ['ack', 'open']) {
          const { text } = await service.post(pressOf(person, `m:${button}:${id}`, IN_ROOM));
          expect(text).not.toMatch(/AdaptiveCard|SC-/);
        }
      }
    }
    expect(seenByOthers()).toEqual([]);
    expect((await service.entries()).length).toBe(before);
    expect(JSON.stringify(ownChat('lena-fox'))).not.toContain('SC-');
  });

  test('a button of somebody else, pressed there or in a dialog, does nothing of theirs', async () => {
    await start();
    const token = await emergencyButton('sam-okafor');
    await service.chatOf('lena-fox').say('hello');
    await service.post(pressOf('lena-fox', token, IN_ROOM));
    const shown = allText(dialogCard((await submits('lena-fox', token)).text));
    expect(shown).toContain(word('button-start'));
    expect(await kinds()).toEqual([]);
  });

  test('nobody chooses a place with a button, and not in their own chat', async () => {
    await start();
    for (const extra of [IN_ROOM, IN_GROUP, {}]) {
      await service.post(pressOf('priya-nair', 'say:post decisions here', extra));
    }
    await submits('priya-nair', 'say:post decisions here', IN_ROOM);
    await service.chatOf('priya-nair').say('post decisions here');
    expect(await service.app.store.places()).toEqual([]);
  });
});

describe('“post decisions here”', () => {
  const choose = (person: string, where: object, members: readonly object[] = []) => {
    service.connector.members.splice(0, 99, { id: '29:priya' }, ...members);
    return service.chatOf(person).say(`${AT} post decisions here`, { ...MENTION, ...where });
  };
  const targets = async () => (await service.app.store.places()).map(({ target }) => target);

  test.each([
    ['a guest', { id: '29:g', userRole: 'guest' }],
    ['somebody nobody signed in', { id: '29:g', userRole: 'Anonymous' }],
  ])('in a group chat with %s is refused, and nobody there reads of it', async (_who, member) => {
    await start();
    await service.chatOf('priya-nair').say('hello');
    await choose('priya-nair', IN_GROUP, [member]);
    expect(await targets()).toEqual([]);
    expect(JSON.stringify(ownChat('priya-nair').at(-1))).toContain('Nothing can be posted');
    expect(JSON.stringify(seenByOthers())).not.toMatch(/from now on|guest/i);
    await choose('priya-nair', IN_GROUP);
    expect(await targets()).toEqual(['19:group@thread.v2']);
  });

  test('keeps the channel and no message in it, however its id is written', async () => {
    await start();
    for (const id of [`${ROOM};messageid=1;messageid=2`, ROOM, `${ROOM};messageid=`]) {
      await choose('priya-nair', { conversation: { id, conversationType: 'channel' } });
    }
    expect(await targets()).toEqual([ROOM]);
  });

  test('in a place whose id leads elsewhere never leaves that conversation', async () => {
    await start();
    const id = '19:x/../../a:sam-okafor/activities?y=#@thread.tacv2';
    await choose('priya-nair', { conversation: { id, conversationType: 'channel' } });
    await service.emergencyForm(service.chatOf('lena-fox'));
    await service.worker.runOnce();
    for (const url of service.connector.urls)
      expect(url).toMatch(/^\/v3\/conversations(\/[^/?#]+\/activities(\/[^/?#]+)?)?$/);
  });

  test('by a channel with a name that would dress a line up shows its letters alone', async () => {
    await start();
    const name = `<at>Everyone</at> \u202e**${'N'.repeat(500)}**\n# 999\u200b`;
    await service.chatOf('priya-nair').say('hello');
    await choose('priya-nair', { ...IN_ROOM, channelData: { channel: { id: ROOM, name } } });
    const [place] = await service.app.store.places();
    expect(place?.name).toMatch(/^atEveryoneat N{1,80}$/);
    expect(JSON.stringify(seenByOthers())).not.toContain('Everyone');
  });
});

describe('somebody’s name', () => {
  test('is letters that can be seen, wherever others read it', async () => {
    await start();
    const name = '\u202e<at>all</at> **Call 0800** [x](http://evil.example)\u200d\u3164';
    const from = { from: { id: '29:new', aadObjectId: '', name } };
    const home = await service.chatOf('29:new').say('hello', from);
    await service.chatOf('29:new').press(tokenOf(home, word('button-emergency')), {}, from);
    await service.worker.runOnce();
    const lead = JSON.stringify(
      service.connector.sent.filter(
        ({ path, body }) => !path.includes('29:new') && body.attachments !== undefined,
      ),
    );
    expect(lead).toContain('atallat Call 0800 x(httpevil.example)');
    expect(lead).not.toMatch(/\u202e|\u200d|\u3164|<at>all|http:\/\/evil/);
  });
});

describe('what a message may carry', () => {
  test('a mention of two hundred kilobytes of half a tag is answered, once', async () => {
    await start();
    await service.chatOf('sam-okafor').say('hello');
    service.connector.sent.length = 0;
    const text = `${AT} ${'<at'.repeat(70_000)}`;
    await service.chatOf('sam-okafor').say(text, { ...MENTION, ...IN_ROOM });
    expect(ownChat('sam-okafor')).toHaveLength(1);
    expect(seenByOthers()).toHaveLength(1);
  });

  test.each([
    ['tags', '<p>'.repeat(60_000)],
    ['half tags', '<'.repeat(200_000)],
    ['signs', '&amp;'.repeat(40_000)],
    ['half signs', '&#'.repeat(100_000)],
    ['empty lines', ' \n'.repeat(60_000)],
    ['nested lists', `${'<ul><li>'.repeat(20_000)}`],
  ])('a message of two hundred kilobytes of %s can be checked', async (_what, content) => {
    await start();
    const { status, text } = await opens('sam-okafor', content);
    expect(status).toBe(200);
    expect(allText(dialogCard(text))).toContain('Question 1');
  });

  test('danger in a message is asked about in the dialog, with the numbers, and nothing of the message is shown', async () => {
    await start();
    const marked = `${'<span style="color:red">a</span> '.repeat(50)}<p>${CANARY}: she was stran&#103;led today</p>`;
    const { text } = await opens('sam-okafor', marked, IN_ROOM);
    expect(allText(dialogCard(text))).toContain('999');
    expect(allText(dialogCard(text))).toContain('strangled');
    expect(text).not.toContain(CANARY);
    expect(service.connector.sent).toEqual([]);
  });

  test('whatever stands where something else should is let go of, and nobody else notices', async () => {
    await start();
    const odd: readonly unknown[] = [
      ...[null, true, 0, -1, 1e308, '', 'x', [], {}, [[]], { token: 1 }, { token: { token: 't' } }],
      ...[
        { token: 'x'.repeat(5000) },
        { commandId: 5 },
        { action: [] },
        { action: { verb: 'press', data: [] } },
      ],
      ...[{ parameters: 'x' }, { commandId: 'quote', parameters: [{ name: 5 }] }],
      ...[
        { commandId: 'quote', parameters: [{ name: 'query', value: { a: 1 } }], queryOptions: { skip: -1 } },
      ],
      { commandId: 'quote', parameters: [{ name: 'query', value: 5 }] },
      { commandId: 'quote', parameters: Array(5000).fill({ name: 'query', value: 'x'.repeat(20) }) },
      { commandId: 'check-before-sharing', messagePayload: { body: { content: ['x'] } } },
      { commandId: 'check-before-sharing', data: { token: 't', x: { y: 1 }, z: ['a'] } },
    ];
    const names = [
      ...['adaptiveCard/action', 'composeExtension/query', 'composeExtension/fetchTask'],
      ...['composeExtension/submitAction', 'task/fetch', 'signin/verifyState', '__proto__', ''],
    ];
    for (const name of names) {
      for (const value of odd) {
        const { status } = await invoke('lena-fox', name, value);
        expect([200, 501], `${name} ${JSON.stringify(value).slice(0, 60)}`).toContain(status);
      }
    }
    for (const extra of [
      ...[{ text: 5 }, { entities: {} }, { entities: [null, 5, { type: 'mention' }] }, { channelData: 'x' }],
      ...[
        { from: {} },
        { from: null },
        { conversation: 'x' },
        { conversation: { id: '' } },
        { recipient: 5 },
      ],
      ...[
        { id: 5 },
        { id: 'x'.repeat(301) },
        { replyToId: {} },
        { timestamp: 5 },
        { type: '' },
        { action: [] },
      ],
      { channelData: { channel: { name: 5 }, team: [], tenant: 'x' } },
    ]) {
      const body = service.chatOf('lena-fox').activity({ type: 'message', text: 'hello', ...extra });
      expect([200, 400], JSON.stringify(extra).slice(0, 60)).toContain(
        (await service.post(JSON.stringify(body))).status,
      );
    }
    const nested = `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`;
    for (const name of [...names, undefined]) {
      const kind = name === undefined ? { type: 'message' } : { type: 'invoke', name };
      const body = JSON.stringify(service.chatOf('lena-fox').activity({ ...kind, value: 'NESTED' }));
      const { status } = await service.post(body.replace('"NESTED"', nested));
      expect([200, 400, 413, 501], String(name)).toContain(status);
    }
    expect(service.log).toEqual([]);
    expect(await kinds()).toEqual([]);
    expect(allText(await service.chatOf('sam-okafor').say('share check'))).toContain('Question 1');
  });
});

describe('a dialog', () => {
  test('goes from the message to the advice, and what was done there goes on in the chat', async () => {
    await start();
    const first = dialogCard((await opens('sam-okafor', 'see you at four', IN_ROOM)).text);
    const token = tokenOf(first, 'Yes, in danger now');
    const advice = dialogCard((await submits('sam-okafor', token, IN_ROOM)).text);
    expect(allText(advice)).toContain('999');
    expect(await kinds()).toEqual(['opened']);
    expect(service.connector.sent).toEqual([]);
    expect(allText(await service.chatOf('sam-okafor').say('resume'))).toMatch(/Case SC-/);
    expect(allText(dialogCard((await submits('sam-okafor', 'say:resume')).text))).toMatch(/Case SC-/);
  });

  test('whose answer is late says so, and the next press shows it: nothing is lost, nothing is done twice', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let holds = false;
    const wrapStore = (store: Store): Store => ({
      ...store,
      commit: async (turn) => {
        if (holds) await held;
        return store.commit(turn);
      },
    });
    await start({ wrapStore, times: { againMs: 1, dialogWithinMs: 50 } });
    const first = dialogCard((await opens('sam-okafor', 'see you at four')).text);
    holds = true;
    const late = dialogCard((await submits('sam-okafor', tokenOf(first, 'Yes, in danger now'))).text);
    expect(allText(late)).toContain('999');
    const [again] = JSON.stringify(late).match(/say:[a-z]+/) ?? [''];
    const stillLate = dialogCard((await submits('sam-okafor', again)).text);
    expect(allText(stillLate)).toContain('999');
    release();
    holds = false;
    const shown = dialogCard((await submits('sam-okafor', again)).text);
    expect(allText(shown)).toMatch(/Case SC-/);
    expect(await kinds()).toEqual(['opened']);
  });

  test('a search for words of danger brings the numbers first, and nothing that was typed', async () => {
    await start();
    const value = {
      commandId: 'quote',
      parameters: [{ name: 'query', value: `${CANARY} she was strangled` }],
    };
    const { text } = await invoke('sam-okafor', 'composeExtension/query', value, IN_ROOM);
    const [first] = JSON.parse(text).composeExtension.attachments;
    expect(allText(first.content)).toContain('999');
    expect(text).not.toMatch(new RegExp(`${CANARY}|strangled`));
    expect(service.connector.sent).toEqual([]);
  });
});

describe('in an emergency the numbers come with the answer to the press', () => {
  test.each<[string, Answer]>([
    ['asks to slow down', { status: 429, headers: { 'Retry-After': '42' } }],
    ['is busy', { status: 503 }],
    ['fails', { status: 500 }],
    ['is behind a gateway that gave up', { status: 504 }],
    ['hangs up', { status: 0 }],
    ['has taken the card away', { status: 404 }],
    ['lets nobody write', { status: 403 }],
    ['refuses the credentials', { status: 401 }],
  ])('while Teams %s', async (_what, answer) => {
    await start({ times: { againMs: 1, pressWithinMs: 50 } });
    const token = await emergencyButton();
    service.connector.answering.to = () => answer;
    const { status, text } = await service.post(pressOf('sam-okafor', token));
    expect(status).toBe(200);
    expect(allText(JSON.parse(text).value)).toContain('999');
    expect(await kinds()).toEqual(['opened']);
  });

  test('while Teams says nothing at all', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    others.push(async () => {
      silent.closeAllConnections();
      await new Promise((resolve) => silent.close(resolve));
    });
    const serviceUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    await start({ times: { againMs: 1, pressWithinMs: 50 } });
    const body = pressOf('sam-okafor', await emergencyButton(), { serviceUrl });
    expect((await service.post(body)).text).toContain('999');
    expect(await kinds()).toEqual(['opened']);
    silent.closeAllConnections();
  });

  test('while the store fails in the middle, with the word that it is not recorded; and it is recorded later', async () => {
    let works = true;
    const wrapStore = (store: Store): Store => ({
      ...store,
      commit: async (turn) => {
        if (!works) throw new Fault('store-full', 'The disk is full.', 'Make room on the disk.');
        return store.commit(turn);
      },
    });
    await start({ wrapStore });
    const token = await emergencyButton();
    works = false;
    const { text } = await service.post(pressOf('sam-okafor', token));
    expect(allText(JSON.parse(text).value)).toContain('999');
    expect(allText(JSON.parse(text).value)).toContain('not recorded');
    expect(service.log.join()).toContain('store-full');
    works = true;
    expect(allText(await service.chatOf('sam-okafor').say('resume'))).toMatch(/SC-/);
    expect(await kinds()).toEqual(['opened']);
  });
});

test('a stop waits for the answers under way: each is brought, or tried once more', async () => {
  await start({ times: { againMs: 60_000, messageWithinMs: 20 } });
  let refused = 0;
  service.connector.answering.to = ({ method }) => {
    if (method !== 'POST' || refused === 3) return undefined;
    refused += 1;
    return { status: 503 };
  };
  const said = ['sam-okafor', 'lena-fox', 'tom-ellis'].map((person) =>
    service.post(JSON.stringify(service.chatOf(person).activity({ type: 'message', text: 'emergency' }))),
  );
  for (const { status } of await Promise.all(said)) expect(status).toBe(200);
  await service.teams.stop();
  for (const person of ['sam-okafor', 'lena-fox', 'tom-ellis']) {
    expect(ownChat(person), person).toHaveLength(2);
    expect(JSON.stringify(ownChat(person).at(-1))).toContain('999');
  }
  expect(service.log).toEqual([]);
});

test.each(['MessageWritesBlocked', 'BotNotInConversationRoster'])(
  'a lead who had shut Share Check out (%s) and writes again gets what waited for them',
  async (code) => {
    await start();
    const lead = service.chatOf('priya-nair');
    await lead.say('hello');
    const { teams: aadObjectId } =
      service.content.deployment.people.find(({ id }) => id === 'priya-nair') ?? {};
    service.connector.members.push({ id: '29:priya-nair', aadObjectId, name: 'Priya Nair' });
    let shut = true;
    service.connector.answering.to = ({ path, body }) =>
      shut &&
      (path.includes('/a:priya-nair/') || JSON.stringify(body.members ?? '').includes(aadObjectId ?? '-'))
        ? { status: 403, body: { error: { code } } }
        : undefined;
    await service.post(pressOf('sam-okafor', await emergencyButton()));
    await service.worker.runOnce();
    await service.worker.runOnce();
    const named = seenByOthers().map(({ body }) => String(body.text));
    expect(named).toEqual([expect.stringContaining('<at>Priya Nair</at> Share Check has something for you')]);
    shut = false;
    const before = service.connector.sent.length;
    await lead.say('hello');
    await service.worker.runOnce();
    const got = JSON.stringify(
      service.connector.sent.slice(before).filter(({ path }) => !path.includes('/19:')),
    );
    expect(got).toMatch(/m:ack:/);
    expect((await service.app.store.deliveries({ states: ['dead'] })).length).toBe(0);
  },
);

describe('with somebody kept out of a case', () => {
  /** One week of the school; `restricted`: with a concern about a colleague in it, whose addressee has not got the app. */
  async function week(restricted: boolean): Promise<readonly string[]> {
    await start();
    const { connector, worker } = service;
    const aadObjectId = '00000000-0000-4000-8000-000000000106';
    connector.members.push({ id: '29:rosa-lind', aadObjectId, name: 'Rosa Lind' });
    connector.answering.to = ({ path, body }) =>
      JSON.stringify(body).includes(aadObjectId) || path.includes('a:rosa-lind')
        ? { status: 403, body: { error: { code: 'BotNotInConversationRoster' } } }
        : path === '/v3/conversations'
          ? { status: 201, body: { id: `a:${JSON.stringify(body).match(/0{9}(\d{3})"/)?.[1]}` } }
          : undefined;
    await service.chatOf('priya-nair').say(`${AT} post decisions here`, { ...MENTION, ...IN_ROOM });
    await record('lena-fox');
    if (restricted) {
      const sam = service.chatOf('sam-okafor');
      await sam.tap(await sam.say('hello'), 'button-emergency-colleague');
      await worker.runOnce();
      await worker.runOnce();
      const told = (await service.app.store.deliveries()).filter(
        ({ destination }) => destination.kind === 'direct-message' && destination.person === 'rosa-lind',
      );
      expect(told.map(({ state, lastFault }) => [state, lastFault?.code])).toEqual([
        ['dead', 'teams-not-installed'],
      ]);
      expect(service.log.join()).toContain('delivery-dead');
      // The author is told that nobody has it so far.
      expect(allText(await sam.say('resume'))).toContain('Rosa Lind');
    }
    await record('lena-fox');
    await worker.runOnce();
    const excluded = service.chatOf('priya-nair');
    await excluded.say('records');
    // What they can see: places, and the lead's own chat; references are drawn anew each time.
    const seen = connector.sent
      .filter(({ path }) => path.includes('/19:') || /\/a:(102|priya-nair)\//.test(path))
      .map(({ method, path, body }) =>
        `${method} ${path} ${JSON.stringify(body)}`
          .replaceAll(/SC-\w{4}-\w{4}/g, 'SC')
          .replaceAll(/m:([a-z-]+):[\w-]+/g, 'm:$1')
          .replaceAll(/"t[\w-]{16}"/g, '"t"')
          .replaceAll(/activities\/\d+/g, 'activities/n')
          .replaceAll(connector.serviceUrl, 'http'),
      );
    await service.end();
    return seen;
  }

  test('an acknowledgement in the channel is shown to everybody there; with somebody kept out, to nobody there', async () => {
    await start();
    await record('lena-fox');
    const [posted] = (await service.app.store.deliveries({ states: ['sent'] })).filter(
      ({ destination }) => destination.kind === 'channel-post',
    );
    const { id = '', reference, message } = posted ?? {};
    const there = { conversation: { id: FIXED, conversationType: 'channel' }, replyToId: message };
    const inChannel = (person: string) => service.post(pressOf(person, `m:ack:${id}`, there));
    service.connector.sent.length = 0;
    await service.app.store.commit(
      turnOf('keep', { keptOut: [{ reference: reference ?? '', people: ['jo-hart'] }] }),
    );
    const alone = await inChannel('tom-ellis');
    expect(alone.text).not.toMatch(/AdaptiveCard|SC-|Tom Ellis/);
    await service.worker.runOnce();
    expect(seenByOthers()).toEqual([]);
    expect(JSON.stringify(service.connector.sent)).toContain('Acknowledged');
    expect(await kinds()).toContain('delivery-event');

    await service.app.store.commit(
      turnOf('let-in', { keptOut: [{ reference: reference ?? '', people: [] }] }),
    );
    const shown = await inChannel('priya-nair');
    expect(shown.text).toContain('Tom Ellis');
    expect(seenByOthers().map(({ method, path }) => `${method} ${path}`)).toEqual([
      `PUT /v3/conversations/${FIXED}/activities/${message}`,
    ]);
  });

  async function record(person: string): Promise<void> {
    const chat = service.chatOf(person);
    let card = await chat.tap(await chat.say('hello'), 'button-emergency');
    card = await chat.tap(card, 'button-decide-now');
    card = await chat.tap(card, 'button-nobody');
    card = await chat.press(tokenOf(card, word('follow-yes')));
    await chat.tap(card, 'button-record', {
      recipients: optionOf(card, 'recipients', word('recipient-police')),
      told: optionOf(card, 'told', word('told-not-decided')),
    });
    await service.worker.runOnce();
  }

  test('nothing they can read differs by a word: no post, mention or change, and the one told instead is named nowhere', async () => {
    const without = await week(false);
    const withIt = await week(true);
    expect(withIt).toEqual(without);
    expect(without.some((line) => line.includes(ROOM))).toBe(true);
    expect(without.some((line) => line.includes(FIXED))).toBe(true);
    expect(withIt.join()).not.toMatch(/mention|Rosa Lind.*has something/);
    await start();
  });
});

test('a rehearsal never reaches a channel, nor anybody', async () => {
  await start();
  await service.chatOf('priya-nair').say(`${AT} post decisions here`, { ...MENTION, ...IN_ROOM });
  service.connector.sent.length = 0;
  const sam = service.chatOf('sam-okafor');
  const card = await sam.say('rehearse');
  await sam.answer(card, 'urgency', 'immediate');
  await sam.say('resume');
  await service.worker.runOnce();
  expect(service.connector.sent.filter(({ path }) => !path.includes('/a:sam-okafor/'))).toEqual([]);
  expect(await service.app.store.deliveries()).toEqual([]);
  for (const { body } of ownChat('sam-okafor')) expect(JSON.stringify(body)).toContain('Rehearsal');
});
