import type { Card } from '../../../src/conversation/card.ts';
import type { HandleTurn, Speaker, TurnReply } from '../../../src/conversation/event.ts';
import type { Messenger } from '../../../src/delivery/messenger.ts';
import type { StoredEntry } from '../../../src/storage/store.ts';

/** Something that reached somebody. `to`: the id of a person in people.yaml, or of the channel. */
export type Received = { readonly kind: 'person' | 'channel'; readonly to: string; readonly text: string };

/** What was filled in and chosen, by the label on the card. */
export type Fields = {
  readonly filled: ReadonlyMap<string, string>;
  readonly chosen: ReadonlyMap<string, readonly string[]>;
};

/** Text a person can read now, as one string. */
export type Shown = string;

/** One person in one channel (several in turn, where `speaks` is there), as a transcript needs them. Labels are what stands on the card. */
export type Driver = {
  say(text: string): Promise<Shown>;
  /** @throws Error listing what can be tapped when nothing has this label. */
  tap(label: string, fields: Fields): Promise<Shown>;
  /** Two taps on the same button before anything new is shown; gives what is shown at the end. */
  doubleTap(label: string): Promise<Shown>;
  /** A button of an earlier card; null where the channel leaves no earlier card to tap. */
  tapOld(label: string): Promise<Shown | null>;
  /** What is folded away under `summary`. */
  open(summary: string): Promise<Shown>;
  /**
   * The newest message that was brought to this person and says these words, as it stands now: what follows is read and tapped there.
   * Not there where the channel brings no messages.
   * @throws Error listing the messages there are when none says so.
   */
  message?(words: string): Promise<Shown>;
  /** From here on somebody else sits in front of the channel; what they were shown last is on their screen. */
  speaks?(person: string): Promise<void>;
  restart(): Promise<void>;
  /** Lets time pass; what is due is delivered. */
  wait(seconds: number): Promise<void>;
  storage(works: boolean): Promise<void>;
  /** Every entry of the record, in order. */
  entries(): Promise<readonly StoredEntry[]>;
  /** Everything delivered so far. */
  received(): Promise<readonly Received[]>;
  readonly lead: string;
  end(): Promise<void>;
};

/** A channel in which several people can sit down, each in front of their own screen. */
export type Place = {
  sit(person: string): Driver | Promise<Driver>;
  end(): Promise<void>;
};

/** The whole service on a temporary store and a clock that only moves when told to; what the drivers stand on. */
export type House = {
  /** Always the running service's, also after a restart. */
  readonly handle: HandleTurn;
  /** The id the person has in a channel. */
  userId(person: string, channel: 'teams' | 'slack' | 'terminal'): string;
  /** The home page of somebody who looks at it. */
  home?(speaker: Speaker): Promise<TurnReply>;
  /** The ids of everybody who has one in a channel. */
  users?(channel: 'teams' | 'slack'): readonly string[];
  /** From here on messages to people in this channel are brought through it; without it they are only written down. */
  connect?(channel: 'teams' | 'slack', messenger: Messenger): void;
  /** Messages to a person as they stand now, in the order in which they came. */
  messages?(person: string): readonly Card[];
  readonly lead: string;
  restart(): Promise<void>;
  wait(seconds: number): Promise<void>;
  storage(works: boolean): Promise<void>;
  entries(): Promise<readonly StoredEntry[]>;
  received(): Promise<readonly Received[]>;
  end(): Promise<void>;
};
