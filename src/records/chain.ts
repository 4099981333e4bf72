import { canonicalBytes, sha256Hex } from './canonical.ts';
import { type Entry, type EntryDraft, RECORD_SCHEMA } from './entry.ts';

/** What the first entry of a chain has in place of a previous hash. */
export const CHAIN_START = '0'.repeat(64);

/** Where the next entry goes. */
export type Place = {
  readonly organisation: string;
  readonly sequence: number;
  readonly previousHash: string;
};

/** An entry with its body; the body is undefined once erased. */
export type Link = { readonly entry: Entry; readonly body: unknown };

/** Which entry does not fit, and why, in words for a person. */
export type ChainFault = {
  readonly ok: false;
  readonly at: Pick<Entry, 'id' | 'reference' | 'sequence'>;
  readonly why: string;
};
export type ChainVerdict = { readonly ok: true; readonly count: number } | ChainFault;

/** Gives an entry its place in the chain. Out: the entry, and the exact bytes of the body that `bodyHash` covers. */
export function chainEntry(draft: EntryDraft, place: Place): { entry: Entry; bodyBytes: Uint8Array } {
  const bodyBytes = canonicalBytes(draft.body);
  const unhashed = {
    schema: RECORD_SCHEMA,
    id: draft.id,
    organisation: place.organisation,
    reference: draft.reference,
    kind: draft.kind,
    createdAt: draft.createdAt,
    sequence: place.sequence,
    previousHash: place.previousHash,
    bodyHash: sha256Hex(bodyBytes),
  } as const;
  return { entry: { ...unhashed, hash: hashOf(unhashed) }, bodyBytes };
}

/** SHA-256 of the canonical entry without its body and hash. */
export function hashOf(entry: Omit<Entry, 'hash'>): string {
  const { schema, id, organisation, reference, kind, createdAt, sequence, previousHash, bodyHash } = entry;
  return sha256Hex(
    canonicalBytes({
      schema,
      id,
      organisation,
      reference,
      kind,
      createdAt,
      sequence,
      previousHash,
      bodyHash,
    }),
  );
}

/**
 * Checks one chain, in order. A body may be missing only where a later erasure names its entry: one further on in this
 * chain, or one of `erasedElsewhere` (a case that got a chain of its own is erased from there).
 */
export function verifyChain(
  links: readonly Link[],
  erasedElsewhere: ReadonlySet<string> = new Set(),
): ChainVerdict {
  const erasedAt = new Map<string, number>();
  for (const { entry, body } of links) {
    for (const id of namedByErasure(entry, body)) erasedAt.set(id, entry.sequence);
  }
  let previous: Entry | null = null;
  for (const { entry, body } of links) {
    const erased = (erasedAt.get(entry.id) ?? 0) > entry.sequence || erasedElsewhere.has(entry.id);
    const why = misfit(entry, body, previous, erased);
    if (why !== null) return { ok: false, at: entry, why };
    previous = entry;
  }
  return { ok: true, count: links.length };
}

/**
 * Checks several chains given one after another, as the store and the exports list them: the organisation's, and one for
 * each case that has its own. Names the first entry that does not fit.
 */
export function verifyChains(links: readonly Link[]): ChainVerdict {
  const erased = links.flatMap(({ entry, body }) => namedByErasure(entry, body));
  const ownChainOf = new Set<string>();
  let shared: Link | null = null;
  for (const chain of splitChains(links)) {
    const inThisChain = new Set(chain.flatMap(({ entry, body }) => namedByErasure(entry, body)));
    const elsewhere = new Set(erased.filter((id) => !inThisChain.has(id)));
    const verdict = verifyChain(chain, elsewhere);
    if (!verdict.ok) return verdict;
    const first = chain[0];
    if (first === undefined) continue;
    const { reference } = first.entry;
    const isOwn = chain.every((link) => link.entry.reference === reference) && !ownChainOf.has(reference);
    if (isOwn) ownChainOf.add(reference);
    else if (shared === null) shared = first;
    else return { ok: false, at: first.entry, why: 'A second chain of the organisation begins here.' };
  }
  return { ok: true, count: links.length };
}

/** Cuts entries listed one chain after another into chains: sequence 1 begins a new one. */
export function splitChains<L extends Link>(links: readonly L[]): readonly (readonly L[])[] {
  const chains: L[][] = [];
  for (const link of links) {
    const current = chains.at(-1);
    if (current === undefined || link.entry.sequence === 1) chains.push([link]);
    else current.push(link);
  }
  return chains;
}

function misfit(entry: Entry, body: unknown, previous: Entry | null, erased: boolean): string | null {
  const expected = previous === null ? 1 : previous.sequence + 1;
  if (entry.sequence !== expected) {
    return `It has number ${entry.sequence} where ${expected} should come: an entry was taken out or put in.`;
  }
  if (previous !== null && entry.organisation !== previous.organisation) {
    return 'It belongs to another organisation than the entry before it.';
  }
  if (entry.previousHash !== (previous?.hash ?? CHAIN_START)) {
    return 'It does not follow from the entry before it.';
  }
  if (entry.hash !== hashOf(entry)) return 'It was changed after it was written.';
  if (body === undefined) return erased ? null : 'Its content is missing, and no later erasure names it.';
  return sha256Hex(canonicalBytes(body)) === entry.bodyHash
    ? null
    : 'Its content was changed after it was written.';
}

/** The ids of the entries an erasure takes the bodies of: its body's `entries`. */
function namedByErasure(entry: Entry, body: unknown): readonly string[] {
  if (entry.kind !== 'erasure' || body === null || typeof body !== 'object' || !('entries' in body))
    return [];
  return Array.isArray(body.entries) ? body.entries.filter((id) => typeof id === 'string') : [];
}
