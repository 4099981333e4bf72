import type { StoredEntry } from '../../../src/storage/store.ts';

/** What differs from one telling of the same story to the next, and is left out of a comparison. */
const DIFFERS = new Set([
  'id',
  'nonce',
  'channel',
  'userId',
  'delivery',
  'at',
  'answeredAt',
  'createdAt',
  'occurredAt',
  'delaySeconds',
]);

/** An entry without ids, hashes, times and channel: what is left has to be the same on every channel. */
export type PlainEntry = {
  readonly kind: string;
  readonly case: number;
  readonly body: unknown;
  readonly keptOut: readonly string[];
};

/**
 * The record without what differs by telling. Cases are numbered in order of appearance. Delivery events come last,
 * sorted, as the worker may deliver in any order.
 */
export function normaliseRecord(entries: readonly StoredEntry[]): readonly PlainEntry[] {
  const cases = [...new Set(entries.map(({ entry }) => entry.reference))];
  const plain = entries.map(({ entry, body, keptOut }) => ({
    kind: entry.kind,
    case: cases.indexOf(entry.reference) + 1,
    body: strip(body, cases),
    keptOut,
  }));
  const deliveries = plain
    .filter(({ kind }) => kind === 'delivery-event')
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return [...plain.filter(({ kind }) => kind !== 'delivery-event'), ...deliveries];
}

function strip(value: unknown, cases: readonly string[]): unknown {
  if (typeof value === 'string') {
    return cases.reduce((text, reference, index) => text.replaceAll(reference, `case ${index + 1}`), value);
  }
  if (Array.isArray(value)) return value.map((each) => strip(each, cases));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !DIFFERS.has(key))
      // The stamps of dialog and guidance have ids of their own, which do count.
      .map(([key, inner]) => [key, key === 'dialog' || key === 'guidance' ? inner : strip(inner, cases)]),
  );
}
