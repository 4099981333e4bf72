import type { Answers, Fact, FactValue, Outcome, TellValue } from '../check/facts.ts';
import type { CaseAct } from './following/case-acts.ts';
import type { Place, Reading } from './reading.ts';
import type { Suggestion } from './suggestions.ts';
import type { WordKey } from './word-keys.ts';

/** An answer as given: what the record quotes. */
export type Given = {
  readonly fact: Fact;
  readonly value: FactValue;
  readonly question: string;
  readonly answeredAt: string;
  readonly source: 'asked' | 'suggested' | 'preset';
};

/** Something shown over the present step; closing it comes back to the same place. */
export type Overlay =
  | { readonly kind: 'why'; readonly facts: readonly Fact[] }
  | { readonly kind: 'changes' | 'consent' | 'report' | 'keep-out' | 'stop' | 'hidden' };

/** The case behind a share-now, opened before the record is complete; or one kept of a check that nobody came back to. */
export type OpenedCase = {
  /** Kept as it was left: the lead knows that much, and of no share-now. */
  readonly left?: true;
  readonly reference: string;
  readonly at: string;
  /** Person ids who are being told, in the order tried; empty when there is nobody. */
  readonly telling: readonly string[];
  /** Until then the message waits, so that somebody can be kept out; null once it was sent off. */
  readonly waitsUntil: string | null;
};

export type FormValues = Readonly<Record<string, string | readonly string[]>>;

/** One check by one person: a fold of what they answered and chose, never a cursor. */
export type CheckState = {
  readonly id: string;
  readonly startedAt: string;
  readonly dialog: { readonly id: string; readonly version: string; readonly hash: string };
  readonly preset: Answers;
  /** Latest answer per question, in the order first given. */
  readonly given: readonly Given[];
  readonly revised: readonly {
    readonly fact: Fact;
    readonly from: string;
    readonly to: string;
    readonly at: string;
  }[];
  /** A question opened again by Back. */
  readonly reopened: Fact | null;
  /** "Just tell me what to do" was tapped: unanswered reads as not sure. */
  readonly early: boolean;
  /** The advice was read and left behind. */
  readonly pastAdvice: boolean;
  /** The rest of the record's questions are left out. */
  readonly skipRest: boolean;
  readonly adviceShown: {
    readonly outcome: Outcome;
    readonly obligations: readonly string[];
    readonly tell: TellValue;
  } | null;
  readonly aboutColleague: boolean;
  readonly opened: OpenedCase | null;
  /** Person ids; null until asked. */
  readonly keptOut: readonly string[] | null;
  /** Asked again by Back: what was answered holds until there is a new answer. */
  readonly askKeptOutAgain: boolean;
  readonly follows: boolean | null;
  readonly form: FormValues;
  /** By field, which words say what is missing. */
  readonly errors: Readonly<Record<string, WordKey>>;
  readonly overlay: Overlay | null;
  /** Marks of the texts of the form about which "is a child in danger?" was asked. */
  readonly dangerAsked?: readonly string[];
  /** When the author was reminded that it is not finished. */
  readonly nudgedAt?: string;
  readonly done: {
    readonly reference: string;
    readonly at: string;
    readonly telling: readonly string[];
    /** When the message to the lead leaves. */
    readonly messageAt: string;
    /** At risk but not shared: somebody else looks at it today. */
    readonly reviewToday: boolean;
  } | null;
};

/** At least one. */
export type Suggestions = readonly [Suggestion, ...Suggestion[]];

