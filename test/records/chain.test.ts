import { describe, expect, test } from 'vitest';
import { canonicalBytes, sha256Hex } from '../../src/records/canonical.ts';
import {
  CHAIN_START,
  chainEntry,
  hashOf,
  type Link,
  splitChains,
  verifyChain,
  verifyChains,
} from '../../src/records/chain.ts';
import type { Entry, EntryDraft } from '../../src/records/entry.ts';
import { AT, decisionDraft, deliveryDraft, idOf, openedDraft } from './samples.ts';

const A = 'SC-AAAA-AAAA';
const B = 'SC-BBBB-BBBB';

function chainOf(...drafts: readonly EntryDraft[]): Link[] {
  let previousHash = CHAIN_START;
  return drafts.map((draft, index) => {
    const { entry } = chainEntry(draft, { organisation: 'school', sequence: index + 1, previousHash });
    previousHash = entry.hash;
    return { entry, body: draft.body };
  });
}

/** Puts an erasure at the end, as a later version will write one. */
function withErasure(links: readonly Link[], ids: readonly string[], number = 99): Link[] {
  const last = links.at(-1)?.entry;
  const body = { nonce: 'cd'.repeat(32), entries: ids };
  const unhashed: Omit<Entry, 'hash'> = {
    schema: 'share-check/decision-record@1',
    id: idOf(number),
    organisation: 'school',
    reference: last?.reference ?? A,
    kind: 'erasure',
    createdAt: AT,
    sequence: (last?.sequence ?? 0) + 1,
    previousHash: last?.hash ?? CHAIN_START,
    bodyHash: sha256Hex(canonicalBytes(body)),
  };
  return [...links, { entry: { ...unhashed, hash: hashOf(unhashed) }, body }];
}

const without = (links: readonly Link[], at: number): Link[] =>
  links.map((link, index) => (index === at ? { entry: link.entry, body: undefined } : link));

const changed = (links: readonly Link[], at: number, change: Partial<Entry>): Link[] =>
  links.map((link, index) =>
    index === at ? { entry: { ...link.entry, ...change } as Entry, body: link.body } : link,
  );

describe('an entry in its chain', () => {
  test('covers its body by a hash, and itself and the one before by another', () => {
    const draft = openedDraft(1, A);
    const { entry, bodyBytes } = chainEntry(draft, {
      organisation: 'school',
      sequence: 1,
      previousHash: CHAIN_START,
    });
    expect(JSON.parse(Buffer.from(bodyBytes).toString('utf8'))).toEqual(draft.body);
    expect(entry.bodyHash).toBe(sha256Hex(bodyBytes));
    const { hash, ...rest } = entry;
    expect(hash).toBe(sha256Hex(canonicalBytes(rest)));
    expect(entry).toMatchObject({
      schema: 'share-check/decision-record@1',
      organisation: 'school',
      sequence: 1,
      previousHash: '0'.repeat(64),
    });
  });
});

