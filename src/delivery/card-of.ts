import type { Card } from '../conversation/card.ts';
import type { StoredDelivery } from '../storage/store.ts';
import { DeliveryError } from './messenger.ts';

/** What a delivery shows. Throws a permanent DeliveryError when there is nothing in it. */
export function cardOf(delivery: StoredDelivery): Card {
  if (delivery.card !== undefined) return delivery.card;
  throw new DeliveryError({
    code: 'no-message',
    message: `Delivery ${delivery.id} has no message in it.`,
    remedy: 'Tell the person yourself, and report this with the id of the delivery.',
    permanent: true,
  });
}
