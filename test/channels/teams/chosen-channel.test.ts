import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../../src/app.ts';
import type { TurnReply } from '../../../src/conversation/event.ts';
import { DeliveryError } from '../../../src/delivery/messenger.ts';
import type { Worker } from '../../../src/delivery/worker.ts';
import { objectionTo } from '../../../src/posting-places.ts';
import { provenShipped, shippedContent } from '../../support/house.ts';
import { cardText, tappable } from '../../support/transcript/card-text.ts';
import { IN_A_CHANNEL, message } from './activities.ts';
import { teamsOverHttp, titleOf } from './teams-over-http.ts';

/** Choosing where decisions are posted, over the real endpoint, with the real service and its outbox behind it. */

const idOf = (last: string) => `00000000-0000-4000-8000-000000000${last}`;
const [TEACHER, LEAD, DEPUTY, OPERATOR] = ['101', '102', '103', '105'].map(idOf) as [
  string,
  string,
  string,
  string,
];
const HERE = '19:channel@thread.tacv2';
const AT = '<at>Share Check</at>';
const PRIVATELY = 'Answered in a private chat. Nobody else here sees the answer.';

let folder: string;
let app: App;
let worker: Worker;
let teams: Awaited<ReturnType<typeof teamsOverHttp>>;
let events = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'share-check-'));
  const content = await shippedContent();
  app = await createApp({
    config: { data: folder, key: null, mode: 'local' },
    content,
    proven: provenShipped(content),
    log: () => undefined,
    now: () => new Date('2026-11-23T10:15:00Z'),
  });
  teams = await teamsOverHttp({ handle: (event) => app.handle(event), search: app.quote });
  worker = app.deliverThrough({ teams: teams.channel.messenger });
});
afterEach(async () => {
  await teams.close();
  await app.close();
  rmSync(folder, { recursive: true });
});

const next = () => {
  events += 1;
  return `chosen-${events}`;
};
const entities = [{ type: 'mention', text: AT, mentioned: { id: '28:share-check' } }];
const writes = (aadObjectId: string, text: string, place: object = IN_A_CHANNEL) =>
  teams.post(
    message(teams.serviceUrl, text, {
      id: next(),
      from: { id: `29:${aadObjectId}`, aadObjectId },
      entities,
      ...place,
    }),
  );
const saidHere = () =>
  teams.connector.sent.filter(({ path }) => path.includes(HERE)).map(({ body }) => titleOf(body));
const saidPrivately = () =>
  teams.connector.sent
    .filter(({ path }) => /conversations\/(?!19:).+\/activities/.test(path))
    .map(({ body }) => titleOf(body));
const chosen = async () => (await app.store.places()).map(({ target, by }) => [target, by]);

describe('post decisions here', () => {
  it.each([
    ['the safeguarding lead', LEAD, 'priya-nair', 'Priya Nair'],
    ['whoever looks after the service', OPERATOR, 'alex-reid', 'Alex Reid'],
  ])('is for %s, and the channel is told who did it', async (_who, person, id, name) => {
    await writes(person, `${AT} Post decisions here.`);
    expect(await chosen()).toEqual([[HERE, id]]);
    expect(saidPrivately()).toEqual(['Decisions are posted in a channel in Teams from now on']);
    expect(saidHere()).toEqual([expect.stringContaining('is posted here from now on')]);
    expect(saidHere().join()).toContain(name);
  });

  it.each([
    ['a teacher', TEACHER],
    ['a deputy', DEPUTY],
    ['somebody who is not listed', idOf('999')],
  ])('is not for %s, who is told so where nobody else sees it', async (_who, person) => {
    await writes(person, 'post decisions here');
    await writes(person, 'stop posting here');
    expect(await chosen()).toEqual([]);
    expect(new Set(saidPrivately())).toEqual(
      new Set(['Only your safeguarding lead or whoever runs Share Check can choose this']),
    );
    expect(saidHere()).toEqual([PRIVATELY, PRIVATELY]);
  });

  it.each([
    ['guests', [{ id: '29:g', userRole: 'guest' }], 'There are guests in it'],
    [
      'more people than it looks through',
      Array.from({ length: 301 }, (_, n) => ({ id: `29:${n}` })),
      'no more than 300 people',
    ],
  ])('is refused with %s there', async (_who, members, why) => {
    teams.connector.members.push(...members);
    await writes(LEAD, 'post decisions here');
    expect(await chosen()).toEqual([]);
    expect(JSON.stringify(teams.connector.sent)).toContain(why);
    expect(saidHere()).toEqual([PRIVATELY]);
  });

  it('said in a chat of one’s own says where to write it', async () => {
    await writes(LEAD, 'post decisions here', {});
    expect(await chosen()).toEqual([]);
    expect(saidPrivately()).toEqual(['Write this where decisions should be posted']);
  });
});

