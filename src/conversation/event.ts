import type { Card } from './card.ts';

export const CHANNELS = ['teams', 'slack', 'terminal'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Who speaks, as the channel knows them. */
export type Speaker = {
  readonly channel: Channel;
  readonly userId: string;
  /** As the channel shows them; used only for somebody the deployment does not list. */
  readonly name?: string;
};

/** A channel or group in a chat tool, where others read along. */
export type Place = {
  readonly channel: Exclude<Channel, 'terminal'>;
  /** The channel's own id for it. */
  readonly target: string;
  /** As people there know it. */
  readonly name: string;
};

/** Something a person did in a channel. `id` is the channel's own id for it: the same id twice is the same event. */
export type TurnEvent = { readonly id: string; readonly speaker: Speaker } & (
  | {
      readonly kind: 'message';
      readonly text: string;
      /** Words of a message that somebody wants to check before passing it on: read for danger alone, and kept nowhere. */
      readonly about?: string;
      /** Where it was written, when others read along there. */
      readonly place?: Place;
    }
  | {
      readonly kind: 'press';
      readonly token: string;
      /** By input or select id: what was typed, or the tokens chosen. */
      readonly inputs: Readonly<Record<string, string | readonly string[]>>;
      /**
       * The channel never sends it again by itself, so that no answer is kept for a repeat. A second tap is another press, and
       * its token has been used.
       */
      readonly once?: true;
    }
  /** Somebody looks at the channel's home page of Share Check. Nothing of their conversation changes. */
  | { readonly kind: 'home' }
  /** Somebody has just added Share Check. Nothing of their conversation changes. */
  | { readonly kind: 'added' }
);

/** What goes back to the person: the card that replaces the one pressed (or is sent after a message). */
export type TurnReply = {
  readonly cards: readonly Card[];
  /** What everybody may read where it was asked, when that was among others. */
  readonly said?: string;
  /** It answers words of the person's own, and no command. */
  readonly ownWords?: true;
  /** Nothing of the conversation changed: the card that was pressed goes on as it is, where another stands beside it. */
  readonly beside?: true;
  /** The delivered message that was pressed has done its work: it gives way to this card. */
  readonly settles?: true;
  /** The event had been answered before: these are the same cards. */
  readonly repeat?: true;
  /** Nothing of this turn was written: it is gone when the service ends. */
  readonly unsaved?: true;
};

/** What every channel calls. Never rejects for a person's mistake: that comes back as a card. */
export type HandleTurn = (event: TurnEvent) => Promise<TurnReply>;
