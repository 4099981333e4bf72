import { afterEach, describe, expect, test } from 'vitest';
import type { Card } from '../../src/conversation/card.ts';
import type { TurnContext } from '../../src/conversation/context.ts';
import type { TurnReply } from '../../src/conversation/event.ts';
import { ringNow } from '../../src/conversation/following/author-messages.ts';
import { HAND_TO_AT_MOST, handOverForm } from '../../src/conversation/following/case-forms.ts';
import { drillCard } from '../../src/conversation/following/drill-card.ts';
import { type Action, latestStanding } from '../../src/conversation/state.ts';
import type { Deployment, Person } from '../../src/deployment/deployment.ts';
import type { Standing } from '../../src/follow/standing.ts';
import type { DeliveryEventBody } from '../../src/records/entry.ts';
import { standings } from '../support/every-card/standings.ts';
import { contextOf } from '../support/every-card/worlds.ts';
import { type RealHouse, startHouse } from '../support/house.ts';
import { cardText, tappable } from '../support/transcript/card-text.ts';

let house: RealHouse;
let events = 0;

const speaker = (person: string) => ({ channel: 'teams', userId: house.userId(person, 'teams') }) as const;
const handle = (person: string, what: object): Promise<TurnReply> => {
  events += 1;
  return house.handle({ id: `e${events}`, speaker: speaker(person), ...what } as Parameters<
    RealHouse['handle']
  >[0]);
};
const say = (person: string, text: string) => handle(person, { kind: 'message', text });
const press = (person: string, token: string, inputs = {}) =>
  handle(person, { kind: 'press', token, inputs });
const shown = ({ cards }: TurnReply): string => cards.map(cardText).join('\n');
const token = (cards: readonly Card[], label: string): string => {
  const found = cards.flatMap(tappable).find((one) => one.label === label);
  if (found === undefined) throw new Error(`no "${label}" on:\n${cards.map(cardText).join('\n')}`);
  return found.token;
};
const optionIn = (card: Card | undefined, label: string): Record<string, string> => {
  for (const block of card?.blocks ?? []) {
    const option = block.kind === 'select' && block.options.find((one) => one.label === label);
    if (option) return { [block.id]: option.token };
  }
  throw new Error(`nothing to choose is called "${label}"`);
};
const newestTo = (person: string): Card => {
  const card = house.messages?.(person).at(-1);
  if (card === undefined) throw new Error(`${person} was sent nothing`);
  return card;
};
const happened = async () =>
  (await house.entries()).flatMap(({ entry, body }) =>
    entry.kind === 'delivery-event' ? [(body as DeliveryEventBody).event] : [],
  );

describe('in the house', () => {
  afterEach(() => house.end());

  test('whoever has a concern alone is reminded of it, and not told of themselves as of another', async () => {
    const alone = (d: Deployment): Deployment => ({
      ...d,
      notifications: {
        ...d.notifications,
        deputies: [],
        alternative: 'priya-nair',
        'out-of-hours': ['priya-nair'],
      },
    });
    house = await startHouse({ deployment: alone });
    await say('sam-okafor', 'emergency');
    await press('priya-nair', token([newestTo('priya-nair')], 'I’ll take this'));
    await house.wait(2 * 60 * 60);
    const reminded = cardText(newestTo('priya-nair'));
    expect(reminded).toContain('A concern you took on has no outcome yet');
    expect(reminded).not.toMatch(/Priya Nair took this on|Somebody else/);
    // It begins with what she can do, as she has it.
    expect(newestTo('priya-nair').buttons.map(({ label }) => label)).toEqual([
      'Say what came of it',
      'Reply',
      'Hand over',
      'Open the record',
    ]);
  });

  test('what is closed stays as it was closed, and cannot be handed over', async () => {
    house = await startHouse();
    await say('sam-okafor', 'emergency');
    const taken = await press('priya-nair', token([newestTo('priya-nair')], 'I’ll take this'));
    const forms = async (label: string) => (await press('priya-nair', token(taken.cards, label))).cards;
    const [first, second, hand] = [
      await forms('Say what came of it'),
      await forms('Say what came of it'),
      await forms('Hand over'),
    ];
    const close = (form: readonly Card[], label: string) =>
      press('priya-nair', token(form, 'Close the concern'), optionIn(form[0], label));
    await close(first, 'Passed to the police');
    expect(shown(await close(second, 'Nothing more to do'))).toContain('Passed to the police');
    const handed = await press(
      'priya-nair',
      token(hand, 'Hand it over'),
      optionIn(hand[0], 'Tom Ellis, head teacher'),
    );
    expect(shown(handed)).toContain('Passed to the police');
    expect((await happened()).filter((event) => event === 'done')).toHaveLength(1);
    expect(await happened()).not.toContain('handed-over');
    expect(house.messages?.('tom-ellis')).toEqual([]);
  });

  test('a concern that was taken from the list goes on from there', async () => {
    house = await startHouse();
    await say('sam-okafor', 'emergency');
    const list = await say('priya-nair', 'open concerns');
    const label = list.cards.flatMap(tappable).find((one) => one.label.startsWith('Look at'))?.label ?? '';
    const looked = await press('priya-nair', token(list.cards, label));
    const taken = await press('priya-nair', token(looked.cards, 'I’ll take this'));
    const record = await press('priya-nair', token(taken.cards, 'Open the record'));
    expect(record.cards[0]).toMatchObject({ record: true, title: expect.stringMatching(/^Decision record/) });
    expect(shown(await press('priya-nair', token(taken.cards, 'Open concerns')))).toContain(
      'Priya Nair has taken it on',
    );
  });

  test('a test is answered by its addressee alone, gives way to the thanks, and thanks nobody for what is not written down', async () => {
    house = await startHouse();
    const { store } = house.app();
    const card = drillCard(house.content, 'test-1');
    const at = '2026-11-23T10:15:00.000Z';
    await store.writeTests(
      [
        {
          person: 'priya-nair',
          delivery: {
            id: 'test-1',
            reference: null,
            destination: { kind: 'direct-message', person: 'priya-nair' },
            class: 'routine',
            dueAt: at,
            card,
          },
        },
      ],
      at,
      { name: 'drill', was: null },
    );
    const button = token([card], 'Acknowledge');
    const other = await press('tom-ellis', button);
    expect(shown(other)).toContain('There is nothing here for you');
    expect(other.settles).toBeUndefined();
    await house.storage(false);
    const lost = await press('priya-nair', button);
    expect(shown(lost)).not.toContain('Thank you');
    await house.storage(true);
    expect((await store.lastReached()).size).toBe(0);
    const thanked = await press('priya-nair', button);
    expect(shown(thanked)).toContain('You can be reached here.');
    expect(thanked.settles).toBe(true);
    expect([...(await store.lastReached()).keys()]).toEqual(['priya-nair']);
  });
});

