import type { HandleTurn } from '../../../src/conversation/event.ts';
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

/** The whole service on a temporary store and a clock that only moves when told to; what the drivers stand on. */
export type House = {
  /** Always the running service's, also after a restart. */
  readonly handle: HandleTurn;
  /** The id the person has in a channel. */
  userId(person: string, channel: 'teams' | 'slack' | 'terminal'): string;
  readonly lead: string;
  restart(): Promise<void>;
  wait(seconds: number): Promise<void>;
  storage(works: boolean): Promise<void>;
  entries(): Promise<readonly StoredEntry[]>;
  received(): Promise<readonly Received[]>;
  end(): Promise<void>;
};