describe('verifying a chain', () => {
  const chain = chainOf(openedDraft(1, A), decisionDraft(2, B), deliveryDraft(3, A), decisionDraft(4, A));

  test('accepts what was written', () => {
    expect(verifyChain(chain)).toEqual({ ok: true, count: 4 });
    expect(verifyChain([])).toEqual({ ok: true, count: 0 });
  });

  test('reads the same after a journey through JSON', () => {
    expect(verifyChain(JSON.parse(JSON.stringify(chain)))).toEqual({ ok: true, count: 4 });
  });

  test.each(['reference', 'kind', 'createdAt', 'id'] as const)(
    'names the first entry whose %s was changed',
    (field) => {
      const value = field === 'kind' ? 'amendment' : field === 'createdAt' ? '2020-01-01T00:00:00Z' : 'other';
      const verdict = verifyChain(changed(chain, 1, { [field]: value }));
      expect(verdict).toMatchObject({
        ok: false,
        at: { sequence: 2 },
        why: 'It was changed after it was written.',
      });
    },
  );

  test('names an entry whose body was changed', () => {
    const bad = chain.map((link, index) =>
      index === 3 ? { ...link, body: { ...(link.body as object), sector: 'nhs' } } : link,
    );
    expect(verifyChain(bad)).toMatchObject({
      ok: false,
      at: { sequence: 4, id: idOf(4) },
      why: 'Its content was changed after it was written.',
    });
  });

  test('notices a changed entry with a hash made to match, at the next one', () => {
    const entry = { ...(chain[1]?.entry as Entry), createdAt: '2020-01-01T00:00:00Z' };
    const bad = changed(chain, 1, { ...entry, hash: hashOf(entry) });
    expect(verifyChain(bad)).toMatchObject({
      ok: false,
      at: { sequence: 3 },
      why: 'It does not follow from the entry before it.',
    });
  });

  test('names the entry after one that was taken out, and one that was put in twice or out of order', () => {
    const [one, two, three, four] = chain as [Link, Link, Link, Link];
    expect(verifyChain([one, three, four])).toMatchObject({ ok: false, at: { sequence: 3 } });
    expect(verifyChain([two, three, four])).toMatchObject({ ok: false, at: { sequence: 2 } });
    expect(verifyChain([one, two, two, three])).toMatchObject({ ok: false, at: { sequence: 2 } });
    expect(verifyChain([one, three, two, four])).toMatchObject({ ok: false, at: { sequence: 3 } });
  });

  test('refuses a missing body that no later erasure names', () => {
    expect(verifyChain(without(chain, 1))).toMatchObject({
      ok: false,
      at: { sequence: 2 },
      why: 'Its content is missing, and no later erasure names it.',
    });
    expect(verifyChain(without(withErasure(chain, [idOf(1)]), 1))).toMatchObject({
      ok: false,
      at: { sequence: 2 },
    });
  });

  test('accepts a missing body that a later erasure names, and not one named earlier', () => {
    const erased = without(withErasure(chain, [idOf(2)]), 1);
    expect(verifyChain(erased)).toEqual({ ok: true, count: 5 });
    const before = withErasure([], [idOf(2)], 50);
    const { entry } = chainEntry(decisionDraft(2, A), {
      organisation: 'school',
      sequence: 2,
      previousHash: before[0]?.entry.hash ?? '',
    });
    expect(verifyChain([...before, { entry, body: undefined }])).toMatchObject({
      ok: false,
      at: { sequence: 2 },
    });
  });
});

describe('verifying several chains listed one after another', () => {
  const shared = chainOf(openedDraft(1, A), decisionDraft(2, B), openedDraft(3, B));
  const ownA = chainOf(decisionDraft(10, A), deliveryDraft(11, A));
  const ownB = chainOf(deliveryDraft(20, B));

  test('each begins with number one', () => {
    const all = [...shared, ...ownA, ...ownB];
    expect(splitChains(all).map((chain) => chain.length)).toEqual([3, 2, 1]);
    expect(verifyChains(all)).toEqual({ ok: true, count: 6 });
    expect(verifyChains([])).toEqual({ ok: true, count: 0 });
    expect(verifyChains(ownA)).toEqual({ ok: true, count: 2 });
  });

  test('an erasure in a case’s own chain may name what it wrote in the shared one', () => {
    const all = [...without(shared, 0), ...withErasure(ownA, [idOf(1)])];
    expect(verifyChains(all)).toEqual({ ok: true, count: 6 });
  });

  test('a second chain of the organisation is noticed: somebody cut the first in two', () => {
    const second = chainOf(openedDraft(30, A), decisionDraft(31, B));
    expect(verifyChains([...shared, ...second])).toMatchObject({
      ok: false,
      at: { sequence: 1, id: idOf(30) },
      why: 'A second chain of the organisation begins here.',
    });
    const again = chainOf(decisionDraft(40, A));
    expect(verifyChains([...shared, ...ownA, ...again])).toMatchObject({ ok: false, at: { id: idOf(40) } });
  });
});
