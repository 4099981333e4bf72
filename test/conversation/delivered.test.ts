import { afterEach, describe, expect, test } from 'vitest';
import type { Card } from '../../src/conversation/card.ts';
import type { TurnReply } from '../../src/conversation/event.ts';
import { verifyChains } from '../../src/records/chain.ts';
import type { DeliveryEventBody } from '../../src/records/entry.ts';
import { turnOf } from '../storage/temporary-store.ts';
import { type RealHouse, startHouse } from '../support/house.ts';
import { cardText, tappable } from '../support/transcript/card-text.ts';

const CHANNEL = '19:safeguarding-decisions@thread.tacv2';
/** What is typed in these tests; nothing else in the product contains it. */
const CANARY = 'Zzyzx';

let house: RealHouse;
afterEach(() => house.end());

let events = 0;
const speaker = (person: string) => ({ channel: 'teams', userId: house.userId(person, 'teams') }) as const;
const eventId = () => {
  events += 1;
  return `event-${events}`;
};
const say = (person: string, text: string) =>
  house.handle({ id: eventId(), speaker: speaker(person), kind: 'message', text });
const press = (person: string, token: string, inputs = {}) =>
  house.handle({ id: eventId(), speaker: speaker(person), kind: 'press', token, inputs });
const shown = (reply: TurnReply): string => reply.cards.map(cardText).join('\n');

function token(cards: readonly Card[], label: string): string {
  const found = cards.flatMap(tappable).find((button) => button.label === label);
  if (found === undefined) throw new Error(`no button "${label}" on:\n${cards.map(cardText).join('\n')}`);
  return found.token;
}
const taps = async (person: string, first: TurnReply, ...labels: readonly string[]): Promise<TurnReply> => {
  let reply = first;
  for (const label of labels) reply = await press(person, token(reply.cards, label));
  return reply;
};

/** Sam's emergency: the case is open, and the lead has been told. */
const emergency = async () => {
  await taps('sam-okafor', await say('sam-okafor', 'share check'), 'Yes, in danger now');
  return received('priya-nair');
};
/** … and the record of it is complete, and posted. */
async function complete(): Promise<void> {
  const form = await taps(
    'sam-okafor',
    await say('sam-okafor', 'resume'),
    'Record my decision now',
    'No, nobody',
    'I follow the advice',
  );
  const fields = (form.cards[0]?.blocks ?? []).flatMap((block) =>
    block.kind === 'select' ? [[block.id, block.options[0]?.token ?? ''] as const] : [],
  );
  const inputs = { ...Object.fromEntries(fields), shared: CANARY };
  expect(shown(await press('sam-okafor', token(form.cards, 'Record it'), inputs))).toContain('Recorded');
}
const received = (to: string): Card => {
  const card = house.cards.findLast((one) => one.to === to)?.card;
  if (card === undefined) throw new Error(`${to} was sent nothing`);
  return card;
};
const labels = (card: Card) => card.buttons.map(({ label }) => label);
const acknowledge = (person: string, card: Card) => press(person, token([card], 'Acknowledge'));
const open = (person: string, card: Card) => press(person, token([card], 'Open the record'));
const acknowledged = async () =>
  (await house.entries())
    .map(({ body }) => body as DeliveryEventBody)
    .filter(({ event }) => event === 'acknowledged');
const reference = async () => (await house.entries())[0]?.entry.reference ?? '';

describe('a message about a case', () => {
  test('can be acknowledged and opened, by a person and in a channel; a message about no case neither', async () => {
    house = await startHouse();
    const told = await emergency();
    expect(labels(told)).toEqual(['I’ll take this', 'Acknowledge', 'Open the record']);
    expect(told.buttons.map(({ style }) => style)).toEqual(['primary', 'plain', 'plain']);
    await complete();
    // A completed record asks nobody to take anything on; whoever reads the channel may.
    expect(labels(received('priya-nair'))).toEqual(['Acknowledge', 'Open the record']);
    expect(labels(received(CHANNEL))).toEqual(['I’ll take this', 'Acknowledge', 'Open the record']);
    const report = await taps(
      'sam-okafor',
      await say('sam-okafor', 'resume'),
      'Report a problem with this advice',
    );
    const problem = report.cards[0]?.blocks.flatMap((b) => (b.kind === 'select' ? b.options : []))[0]?.token;
    await press('sam-okafor', token(report.cards, 'Send'), { problem: problem ?? '' });
    expect(labels(received('alex-reid'))).toEqual([]);
  });

  test('its tokens name the message and nothing else', async () => {
    house = await startHouse();
    const told = await emergency();
    const sent = (await house.app().store.deliveries()).find(({ card }) => card?.title === told.title);
    const tokens = ['take', 'ack', 'open'].map((act) => `m:${act}:${sent?.id}`);
    expect(told.buttons.map((each) => each.token)).toEqual(tokens);
  });
});

