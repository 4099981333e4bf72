import { Fault } from '../fault.ts';
import type { EntryDraft } from '../records/entry.ts';
import type { LeasedDelivery, Store, StoredDelivery } from '../storage/store.ts';
import { backOffSeconds } from './back-off.ts';
import type { DeliveryDraft, Destination } from './delivery.ts';
import type { Send } from './destinations.ts';
import { bannersOf } from './marks.ts';
import { DeliveryError } from './messenger.ts';

export { REPEAT_BANNER } from './marks.ts';

/** What the worker says of its work: ids, codes and counts, never a word of a message. */
export type DeliveryLog = (
  event: string,
  fields: Readonly<Record<string, string | number | boolean>>,
) => void;

export type DeliverParts = {
  readonly store: Pick<Store, 'settle' | 'giveBack' | 'isLeased'>;
  readonly send: Send;
  readonly now: () => Date;
  readonly makeId: () => string;
  /** 256 random bits, hex. */
  readonly nonce: () => string;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Where somebody is named who has to let Share Check in before this can reach them. */
  readonly mentionsFor?: (delivery: StoredDelivery) => Promise<readonly DeliveryDraft[]>;
  readonly log: DeliveryLog;
  /** After so many a fault that passes is written down as overdue. It is tried on. */
  readonly overdueAfterAttempts: number;
  /** After this a send counts as unclear. */
  readonly timeoutSeconds: number;
  /** The organisation's time zone (IANA), in which a late message says when it was written. */
  readonly timeZone: string;
};

/** Sends one leased delivery, unless it was withdrawn meanwhile, and writes down how it went. Never rejects. */
export async function deliver(delivery: LeasedDelivery, parts: DeliverParts): Promise<void> {
  const about = { delivery: delivery.id, class: delivery.class, attempt: delivery.attempts };
  let fault: DeliveryError | null = null;
  let sent: Awaited<ReturnType<Send>> = null;
  try {
    // Somebody may have been kept out of the case since it was taken up.
    if (!(await parts.store.isLeased(delivery.id))) return;
  } catch (error) {
    parts.log('outbox-not-read', { code: codeOf(error) });
    return;
  }
  try {
    sent = await withTimeout(parts.send(marked(delivery, parts)), parts.timeoutSeconds);
  } catch (error) {
    fault = asDeliveryError(error);
  }
  try {
    if (fault === null) {
      const sentAt = parts.now().toISOString();
      const event = arrivedEvent(delivery, sent, sentAt, parts);
      await parts.store.settle(delivery.id, sentAt, event, typeof sent === 'string' ? sent : undefined);
      parts.log('delivered', about);
    } else {
      await putBack(delivery, fault, parts);
    }
  } catch (error) {
    // The lease runs out, and the next attempt says that it may be a repeat.
    parts.log('delivery-not-written-down', { ...about, code: codeOf(error) });
  }
}

/** Of a message that was found to have arrived before, the record says no more than of the first; of one withheld, nothing. */
function arrivedEvent(
  delivery: StoredDelivery,
  sent: Awaited<ReturnType<Send>>,
  at: string,
  parts: DeliverParts,
): EntryDraft | null {
  const notSent = sent !== null && typeof sent === 'object' ? sent.notSent : null;
  if (notSent === 'withheld') return null;
  return eventOf(delivery, delivery.unclear && notSent === null ? 'repeated' : 'posted', at, parts);
}

/**
 * What nobody can repair is dead at once; a fault that passes, or that a setting repairs, is tried again for as long as it lasts. The
 * record hears of every try.
 */
async function putBack(delivery: StoredDelivery, fault: DeliveryError, parts: DeliverParts): Promise<void> {
  const dead = fault.permanent && !fault.setting;
  const overdue = !dead && delivery.attempts === parts.overdueAfterAttempts;
  const now = parts.now();
  const wait = backOffSeconds(delivery.class, delivery.attempts, parts.random(), fault.retryAfterSeconds);
  const outcome = {
    state: dead ? 'dead' : 'waiting',
    dueAt: new Date(now.getTime() + (dead ? 0 : wait * 1000)).toISOString(),
    fault: { code: fault.code, message: fault.message, remedy: fault.remedy },
    unclear: delivery.unclear || fault.unclear,
  } as const;
  const detail = overdue ? `overdue:${fault.code}` : fault.code;
  const event = eventOf(delivery, 'failed', now.toISOString(), parts, detail);
  const mentions = dead && fault.shutOut ? await mentionsFor(delivery, parts) : [];
  await parts.store.giveBack(delivery.id, outcome, event, mentions);
  parts.log(dead ? 'delivery-dead' : overdue ? 'delivery-overdue' : 'delivery-failed', {
    delivery: delivery.id,
    class: delivery.class,
    attempt: delivery.attempts,
    code: fault.code,
    ...(dead ? {} : { againInSeconds: Math.round(wait) }),
  });
}

