import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { splitChains, verifyChains } from '../../src/records/chain.ts';
import type { EntryDraft } from '../../src/records/entry.ts';
import type { Store } from '../../src/storage/store.ts';
import { AT, decisionDraft, deliveryDraft, idOf, openedBody, openedDraft } from '../records/samples.ts';
import { all, messageTo, openAt, temporaryFolder, turnOf } from './temporary-store.ts';

const A = 'SC-AAAA-AAAA';
const B = 'SC-BBBB-BBBB';
const LATER = '2026-11-24T09:30:00.000Z';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openAt(folder.path);
});

afterEach(async () => {
  await store.close();
  folder.remove();
});

describe('a turn', () => {
  test('is kept with its state, reply, entries and deliveries, also over a restart', async () => {
    const turn = turnOf('e1', {
      newReferences: [A],
      entries: [openedDraft(1, A)],
      deliveries: [messageTo('lead', 10, A)],
    });
    expect(await store.commit(turn)).toEqual({ kind: 'committed' });
    await store.close();
    store = await openAt(folder.path);
    expect(await store.conversation('teams:e1')).toEqual({ state: { step: 'e1' }, revision: 1 });
    expect(await store.replyTo('e1')).toEqual({ reply: { said: 'e1' } });
    const [entry] = await store.entries(A);
    expect(entry).toMatchObject({ entry: { id: idOf(1), kind: 'opened', sequence: 1 }, keptOut: [] });
    expect(entry?.body).toEqual(openedBody());
    expect(await store.deliveries()).toMatchObject([
      { id: idOf(10), state: 'waiting', attempts: 0, card: { title: 'A case' }, createdAt: AT, sentAt: null },
    ]);
  });

  test('committed twice changes nothing and gives the first reply again', async () => {
    const turn = turnOf('e1', {
      newReferences: [A],
      entries: [openedDraft(1, A)],
      deliveries: [messageTo('lead', 10, A)],
    });
    await store.commit(turn);
    const again = await store.commit({ ...turn, revision: 1, state: 'other', reply: 'other' });
    expect(again).toEqual({ kind: 'repeat', reply: { said: 'e1' } });
    expect(await store.conversation('teams:e1')).toEqual({ state: { step: 'e1' }, revision: 1 });
    expect(await all(store)).toHaveLength(1);
    expect(await store.deliveries()).toHaveLength(1);
  });

  test('about a case that has grown since it was read is a conflict, and writes nothing', async () => {
    await store.commit(
      turnOf('e1', { newReferences: [A, B], entries: [openedDraft(1, A), openedDraft(2, B)] }),
    );
    const turn = (id: string, number: number) =>
      turnOf(id, { entries: [deliveryDraft(number, A)], unlessGrown: { reference: A, entries: 1 } });
    expect(await store.commit(turn('e2', 3))).toEqual({ kind: 'committed' });
    expect(await store.commit(turn('e3', 4))).toEqual({ kind: 'conflict' });
    expect(await store.conversation('teams:e3')).toBeNull();
    expect(await store.entries(A)).toHaveLength(2);
    expect(await store.entries(B)).toHaveLength(1);
  });

  test('made from an older state is a conflict, and writes nothing', async () => {
    await store.commit(turnOf('e1', { conversation: 'teams:x' }));
    await store.commit(turnOf('e2', { conversation: 'teams:x', revision: 1 }));
    for (const revision of [null, 1, 3]) {
      const late = turnOf('e3', {
        conversation: 'teams:x',
        revision,
        newReferences: [A],
        entries: [openedDraft(1, A)],
      });
      expect(await store.commit(late)).toEqual({ kind: 'conflict' });
    }
    expect(await store.conversation('teams:x')).toEqual({ state: { step: 'e2' }, revision: 2 });
    expect(await store.replyTo('e3')).toBeNull();
    expect(await all(store)).toHaveLength(0);
  });

  test('with a reference that is in use writes nothing', async () => {
    await store.commit(turnOf('e1', { newReferences: [A], entries: [openedDraft(1, A)] }));
    const other = turnOf('e2', { newReferences: [B, A], entries: [openedDraft(2, B)] });
    expect(await store.commit(other)).toEqual({ kind: 'reference-taken' });
    expect(await store.conversation('teams:e2')).toBeNull();
    expect(await store.entries(B)).toEqual([]);
  });

  test('of which any part fails leaves nothing behind', async () => {
    const bad = turnOf('e1', {
      newReferences: [A],
      entries: [openedDraft(1, A)],
      deliveries: [messageTo('lead', 10, 'SC-NONE-NONE')],
    });
    await expect(store.commit(bad)).rejects.toMatchObject({ code: 'store-fault' });
    expect(await store.conversation('teams:e1')).toBeNull();
    expect(await all(store)).toHaveLength(0);
    expect(await store.commit(turnOf('e1', { newReferences: [A], entries: [openedDraft(1, A)] }))).toEqual({
      kind: 'committed',
    });
  });

  test('with a body that does not fit is refused without repeating what is in it', async () => {
    const wrong = { ...openedDraft(1, A), body: { ...openedBody(), sector: 42, secret: 'Mum hit him' } };
    const draft: EntryDraft = JSON.parse(JSON.stringify(wrong));
    const failure = await store
      .commit(turnOf('e1', { newReferences: [A], entries: [draft] }))
      .catch((e: Error) => e);
    expect(failure).toBeInstanceOf(Error);
    expect(String(failure)).toContain('sector');
    expect(String(failure)).not.toMatch(/Mum|42/);
    expect(await store.replyTo('e1')).toBeNull();
  });

  test('older than a week is forgotten as an event, and stays in the record', async () => {
    await store.commit(turnOf('old', { newReferences: [A], entries: [openedDraft(1, A)] }));
    await store.commit(turnOf('six-days', { at: '2026-11-29T09:30:00Z' }));
    expect(await store.replyTo('old')).not.toBeNull();
    await store.commit(turnOf('eight-days', { at: '2026-12-01T09:30:00Z' }));
    expect(await store.replyTo('old')).toBeNull();
    expect(await store.replyTo('six-days')).not.toBeNull();
    expect(await store.conversation('teams:old')).not.toBeNull();
    expect(await store.entries(A)).toHaveLength(1);
  });

  test('of many at once all go through, one after another', async () => {
    const results = await Promise.all(
      Array.from({ length: 25 }, (_, n) => {
        const reference = `SC-${String(n).padStart(8, '0')}`;
        return store.commit(
          turnOf(`e${n}`, { newReferences: [reference], entries: [openedDraft(n, reference)] }),
        );
      }),
    );
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['committed']));
    expect(verifyChains(await all(store))).toEqual({ ok: true, count: 25 });
  });

  test('of the same event at the same time is committed once', async () => {
    const turn = turnOf('e1', { newReferences: [A], entries: [openedDraft(1, A)] });
    const kinds = (await Promise.all([store.commit(turn), store.commit(turn)])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['committed', 'repeat']);
  });
});

