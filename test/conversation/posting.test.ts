import { afterEach, describe, expect, test } from 'vitest';
import type { TurnReply } from '../../src/conversation/event.ts';
import { DeliveryError } from '../../src/delivery/messenger.ts';
import { type HouseOptions, type RealHouse, startHouse } from '../support/house.ts';
import { cardText, tappable } from '../support/transcript/card-text.ts';

const ROOM = { channel: 'teams', target: '19:room@thread.tacv2', name: 'Room for the few' } as const;
const OTHER = { ...ROOM, target: '19:other@thread.tacv2', name: 'Other room' } as const;
const FIXED = '19:safeguarding-decisions@thread.tacv2';

let house: RealHouse;
afterEach(() => house.end());

const start = async (options: HouseOptions = {}) => {
  house = await startHouse({ mayPost: async () => undefined, ...options });
};
let events = 0;
const id = () => {
  events += 1;
  return `event-${events}`;
};
const speaker = (person: string) => {
  const known = house.content.deployment.people.find(({ id: each }) => each === person)?.teams;
  return { channel: 'teams', userId: known ?? person } as const;
};
const say = (person: string, text: string, place?: typeof ROOM | typeof OTHER) =>
  house.handle({
    ...{ id: id(), speaker: speaker(person), kind: 'message', text },
    ...(place === undefined ? {} : { place }),
  });
const choose = (person = 'priya-nair', place: typeof ROOM | typeof OTHER = ROOM) =>
  say(person, 'post decisions here', place);
const end = (person = 'priya-nair') => say(person, 'stop posting here', ROOM);
const shown = (reply: TurnReply): string => reply.cards.map(cardText).join('\n');
const chosen = async () => (await house.app().store.places()).map(({ target }) => target);

async function taps(person: string, first: TurnReply, ...labels: readonly string[]): Promise<TurnReply> {
  let reply = first;
  for (const label of labels) {
    const token = reply.cards.flatMap(tappable).find((one) => one.label === label)?.token ?? label;
    reply = await house.handle({ id: id(), speaker: speaker(person), kind: 'press', token, inputs: {} });
  }
  return reply;
}

/** From the beginning to the receipt. `first`: the last answer before the decision's own steps. */
async function decide(person: string, begun?: TurnReply): Promise<TurnReply> {
  const form = await taps(
    person,
    begun ?? (await say(person, 'share check')),
    ...['Waiting could make it worse', 'A child may be at risk', 'Record my decision now', 'No, nobody'],
    'I follow the advice',
  );
  const inputs = Object.fromEntries(
    (form.cards[0]?.blocks ?? []).flatMap((block) =>
      block.kind === 'select' ? [[block.id, block.options[0]?.token ?? ''] as const] : [],
    ),
  );
  const token = form.cards.flatMap(tappable).find(({ label }) => label === 'Record it')?.token ?? '';
  return house.handle({ id: id(), speaker: speaker(person), kind: 'press', token, inputs });
}
const posts = () => house.cards.filter(({ to }) => to.startsWith('19:')).map(({ to }) => to);

describe('who may choose where decisions are posted', () => {
  test.each(['priya-nair', 'alex-reid'])('%s may, and everybody there reads who it was', async (person) => {
    await start();
    const reply = await choose(person);
    const { name, post } = house.content.deployment.people.find((one) => one.id === person) ?? {};
    expect(shown(reply)).toContain('Decisions are posted in Room for the few from now on');
    expect(shown(reply)).toContain('stop posting here');
    expect(reply.said).toBe(
      `A short summary of each decision is posted here from now on. It has no answers, and no name of a child or of who raised it. Set up by ${name}, ${post}.`,
    );
    expect(await house.app().store.places()).toEqual([
      { ...ROOM, by: person, at: '2026-11-23T10:15:00.000Z' },
    ]);
  });

  test.each(['sam-okafor', 'tom-ellis', 'jo-hart', 'lena-fox', 'somebody-not-listed'])(
    '%s may not, is told whom to ask, and nobody reads of it',
    async (person) => {
      await start();
      await choose();
      for (const reply of [await choose(person, OTHER), await end(person)]) {
        expect(shown(reply)).toContain(
          'Only your safeguarding lead or whoever runs Share Check can choose this',
        );
        expect(shown(reply)).toContain('Priya Nair');
        expect(reply.said).toBeUndefined();
      }
      expect(await chosen()).toEqual([ROOM.target]);
    },
  );
});

