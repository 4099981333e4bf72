import type { NotificationClass } from '../check/facts.ts';
import type { Card } from '../conversation/card.ts';

/** Tries after which a message that has not arrived counts as overdue: half an hour for an emergency, some hours otherwise. */
export const OVERDUE_AFTER_ATTEMPTS = 40;

/** A channel or group of a chat tool that summaries of decisions are posted to. `target` is the tool's own id for it. */
export type PostingPlace = {
  readonly channel: 'teams' | 'slack';
  readonly target: string;
  /** Empty in a destination where people may have called it anything. */
  readonly name: string;
};

/**
 * A place as a destination, which is kept in clear: the name of one that people chose in the chat tool is left out, as they may have
 * called it anything. The record names it by its id then.
 */
export const toBeWritten = ({
  channel,
  target,
  name,
  by,
}: PostingPlace & { readonly by?: string }): PostingPlace => ({
  channel,
  target,
  name: by === undefined ? name : '',
});

/** Somebody who did not act on one mention is not named again for as long. */
export const MENTION_AGAIN_AFTER_MS = 24 * 60 * 60 * 1000;

/** One that somebody chose in the tool itself: the person's id, and when (ISO 8601). */
export type ChosenPlace = PostingPlace & { readonly by: string; readonly at: string };

/** A place that is chosen from now on, or no longer. */
export type PlaceChange =
  | { readonly kind: 'add'; readonly place: ChosenPlace }
  | { readonly kind: 'remove'; readonly place: Pick<PostingPlace, 'channel' | 'target'> };

/** Where a delivery goes. Persons are ids of the deployment folder; the worker finds their channel. */
export type Destination =
  | ({ readonly kind: 'channel-post' } & PostingPlace)
  /** In that place the person is named, with how to be reached by Share Check; never why. */
  | ({ readonly kind: 'mention'; readonly person: string } & PostingPlace)
  /** `through`: in that channel where the person has an id there, rather than in the first they have. */
  | { readonly kind: 'direct-message'; readonly person: string; readonly through?: 'teams' | 'slack' }
  /** A text message to the person's mobile phone: an emergency must not wait for somebody to look at a chat. */
  | { readonly kind: 'text-message'; readonly person: string }
  | { readonly kind: 'email'; readonly person: string }
  /** The summary of that entry to the case management system; never what was written. */
  | { readonly kind: 'webhook'; readonly entry: string }
  /** The message of that delivery shows this card from now on. */
  | { readonly kind: 'update'; readonly delivery: string }
  /** The JSON Lines log, `decisions.jsonl`: the summary and the sealed body of the entry. */
  | { readonly kind: 'log'; readonly entry: string };

/** Ways besides the chat that this service is set up to send through. */
export type Routes = { readonly text: boolean; readonly email: boolean; readonly webhook: boolean };

/** One message to one destination, written in the same transaction as the record it speaks of. */
export type DeliveryDraft = {
  readonly id: string;
  /** The case it speaks of; null for a message about no case, such as a reported problem. */
  readonly reference: string | null;
  /** Of a message about no case: who must not learn that it was sent (person ids). A case knows that itself. */
  readonly keptOut?: readonly string[];
  readonly destination: Destination;
  readonly class: NotificationClass;
  /** Not before this instant (ISO 8601). */
  readonly dueAt: string;
  /** Absent for the log and for a mention. */
  readonly card?: Card;
  /** It asks somebody to act on a concern: nobody is asked twice as long as one waits for them. */
  readonly page?: true;
};

/** A delivery about a case without what it says. */
export type DeliveryLine = Pick<DeliveryDraft, 'id' | 'destination' | 'class' | 'dueAt'> & {
  readonly state: 'waiting' | 'leased' | 'sent' | 'dead' | 'cancelled';
  readonly page: boolean;
  readonly attempts: number;
  readonly createdAt: string;
  /** When it was to leave at first; `dueAt` moves on with every try. */
  readonly wantedAt: string;
  readonly sentAt: string | null;
  readonly unclear: boolean;
  /** What went wrong last; null where nothing has. */
  readonly faultCode: string | null;
};

/**
 * Changes to the deliveries of a case that have not left yet. `release`: what waits leaves now. `withhold-from`: messages to
 * these people and posts to channels are dropped, and `instead` is sent. `settled`: nobody has to be asked to act any more, so that
 * what asks somebody to and has not left is dropped. A delivery already sent is not touched.
 */
export type DeliveryChange = { readonly reference: string } & (
  | { readonly kind: 'release' }
  | { readonly kind: 'settled' }
  | {
      readonly kind: 'withhold-from';
      readonly people: readonly string[];
      readonly instead: readonly DeliveryDraft[];
    }
);
