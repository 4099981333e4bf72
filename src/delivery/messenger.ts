import type { Card } from '../conversation/card.ts';

/** How the delivery worker reaches people through one channel. Implemented by `src/channels/*`. */
export type Messenger = {
  /**
   * Posts to a channel or room. `target` is the channel's own id for it; `under` the id of an earlier message there that this
   * one follows up. Resolves with the id of the message.
   */
  post(target: string, card: Card, under?: string): Promise<string>;
  /** Sends to one person, by their id in this channel. Resolves with the id of the message. */
  direct(userId: string, card: Card): Promise<string>;
  /** Shows this card in place of what the message showed. `to` is where it was sent, `message` the id it got then. */
  update(to: Recipient, message: string, card: Card): Promise<void>;
  /**
   * Names a person in a channel or room, with how they can be reached by Share Check, and not a word of why. Resolves with the id of
   * the message. `repeat`: an earlier try may have arrived, and it says so. Absent where nobody has to be let in first.
   */
  mention?(target: string, userId: string, repeat?: boolean): Promise<string>;
  /** Resolves when a channel or room may be posted to; rejects with what speaks against it, such as guests who read there. */
  mayPost?(target: string): Promise<void>;
};

/** Where a message stands, in the channel's own ids. */
export type Recipient =
  | { readonly kind: 'channel'; readonly target: string }
  | { readonly kind: 'person'; readonly userId: string };

/**
 * A send that did not work. `permanent`: trying again will not help. `setting`: it will once somebody has put a setting right, so it is
 * tried on. `unclear`: it may have arrived.
 */
export class DeliveryError extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly permanent: boolean;
  readonly setting: boolean;
  readonly unclear: boolean;
  /** The person cannot be written to until they let Share Check in; somewhere else they can be told so. */
  readonly shutOut: boolean;
  readonly retryAfterSeconds: number | undefined;
  constructor(fault: {
    code: string;
    message: string;
    remedy: string;
    permanent?: boolean;
    setting?: boolean;
    unclear?: boolean;
    shutOut?: boolean;
    retryAfterSeconds?: number;
  }) {
    super(fault.message);
    this.name = 'DeliveryError';
    this.code = fault.code;
    this.remedy = fault.remedy;
    this.permanent = fault.permanent ?? false;
    this.setting = fault.setting ?? false;
    this.unclear = fault.unclear ?? false;
    this.shutOut = fault.shutOut ?? false;
    this.retryAfterSeconds = fault.retryAfterSeconds;
  }
}