it.each([
  ['teams-channel-has-guests', 'guests'],
  ['teams-channel-shared-outside', 'outside'],
  ['teams-unreachable', 'unseen'],
])('what stands against a place is told apart: %s', async (code, objection) => {
  const teamsSays = {
    mayPost: async () => {
      throw new DeliveryError({ code, message: 'No.', remedy: 'Choose another.' });
    },
  };
  const place = { channel: 'teams', target: HERE, name: 'x' } as const;
  expect(await objectionTo(place, { teams: { ...teams.channel.messenger, ...teamsSays } })).toBe(objection);
});

describe('a chosen channel', () => {
  const token = (reply: TurnReply, label: string): string =>
    reply.cards.flatMap(tappable).find((button) => button.label === label)?.token ?? '';
  /** The teacher records a decision, with what they typed into it. */
  const record = async (keepOut: 'No, nobody' | 'Keep these people out'): Promise<void> => {
    const speaker = { channel: 'teams', userId: TEACHER } as const;
    const press = (pressed: string, inputs: Readonly<Record<string, string>> = {}) =>
      app.handle({ id: next(), speaker, kind: 'press', token: pressed, inputs });
    let reply = await app.handle({ id: next(), speaker, kind: 'message', text: 'share check' });
    for (const label of ['Waiting could make it worse', 'A child may be at risk', 'Record my decision now']) {
      reply = await press(token(reply, label));
    }
    const head = reply.cards
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) => (block.kind === 'select' && block.id === 'kept-out' ? block.options : []))
      .find(({ label }) => label.startsWith('Tom Ellis'));
    reply = await press(
      token(reply, keepOut),
      keepOut === 'No, nobody' ? {} : { 'kept-out': head?.token ?? '' },
    );
    reply = await press(token(reply, 'I follow the advice'));
    const inputs = Object.fromEntries(
      (reply.cards[0]?.blocks ?? []).flatMap((block) => {
        if (block.kind === 'select') return [[block.id, block.options[0]?.token ?? ''] as const];
        return block.kind === 'input' && block.date !== true ? [[block.id, 'Kestrel'] as const] : [];
      }),
    );
    reply = await press(token(reply, 'Record it'), inputs);
    expect(reply.cards.map(cardText).join()).toContain('Recorded');
    await worker.runOnce();
  };

  it('gets the summary of each decision, with nothing that was typed and nobody’s name, until it is ended', async () => {
    await writes(LEAD, 'post decisions here');
    await record('No, nobody');
    expect(saidHere()).toEqual([expect.stringContaining('from now on'), 'A record was completed']);
    const post = teams.connector.sent.findLast(({ path }) => path.includes(HERE));
    expect(JSON.stringify(post)).not.toMatch(/Kestrel|Sam|Okafor|Priya/);

    await writes(LEAD, 'stop posting here');
    expect(await chosen()).toEqual([]);
    expect(saidHere().at(-1)).toContain('no longer posted here');
    await record('No, nobody');
    expect(saidHere()).toHaveLength(3);
  });

  it('gets nothing of a case that somebody is kept out of', async () => {
    await writes(LEAD, 'post decisions here');
    await record('Keep these people out');
    expect(saidHere()).toHaveLength(1);
  });

  it('that a guest was let into since gets nothing, until they are out', async () => {
    await writes(LEAD, 'post decisions here');
    teams.connector.members.push({ id: '29:g', userRole: 'guest' });
    await record('No, nobody');
    expect(saidHere()).toHaveLength(1);
    const held = (await app.store.deliveries()).filter(({ state }) => state === 'dead');
    expect(held.map(({ lastFault }) => lastFault?.code)).toContain('teams-channel-has-guests');
    teams.connector.members.pop();
    await app.store.retry('2026-11-23T10:15:00.000Z');
    await worker.runOnce();
    expect(saidHere()).toHaveLength(2);
  });
});