describe('acknowledging', () => {
  test('is written once, shown on the card, and on every other message that was sent about the case', async () => {
    house = await startHouse();
    await emergency();
    const first = received('priya-nair');
    await complete();
    await house.wait(60);
    const second = received('priya-nair');
    const reply = await acknowledge('priya-nair', second);
    const row = 'Acknowledged: Priya Nair, 23 November 2026, 10.16am';
    expect(shown(reply)).toContain(second.title);
    expect(shown(reply)).toContain(row);
    expect(labels(reply.cards[0] ?? second)).toEqual(['Open the record']);
    expect(await acknowledged()).toMatchObject([
      {
        event: 'acknowledged',
        destination: 'direct-message:priya-nair',
        detail: 'priya-nair',
        at: '2026-11-23T10:16:00.000Z',
      },
    ]);
    expect(verifyChains(await house.entries())).toMatchObject({ ok: true });

    expect(house.changed.map(({ to }) => to)).toEqual(['priya-nair', CHANNEL]);
    for (const { card } of house.changed) {
      expect(cardText(card)).toContain(row);
      // Seen is not taken: that can still be done.
      expect(labels(card)).toEqual(['I’ll take this', 'Open the record']);
    }
    expect(house.changed.map(({ card }) => card.title)).toEqual([first.title, received(CHANNEL).title]);
    // The buttons of a changed message are its own.
    expect(token([house.changed[0]?.card ?? first], 'Open the record')).toBe(
      token([first], 'Open the record'),
    );
    expect(JSON.stringify([house.changed, reply])).not.toContain(CANARY);
  });

  test('a second press, by anybody on any message sent before, shows who was first and changes nothing', async () => {
    house = await startHouse();
    await emergency();
    const told = received('priya-nair');
    await house.wait(60);
    await acknowledge('priya-nair', told);
    await house.wait(600);
    const before = await house.entries();
    for (const person of ['priya-nair', 'tom-ellis']) {
      const again = await acknowledge(person, told);
      expect(shown(again)).toContain('Acknowledged: Priya Nair, 23 November 2026, 10.16am');
      expect(labels(again.cards[0] ?? told)).toEqual(['I’ll take this', 'Open the record']);
    }
    expect(await house.entries()).toEqual(before);
    expect(house.changed).toEqual([]);
  });

  test('of two people at the same moment, one is the first', async () => {
    house = await startHouse();
    const told = await emergency();
    const replies = await Promise.all(
      ['priya-nair', 'tom-ellis', 'rosa-lind'].map((each) => acknowledge(each, told)),
    );
    const entries = await acknowledged();
    expect(entries).toHaveLength(1);
    const name = house.content.deployment.people.find(({ id }) => id === entries[0]?.detail)?.name;
    for (const reply of replies) expect(shown(reply)).toContain(`Acknowledged: ${name}, `);
    expect(verifyChains(await house.entries())).toMatchObject({ ok: true });
  });

  test('what is sent later about the case has to be acknowledged by itself', async () => {
    house = await startHouse();
    await acknowledge('priya-nair', await emergency());
    await house.wait(300);
    await complete();
    const later = received('priya-nair');
    expect(cardText(later)).not.toContain('Acknowledged');
    await acknowledge('tom-ellis', later);
    expect((await acknowledged()).map(({ detail }) => detail)).toEqual(['priya-nair', 'tom-ellis']);
    // The first message keeps whoever acknowledged it; the post that came with the later one has the later.
    expect(house.changed.map(({ to }) => to)).toEqual([CHANNEL]);
    expect(cardText(house.changed[0]?.card ?? later)).toContain('Acknowledged: Tom Ellis');
  });

  test('the record says who acknowledged which message', async () => {
    house = await startHouse();
    const told = await emergency();
    await acknowledge('priya-nair', told);
    const record = await open('priya-nair', told);
    expect(JSON.stringify(record.cards)).toContain('acknowledged; Priya Nair, designated safeguarding lead');
  });

  test('the same event twice is one event', async () => {
    house = await startHouse();
    const told = await emergency();
    const event = {
      id: eventId(),
      speaker: speaker('priya-nair'),
      kind: 'press',
      token: token([told], 'Acknowledge'),
      inputs: {},
    } as const;
    const once = await house.handle(event);
    expect(await Promise.all([house.handle(event), house.handle(event)])).toEqual([
      { ...once, repeat: true },
      { ...once, repeat: true },
    ]);
    expect(await acknowledged()).toHaveLength(1);
  });

  test('whoever is not of the safeguarding team may not, though the message was sent to them', async () => {
    const alternative = 'jo-hart';
    house = await startHouse({
      deployment: (d) => ({ ...d, notifications: { ...d.notifications, alternative } }),
    });
    await taps(
      'sam-okafor',
      await say('sam-okafor', 'share check'),
      'In danger now, and it is about a colleague',
    );
    const told = received(alternative);
    expect(shown(await acknowledge(alternative, told))).toContain('There is nothing here for you');
    expect(await acknowledged()).toEqual([]);
  });

  test.each(['sam-okafor', 'lena-fox', 'jo-hart', 'alex-reid'])('%s may not', async (person) => {
    house = await startHouse();
    const told = await emergency();
    const reply = await acknowledge(person, told);
    expect(shown(reply)).toContain('There is nothing here for you to acknowledge');
    expect(shown(reply)).not.toContain(await reference());
    expect(await acknowledged()).toEqual([]);
  });

  test('nobody acknowledges what they raised themselves, the lead neither', async () => {
    house = await startHouse();
    await taps('priya-nair', await say('priya-nair', 'share check'), 'Yes, in danger now');
    const told = received('rosa-lind');
    expect(shown(await acknowledge('priya-nair', told))).toContain('nothing here for you');
    expect(shown(await acknowledge('rosa-lind', told))).toContain('Acknowledged: Rosa Lind');
  });
});

