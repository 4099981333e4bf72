import type { PlaceObjection } from './conversation/context.ts';
import type { Channel, Place } from './conversation/event.ts';
import type { PostingPlace } from './delivery/delivery.ts';
import { DeliveryError, type Messenger } from './delivery/messenger.ts';
import type { Store } from './storage/store.ts';

export type ChosenPlaces = {
  /** As they are in the store; for a moment as they were. Rejects as the store does. */
  list(): Promise<readonly PostingPlace[]>;
  /** They were changed here: the next look is at the store. */
  changed(): void;
};

/** Another process may choose one too; until so long after, a summary may miss it. */
const KNOWN_FOR_MS = 2000;

/** Reads the chosen places now and then instead of at every turn. */
export function createChosenPlaces(store: Pick<Store, 'places'>, now: () => Date): ChosenPlaces {
  let known: { readonly places: readonly PostingPlace[]; readonly at: number } | null = null;
  let changes = 0;
  return {
    async list() {
      const at = now().getTime();
      if (known !== null && at - known.at < KNOWN_FOR_MS && at >= known.at) return known.places;
      const before = changes;
      const places = await store.places();
      // What was read before a change is not what is known after it.
      if (changes === before) known = { places, at };
      return places;
    },
    changed() {
      known = null;
      changes += 1;
    },
  };
}

/** Why nothing can be posted in a place; null when it can be. What cannot be seen speaks against it. */
export async function objectionTo(
  { channel, target }: Place,
  messengers: Readonly<Partial<Record<Channel, Messenger>>>,
): Promise<PlaceObjection | null> {
  const messenger = messengers[channel];
  if (messenger?.mayPost === undefined) return 'unseen';
  try {
    await messenger.mayPost(target);
    return null;
  } catch (error) {
    const code = error instanceof DeliveryError ? error.code : '';
    return /guests/.test(code) ? 'guests' : /outside/.test(code) ? 'outside' : 'unseen';
  }
}
