import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AdaptiveCard } from '../../../src/channels/teams/adaptive-card.ts';
import { TIMES } from '../../../src/channels/teams/respond.ts';
import { OFFERED } from '../../../src/channels/teams/uses.ts';
import { type RealHouse, startHouse } from '../../support/house.ts';
import { IN_A_CHANNEL, installed, message, press } from './activities.ts';
import { cardOf } from './every-block.ts';
import { memoryAddresses } from './memory-addresses.ts';
import type { Sent } from './stub-connector.ts';
import { teamsOverHttp } from './teams-over-http.ts';

/** What the Teams Store asks of every app, with the real conversation behind the real endpoint. */

const IN_A_GROUP_CHAT = {
  conversation: { id: '19:group@thread.v2', conversationType: 'groupChat', tenantId: 'tenant-1' },
};
const AMONG_OTHERS = [
  ['a channel', IN_A_CHANNEL],
  ['a group chat', IN_A_GROUP_CHAT],
] as const;
const PLACES = [['a chat of one’s own', {}], ...AMONG_OTHERS] as const;

let house: RealHouse;
let teams: Awaited<ReturnType<typeof teamsOverHttp>>;
let posted = 0;
let people = 0;
/** Somebody new in each test, whom nobody has listed: nothing of another test is under way for them. */
let from: object;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house.end());
beforeEach(async () => {
  people += 1;
  from = { id: `29:${people}`, aadObjectId: `00000000-0000-4000-8000-${String(people).padStart(12, '0')}` };
  teams = await teamsOverHttp({
    handle: (event) => house.handle(event),
    search: (speaker, text) => house.app().quote(speaker, text),
  });
});
afterEach(() => teams.close());

const next = () => {
  posted += 1;
  return `store-${posted}`;
};
const write = (text: string, extra: object = {}) =>
  teams.post(message(teams.serviceUrl, text, { id: next(), from, ...extra }));
const add = (extra: object = {}) =>
  teams.post({ ...installed(teams.serviceUrl), id: next(), from, ...extra });

const cardIn = ({ body }: Sent): AdaptiveCard | undefined =>
  (body.attachments as { content: AdaptiveCard }[] | undefined)?.[0]?.content;
const cards = () => teams.connector.sent.flatMap((sent) => cardIn(sent) ?? []);

/** Each part of a drawn card that has this type, in order. */
function parts(card: unknown, type: RegExp): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  JSON.parse(JSON.stringify(card ?? null), (_key, value) => {
    if (typeof value === 'object' && value !== null && type.test(value.type ?? '')) found.push(value);
    return value;
  });
  return found;
}
const textsIn = (card: unknown): string[] => parts(card, /^TextBlock$/).map(({ text }) => String(text));
const saysIn = (card: unknown): string => textsIn(card).join('\n');
const toPress = (card: unknown) => parts(card, /^Action\.(Execute|Submit)$/);
const titleOf = (card: unknown) => parts(card, /^TextBlock$/).find(({ style }) => style === 'heading')?.text;
/** What stands where others read. */
const saidToOthers = () =>
  teams.connector.sent.filter(({ path }) => path.startsWith('/v3/conversations/19:'));

