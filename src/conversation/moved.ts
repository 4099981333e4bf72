import type { Effects } from './effects.ts';
import type { CheckState } from './state.ts';
import type { WordKey } from './word-keys.ts';

/** What an action did to the conversation. `notices` are lines for the top of the next card. */
export type Moved = {
  readonly check: CheckState | null;
  readonly effects: Effects;
  readonly notices: readonly Notice[];
  /** A card that is not a step of the check. */
  readonly aside?: 'home' | 'help' | 'records' | 'record' | 'stopped';
  /** The rest of the turn belongs to the rehearsal store, or back to the real one. */
  readonly redirect?: 'rehearsal' | 'real';
};

/** A line about what just happened, by word key. */
export type Notice = { readonly key: WordKey; readonly fill?: Readonly<Record<string, string>> };
