import { caseAccess } from './access/case-access.ts';
import {
  type DeliveryDraft,
  MENTION_AGAIN_AFTER_MS,
  type PostingPlace,
  toBeWritten,
} from './delivery/delivery.ts';
import type { Deployment } from './deployment/deployment.ts';
import type { OpenedBody } from './records/entry.ts';
import type { Store, StoredDelivery, StoredEntry } from './storage/store.ts';

export type MentionParts = {
  readonly store: Pick<Store, 'entries' | 'mentionedSince'>;
  readonly deployment: Pick<Deployment, 'people' | 'notifications'>;
  /** Where summaries are posted. */
  readonly places: () => Promise<readonly PostingPlace[]>;
  readonly makeId: () => string;
  readonly now: () => Date;
};

/**
 * Where somebody is named who cannot be written to until they let Share Check in: the places of the same chat tool where summaries
 * are posted. None where a mention could tell of what is kept from somebody: with anybody kept out of the case, for one about a
 * colleague, and for whoever is told instead of the lead.
 */
export async function mentionsFor(
  delivery: StoredDelivery,
  channel: PostingPlace['channel'],
  { store, deployment, places, makeId, now }: MentionParts,
): Promise<readonly DeliveryDraft[]> {
  const { destination, reference } = delivery;
  if (destination.kind !== 'direct-message' || reference === null) return [];
  const { person } = destination;
  if (person === deployment.notifications.alternative) return [];
  const entries = await store.entries(reference);
  if (caseAccess(entries, deployment.people).keptOut.length > 0 || entries.some(isAboutColleague)) return [];
  const since = new Date(now().getTime() - MENTION_AGAIN_AFTER_MS).toISOString();
  if (await store.mentionedSince(person, since)) return [];
  return (await places())
    .filter((place) => place.channel === channel)
    .map(
      (place): DeliveryDraft => ({
        id: makeId(),
        reference,
        destination: { kind: 'mention', ...toBeWritten(place), person },
        class: delivery.class,
        dueAt: now().toISOString(),
      }),
    );
}

/** Such a case is posted nowhere: whoever it is about may read there, whether or not anybody was named. */
const isAboutColleague = ({ entry, body }: StoredEntry): boolean =>
  entry.kind === 'opened' && (body as OpenedBody | null)?.aboutColleague === true;
