import { beforeAll, expect, test } from 'vitest';
import type { Content } from '../../src/content/load-all.ts';
import type { TurnContext } from '../../src/conversation/context.ts';
import { actOnCase } from '../../src/conversation/following/act.ts';
import type { FollowedCase } from '../../src/conversation/following/followed-case.ts';
import { messageButton } from '../../src/conversation/message-token.ts';
import { toChannels, toPerson } from '../../src/conversation/outgoing.ts';
import { NO_CONVERSATION } from '../../src/conversation/state.ts';
import { standingOf } from '../../src/follow/standing.ts';
import { type Entry, RECORD_SCHEMA } from '../../src/records/entry.ts';
import { openedDraft } from '../records/samples.ts';
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
    routes: { text: false, email: false, webhook: false },
    findDanger: () => [],
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
    const cards = [
      ...toPerson(ctx, 'priya-nair', ABOUT, ctx.now, { page: true }),
      ...toChannels(ctx, ABOUT),
    ].map(({ card }) => card);
    expect(cards.map((card) => card?.buttons.length)).toEqual(rehearsal ? [0, 0] : [3, 3]);
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

const MESSAGE = {
  id: 'm',
  destination: 'direct-message:priya-nair',
  addressee: 'priya-nair',
  card: undefined,
  page: true,
  sentAt: '2026-11-23T09:35:00.000Z',
} as const;

/** A case of this author that nobody has acted on, as its message shows it. */
function followedBy(author: string, keptOut: readonly string[] = []): FollowedCase {
  const draft = openedDraft(1, ABOUT.reference);
  const userId = content.deployment.people.find(({ id }) => id === author)?.teams ?? author;
  const body = { ...draft.body, author: { channel: 'teams', userId, role: 'practitioner' } };
  const entry = { ...draft, schema: RECORD_SCHEMA, organisation: 'o', sequence: 1 } as unknown as Entry;
  const standing = standingOf([{ entry, body, keptOut }], content.deployment.people);
  if (standing === null) throw new Error('there is a case');
  return { standing, message: MESSAGE, others: [] };
}

test('a record that was read is not shown to whoever may not open it', () => {
  const sheet = { title: 'Decision record SC-AAAA-AAAA', sections: [] };
  const of = (followed: FollowedCase) =>
    actOnCase(NO_CONVERSATION, { act: 'open', message: 'm', form: {} }, context({ followed, sheet })).card
      .title;
  expect(of(followedBy('sam-okafor'))).toBe(sheet.title);
  expect(of(followedBy('lena-fox'))).toBe('There is no record here that you may open.');
  expect(of(followedBy('sam-okafor', ['sam-okafor']))).toBe('There is no record here that you may open.');
});

test('a message whose card cannot be opened any more is acknowledged all the same', () => {
  const [, lead] = content.deployment.people;
  const ctx = context({
    followed: followedBy('lena-fox'),
    ...(lead === undefined ? {} : { person: lead }),
  });
  const { card, effects } = actOnCase(NO_CONVERSATION, { act: 'ack', message: 'm', form: {} }, ctx);
  expect(card.title).toBe('Case SC-AAAA-AAAA');
  expect(JSON.stringify(card.blocks)).toContain('Priya Nair');
  expect(effects.entries).toHaveLength(1);
});

test.each(['t:ack:x', 'm:ack', 'm:ack:', 'm:acknowledge:x', 'm:ack:x:y', 'mack:x', '', 'ack:x'])(
  '%j is no button of a message',
  (token) => expect(messageButton(token)).toBeNull(),
);