describe.each(PLACES)('in %s', (_name, place) => {
  it.each(['Hi', 'hi', 'HELLO', 'Hello!', 'hello'])('"%s" is greeted with the ways in', async (text) => {
    await write(text, place);
    expect(cards().map(titleOf)).toEqual(['Worried about a child? Check what to share, and with whom']);
    expect(saysIn(cards()[0])).toContain('999');
  });

  it.each(['Help', 'HELP', 'help', '/help', 'help!'])('"%s" says what can be done here', async (text) => {
    await write(text, place);
    expect(cards().map(titleOf)).toEqual(['What you can do here']);
    expect(saysIn(cards()[0])).toContain('share check');
  });

  it.each(['qwzx plmk', 'tell me a joke', 'ok', 'thanks', '', '…', '🙂', 'Γειά σου', '/settings', '7'])(
    'whatever else is written (%j) has a way on, and a number to ring',
    async (text) => {
      await write(text, place);
      expect(cards()).toHaveLength(1);
      expect(toPress(cards()[0]).length).toBeGreaterThan(0);
      expect(saysIn(cards()[0])).toContain('999');
    },
  );

  it('others see that it was answered, and nothing of what was asked or answered', async () => {
    await write('my neighbour hits his son, do I need consent?', place);
    const bodies = saidToOthers().map(({ body }) => body);
    expect(bodies.flatMap(({ attachments }) => attachments ?? [])).toEqual([]);
    expect(bodies.map(({ text }) => text)).toEqual(
      'conversation' in place ? ['Answered in a private chat. Nobody else here sees the answer.'] : [],
    );
  });

  it('passages can be searched for and put into a message', async () => {
    const value = {
      commandId: 'quote',
      parameters: [{ name: 'query', value: 'Do I need consent? Kestrel' }],
      queryOptions: { skip: 0, count: 25 },
    };
    const { status, body } = await write('', {
      type: 'invoke',
      name: 'composeExtension/query',
      value,
      ...place,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ composeExtension: { type: 'result' } });
    expect(saysIn(body)).toMatch(/consent/i);
    expect(toPress(body)).toEqual([]);
    expect(JSON.stringify(body)).not.toContain('Kestrel');
    expect(teams.connector.sent).toEqual([]);
  });
});

describe('the welcome', () => {
  it('is one card: what it does, how to begin, what it keeps, its limits; it names the app and sells nothing', async () => {
    await add();
    expect(teams.connector.sent).toHaveLength(1);
    const [card] = cards();
    const says = saysIn(card);
    for (const part of ['Share Check', 'questions', 'help', 'What I keep', 'I advise; you decide', '999']) {
      expect(says).toContain(part);
    }
    expect(toPress(card).map(({ title }) => title)).toContain('Start a check');
    expect(JSON.stringify(card)).not.toMatch(/https?:\/\/(?!adaptivecards\.io)/);
  });

  it('is not said again by help', async () => {
    await add();
    await write('help');
    const [welcome, help] = cards();
    const numbers = /\d{3}/;
    const again = textsIn(help).filter((text) => textsIn(welcome).includes(text) && !numbers.test(text));
    // Whose numbers they are stands over them on both.
    const labels = again.filter((text) => text.length < 60);
    expect(again).toEqual(labels);
  });

  it.each(AMONG_OTHERS)('writes to nobody when the app is added to %s', async (_name, place) => {
    teams.connector.members.push({ id: '29:one' }, { id: '29:two' });
    await add(place);
    expect(teams.connector.sent.map(({ path }) => path)).toEqual([
      `/v3/conversations/${place.conversation.id}/activities`,
    ]);
    expect(teams.connector.sent[0]?.body.text).toContain('999');
    expect(teams.connector.asked).toEqual([]);
  });
});

describe('few messages', () => {
  it('a check is one card that changes, not one message after another', async () => {
    await write('share check');
    for (const label of ['No, it is not urgent', 'A child may be at risk']) {
      const { data } = toPress(cards().at(-1)).find(({ title }) => title === label) ?? {};
      await teams.post(
        press(teams.serviceUrl, { ...(data as object) }, { id: next(), from, replyToId: '1' }),
      );
    }
    expect(teams.connector.sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v3/conversations/a:chat/activities',
      'PUT /v3/conversations/a:chat/activities/1',
      'PUT /v3/conversations/a:chat/activities/1',
    ]);
  });

  it.each([
    ...OFFERED.personal,
    'hello',
    'stop',
    'back',
    'just tell me',
    'do I need consent?',
    'he is bleeding',
  ])('what is typed (%s) is answered with far fewer than Teams takes in a second', async (text) => {
    await write(text);
    expect(teams.connector.sent.length).toBeLessThanOrEqual(3);
  });
});