describe('opening the record', () => {
  test('gives it in its window to whoever may read it', async () => {
    house = await startHouse();
    const told = await emergency();
    const before = await house.entries();
    for (const person of ['priya-nair', 'tom-ellis', 'jo-hart', 'sam-okafor']) {
      const reply = await open(person, told);
      expect(reply.cards[0]).toMatchObject({ title: `Decision record ${await reference()}`, window: true });
    }
    expect(await house.entries()).toEqual(before);
  });

  test('is refused to everybody else, just as for what does not exist', async () => {
    house = await startHouse();
    const told = await emergency();
    const unknown = {
      ...told,
      buttons: told.buttons.map((each) => ({ ...each, token: `m:open:${'0'.repeat(36)}` })),
    };
    for (const person of ['lena-fox', 'alex-reid']) {
      const refused = await open(person, told);
      expect(refused.cards[0]?.window).toBeUndefined();
      expect(shown(refused)).toContain('There is no record here that you may open.');
      expect(shown(refused)).toContain('ask Priya Nair on 01632 960110');
      expect(shown(refused)).not.toContain('SC-');
      expect(shown(await open(person, unknown))).toBe(shown(refused));
    }
    const stranger = { channel: 'teams', userId: 'somebody', name: 'A Guest' } as const;
    const of = { id: eventId(), speaker: stranger, kind: 'press', inputs: {} } as const;
    expect(shown(await house.handle({ ...of, token: token([told], 'Open the record') }))).toContain(
      'no record here',
    );
  });
});

describe('somebody kept out of the case', () => {
  /** The lead was told, and is then kept out: Rosa Lind is told instead. */
  async function keptOut(): Promise<Card> {
    const told = await emergency();
    const form = await taps(
      'sam-okafor',
      await say('sam-okafor', 'resume'),
      'Someone should be kept out of this',
    );
    const priya = form.cards[0]?.blocks
      .flatMap((block) => (block.kind === 'select' ? block.options : []))
      .find(({ label }) => label.startsWith('Priya'));
    await press('sam-okafor', token(form.cards, 'Keep these people out'), {
      'kept-out': [priya?.token ?? ''],
    });
    return told;
  }

  test('can neither open nor acknowledge from the message they have, as if there were no case', async () => {
    house = await startHouse();
    const told = await keptOut();
    expect(shown(await open('priya-nair', told))).toContain('There is no record here');
    expect(shown(await acknowledge('priya-nair', told))).toContain('There is nothing here');
    expect(shown(await open('priya-nair', told))).not.toContain('SC-');
    expect(await acknowledged()).toEqual([]);
  });

  test('sees nothing of what others do with it', async () => {
    house = await startHouse();
    await keptOut();
    expect(shown(await acknowledge('rosa-lind', received('rosa-lind')))).toContain('Acknowledged: Rosa Lind');
    expect(house.changed).toEqual([]);
  });
});

