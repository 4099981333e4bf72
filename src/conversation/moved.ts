import type { Count } from './count.ts';
import type { Effects } from './effects.ts';
import type { Posting } from './posting.ts';
import type { Place, Reading } from './reading.ts';
import type { Action, CheckState, Suggestions } from './state.ts';
import type { WordKey } from './word-keys.ts';

/** What an action did to the conversation. `notices` are lines for the top of the next card. */
export type Moved = {
  readonly check: CheckState | null;
  readonly effects: Effects;
  readonly notices: readonly Notice[];
  /** A card that is not a step of the check. */
  readonly aside?: 'home' | 'help' | 'records' | 'record' | 'queue' | 'stopped';
  /** A card about where decisions are posted. */
  readonly posting?: Posting;
  /** A card about what was typed. The card beneath it keeps working: the check goes on where it was. */
  readonly asking?: Asking;
  /** What to count of it. */
  readonly counts?: readonly Count[];
  /** The rest of the turn belongs to the rehearsal store, or back to the real one. */
  readonly redirect?: 'rehearsal' | 'real';
};

/** A card about what was typed. */
export type Asking =
  /** `ringFirst`: the numbers stand above the answer. `thanked`: whether it helped has been said. */
  | {
      readonly kind: 'answer';
      readonly reading: Reading;
      readonly ringFirst?: boolean;
      readonly thanked?: boolean;
    }
  | { readonly kind: 'section'; readonly place: Place; readonly reading: Reading; readonly thanked?: boolean }
  /** Answers that a typed story may give. */
  | { readonly kind: 'suggest'; readonly pending: Suggestions; readonly reading: Reading }
  /** "Is a child in danger right now?" `otherwise` is what goes on when nobody is. */
  | {
      readonly kind: 'danger';
      readonly words: readonly string[];
      readonly otherwise: Action;
      readonly label: WordKey;
    };

/** A line about what just happened, by word key. */
export type Notice = { readonly key: WordKey; readonly fill?: Readonly<Record<string, string>> };
