import { internationalForm } from '../deployment/mobile-number.ts';
import type { Store, StoredDelivery } from '../storage/store.ts';
import { cardOf } from './card-of.ts';
import type { Reachable } from './destinations.ts';
import { emailOf } from './email-of.ts';
import { entryOf } from './entry-of.ts';
import { DeliveryError } from './messenger.ts';
import type { Senders, SendResult } from './sender.ts';
import { textOf } from './text-of.ts';

/** Why nothing was sent now: an earlier try had arrived after all, or somebody who would see it is kept out of the case. */
export type NotSent = { readonly notSent: 'found' | 'withheld' };

type BesidesChat = {
  readonly people: readonly Pick<Reachable, 'id' | 'mobile' | 'email'>[];
  readonly store: Pick<Store, 'entries'>;
  readonly senders?: Senders;
};

/** A text message to the person's mobile phone. */
export async function toMobile(
  delivery: StoredDelivery,
  id: string,
  ways: BesidesChat,
): Promise<NotSent | null> {
  const send = ways.senders?.text;
  if (send === undefined) throw notSetUp('text messages');
  if (await isKeptOut(delivery, id, ways)) return WITHHELD;
  const to = internationalForm(ways.people.find((one) => one.id === id)?.mobile ?? '');
  if (to === null) throw noAddressOf(id, 'mobile');
  const text = textOf(cardOf(delivery));
  return resultOf(await send({ id: delivery.id, unclear: delivery.unclear, to, text }));
}

/** An e-mail to the person. */
export async function toMailbox(
  delivery: StoredDelivery,
  id: string,
  ways: BesidesChat,
): Promise<NotSent | null> {
  const send = ways.senders?.email;
  if (send === undefined) throw notSetUp('e-mail');
  if (await isKeptOut(delivery, id, ways)) return WITHHELD;
  const to = ways.people.find((one) => one.id === id)?.email;
  if (to === undefined) throw noAddressOf(id, 'email');
  const message = emailOf(cardOf(delivery));
  const urgent = delivery.class === 'emergency';
  return resultOf(await send({ id: delivery.id, unclear: delivery.unclear, to, urgent, ...message }));
}

/** The summary of an entry to the case management system. */
export async function toCaseSystem(
  delivery: StoredDelivery,
  entry: string,
  ways: BesidesChat,
): Promise<NotSent | null> {
  const send = ways.senders?.webhook;
  if (send === undefined) throw notSetUp('the webhook of the case management system');
  const stored = await entryOf(delivery, entry, ways.store);
  // Whoever is kept out of the case may read that system.
  if (stored.keptOut.length > 0) return WITHHELD;
  await send({ id: delivery.id, class: delivery.class, stored });
  return null;
}

const WITHHELD: NotSent = { notSent: 'withheld' };
const resultOf = (result: SendResult): NotSent | null => (result === 'found' ? { notSent: result } : null);

/** Looked at once more before it leaves this house for good. */
async function isKeptOut({ reference }: StoredDelivery, person: string, ways: BesidesChat): Promise<boolean> {
  if (reference === null) return false;
  return (await ways.store.entries(reference)).some(({ keptOut }) => keptOut.includes(person));
}

function notSetUp(what: string): DeliveryError {
  return new DeliveryError({
    code: 'route-not-set-up',
    message: `This service is not set up for ${what}.`,
    remedy: `Set up ${what} as docs/notifications.md says, and tell whoever has to know yourself now. Then run: share-check deliveries retry.`,
    permanent: true,
  });
}

function noAddressOf(person: string, field: 'mobile' | 'email'): DeliveryError {
  return new DeliveryError({
    code: `no-${field}`,
    message: `"${person}" has no ${field} in people.yaml${field === 'mobile' ? ', or none that text messages reach' : ''}.`,
    remedy: `In people.yaml give "${person}" a ${field}, and tell them yourself now. Then run: share-check deliveries retry.`,
    permanent: true,
  });
}
