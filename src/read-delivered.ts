import { caseAccess } from './access/case-access.ts';
import type { Acknowledgement, DeliveredMessage } from './conversation/delivered.ts';
import { destinationName } from './delivery/deliver.ts';
import type { Person } from './deployment/deployment.ts';
import { casesOf } from './records/case.ts';
import type { DeliveryEventBody } from './records/entry.ts';
import type { Store, StoredDelivery } from './storage/store.ts';

/** A delivered message, and how many entries its case had when it was read. */
export type ReadMessage = DeliveredMessage & { readonly entries: number };

/** A message about a case with all that decides about its buttons; null when there is no such message about any case. */
export async function readDelivered(
  store: Pick<Store, 'delivery' | 'entries' | 'messagesAbout'>,
  id: string,
  people: readonly Person[],
): Promise<ReadMessage | null> {
  const delivery = await store.delivery(id);
  if (delivery === null || delivery.reference === null) return null;
  const { destination, reference, card } = delivery;
  if (destination.kind !== 'direct-message' && destination.kind !== 'channel-post') return null;
  const entries = await store.entries(reference);
  const access = caseAccess(entries, people);
  const acknowledged = (casesOf(entries)[0]?.deliveries ?? []).filter(
    ({ event }) => event === 'acknowledged',
  );
  const others = (await store.messagesAbout(reference)).flatMap((other) =>
    other.id !== id &&
    other.card !== undefined &&
    mayHear(other, access.keptOut) &&
    acknowledgementOf(other, acknowledged) === null
      ? [{ id: other.id, card: other.card }]
      : [],
  );
  return {
    id,
    reference,
    destination: destinationName(destination),
    addressee: destination.kind === 'direct-message' ? destination.person : null,
    card,
    access,
    acknowledgement: acknowledgementOf(delivery, acknowledged),
    others,
    entries: entries.length,
  };
}

/**
 * Who was the first to acknowledge it. An acknowledgement of one message is one of all that had been sent about the case by
 * then; what came later nobody has acknowledged with it.
 */
function acknowledgementOf(
  { id, sentAt }: Pick<StoredDelivery, 'id' | 'sentAt'>,
  acknowledged: readonly DeliveryEventBody[],
): Acknowledgement | null {
  const first = acknowledged.find(({ delivery, at }) => delivery === id || (sentAt !== null && sentAt <= at));
  return first?.detail === undefined ? null : { person: first.detail, at: first.at };
}

/** Nobody kept out hears more of the case than they have, and with somebody kept out no channel does. */
function mayHear({ destination }: StoredDelivery, keptOut: readonly string[]): boolean {
  if (keptOut.length === 0) return true;
  return destination.kind === 'direct-message' && !keptOut.includes(destination.person);
}
