import type { Standing } from '../../follow/standing.ts';
import type { Card } from '../card.ts';

/** A message about a case that the outbox brought to somebody. */
export type CaseMessage = {
  readonly id: string;
  /** As the record names it. */
  readonly destination: string;
  /** Id of the person it was sent to; null for a channel. */
  readonly addressee: string | null;
  /** As it was written; undefined when it cannot be opened any more. */
  readonly card: Card | undefined;
  /** It asks somebody to act. */
  readonly page: boolean;
  readonly sentAt: string | null;
};

/** A case that somebody acts on, and all that decides about it. */
export type FollowedCase = {
  readonly standing: Standing;
  /** The message whose button was pressed; null from the queue and from a form. */
  readonly message: CaseMessage | null;
  /** Other messages that were sent about the case and show how far it has come; none to anybody kept out of it. */
  readonly others: readonly CaseMessage[];
};
