import type { Store, StoredDelivery, StoredEntry } from '../storage/store.ts';
import { DeliveryError } from './messenger.ts';

/** The entry of its case that a delivery is about, by id. Rejects with a permanent DeliveryError when it is not in the store. */
export async function entryOf(
  { reference }: StoredDelivery,
  id: string,
  store: Pick<Store, 'entries'>,
): Promise<StoredEntry> {
  const entries = reference === null ? [] : await store.entries(reference);
  const stored = entries.find(({ entry }) => entry.id === id);
  if (stored === undefined) throw noEntry(id);
  return stored;
}

function noEntry(id: string): DeliveryError {
  return new DeliveryError({
    code: 'no-entry',
    message: `The entry ${id} is not in the store.`,
    remedy:
      'Run: share-check records verify. If the store was put back from a backup, this line belongs to what came after it.',
    permanent: true,
  });
}
