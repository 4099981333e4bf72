import type {
  AbandonedBody,
  DecisionBody,
  DeliveryEventBody,
  Entry,
  EntryKind,
  OpenedBody,
} from './entry.ts';

/** An entry with its body as stored; undefined once erased. */
export type RecordedEntry = { readonly entry: Entry; readonly body: unknown };

/** One case: what its entries say, put together. What is erased is null. */
export type Case = {
  readonly reference: string;
  readonly organisation: string;
  readonly entries: readonly RecordedEntry[];
  /** When the first entry was written. */
  readonly openedAt: string;
  /** `open`: advice was given and the record is not complete. */
  readonly state: 'open' | 'complete' | 'abandoned';
  readonly author: OpenedBody['author'] | null;
  /** The newest body about the check itself, with the entry it is in. */
  readonly check: CheckEntry | null;
  /** The newest decision or completion. */
  readonly decision: DecisionBody | null;
  readonly deliveries: readonly DeliveryEventBody[];
};

export type CheckEntry = {
  readonly kind: EntryKind;
  readonly createdAt: string;
  readonly body: OpenedBody | DecisionBody | AbandonedBody;
};

/** Groups entries by case, in the order in which the cases first appear. */
export function casesOf<E extends RecordedEntry>(
  entries: readonly E[],
): readonly (Case & { readonly entries: readonly E[] })[] {
  const groups = Map.groupBy(entries, ({ entry }) => entry.reference);
  return [...groups.values()].map((group) => caseOf(group));
}

/** Puts the entries of one case together. Throws a RangeError when there are none. */
export function caseOf<E extends RecordedEntry>(
  entries: readonly E[],
): Case & { readonly entries: readonly E[] } {
  const first = entries[0];
  if (first === undefined) throw new RangeError('A case has at least one entry');
  // A case that got a chain of its own has entries in two: by time they come into one order again.
  const inOrder = [...entries].sort((a, b) => compare(a.entry.createdAt, b.entry.createdAt));
  const checks = inOrder.flatMap(checkIn);
  const decisions = checks.filter(({ kind }) => kind === 'decision' || kind === 'completion');
  const kinds = new Set(inOrder.map(({ entry }) => entry.kind));
  const complete = kinds.has('decision') || kinds.has('completion');
  return {
    reference: first.entry.reference,
    organisation: first.entry.organisation,
    entries: inOrder,
    openedAt: inOrder[0]?.entry.createdAt ?? first.entry.createdAt,
    state: complete ? 'complete' : kinds.has('abandoned') ? 'abandoned' : 'open',
    author: checks[0]?.body.author ?? null,
    check: checks.at(-1) ?? null,
    decision: (decisions.at(-1)?.body as DecisionBody | undefined) ?? null,
    deliveries: inOrder.flatMap(({ entry, body }) =>
      entry.kind === 'delivery-event' && body !== undefined ? [body as DeliveryEventBody] : [],
    ),
  };
}

/** Instants as they are written, in order; those of one moment stay as they are. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// Bodies are checked against their schema when they are written, and their hash says that they are unchanged.
function checkIn({ entry, body }: RecordedEntry): readonly CheckEntry[] {
  if (body === undefined || body === null) return [];
  switch (entry.kind) {
    case 'opened':
    case 'decision':
    case 'completion':
    case 'abandoned':
      return [{ kind: entry.kind, createdAt: entry.createdAt, body: body as CheckEntry['body'] }];
    default:
      return [];
  }
}
