import type { Guidance } from '../guidance/guidance.ts';

/** What a person says, and the words the guidance has for it: "grass up" → "share information". */
export type Synonyms = { readonly says: readonly string[]; readonly means: readonly string[] };

/** Whom a question outside the guidance goes to. */
export const ASK_CONTACTS = [
  'dsl',
  'data-protection-lead',
  'social-care',
  'designated-officer',
  'head',
  'hr',
  'legal',
  'health',
  'police',
] as const;
export type AskContact = (typeof ASK_CONTACTS)[number];

/** A subject people ask about that the guidance does not cover. It competes with the sections, so that it is recognised. */
export type NotCoveredTopic = {
  readonly id: string;
  /** In words that fit after "about": "how long to keep records". */
  readonly about: string;
  readonly contact: AskContact;
  /** One or two plain sentences, Share Check's own: where the answer is to be found. */
  readonly help: string;
  readonly phrasings: readonly string[];
};

/** Questions people ask that a section answers: by guidance id, then by section id. */
export type Phrasings = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** Everything that questions are answered from. */
export type Library = {
  /** Answers come from these: the current edition and the deployment's own procedures. */
  readonly searched: readonly Guidance[];
  readonly phrasings: Phrasings;
  readonly thesaurus: readonly Synonyms[];
  readonly notCovered: readonly NotCoveredTopic[];
};
