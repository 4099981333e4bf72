import type { NotificationClass } from '../check/facts.ts';
import type { StoredEntry } from '../storage/store.ts';

/** The ways besides the chat. One that is not set up is absent. */
export type Senders = {
  readonly text?: TextSender;
  readonly email?: EmailSender;
  readonly webhook?: EntrySender;
};

/** `found`: an earlier try had arrived after all, so nothing was sent now. */
export type SendResult = 'sent' | 'found';

type Try = {
  /** Of the delivery, and so the same at every try: whoever receives it can tell a repeat by it. */
  readonly id: string;
  /** An earlier try may have arrived. */
  readonly unclear: boolean;
};

/** `to`: a mobile number such as `+447700900123`. */
export type TextMessage = Try & { readonly to: string; readonly text: string };

/** `to`: one e-mail address. `body`: plain text, lines ending in a line feed. */
export type EmailMessage = Try & {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  readonly urgent: boolean;
};

/** What became of an entry of a case. Its body is never sent. */
export type EntryNotice = {
  readonly id: string;
  readonly class: NotificationClass;
  readonly stored: Pick<StoredEntry, 'entry' | 'body'>;
};

/** Each rejects with a DeliveryError that carries nothing of the message, and neither number nor address. */
export type TextSender = (message: TextMessage) => Promise<SendResult>;
export type EmailSender = (message: EmailMessage) => Promise<SendResult>;
export type EntrySender = (notice: EntryNotice) => Promise<void>;
