import { NOTIFICATION_CLASSES } from '../../../src/check/facts.ts';
import { CHAIN_START, chainEntry } from '../../../src/records/chain.ts';
import { type Entry, type EntryDraft, RECORD_SCHEMA } from '../../../src/records/entry.ts';
import { checkDraft } from '../../../src/storage/ledger.ts';
import type { CaseStep, StoredEntry } from '../../../src/storage/store.ts';
import { heapOf } from './heap.ts';
import type { MemoryDelivery } from './memory-outbox.ts';

export type MemoryCase = {
  readonly reference: string;
  readonly rank: number;
  ownChain: boolean;
  keptOut: readonly string[];
  entries: StoredEntry[];
  readonly deliveries: MemoryDelivery[];
  lookAt: string | null;
  closed: boolean;
  urgency: number | null;
  unacknowledgedSince: string | null;
};

/** Cases with their entries and timers, as the embedded store keeps them. `chained`: with real hashes, and bodies checked. */
export class MemoryCases {
  readonly all = new Map<string, MemoryCase>();
  /** Open cases without a timer, or whose time has come. */
  readonly #due = new Set<MemoryCase>();
  readonly #timers = heapOf<MemoryCase>();
  readonly #chains = new Map<string, StoredEntry[]>();
  readonly #organisation: string;
  readonly #chained: boolean;
  #rank = 0;

  constructor(organisation: string, chained: boolean) {
    this.#organisation = organisation;
    this.#chained = chained;
  }

  open(reference: string): void {
    this.#rank += 1;
    const made: MemoryCase = {
      reference,
      rank: this.#rank,
      ownChain: false,
      keptOut: [],
      entries: [],
      deliveries: [],
      lookAt: null,
      closed: false,
      urgency: null,
      unacknowledgedSince: null,
    };
    this.all.set(reference, made);
    this.#due.add(made);
  }

  of(reference: string): MemoryCase {
    const found = this.all.get(reference);
    if (found === undefined) throw new Error('An entry was drafted under a reference that no case has');
    return found;
  }

  keepOut(reference: string, people: readonly string[]): void {
    const held = this.of(reference);
    held.keptOut = people;
    held.entries = held.entries.map((one) => ({ ...one, keptOut: people }));
  }

  write(draft: EntryDraft): Entry {
    const held = this.of(draft.reference);
    const entry = this.#chained ? this.#chain(held, draft) : unchained(draft, this.#organisation);
    held.entries.push({ entry, body: draft.body, keptOut: held.keptOut });
    const sent =
      draft.kind === 'delivery-event' && (draft.body.event === 'posted' || draft.body.event === 'repeated');
    if (!sent) this.setTimer(held, null, false);
    return entry;
  }

  #chain(held: MemoryCase, draft: EntryDraft): Entry {
    checkDraft(draft);
    const name = held.ownChain ? held.reference : this.#organisation;
    const chain = this.#chains.get(name) ?? [];
    const last = chain.at(-1)?.entry;
    const { entry } = chainEntry(draft, {
      organisation: this.#organisation,
      sequence: (last?.sequence ?? 0) + 1,
      previousHash: last?.hash ?? CHAIN_START,
    });
    chain.push({ entry, body: draft.body, keptOut: held.keptOut });
    this.#chains.set(name, chain);
    return entry;
  }

  /** All entries, the organisation's chain first. */
  chains(): readonly (readonly StoredEntry[])[] {
    const shared = this.#chains.get(this.#organisation);
    const own = [...this.#chains].filter(([name]) => name !== this.#organisation).map(([, chain]) => chain);
    return shared === undefined ? own : [shared, ...own];
  }

  step({ reference, entries, next }: CaseStep): void {
    const held = this.of(reference);
    for (const draft of entries) this.write(draft);
    held.urgency = next.class === null ? null : NOTIFICATION_CLASSES.indexOf(next.class);
    held.unacknowledgedSince = next.unacknowledgedSince;
    this.setTimer(held, next.at, !next.open);
  }

  setTimer(held: MemoryCase, at: string | null, closed: boolean): void {
    held.lookAt = at;
    held.closed = closed;
    if (at === null && !closed) this.#due.add(held);
    else this.#due.delete(held);
    if (at !== null && !closed) this.#timers.put(Date.parse(at), held);
  }

  dueAt(now: string): readonly MemoryCase[] {
    const at = Date.parse(now);
    for (let held = this.#timers.take(at); held !== undefined; held = this.#timers.take(at)) {
      // A timer that was set anew since, or taken away, is passed over.
      if (!held.closed && held.lookAt !== null && held.lookAt <= now) this.#due.add(held);
    }
    const rank = (a: MemoryCase, b: MemoryCase) =>
      (a.urgency ?? -1) - (b.urgency ?? -1) ||
      (a.lookAt ?? '').localeCompare(b.lookAt ?? '') ||
      a.rank - b.rank;
    return this.#due.size > 1 ? [...this.#due].sort(rank) : [...this.#due];
  }

  /** When a look is due next, in milliseconds; infinity for never. It can be sooner than anything is due. */
  firstLook(): number {
    return this.#due.size > 0 ? Number.NEGATIVE_INFINITY : this.#timers.first();
  }

  withoutTimer(): number {
    let count = 0;
    for (const held of this.#due) if (held.lookAt === null) count += 1;
    return count;
  }

  forget(reference: string): void {
    const held = this.of(reference);
    this.setTimer(held, null, true);
    this.all.delete(reference);
  }
}

function unchained(draft: EntryDraft, organisation: string): Entry {
  return {
    schema: RECORD_SCHEMA,
    id: draft.id,
    organisation,
    reference: draft.reference,
    kind: draft.kind,
    createdAt: draft.createdAt,
    sequence: 0,
    previousHash: CHAIN_START,
    bodyHash: CHAIN_START,
    hash: CHAIN_START,
  };
}
