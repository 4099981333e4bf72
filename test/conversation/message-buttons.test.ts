import { beforeAll, expect, test } from 'vitest';
import type { Content } from '../../src/content/load-all.ts';
import type { TurnContext } from '../../src/conversation/context.ts';
import { type DeliveredMessage, pressMessage } from '../../src/conversation/delivered.ts';
import { messageButton } from '../../src/conversation/message-token.ts';
import { toChannels, toPerson } from '../../src/conversation/outgoing.ts';
import { NO_CONVERSATION } from '../../src/conversation/state.ts';
import { shippedContent } from '../support/house.ts';

let content: Content;
beforeAll(async () => {
  content = await shippedContent();
});

/** What these cards are made from. */
function context(changes: Partial<TurnContext> = {}): TurnContext {
  const [person] = content.deployment.people;
  let drawn = 0;
  const next = () => {
    drawn += 1;
    return `drawn-${drawn}`;
  };
  const draw = { id: next, token: next, nonce: next, reference: next };
  const { deployment, dialog } = content;
  const some = {
    now: '2026-11-23T10:15:00Z',
    person,
    deployment,
    dialog,
    draw,
    rehearsal: false,
    recording: true,
    places: deployment.notifications.channels,
  };
  return { ...some, ...changes } as TurnContext;
}

const ABOUT = {
  reference: 'SC-AAAA-AAAA',
  kind: 'opened',
  decision: { outcome: 'share-now', notification: 'emergency' },
} as const;

test('rehearsed messages have no buttons', () => {
  for (const rehearsal of [true, false]) {
    const ctx = context({ rehearsal });
    const cards = [toPerson(ctx, 'priya-nair', ABOUT, ctx.now), ...toChannels(ctx, ABOUT)].map(
      ({ card }) => card,
    );
    expect(cards.map((card) => card?.buttons.length)).toEqual(rehearsal ? [0, 0] : [2, 2]);
  }
});

test('what people called a place is not written in clear; what the files say is', () => {
  const chosen = { channel: 'teams', target: '19:x', name: 'Re: Kestrel', by: 'priya-nair', at: '' } as const;
  const places = [...content.deployment.notifications.channels, chosen];
  expect(toChannels(context({ places }), ABOUT).map(({ destination }) => destination)).toMatchObject([
    { name: 'Safeguarding decisions' },
    { target: '19:x', name: '' },
  ]);
});

test('a record that was read is not shown to whoever may not open it', () => {
  const delivered: DeliveredMessage = {
    id: 'm',
    reference: 'SC-AAAA-AAAA',
    destination: 'direct-message:priya-nair',
    addressee: 'priya-nair',
    card: undefined,
    access: { author: 'lena-fox', keptOut: [] },
    acknowledgement: null,
    others: [],
  };
  const sheet = { title: 'Decision record SC-AAAA-AAAA', sections: [] };
  const open = { button: 'open', message: 'm' } as const;
  const byAuthor = { ...delivered, access: { author: 'sam-okafor', keptOut: [] } };
  const of = (message: DeliveredMessage) =>
    pressMessage(NO_CONVERSATION, open, context({ delivered: message, sheet })).card.title;
  expect(of(byAuthor)).toBe(sheet.title);
  expect(of(delivered)).toBe('There is no record here that you may open.');
  expect(of({ ...byAuthor, access: { author: 'sam-okafor', keptOut: ['sam-okafor'] } })).toBe(
    'There is no record here that you may open.',
  );
});

test('a message whose card cannot be opened any more is acknowledged all the same', () => {
  const [, lead] = content.deployment.people;
  const delivered: DeliveredMessage = {
    id: 'm',
    reference: 'SC-AAAA-AAAA',
    destination: 'direct-message:priya-nair',
    addressee: 'priya-nair',
    card: undefined,
    access: { author: 'lena-fox', keptOut: [] },
    acknowledgement: null,
    others: [],
  };
  const ctx = context({ delivered, ...(lead === undefined ? {} : { person: lead }) });
  const { card, effects } = pressMessage(NO_CONVERSATION, { button: 'ack', message: 'm' }, ctx);
  expect(card.title).toBe('Case SC-AAAA-AAAA');
  expect(JSON.stringify(card.blocks)).toContain('Priya Nair');
  expect(effects.entries).toHaveLength(1);
});

test.each(['t:ack:x', 'm:ack', 'm:ack:', 'm:acknowledge:x', 'm:ack:x:y', 'mack:x', '', 'ack:x'])(
  '%j is no button of a message',
  (token) => expect(messageButton(token)).toBeNull(),
);