/** A mention is one more way; without it the message is as undelivered as before. */
async function mentionsFor(delivery: StoredDelivery, parts: DeliverParts): Promise<readonly DeliveryDraft[]> {
  try {
    return (await parts.mentionsFor?.(delivery)) ?? [];
  } catch (error) {
    parts.log('mention-not-written-down', { delivery: delivery.id, code: codeOf(error) });
    return [];
  }
}

/** What the record says of it; null for a message about no case, and for a change to one: what changed is in the record. */
function eventOf(
  delivery: StoredDelivery,
  event: 'posted' | 'repeated' | 'failed',
  at: string,
  parts: Pick<DeliverParts, 'makeId' | 'nonce'>,
  detail?: string,
): EntryDraft | null {
  const { reference, destination } = delivery;
  if (reference === null || destination.kind === 'update') return null;
  return {
    id: parts.makeId(),
    reference,
    createdAt: at,
    kind: 'delivery-event',
    body: {
      nonce: parts.nonce(),
      delivery: delivery.id,
      event,
      destination: destinationName(destination),
      at,
      ...(detail === undefined ? {} : { detail }),
    },
  };
}

/**
 * How a destination is written: `direct-message:<person id>`, `channel-post:teams:<name>`, `mention:<person id>:teams:<name>`,
 * `text-message:<person id>`, `email:<person id>`, `update:<delivery id>`, `log`, `webhook`.
 */
export function destinationName(destination: Destination): string {
  switch (destination.kind) {
    case 'channel-post':
      return `channel-post:${destination.channel}:${destination.name || destination.target}`;
    case 'mention':
      return `mention:${destination.person}:${destination.channel}:${destination.name || destination.target}`;
    case 'direct-message':
      return `direct-message:${destination.person}`;
    case 'text-message':
    case 'email':
      return `${destination.kind}:${destination.person}`;
    case 'webhook':
      return 'webhook';
    case 'update':
      return `update:${destination.delivery}`;
    case 'log':
      return 'log';
    default:
      return destination satisfies never;
  }
}

/** With what has to be said over it. A message changed twice to the same card is one message, and shows what is so now. */
function marked(
  delivery: LeasedDelivery,
  { now, timeZone }: Pick<DeliverParts, 'now' | 'timeZone'>,
): StoredDelivery {
  const { card } = delivery;
  if (card === undefined || delivery.destination.kind === 'update') return delivery;
  const banners = bannersOf(delivery, now(), timeZone);
  if (banners.length === 0) return delivery;
  const all = card.banner === undefined ? banners : [card.banner, ...banners];
  return { ...delivery, card: { ...card, banner: all.join(' ') } };
}

async function withTimeout<T>(sending: Promise<T>, seconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new DeliveryError({
            code: 'no-answer',
            message: 'The receiving service did not answer in time. The message may have arrived.',
            remedy: 'It is tried again, marked as a possible repeat.',
            unclear: true,
          }),
        ),
      seconds * 1000,
    );
  });
  try {
    return await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a channel threw without saying more may have happened after the message arrived. */
function asDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof Fault) {
    return new DeliveryError({ code: error.code, message: error.message, remedy: error.remedy });
  }
  return new DeliveryError({
    code: 'send-failed',
    message: 'Sending failed in a way the channel did not explain. The message may have arrived.',
    remedy:
      'It is tried again, marked as a possible repeat. If it goes on, look at the connection to the channel.',
    unclear: true,
  });
}

/** The code of a Fault; of anything else nothing is told. */
export function codeOf(error: unknown): string {
  return error instanceof Fault ? error.code : 'unexpected';
}
