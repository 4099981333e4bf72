import type { Card } from './card.ts';
import type { TurnEvent } from './event.ts';

/** What can be done from a delivered message. */
export const BUTTONS = [
  'ack',
  'open',
  'take',
  /** From somebody who has it. */
  'take-over',
  'reply-form',
  'hand-over-form',
  'close-form',
  'heard',
  'not-heard',
  'received-form',
  /** The open concerns. */
  'queue',
] as const;
/** A button of a delivered message. Its token names the message and authorises nothing. */
export type MessageButton = { readonly button: (typeof BUTTONS)[number]; readonly message: string };

/** Reads the token of such a button; null for any other token. */
export function messageButton(token: string): MessageButton | null {
  const [mark, name, message, more] = token.split(':');
  const button = BUTTONS.find((each) => each === name);
  if (mark !== 'm' || button === undefined || !message || more !== undefined) return null;
  return { button, message };
}

/** The token of such a button: what `messageButton` reads. */
export const tokenOf = ({ button, message }: MessageButton) => `m:${button}:${message}`;

/** The button of a delivered message that was pressed; null for every other event. */
export const buttonOf = (event: TurnEvent): MessageButton | null =>
  event.kind === 'press' ? messageButton(event.token) : null;

/** The card is the delivered message itself, as it is now, and not an answer about it: it still opens that record. */
export function isThatMessage({ message }: MessageButton, { buttons }: Card): boolean {
  const opens = tokenOf({ button: 'open', message });
  return buttons.some(({ token }) => token === opens);
}