describe('the record', () => {
  test('is found by its reference however it is written', async () => {
    await store.commit(
      turnOf('e1', { newReferences: ['SC-10K3-F9QX'], entries: [openedDraft(1, 'SC-10K3-F9QX')] }),
    );
    for (const typed of ['SC-10K3-F9QX', 'sc10k3f9qx', 'sc-lok3 f9qx']) {
      expect(await store.entries(typed), typed).toHaveLength(1);
    }
    expect(await store.entries('SC-0000-0000')).toEqual([]);
  });

  test('is one chain for the organisation, and one of its own from then on for a case somebody is kept out of', async () => {
    await store.commit(turnOf('e1', { newReferences: [A], entries: [openedDraft(1, A)] }));
    await store.commit(
      turnOf('e2', { newReferences: [B], entries: [openedDraft(2, B), decisionDraft(3, B)] }),
    );
    await store.commit(
      turnOf('e3', {
        ownChains: [A],
        keptOut: [{ reference: A, people: ['deputy'] }],
        entries: [decisionDraft(4, A)],
      }),
    );
    await store.append(deliveryDraft(5, A));
    await store.append(deliveryDraft(6, B));
    const chains = splitChains(await all(store));
    expect(chains.map((chain) => chain.map(({ entry }) => [entry.reference, entry.sequence]))).toEqual([
      [
        [A, 1],
        [B, 2],
        [B, 3],
        [B, 4],
      ],
      [
        [A, 1],
        [A, 2],
      ],
    ]);
    expect(verifyChains(chains.flat())).toEqual({ ok: true, count: 6 });
    expect((await store.entries(A)).map(({ keptOut }) => keptOut)).toEqual([
      ['deputy'],
      ['deputy'],
      ['deputy'],
    ]);
  });

  test('begun with somebody kept out never touches the organisation’s chain, asked for or not', async () => {
    await store.commit(
      turnOf('e1', {
        newReferences: [A],
        keptOut: [{ reference: A, people: ['lead'] }],
        entries: [openedDraft(1, A)],
      }),
    );
    await store.commit(turnOf('e2', { newReferences: [B], entries: [openedDraft(2, B)] }));
    const chains = splitChains(await all(store));
    expect(chains.map((chain) => chain.map(({ entry }) => entry.reference))).toEqual([[B], [A]]);
  });

  test('takes a new list of people kept out in place of the old one', async () => {
    const kept = (people: string[]) => [{ reference: A, people }];
    await store.commit(
      turnOf('e1', { newReferences: [A], keptOut: kept(['x', 'y']), entries: [openedDraft(1, A)] }),
    );
    await store.commit(turnOf('e2', { keptOut: kept([]) }));
    expect((await store.entries(A))[0]?.keptOut).toEqual([]);
  });

  test('can be added to only under a reference that is in use', async () => {
    await expect(store.append(openedDraft(1, A))).rejects.toThrow('a reference that no case has');
  });

  test('can be read through while it is written to', async () => {
    const references = Array.from({ length: 30 }, (_, n) => `SC-${String(n).padStart(8, '0')}`);
    await store.commit(
      turnOf('e1', {
        newReferences: references,
        entries: references.flatMap((r, n) =>
          Array.from({ length: 10 }, (_, m) => openedDraft(n * 100 + m, r)),
        ),
      }),
    );
    let count = 0;
    for await (const { entry } of store.allEntries()) {
      count += 1;
      if (count === 145) await store.append(deliveryDraft(9000, entry.reference));
      if (count === 146) expect(await store.entries(entry.reference)).toHaveLength(11);
    }
    expect(count).toBe(301);
  });
});

