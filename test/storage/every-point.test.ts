import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { DeliveryDraft } from '../../src/delivery/delivery.ts';
import { verifyChains } from '../../src/records/chain.ts';
import type { CommitResult, Store, TurnCommit } from '../../src/storage/store.ts';
import { AT, decisionDraft, deliveryDraft, idOf, openedDraft } from '../records/samples.ts';
import { everyPoint } from './steps.ts';
import { all, messageTo, openAt, temporaryFolder, turnOf } from './temporary-store.ts';

/**
 * A process can die at any step of a commit: each is tried, none is left to chance. What was said to be committed is there; of what was
 * not, all or nothing; and the turn can be done again.
 */

const A = 'SC-AAAA-AAAA';
const B = 'SC-BBBB-BBBB';
const ROOM = { channel: 'slack', target: 'C1', name: 'Staff' } as const;

const folder = temporaryFolder();
afterAll(() => folder.remove());

const BEFORE = turnOf('before', {
  newReferences: [A],
  entries: [openedDraft(1, A)],
  deliveries: [messageTo('lead', 10, A, { dueAt: '2026-11-24T09:30:00.000Z' })],
});

const FIVE: readonly DeliveryDraft[] = [
  messageTo('lead', 20, B),
  messageTo('deputy', 21, B, { class: 'emergency' }),
  messageTo('', 22, B, { destination: { kind: 'channel-post', ...ROOM } }),
  messageTo('', 23, B, { destination: { kind: 'log', entry: idOf(3) } }),
  messageTo('', 24, A, { destination: { kind: 'update', delivery: idOf(10) } }),
];

/** A turn with something of everything that a turn can write. */
const WHOLE = turnOf('whole', {
  newReferences: [B],
  entries: [openedDraft(2, B), decisionDraft(3, B), deliveryDraft(4, A)],
  ownChains: [B],
  keptOut: [{ reference: B, people: ['deputy'] }],
  deliveries: FIVE,
  deliveryChanges: [{ reference: A, kind: 'release' }],
  placeChanges: [{ kind: 'add', place: { ...ROOM, by: 'lead', at: AT } }],
});
const BESIDE = turnOf('beside', { entries: [deliveryDraft(5, A)], deliveries: [messageTo('head', 30, A)] });

/** What of a turn is in the store: everything, or nothing. */
async function heldOf(turn: TurnCommit, store: Store): Promise<'all' | 'nothing' | string> {
  const entries = (await all(store)).map(({ entry }) => entry.id);
  const deliveries = (await store.deliveries()).map(({ id }) => id);
  const parts = [
    (await store.conversation(turn.conversation)) !== null,
    (await store.replyTo(turn.eventId ?? '')) !== null,
    ...turn.entries.map(({ id }) => entries.includes(id)),
    ...turn.deliveries.map(({ id }) => deliveries.includes(id)),
    ...(turn.placeChanges.length === 0 ? [] : [(await store.places()).length === 1]),
    ...(turn.deliveryChanges.length === 0 ? [] : [(await store.delivery(idOf(10)))?.dueAt === AT]),
  ];
  if (parts.every((part) => part)) return 'all';
  return parts.every((part) => !part) ? 'nothing' : `a part: ${parts.join()}`;
}

/** What a turn leaves in the end, however often it was begun. */
async function picture(store: Store): Promise<unknown> {
  return {
    entries: (await all(store)).map(({ entry, keptOut }) => [entry.id, entry.reference, keptOut]).sort(),
    deliveries: (await store.deliveries())
      .map(({ id, state, dueAt, destination }) => [id, state, dueAt, destination])
      .sort(),
    places: await store.places(),
  };
}

async function killedWithin(name: string, turns: readonly TurnCommit[]) {
  const place = { store: join(folder.path, name), images: join(folder.path, `${name}-images`) };
  const store = await openAt(place.store);
  await store.commit(BEFORE);
  const said = new Map<string, CommitResult['kind']>();
  const points = await everyPoint(
    place,
    () => new Map(said),
    async () => {
      await Promise.all(
        turns.map(async (turn) => {
          const { kind } = await store.commit(turn);
          said.set(turn.conversation, kind);
        }),
      );
    },
  );
  const end = await picture(store);
  await store.close();
  return { turns, points, end };
}

const SCENES = {
  'a turn with all that a turn can write': await killedWithin('one', [WHOLE]),
  'two turns that are committed together': await killedWithin('two', [WHOLE, BESIDE]),
};

describe.each(Object.entries(SCENES))('a process that dies within %s', (_name, { turns, points, end }) => {
  test(`can do so at many points (${points.length} are tried)`, () => {
    expect(points.length).toBeGreaterThan(40);
    expect(points.filter(({ name }) => name.includes('within commit')).length).toBeGreaterThan(10);
    for (const table of [
      'conversations',
      'events',
      'cases',
      'entries',
      'meta',
      'deliveries',
      'posting_places',
    ])
      expect(
        points.some(({ name }) => name.includes(table)),
        table,
      ).toBe(true);
  });

  test.each(points)('$name', async ({ folder: image, world: said }) => {
    const store = await openAt(image);
    for (const turn of turns) {
      const held = await heldOf(turn, store);
      expect(said.get(turn.conversation) === 'committed' ? [held] : ['all', 'nothing']).toContain(held);
    }
    expect(verifyChains(await all(store))).toMatchObject({ ok: true });
    expect(await store.isWhole()).toBe(true);
    expect(await heldOf(BEFORE, store)).toBe('all');

    for (const turn of turns) {
      const held = await heldOf(turn, store);
      expect(await store.commit(turn)).toMatchObject({ kind: held === 'all' ? 'repeat' : 'committed' });
    }
    expect(await picture(store)).toEqual(end);
    expect(verifyChains(await all(store))).toMatchObject({ ok: true });
    expect(await store.isWhole()).toBe(true);
    await store.close();
  });
});