describe('nothing changes, and nobody there reads of it,', () => {
  test('where nobody else reads', async () => {
    await start();
    const reply = await say('priya-nair', 'post decisions here');
    expect(shown(reply)).toContain('Write this where decisions should be posted');
    expect([reply.said, await chosen()]).toEqual([undefined, []]);
  });

  test('where they are posted already, or are not posted', async () => {
    await start();
    expect(shown(await end())).toContain('Decisions are not posted in Room for the few');
    await choose();
    const again = await choose('alex-reid');
    expect(shown(again)).toContain('Decisions are posted in Room for the few already');
    expect(again.said).toBeUndefined();
    expect((await house.app().store.places()).map(({ by }) => by)).toEqual(['priya-nair']);
  });

  test('for a place that stands in notifications.yaml: it is ended there', async () => {
    await start();
    const place = { ...ROOM, target: FIXED } as unknown as typeof ROOM;
    expect(shown(await choose('priya-nair', place))).toContain('already');
    const reply = await say('priya-nair', 'stop posting here', place);
    expect(shown(reply)).toContain('stands in the settings of Share Check');
    expect(shown(reply)).toContain('notifications.yaml');
    expect([reply.said, await chosen()]).toEqual([undefined, []]);
    await decide('sam-okafor');
    expect(posts()).toEqual([FIXED]);
  });

  test.each([
    ['teams-channel-has-guests', 'There are guests in it'],
    ['teams-channel-shared-outside', 'People from other organisations are in it'],
    ['teams-not-allowed', 'I could not see who reads it'],
  ])('where others could read (%s)', async (code, words) => {
    const looked: string[] = [];
    await start({
      mayPost: async (target) => {
        looked.push(target);
        throw new DeliveryError({ code, message: 'No.', remedy: 'None.', permanent: true });
      },
    });
    const reply = await choose();
    expect(shown(reply)).toContain('Nothing can be posted in Room for the few yet');
    expect(shown(reply)).toContain(words);
    expect([reply.said, await chosen(), looked]).toEqual([undefined, [], [ROOM.target]]);
  });

  test('while nothing can be written, and the person is told to try again', async () => {
    await start();
    await house.storage(false);
    const reply = await choose();
    expect(shown(reply)).toMatch(/This could not be done just now\.\s+Try again in a few minutes/);
    expect([reply.said, reply.unsaved]).toEqual([undefined, true]);
    await house.storage(true);
    expect(await chosen()).toEqual([]);
  });
});

test.each(['Post decisions here!', '/post decisions here', 'POST HERE', 'post summaries here.'])(
  '%j is understood',
  async (text) => {
    await start();
    await say('priya-nair', text, ROOM);
    expect(await chosen()).toEqual([ROOM.target]);
  },
);

test.each(['can I post decisions here?', 'do not post decisions here', 'post decisions here and there'])(
  '%j chooses nothing',
  async (text) => {
    await start();
    await say('priya-nair', text, ROOM);
    expect(await chosen()).toEqual([]);
  },
);

test('the same event twice is one choice, and everybody reads the same of it', async () => {
  await start();
  const event = {
    id: 'same',
    speaker: speaker('priya-nair'),
    kind: 'message',
    text: 'post decisions here',
    place: ROOM,
  } as const;
  const first = await house.handle(event);
  expect(await house.handle(event)).toEqual({ ...first, repeat: true });
  expect(first.said).toBeDefined();
});

test('the next decision is posted there too, and its receipt says so; after the end it is not', async () => {
  await start();
  await choose();
  await choose('priya-nair', OTHER);
  expect(shown(await decide('sam-okafor'))).toContain('Safeguarding decisions, Room for the few, Other room');
  expect(posts()).toEqual([FIXED, ROOM.target, OTHER.target]);
  const ended = await end('alex-reid');
  expect(ended.said).toContain('Ended by Alex Reid, IT manager');
  expect(shown(await decide('lena-fox'))).not.toContain('Room for the few');
  expect(posts().slice(3)).toEqual([FIXED, OTHER.target]);
});

test('the choice is still there after a restart', async () => {
  await start();
  await choose();
  await house.restart();
  await decide('sam-okafor');
  expect(posts()).toEqual([FIXED, ROOM.target]);
});

test('with somebody kept out nothing is posted there either', async () => {
  await start();
  await choose();
  const form = await taps(
    'sam-okafor',
    await say('sam-okafor', 'share check'),
    ...['Waiting could make it worse', 'A child may be at risk', 'Someone should be kept out of this'],
  );
  const [someone] = (form.cards[0]?.blocks ?? []).flatMap((b) => (b.kind === 'select' ? b.options : []));
  const token = form.cards.flatMap(tappable).find(({ label }) => label === 'Keep these people out')?.token;
  const inputs = { 'kept-out': [someone?.token ?? ''] };
  const kept = {
    id: id(),
    speaker: speaker('sam-okafor'),
    kind: 'press',
    token: token ?? '',
    inputs,
  } as const;
  const next = await taps(
    'sam-okafor',
    await house.handle(kept),
    'Record my decision now',
    'I follow the advice',
  );
  const filled = Object.fromEntries(
    (next.cards[0]?.blocks ?? []).flatMap((b) =>
      b.kind === 'select' ? [[b.id, b.options[0]?.token ?? '']] : [],
    ),
  );
  const record = next.cards.flatMap(tappable).find(({ label }) => label === 'Record it')?.token ?? '';
  const done = await house.handle({
    ...{ id: id(), speaker: speaker('sam-okafor'), kind: 'press', token: record, inputs: filled },
  });
  expect(shown(done)).toContain('Recorded');
  expect(shown(done)).not.toContain('Room for the few');
  expect(posts()).toEqual([]);
});

test('a check under way and a rehearsal go on as they were; the choice is real, and no rehearsal is posted', async () => {
  await start();
  await taps('priya-nair', await say('priya-nair', 'share check'), 'No, it is not urgent');
  const rehearsal = await say('priya-nair', 'rehearse');
  const reply = await choose();
  expect(shown(reply)).not.toContain('Rehearsal.');
  expect(await chosen()).toEqual([ROOM.target]);
  expect(shown(await decide('priya-nair', rehearsal))).toContain('Rehearsal.');
  expect(posts()).toEqual([]);
  await say('priya-nair', 'end rehearsal');
  const question = await say('priya-nair', 'resume');
  expect(shown(question)).toContain('Question 2');
  expect(shown(await taps('priya-nair', question, 'A child may be at risk'))).toContain('Question 3');
});
