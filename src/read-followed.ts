import { mayActOn } from './access/may.ts';
import type { CaseMessage, FollowedCase } from './conversation/following/followed-case.ts';
import { destinationName } from './delivery/deliver.ts';
import type { Person } from './deployment/deployment.ts';
import { personById } from './deployment/people.ts';
import { type Standing, standingOf } from './follow/standing.ts';
import type { Store, StoredDelivery } from './storage/store.ts';

/** A case to act on, and how many entries it had when it was read. */
export type ReadCase = FollowedCase & { readonly entries: number };

type Reads = Pick<Store, 'delivery' | 'entries' | 'messagesAbout'>;

/** The case that a message is about, with the message; null when there is no such message about any case. */
export async function readMessage(
  store: Reads,
  id: string,
  people: readonly Person[],
): Promise<ReadCase | null> {
  const delivery = await store.delivery(id);
  if (delivery === null || delivery.reference === null) return null;
  const message = messageOf(delivery);
  return message === null ? null : readCase(store, delivery.reference, people, message);
}

/** A case by its reference, with the messages about it; null when there is none. */
export async function readCase(
  store: Reads,
  reference: string,
  people: readonly Person[],
  message: CaseMessage | null = null,
): Promise<ReadCase | null> {
  const entries = await store.entries(reference);
  const standing = standingOf(entries, people);
  if (standing === null) return null;
  const others = (await store.messagesAbout(reference)).flatMap((other) => {
    const shown = other.id === message?.id ? null : messageOf(other);
    return shown === null || shown.card === undefined || !mayHear(shown, standing, people) ? [] : [shown];
  });
  return { standing, message, others, entries: entries.length };
}

/** A message to somebody who may act, or to a channel: nothing to whoever raised the case. */
function messageOf(delivery: StoredDelivery): CaseMessage | null {
  const { id, destination, card, page, sentAt } = delivery;
  if (destination.kind !== 'direct-message' && destination.kind !== 'channel-post') return null;
  return {
    id,
    destination: destinationName(destination),
    addressee: destination.kind === 'direct-message' ? destination.person : null,
    card,
    page: page === true,
    sentAt,
  };
}

/**
 * Nobody kept out hears more of the case than they have, nor whoever has left the safeguarding team, and with somebody kept out no
 * channel does; its author hears otherwise.
 */
function mayHear({ addressee }: CaseMessage, { access }: Standing, people: readonly Person[]): boolean {
  if (addressee !== null) return mayActOn(personById({ people }, addressee), 'lead:acknowledge', access);
  return access.keptOut.length === 0;
}