describe('in time', () => {
  it('the times are those that Teams gives', () => {
    expect(TIMES.typingAfterMs).toBeLessThan(2000);
    expect(TIMES.searchWithinMs).toBeLessThan(2000);
    expect(TIMES.dialogWithinMs).toBeLessThan(5000);
    expect(TIMES.answerWithinMs).toBeLessThan(10_000);
    expect(TIMES.messageWithinMs).toBeLessThanOrEqual(TIMES.answerWithinMs);
    expect(TIMES.pressWithinMs).toBeLessThanOrEqual(TIMES.answerWithinMs);
  });

  /** Work that goes on when it is let go. */
  const held = <Result>(result: Result) => {
    const { promise, resolve } = Promise.withResolvers<Result>();
    return { waiting: promise, release: () => resolve(result) };
  };
  const kinds = (of: typeof teams) => of.connector.sent.map(({ method, body }) => `${method} ${body.type}`);

  it.each(PLACES)(
    'in %s a slow store is no silence: it shows that an answer is coming, and not after it came',
    async (_name, place) => {
      const { waiting, release } = held({ cards: [cardOf()] });
      const slow = await teamsOverHttp({ handle: () => waiting, times: { typingAfterMs: 1, againMs: 1 } });
      const answered = slow.post(message(slow.serviceUrl, 'hello', place));
      await vi.waitFor(() => expect(kinds(slow)).toEqual(['POST typing']));
      release();
      expect(await answered).toEqual({ status: 200 });
      expect(kinds(slow).slice(1).join()).toContain('POST message');
      expect(kinds(slow).slice(1).join()).not.toContain('typing');
      await slow.close();
    },
  );

  it('where people can be written to may be slow to read: the answer does not wait for it', async () => {
    const { waiting, release } = held(undefined);
    const slow = await teamsOverHttp({
      addresses: { ...memoryAddresses(), load: () => waiting },
      times: { rememberWithinMs: 1, againMs: 1 },
    });
    expect(await slow.post(message(slow.serviceUrl, 'hello'))).toEqual({ status: 200 });
    expect(kinds(slow)).toEqual(['POST message']);
    release();
    await slow.close();
  });

  it('a message is acknowledged whatever is slow; the answer comes when it is there', async () => {
    const { waiting, release } = held({ cards: [cardOf()] });
    const slow = await teamsOverHttp({ handle: () => waiting, times: { answerWithinMs: 1, againMs: 1 } });
    expect(await slow.post(message(slow.serviceUrl, 'hello'))).toEqual({ status: 200 });
    expect(slow.connector.sent).toEqual([]);
    // Teams sends it again: it is the same.
    const again = slow.post(message(slow.serviceUrl, 'hello'));
    release();
    expect(await again).toEqual({ status: 200 });
    await vi.waitFor(() => expect(kinds(slow)).toEqual(['POST message']));
    await slow.close();
  });

  it('a press too: who pressed is told to look again, and to ring 999 in danger', async () => {
    const { waiting, release } = held({ cards: [cardOf()] });
    const slow = await teamsOverHttp({ handle: () => waiting, times: { answerWithinMs: 1, againMs: 1 } });
    const { status, body } = await slow.post(press(slow.serviceUrl, { token: 't1' }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('999'),
    });
    release();
    await vi.waitFor(() => expect(kinds(slow)).toEqual(['PUT message']));
    await slow.close();
  });

  it('what fails after that is told to the operator, by its code', async () => {
    const { waiting, release } = held({ cards: [cardOf()] });
    const slow = await teamsOverHttp({ handle: () => waiting, times: { answerWithinMs: 1, againMs: 1 } });
    slow.connector.willAnswer({ status: 401 });
    await slow.post(message(slow.serviceUrl, 'hello'));
    release();
    await vi.waitFor(() =>
      expect(slow.faults.map(({ code }) => code)).toEqual(['teams-credentials-refused']),
    );
    await slow.close();
  });

  it.each([
    ['a message', () => message('', 'hello')],
    ['a press', () => press('', { token: 't1' })],
    ['a message in a channel', () => message('', 'hello', IN_A_CHANNEL)],
    ['being added', () => installed('')],
  ])('%s is acknowledged while the connector hangs', async (_what, made) => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const serviceUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const slow = await teamsOverHttp({
      serviceUrl,
      times: { messageWithinMs: 1, pressWithinMs: 1, answerWithinMs: 60_000, againMs: 1 },
    });
    const { status } = await slow.post({ ...made(), serviceUrl });
    expect(status).toBe(200);
    expect(slow.faults).toEqual([]);
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
    await slow.close();
  });

  it('a dialog shows a way on where the answer takes longer, and the answer at the next press', async () => {
    const { waiting, release } = held({ cards: [{ ...cardOf(), title: 'Answered' }] });
    const slow = await teamsOverHttp({ handle: () => waiting, times: { dialogWithinMs: 1 } });
    const inDialog = (name: string, value: object) =>
      slow.post(message(slow.serviceUrl, '', { type: 'invoke', id: next(), name, value }));
    const commandId = 'check-before-sharing';
    const { body } = await inDialog('composeExtension/fetchTask', { commandId });
    expect(titleOf(body)).toBe('One moment');
    expect(saysIn(body)).toContain('999');
    const [{ data } = { data: undefined }] = toPress(body);
    expect(data).toMatchObject({ token: 'say:resume' });
    release();
    const quick = await teamsOverHttp({ handle: () => waiting });
    const { body: then } = await quick.post(
      message(quick.serviceUrl, '', {
        type: 'invoke',
        name: 'composeExtension/submitAction',
        value: { commandId, data },
      }),
    );
    expect(titleOf(then)).toBe('Answered');
    await quick.close();
    await slow.close();
  });

  const search = (of: typeof teams) =>
    of.post(
      message(of.serviceUrl, '', {
        type: 'invoke',
        id: next(),
        name: 'composeExtension/query',
        value: { commandId: 'quote', parameters: [{ name: 'query', value: 'consent' }] },
      }),
    );

  it('a search that takes too long, or fails, says so, with 999; what became of it is told', async () => {
    const never = Promise.withResolvers<never>();
    const slow = await teamsOverHttp({ search: () => never.promise, times: { searchWithinMs: 1 } });
    const broken = await teamsOverHttp({ search: () => Promise.reject(new Error('Kestrel')) });
    for (const each of [slow, broken]) {
      const { status, body } = await search(each);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        composeExtension: { type: 'message', text: expect.stringContaining('999') },
      });
      never.reject(new Error('Kestrel'));
      await vi.waitFor(() => expect(each.faults).toHaveLength(1));
      expect(JSON.stringify([body, each.faults])).not.toContain('Kestrel');
      await each.close();
    }
  });

  it('a search needs no store, and the advice does not wait for one', async () => {
    await house.storage(false);
    expect((await search(teams)).body).toMatchObject({ composeExtension: { type: 'result' } });
    await write('emergency');
    await house.storage(true);
    expect(saysIn(cards()[0])).toContain('999');
  });
});

describe('what others may read', () => {
  it('who is not listed for it cannot choose where decisions are posted; the channel sees nothing of that', async () => {
    await write('post decisions here', IN_A_CHANNEL);
    expect(cards().map(titleOf)).toEqual([
      'Only your safeguarding lead or whoever runs Share Check can choose this',
    ]);
    expect(saidToOthers().map(({ body }) => body.text)).toEqual([
      'Answered in a private chat. Nobody else here sees the answer.',
    ]);
  });

  it('the numbers stay on top where danger was written in a channel', async () => {
    await write('he is bleeding and not breathing', IN_A_CHANNEL);
    const texts = textsIn(cards()[0]);
    const at = (part: string) => texts.findIndex((text) => text.includes(part));
    expect(at('999')).toBeGreaterThanOrEqual(0);
    expect(at('Others can see what you wrote')).toBeGreaterThan(at('999'));
    expect(JSON.stringify(saidToOthers())).not.toMatch(/bleeding|danger|999/);
  });

  it('a question that is no emergency begins with who else can read it', async () => {
    await write('do I need consent?', IN_A_CHANNEL);
    const texts = textsIn(cards()[0]);
    expect(texts.findIndex((text) => text.includes('Others can see what you wrote'))).toBe(1);
  });
});