test('what stands in a channel stays as it was once somebody is kept out of the case: they may read there', async () => {
  house = await startHouse();
  await emergency();
  await complete();
  const posted = received(CHANNEL);
  await house
    .app()
    .store.commit(turnOf('keep-out', { keptOut: [{ reference: await reference(), people: ['jo-hart'] }] }));
  const [card] = (await acknowledge('tom-ellis', posted)).cards;
  expect((await acknowledged()).map(({ detail }) => detail)).toEqual(['tom-ellis']);
  // Without a button of that message it is an answer about it, for whoever pressed it.
  expect(cardText(card ?? posted)).toContain('Acknowledged: Tom Ellis');
  expect(labels(card ?? posted)).toEqual([]);
  expect(house.changed.map(({ to }) => to)).not.toContain(CHANNEL);
  expect(house.changed.map(({ to }) => to)).toContain('priya-nair');
  const inOrder = ['I’ll take this', 'Open the record'];
  // The emergency, and the record that was completed.
  expect(house.changed.map(({ card }) => labels(card))).toEqual([inOrder, ['Open the record']]);
});

test('a press disturbs nothing of the check the person has open', async () => {
  house = await startHouse();
  const told = await emergency();
  const question = await taps('priya-nair', await say('priya-nair', 'share check'), 'No, it is not urgent');
  const { store } = house.app();
  const stateOf = async () =>
    Object((await store.conversation(`teams:${speaker('priya-nair').userId}`))?.state);
  const before = await stateOf();
  await acknowledge('priya-nair', told);
  expect(await stateOf()).toEqual(before);
  const record = await open('priya-nair', told);
  expect({ ...(await stateOf()), standing: null }).toEqual({ ...before, standing: null });
  // The open card answers, and so does the way on from the record.
  expect(shown(await taps('priya-nair', question, 'A child may be at risk'))).toContain('Question 3');
  expect(shown(await taps('priya-nair', record, 'Go on with my check'))).toContain('Question 3');
});

test('while nothing can be written the message keeps its buttons and says to try again', async () => {
  house = await startHouse();
  const told = await emergency();
  await house.storage(false);
  const reply = await acknowledge('priya-nair', told);
  expect(shown(reply)).toContain('This could not be done just now. Try again in a few minutes.');
  expect(shown(reply)).toContain(told.title);
  expect(labels(reply.cards[0] ?? told)).toEqual(['I’ll take this', 'Acknowledge', 'Open the record']);
  await house.storage(true);
  expect(await acknowledged()).toEqual([]);
  const [again] = reply.cards;
  expect(shown(await acknowledge('priya-nair', again ?? told))).toContain('Acknowledged: Priya Nair');
});

test('in a rehearsal a press of a real message is real, and rehearsed messages have no buttons', async () => {
  house = await startHouse();
  const told = await emergency();
  await taps('priya-nair', await say('priya-nair', 'rehearse'), 'Yes, in danger now');
  const rehearsed = house.cards.length;
  expect(shown(await acknowledge('priya-nair', told))).toContain('Acknowledged: Priya Nair');
  expect(await acknowledged()).toHaveLength(1);
  // Whoever raised it for real hears of it; of the rehearsal nobody hears.
  expect(house.cards.slice(rehearsed).map(({ to, card }) => [to, card.title])).toEqual([
    ['sam-okafor', 'Priya Nair has seen your concern'],
  ]);
  expect(shown(await say('priya-nair', 'resume'))).toContain('Rehearsal.');
});

test.each(['m:', 'm:ack', 'm:ack:', 'm:open:', 'm:read:x', 'm:ack:a:b', 'm:ack:__proto__'])(
  'a token nobody was given (%j) does nothing',
  async (unknown) => {
    house = await startHouse();
    await emergency();
    const before = await house.entries();
    expect(shown(await press('priya-nair', unknown))).not.toContain('SC-');
    expect(await house.entries()).toEqual(before);
  },
);