describe('words', () => {
  const world = async (): Promise<{ ctx: TurnContext; standing: Standing }> => {
    const ctx = await contextOf();
    const [standing] = standings(ctx.deployment.people, 'sam-okafor', 'priya-nair', 'tom-ellis');
    if (standing === undefined) throw new Error('no case');
    return { ctx, standing };
  };

  test('whoever raised it is told no more than is so of who was told', async () => {
    const { ctx, standing } = await world();
    const page = (person: string, dead: boolean) => ({ person, at: ctx.now, dead });
    const text = (...pages: ReturnType<typeof page>[]) => {
      const [message] = ringNow(ctx, standing, 'nobody-left', pages);
      return message?.card === undefined ? '' : cardText(message.card);
    };
    expect(text(page('priya-nair', false), page('tom-ellis', false))).toContain(
      'All the people on the list were told: Priya Nair, Tom Ellis.',
    );
    const some = text(page('priya-nair', false), page('tom-ellis', true));
    expect(some).toContain('Told so far: Priya Nair.');
    expect(some).not.toContain('All the people');
    expect(text(page('priya-nair', true))).toContain('did not get through');
    expect(text(page('priya-nair', true))).not.toContain('Priya Nair.');
    expect(text()).toContain('There is nobody here who may be told of it.');
    expect(text()).not.toMatch(/were told|go on telling/);
    for (const one of [text(), text(page('priya-nair', false))]) expect(one).toContain('Ring now');
  });

  test('of whom to hand it to, those on the rota come first, and the list has an end', async () => {
    const { ctx, standing } = await world();
    const crowd = Array.from(
      { length: 200 },
      (_, n): Person => ({
        id: `deputy-${n}`,
        name: `Deputy ${n}`,
        roles: ['deputy'],
      }),
    );
    const lead = ctx.deployment.people.find(({ id }) => id === 'priya-nair') ?? ctx.person;
    const people = [...crowd, ...ctx.deployment.people];
    const card = handOverForm(
      { ...ctx, person: lead, deployment: { ...ctx.deployment, people } },
      ctx.draw.token,
      standing,
    );
    const options = card.blocks.flatMap((block) => (block.kind === 'select' ? block.options : []));
    expect(options.slice(0, 3).map(({ label }) => label)).toEqual([
      'Tom Ellis, head teacher',
      'Rosa Lind, chair of governors',
      'Deputy 0',
    ]);
    expect(options).toHaveLength(HAND_TO_AT_MOST);
    expect(cardText(card)).toContain('Somebody else? Ask them to write “open concerns”');
  });

  test('working through many concerns takes no "in danger now" from an old card', () => {
    const emergency = ['t0', { kind: 'emergency', colleague: false }] as const;
    const many = Array.from({ length: 500 }, (_, n): readonly [string, Action] => [
      `t${n + 1}`,
      { kind: 'case', act: 'see', reference: `SC-${n}` },
    ]);
    const kept = latestStanding([emergency, ...many]);
    expect(kept.t0).toEqual(emergency[1]);
    expect(Object.keys(kept).length).toBeLessThan(200);
    expect(kept.t500).toBeDefined();
  });
});