/** What a button does. Kept in the state under its token; never sent to the channel. */
export type Action =
  | {
      readonly kind:
        | 'home'
        | 'start'
        | 'resume'
        | 'rehearse'
        | 'end-rehearsal'
        | 'help'
        | 'records'
        | 'open-record';
    }
  | { readonly kind: 'emergency'; readonly colleague: boolean }
  | { readonly kind: 'answer'; readonly fact: Fact; readonly value: FactValue }
  | { readonly kind: 'answer-group'; readonly facts: readonly Fact[] }
  | { readonly kind: 'why'; readonly facts: readonly Fact[] }
  | { readonly kind: 'close' | 'back' | 'tell-me' | 'go-on' | 'answer-rest' | 'decide-now' | 'worried' }
  | { readonly kind: 'changes' | 'consent' | 'report' | 'send-report' | 'hide' }
  | { readonly kind: 'tell-lead' | 'ask-keep-out' | 'keep-out-nobody' | 'keep-out-these' }
  | { readonly kind: 'follow'; readonly follows: boolean }
  | { readonly kind: 'record' | 'ask-stop' | 'stop' }
  /** Summaries of decisions go to the place where this is written, or no longer do. */
  | { readonly kind: 'post-here'; readonly on: boolean }
  /** From a card about what was typed, back to the card beneath it. */
  | { readonly kind: 'carry-on' }
  | { readonly kind: 'show-answer'; readonly reading: Reading }
  | { readonly kind: 'show-section'; readonly place: Place; readonly reading: Reading }
  /** Suggested answers, to be confirmed or dropped one by one. */
  | { readonly kind: 'suggest'; readonly pending: Suggestions; readonly reading: Reading }
  /** Decides the first of them. */
  | {
      readonly kind: 'use-suggestion';
      readonly use: boolean;
      readonly pending: Suggestions;
      readonly reading: Reading;
    }
  /** "Was this what you needed?" `place`: what was shown; null where nothing answered. */
  | {
      readonly kind: 'helped';
      readonly helpful: boolean;
      readonly place: Place | null;
      readonly reading: Reading;
    }
  /** The open concerns. */
  | { readonly kind: 'queue' }
  /** Something done about a concern, from the queue or a form. */
  | { readonly kind: 'case'; readonly act: CaseAct; readonly reference: string; readonly seen?: true }
  /** An option of a form field. */
  | { readonly kind: 'option'; readonly field: string; readonly value: string };

/** Everything kept about one person's conversation in one channel. */
export type ConversationState = {
  readonly version: 1;
  readonly check: CheckState | null;
  /** Tokens of the cards last shown: each works once, as the next turn draws new ones. */
  readonly tokens: Readonly<Record<string, Action>>;
  /** While a card about what was typed is shown: tokens of the card beneath it, which go on working. */
  readonly beneath?: Readonly<Record<string, Action>>;
  /** After a form came back with errors: tokens of the form as it was sent, which a channel may still show, errors and all. */
  readonly sent?: Readonly<Record<string, Action>>;
  /** While "is a child in danger right now?" is asked: what goes on when nobody is. */
  readonly ifNoDanger?: Action;
  /** Tokens that work whatever card is shown: the start buttons of old cards, and the buttons of App Home. */
  readonly standing: Readonly<Record<string, Action>>;
};

/** As many standing tokens of each kind are kept, the latest. */
const STANDING_AT_MOST = 120;
const OF_CONCERNS: readonly Action['kind'][] = ['case', 'queue', 'option'];

/**
 * The standing tokens that go on working, in their order. Whoever works through many concerns must not lose "in danger now" on an old
 * card by it: those of concerns are counted by themselves.
 */
export function latestStanding(all: readonly (readonly [string, Action])[]): Record<string, Action> {
  const ofConcern = ([, { kind }]: readonly [string, Action]) => OF_CONCERNS.includes(kind);
  const kept = new Set([
    ...all.filter(ofConcern).slice(-STANDING_AT_MOST),
    ...all.filter((one) => !ofConcern(one)).slice(-STANDING_AT_MOST),
  ]);
  return Object.fromEntries(all.filter((one) => kept.has(one)));
}

/** What a token stands for. Only tokens that were drawn count: `constructor` is a word of every object, and none of ours. */
export function actionFor(tokens: Readonly<Record<string, Action>>, token: string): Action | undefined {
  return Object.hasOwn(tokens, token) ? tokens[token] : undefined;
}

export const NO_CONVERSATION: ConversationState = { version: 1, check: null, tokens: {}, standing: {} };
