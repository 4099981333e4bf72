import type { FindDanger } from '../ask/danger.ts';
import type { LawNote } from '../ask/law-notes.ts';
import type { Library } from '../ask/library.ts';
import type { AskGuidance } from '../ask/reply.ts';
import type { Dialog } from '../check/dialog.ts';
import type { Outcome } from '../check/facts.ts';
import type { Policy } from '../check/policy.ts';
import type { PostingPlace, Routes } from '../delivery/delivery.ts';
import type { Deployment, Person } from '../deployment/deployment.ts';
import type { Standing } from '../follow/standing.ts';
import type { Guidance } from '../guidance/guidance.ts';
import type { Sheet } from '../records/sheet.ts';
import type { Channel } from './event.ts';
import type { FollowedCase } from './following/followed-case.ts';
import type { Step } from './word-keys.ts';

/** One line of "my records". */
export type RecordLine = {
  readonly reference: string;
  readonly at: string;
  readonly kind: Step;
  readonly outcome: Outcome;
};

/** Random things a turn may need. Arguments, so that the turn itself stays pure. */
export type Draw = {
  /** A UUIDv7. */
  id(): string;
  /** An opaque button token. */
  token(): string;
  /** 256 random bits, hex. */
  nonce(): string;
  /** A new case reference such as SC-7K3F-9QXM. */
  reference(): string;
};

/** What typed words are answered with. */
export type Asks = {
  /** The guidance's answer to a question. Pure; nothing is kept of the question. */
  readonly ask: AskGuidance;
  /** Words in a text that signal danger to a child. */
  readonly findDanger: FindDanger;
  /** Where answers come from, to quote from it again; and the topics it does not cover. */
  readonly library: Pick<Library, 'searched' | 'notCovered'>;
  /** Share Check's own notes on the law, shown beside answers from their day on. */
  readonly lawNotes: readonly LawNote[];
};

/** All a turn knows besides the state and the event. */
export type TurnContext = Asks & {
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly channel: Channel;
  readonly userId: string;
  /** The person behind the speaker; somebody not listed is a practitioner who may ask and record. */
  readonly person: Person;
  readonly deployment: Deployment;
  readonly dialog: Dialog;
  readonly policy: Policy;
  readonly guidance: readonly Guidance[];
  readonly draw: Draw;
  readonly rehearsal: boolean;
  /** False when nothing can be written now: advice is given all the same, and says so. */
  readonly recording: boolean;
  /** A message about the person's case was tried and has not arrived so far. */
  readonly notArrived: boolean;
  /** Own records, newest first, when the person asked for them; null when they cannot be read now. */
  readonly records: readonly RecordLine[] | null;
  /** The record the person asked for by its reference; null when there is none they may open. */
  readonly sheet: Sheet | null;
  /**
   * The case that somebody acts on, from a message about it or from the queue; null when there is none. Absent when it cannot be read
   * now, and for every other event.
   */
  readonly followed?: FollowedCase | null;
  /** Whose test message was pressed; null or absent for any other. */
  readonly test?: { readonly person: string; readonly acknowledgedAt: string | null } | null;
  /** How far the person's own case has come; null where there is none, or it cannot be read now. */
  readonly standing: Standing | null;
  /** Open concerns that the person may act on, the most urgent first; null when they cannot be read now or nobody asked. */
  readonly queue: readonly Standing[] | null;
  /** How many messages each person (their id) has had today; absent where nobody has to be spared. */
  readonly messagesToday?: ReadonlyMap<string, number>;
  /** Ways of telling somebody besides the chat. */
  readonly routes: Routes;
  /** Where summaries of decisions are posted: the places of notifications.yaml first, then those that people chose. */
  readonly places: readonly PostingPlace[];
  /** Of the place where "post decisions here" was written: why nothing can be posted there. Absent for every other event. */
  readonly objection?: PlaceObjection | null;
  /** How many ways lead through the questions to the advice: shown in the help. */
  readonly paths: number;
};

/** What it takes to write a message about a case. `person` is who raised it. */
export type TellContext = Pick<
  TurnContext,
  'now' | 'person' | 'deployment' | 'dialog' | 'draw' | 'rehearsal' | 'places' | 'routes'
>;

/** Why a place is not posted to: who reads there, or that it could not be seen. */
export type PlaceObjection = 'guests' | 'outside' | 'unseen';
