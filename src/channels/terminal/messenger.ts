import type { Card } from '../../conversation/card.ts';
import { DeliveryError, type Messenger } from '../../delivery/messenger.ts';

/** Puts a heading and a card on the screen, set off from the conversation. */
export type PrintNotice = (heading: string, card: Card, keysWork: boolean) => void;

/**
 * Reaches the one person who sits at this terminal. Everybody else, and every channel, is out of its reach: the delivery
 * fails for good and says what to set up, so that it shows among the dead letters and is not lost.
 */
export function terminalMessenger(userId: string, makeId: () => string, print: PrintNotice): Messenger {
  const reached = (to: string): void => {
    if (to !== userId) throw new DeliveryError(NOT_HERE);
  };
  return {
    async direct(to, card) {
      reached(to);
      print('A message for you', card, true);
      return makeId();
    },
    async post() {
      throw new DeliveryError(NO_CHANNELS);
    },
    async update(to, _message, card) {
      if (to.kind === 'channel') throw new DeliveryError(NO_CHANNELS);
      reached(to.userId);
      // What has been written on a screen stays as it is.
      print('A message for you has changed', card, true);
    },
  };
}

const NOT_HERE = {
  code: 'terminal-person-not-here',
  message: 'This person can be reached in a terminal only, and is not at this one.',
  remedy:
    'Give the person a Teams or Slack id in people.yaml, then run: share-check deliveries retry. Until then, ring them.',
  permanent: true,
};
const NO_CHANNELS = {
  code: 'terminal-has-no-channels',
  message: 'A terminal has no channels to post to.',
  remedy: 'Name a Teams or Slack channel in notifications.yaml, then run: share-check deliveries retry.',
  permanent: true,
};

/**
 * For trying it out on one machine: shows what others would receive, set off from the conversation, instead of sending it.
 * `nameOf` gives the words for a person ("the lead, Priya Shah") or a channel; without it the id stands there.
 */
export function localEcho(
  makeId: () => string,
  print: PrintNotice,
  nameOf: (id: string) => string | undefined = () => undefined,
): Messenger {
  return {
    async direct(to, card) {
      print(`What ${nameOf(to) ?? 'the lead'} receives:`, card, false);
      return makeId();
    },
    async post(target, card) {
      print(`Posted to ${nameOf(target) ?? target}:`, card, false);
      return makeId();
    },
    async update(to, _message, card) {
      const heading =
        to.kind === 'channel'
          ? `Changed in ${nameOf(to.target) ?? to.target}:`
          : `What ${nameOf(to.userId) ?? 'the lead'} sees now:`;
      print(heading, card, false);
    },
  };
}
