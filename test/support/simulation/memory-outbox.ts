import { NOTIFICATION_CLASSES } from '../../../src/check/facts.ts';
import {
  type DeliveryDraft,
  type Destination,
  OVERDUE_AFTER_ATTEMPTS,
} from '../../../src/delivery/delivery.ts';
import { type Lane, laneOf } from '../../../src/delivery/lane.ts';
import type { DeliveryState, LeasedDelivery, Room, StoredDelivery } from '../../../src/storage/store.ts';
import { heapOf } from './heap.ts';
import type { MemoryCases } from './memory-cases.ts';

export type MemoryDelivery = {
  readonly draft: DeliveryDraft;
  readonly position: number;
  readonly urgency: number;
  /** Its destination as text, to compare. */
  readonly to: string;
  readonly createdAt: string;
  state: DeliveryState;
  dueAt: string;
  attempts: number;
  unclear: boolean;
  sentAt: string | null;
  message: string | null;
  fault: StoredDelivery['lastFault'];
};

/** Deliveries, as the embedded store keeps them. A lease never runs out here: nothing dies. */
export class MemoryOutbox {
  readonly byId = new Map<string, MemoryDelivery>();
  readonly #cases: MemoryCases;
  readonly #due = new Set<MemoryDelivery>();
  readonly #later = heapOf<MemoryDelivery>();
  /** Messages to persons in order of writing, for counting those of a day. */
  readonly #direct: MemoryDelivery[] = [];
  #position = 0;

  constructor(cases: MemoryCases) {
    this.#cases = cases;
  }

  add(drafts: readonly DeliveryDraft[], at: string): void {
    for (const draft of drafts) {
      this.#position += 1;
      const made: MemoryDelivery = {
        draft,
        position: this.#position,
        urgency: NOTIFICATION_CLASSES.indexOf(draft.class),
        to: JSON.stringify(draft.destination),
        createdAt: at,
        state: 'waiting',
        dueAt: draft.dueAt,
        attempts: 0,
        unclear: false,
        sentAt: null,
        message: null,
        fault: null,
      };
      this.byId.set(draft.id, made);
      if (draft.reference !== null) this.#cases.of(draft.reference).deliveries.push(made);
      if (draft.destination.kind === 'direct-message') this.#direct.push(made);
      this.wait(made, draft.dueAt);
    }
  }

  wait(held: MemoryDelivery, dueAt: string): void {
    held.state = 'waiting';
    held.dueAt = dueAt;
    this.#later.put(Date.parse(dueAt), held);
  }

  lease(now: string, limit: number, room: Room | undefined): readonly LeasedDelivery[] {
    const at = Date.parse(now);
    for (let held = this.#later.take(at); held !== undefined; held = this.#later.take(at))
      this.#due.add(held);
    if (this.#due.size === 0) return [];
    const ready: MemoryDelivery[] = [];
    for (const held of this.#due) {
      if (held.state !== 'waiting' || held.dueAt > now) this.#due.delete(held);
      else if (!this.#waitsForAnother(held, now)) ready.push(held);
    }
    ready.sort((a, b) => a.urgency - b.urgency || a.position - b.position);
    const leased: LeasedDelivery[] = [];
    for (const held of ready) {
      if (leased.length === limit) break;
      const lane = this.#laneOf(held);
      if (room !== undefined && room.left(lane, held.draft.class) <= 0) continue;
      room?.take(lane, held.draft.class, 1);
      this.#due.delete(held);
      held.state = 'leased';
      held.attempts += 1;
      leased.push({ ...stored(held), lane, wantedAt: held.draft.dueAt });
    }
    return leased;
  }

  #laneOf({ draft: { destination } }: MemoryDelivery): Lane {
    if (destination.kind !== 'update') return laneOf(destination);
    return laneOf(destination, this.byId.get(destination.delivery)?.draft.destination ?? null);
  }

  #waitsForAnother({ draft, position, urgency, to }: MemoryDelivery, now: string): boolean {
    if (draft.reference === null) return false;
    return this.#cases
      .of(draft.reference)
      .deliveries.some(
        (before) =>
          before.position < position &&
          before.urgency <= urgency &&
          (before.state === 'leased' ||
            (before.state === 'waiting' &&
              (before.dueAt <= now || (before.attempts > 0 && before.attempts < OVERDUE_AFTER_ATTEMPTS)))) &&
          before.to === to,
      );
  }

  /** When something is to be sent next, in milliseconds. It can be sooner than anything is due. */
  firstSend(): number {
    return this.#due.size > 0 ? Number.NEGATIVE_INFINITY : this.#later.first();
  }

  messagesSince(since: string): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (let n = this.#direct.length - 1; n >= 0; n -= 1) {
      const held = this.#direct[n] as MemoryDelivery;
      if (held.createdAt < since) break;
      const to = held.draft.destination;
      if (to.kind !== 'direct-message' || held.state === 'cancelled') continue;
      counts.set(to.person, (counts.get(to.person) ?? 0) + 1);
    }
    return counts;
  }

  /** Somebody has the case: what still asks others to act is dropped. */
  settle(reference: string): void {
    for (const held of this.#cases.of(reference).deliveries) {
      const { page, destination } = held.draft;
      const asks = page === true || destination.kind === 'text-message' || destination.kind === 'email';
      if (asks && (held.state === 'waiting' || held.state === 'dead')) held.state = 'cancelled';
    }
  }

  /** Drops what waits for these people, and what a channel would show; changes to messages with it. */
  cancel(reference: string, concerns: (to: Destination) => boolean): void {
    const { deliveries } = this.#cases.of(reference);
    for (const held of deliveries) {
      const to = held.draft.destination;
      const seen = to.kind === 'update' ? this.byId.get(to.delivery)?.draft.destination : to;
      const left = held.state === 'sent' || held.state === 'cancelled';
      if (!left && seen !== undefined && concerns(seen)) held.state = 'cancelled';
    }
  }

  forget(deliveries: readonly MemoryDelivery[]): void {
    for (const { draft } of deliveries) this.byId.delete(draft.id);
    if (this.#direct.length > 40_000) this.#direct.splice(0, 20_000);
  }
}

/** As the rest of the house sees it. */
export function stored(held: MemoryDelivery): StoredDelivery {
  return {
    ...held.draft,
    dueAt: held.dueAt,
    state: held.state,
    attempts: held.attempts,
    lastFault: held.fault,
    createdAt: held.createdAt,
    sentAt: held.sentAt,
    message: held.message,
    unclear: held.unclear,
  };
}