describe('deliveries of a case', () => {
  const channel = { kind: 'channel-post', channel: 'teams', target: '19:x', name: 'Safeguarding' } as const;
  const states = async () => Object.fromEntries((await store.deliveries()).map((one) => [one.id, one.state]));

  test('are released: what waited is due now', async () => {
    await store.commit(
      turnOf('e1', { newReferences: [A], deliveries: [messageTo('lead', 10, A, { dueAt: LATER })] }),
    );
    expect(await store.lease(AT, 60, 10)).toEqual([]);
    await store.commit(turnOf('e2', { deliveryChanges: [{ reference: A, kind: 'release' }] }));
    expect((await store.lease(AT, 60, 10)).map(({ id }) => id)).toEqual([idOf(10)]);
  });

  test('are withheld from a person: what had not been sent is cancelled, channels too, and others are told instead', async () => {
    await store.commit(
      turnOf('e1', {
        newReferences: [A, B],
        entries: [openedDraft(1, A)],
        deliveries: [
          messageTo('lead', 10, A, { dueAt: LATER }),
          messageTo('deputy', 11, A, { dueAt: LATER }),
          messageTo('lead', 12, A, { dueAt: LATER, destination: channel }),
          messageTo('lead', 13, A, { dueAt: LATER, destination: { kind: 'log', entry: idOf(1) } }),
          messageTo('lead', 14, B, { dueAt: LATER }),
        ],
      }),
    );
    await store.commit(
      turnOf('e2', {
        ownChains: [A],
        keptOut: [{ reference: A, people: ['lead'] }],
        deliveryChanges: [
          { reference: A, kind: 'withhold-from', people: ['lead'], instead: [messageTo('head', 15, A)] },
        ],
      }),
    );
    expect(await states()).toEqual({
      [idOf(10)]: 'cancelled',
      [idOf(11)]: 'waiting',
      [idOf(12)]: 'cancelled',
      [idOf(13)]: 'waiting',
      [idOf(14)]: 'waiting',
      [idOf(15)]: 'waiting',
    });
  });

  test('under way or given up when somebody is kept out are not tried again for them', async () => {
    await store.commit(
      turnOf('e1', {
        newReferences: [A],
        deliveries: [messageTo('lead', 10, A), messageTo('lead', 11, A, { class: 'emergency' })],
      }),
    );
    const fault = { code: 'x', message: 'm', remedy: 'r' };
    await store.lease(AT, 60, 1);
    await store.giveBack(idOf(11), { state: 'dead', dueAt: AT, fault, unclear: false });
    await store.lease(AT, 60, 1);
    await store.commit(turnOf('e2', { keptOut: [{ reference: A, people: ['lead'] }] }));
    await store.giveBack(idOf(10), { state: 'waiting', dueAt: AT, fault, unclear: false });
    expect(await store.retry(AT)).toBe(0);
    expect(await states()).toEqual({ [idOf(10)]: 'cancelled', [idOf(11)]: 'cancelled' });
    expect(await store.lease('2027-01-01T00:00:00Z', 60, 10)).toEqual([]);
  });

  test('drafted for somebody kept out never leave', async () => {
    await store.commit(
      turnOf('e1', {
        newReferences: [A],
        keptOut: [{ reference: A, people: ['lead'] }],
        deliveries: [messageTo('lead', 10, A), messageTo('head', 11, A)],
      }),
    );
    await store.commit(turnOf('e2', { deliveries: [messageTo('lead', 12, A)] }));
    expect((await store.lease(AT, 60, 10)).map(({ id }) => id)).toEqual([idOf(11)]);
  });
});
