import { accessTo } from '../access/case-access.ts';
import type { CaseAccess } from '../access/may.ts';
import type { NotificationClass } from '../check/facts.ts';
import type { Person } from '../deployment/deployment.ts';
import { type Case, caseOf, type RecordedEntry } from '../records/case.ts';
import type { AbandonedBody, DecisionBody, DeliveryEventBody, OpenedBody } from '../records/entry.ts';
import { type ReceivedBody, receivedOf } from '../records/received.ts';

/** How far a concern has come. Each is told apart wherever it is shown: sent is not read, and read is not taken. */
export const STATES = ['sent', 'acknowledged', 'taken', 'done'] as const;
export type FollowState = (typeof STATES)[number];

/** Who did something, and when. */
export type Deed = { readonly by: string; readonly at: string };

/** What somebody has to act on: the concern itself, or a decision not to share for a child at risk. */
export type Call = {
  readonly kind: 'concern' | 'review';
  readonly class: NotificationClass;
  /** When it was recorded (ISO 8601). */
  readonly at: string;
  /** Until then an emergency that is not one of this minute waits for "somebody should be kept out". */
  readonly leavesAt: string;
  /** Since when somebody should have it: of an emergency that nobody had when this call came, the time of that. */
  readonly waitsSince: string;
};

/** Where one case stands: read off its entries, and off nothing else. Persons are ids of the deployment folder. */
export type Standing = {
  readonly reference: string;
  readonly access: CaseAccess;
  readonly aboutColleague: boolean;
  readonly author: { readonly id: string; readonly channel: string; readonly userId: string } | null;
  /** The newest call; null where the bodies were erased. */
  readonly call: Call | null;
  readonly state: FollowState;
  /** Who is the last to have acknowledged it since the call, who has it now, and who has closed it. */
  readonly acknowledged: Deed | null;
  readonly taken: Deed | null;
  readonly done: (Deed & { readonly outcome: string }) | null;
  /** To whom it was handed over and not taken yet. */
  readonly handedTo: (Deed & { readonly to: string }) | null;
  /** The author was told to ring somebody, as nobody had taken it. */
  readonly authorToldAt: string | null;
  /** When its record was completed, as long as nobody of the safeguarding team was written to about it since. */
  readonly completedAt: string | null;
  readonly replies: readonly (Deed & { readonly text: string })[];
  readonly feedback: Feedback;
  readonly record: Case;
};

/** Whether the other agency has answered. */
export type Feedback = {
  /** When it was passed on as a referral, or as what nobody said; null where nothing is to be heard. */
  readonly waitingSince: string | null;
  readonly askedAt: string | null;
  /** The author said that there was no answer. */
  readonly notHeardAt: string | null;
  /** The lead was told that there was no answer. */
  readonly leadToldAt: string | null;
  readonly received: ReceivedBody | null;
  /** Sent as a referral, and taken as no referral. */
  readonly mismatch: boolean;
};

/** How long a share-now that is not of this minute waits for "someone should be kept out of this". Share Check's own. */
export const GRACE_SECONDS = 120;

type Entry = RecordedEntry & { readonly keptOut: readonly string[] };
type CheckBody = OpenedBody | DecisionBody | AbandonedBody;

/** Reads off where a case stands. In: its entries, each with who is kept out now. Null when there are none. */
export function standingOf(entries: readonly Entry[], people: readonly Person[]): Standing | null {
  if (entries.length === 0) return null;
  const record = caseOf(entries);
  const access = accessTo(record, entries, people);
  const call = callOf(record);
  // What somebody did who was kept out of it since, or about a concern of their own, is no step towards its end.
  const apart = [...access.keptOut, ...(access.author === null ? [] : [access.author])];
  const counts = ({ event, detail = '', to = '' }: DeliveryEventBody) =>
    !(DEEDS.includes(event) && (apart.includes(detail) || apart.includes(to)));
  const since = record.deliveries.filter((one) => call !== null && one.at >= call.at && counts(one));
  const acknowledged = deed(since.findLast(({ event }) => event === 'acknowledged'));
  const handed = since.findLast(({ event }) => event === 'handed-over');
  const takenEvent = since.findLast(({ event }) => event === 'taken');
  // Handed over is no longer theirs, and not yet the other's.
  const takenNow = takenEvent !== undefined && !(handed !== undefined && isAfter(handed, takenEvent, since));
  const taken = takenNow ? deed(takenEvent) : null;
  const doneEvent = since.findLast(({ event }) => event === 'done');
  const done =
    doneEvent === undefined ? null : { ...mustBe(deed(doneEvent)), outcome: doneEvent.outcome ?? '' };
  const seen = acknowledged !== null && (handed === undefined || acknowledged.at > handed.at);
  return {
    reference: record.reference,
    access,
    aboutColleague: record.entries.some(
      ({ entry, body }) => entry.kind === 'opened' && (body as OpenedBody | null)?.aboutColleague === true,
    ),
    author:
      record.author === null || access.author === null
        ? null
        : { id: access.author, channel: record.author.channel, userId: record.author.userId },
    call,
    state: done !== null ? 'done' : taken !== null ? 'taken' : seen ? 'acknowledged' : 'sent',
    acknowledged: seen ? acknowledged : null,
    taken,
    done,
    handedTo: handed?.to === undefined || taken !== null ? null : { ...mustBe(deed(handed)), to: handed.to },
    authorToldAt: since.findLast(({ event }) => event === 'author-told')?.at ?? null,
    completedAt: completedAt(record, access),
    replies: record.deliveries
      .filter(({ event }) => event === 'replied')
      .map((reply) => ({ ...mustBe(deed(reply)), text: reply.text ?? '' })),
    feedback: feedbackOf(record),
    record,
  };
}

/** Events that say what a person did about a concern. */
const DEEDS: readonly DeliveryEventBody['event'][] = ['acknowledged', 'taken', 'handed-over', 'done'];

/** Whether one event stands after another: by time, and in one moment by the order of writing. */
const isAfter = (a: DeliveryEventBody, b: DeliveryEventBody, all: readonly DeliveryEventBody[]): boolean =>
  a.at > b.at || (a.at === b.at && all.indexOf(a) > all.indexOf(b));

const deed = (event: DeliveryEventBody | undefined): Deed | null =>
  event === undefined ? null : { by: event.detail ?? '', at: event.at };

function mustBe<T>(value: T | null): T {
  if (value === null) throw new RangeError('An event says who did it');
  return value;
}

/** The newest entry that somebody has to act on. */
function callOf(record: Case): Call | null {
  let call: Call | null = null;
  for (const { entry, body } of record.entries) {
    const written = body as CheckBody | null | undefined;
    if (written === undefined || written === null) continue;
    const at = entry.createdAt;
    if (entry.kind === 'opened') {
      const leavesAt = waitsForKeptOut(written as OpenedBody) ? later(at, GRACE_SECONDS) : at;
      call = { kind: 'concern', class: classOf(written), at, leavesAt, waitsSince: at };
    } else if (entry.kind === 'decision' || entry.kind === 'completion') {
      const review = reviewClassOf(written as DecisionBody);
      if (review !== null) {
        const waitsSince: string = call === null ? at : stillWaiting(call, record, at);
        call = { kind: 'review', class: review, at, leavesAt: at, waitsSince };
      } else if (entry.kind === 'decision')
        call = { kind: 'concern', class: classOf(written), at, leavesAt: at, waitsSince: at };
    } else if (entry.kind === 'abandoned' && call === null && isTold(written as AbandonedBody)) {
      const left = classOfLeft(classOf(written));
      call = { kind: 'concern', class: left, at, leavesAt: at, waitsSince: at };
    }
  }
  return call;
}

/** How soon somebody has to know of a worry that was left: at the latest today. */
export const classOfLeft = (advised: NotificationClass): NotificationClass =>
  advised === 'routine' ? 'today' : advised;

/** Of a check that its author left, with no worry in it, nobody is told. */
function isTold(body: AbandonedBody): boolean {
  const urgency = body.answers.find(({ fact }) => fact === 'urgency')?.value;
  return body.why === 'left-unfinished' || urgency === 'unsure' || classOf(body) !== 'routine';
}
function completedAt({ entries, deliveries }: Case, { author }: CaseAccess): string | null {
  const last = entries.findLast(({ entry }) => entry.kind === 'completion');
  if (last?.body == null || reviewClassOf(last.body as DecisionBody) !== null) return null;
  const at = last.entry.createdAt;
  const told = deliveries.some(
    (one) =>
      WRITTEN.includes(one.event) &&
      one.at >= at &&
      one.destination.startsWith('direct-message:') &&
      one.destination !== `direct-message:${author}`,
  );
  return told ? null : at;
}
const WRITTEN: readonly DeliveryEventBody['event'][] = ['posted', 'repeated', 'listed'];

/** An emergency that nobody has, and of whose author nobody knows that they ring somebody, does not begin anew with another call. */
function stillWaiting(before: Call, { deliveries }: Case, at: string): string {
  const ended = deliveries.some(
    (one) => ENDS.includes(one.event) && one.at >= before.waitsSince && one.at <= at,
  );
  return before.class === 'emergency' && !ended ? before.waitsSince : at;
}
const ENDS: readonly DeliveryEventBody['event'][] = ['taken', 'done', 'author-told'];

/** Nobody was named yet, and a child is not in danger this minute: the message waits two minutes. */
function waitsForKeptOut({ answers, aboutColleague, keptOut }: OpenedBody): boolean {
  const urgency = answers.find(({ fact }) => fact === 'urgency')?.value;
  return urgency !== 'immediate' && !aboutColleague && keptOut.length === 0;
}

const CONCERNS: readonly (string | undefined)[] = ['clear', 'perceived', 'low-level', 'unsure', undefined];

/** How soon somebody has to know. Source: the policy, "Notification classes". */
export function classOf({ advice, answers }: Pick<CheckBody, 'advice' | 'answers'>): NotificationClass {
  if (advice.outcome === 'share-now') return 'emergency';
  const risk = answers.find(({ fact }) => fact === 'risk')?.value;
  // Unanswered reads as not sure.
  const today = CONCERNS.includes(risk) || advice.obligations.includes('do-not-leave-at-risk');
  return today ? 'today' : 'routine';
}

/**
 * A child at risk, and nothing is passed on: another person looks at it the same day, at once where the advice was to share now.
 * Null where nobody has to. Source: the policy and product behaviour, "The check".
 */
export function reviewClassOf(
  body: Pick<DecisionBody, 'advice' | 'answers' | 'decision'>,
): NotificationClass | null {
  const { choice } = body.decision;
  const urgent = body.advice.outcome === 'share-now';
  const risk = body.answers.find(({ fact }) => fact === 'risk')?.value;
  const atRisk = urgent || risk === 'clear' || risk === 'perceived';
  const passedOn = choice === 'share' || choice === 'share-part';
  if (!atRisk || passedOn || (!urgent && choice === 'seek-advice')) return null;
  return urgent ? 'emergency' : 'today';
}

/** What was passed on to children's social care or the police is answered, unless it was information alone. */
function feedbackOf(record: Case): Feedback {
  const { decision, deliveries } = record;
  const received = receivedOf(record.entries);
  const last = (event: DeliveryEventBody['event']) =>
    deliveries.findLast((one) => one.event === event)?.at ?? null;
  const opened = record.check?.body.advice.outcome === 'share-now';
  const referral = decision === null ? opened : isReferral(decision.decision);
  const decidedAt = record.entries.findLast(
    ({ entry }) => entry.kind === 'decision' || entry.kind === 'completion',
  )?.entry.createdAt;
  return {
    waitingSince: referral && received === null ? (decidedAt ?? record.openedAt) : null,
    askedAt: last('asked'),
    notHeardAt: last('not-heard'),
    leadToldAt:
      deliveries.findLast(
        ({ event, detail }) => (event === 'escalated' || event === 'listed') && detail === 'not-heard',
      )?.at ?? null,
    received,
    mismatch: received?.treatedAs === 'contact' && referral,
  };
}

const AGENCIES: readonly string[] = ['childrens-social-care', 'police'];

/** Sent as a referral; or sent to an agency that acts on referrals, and nobody said as what. */
function isReferral({ choice, kindOfSharing, recipients }: DecisionBody['decision']): boolean {
  if (choice !== 'share' && choice !== 'share-part') return false;
  if (kindOfSharing !== undefined) return kindOfSharing === 'referral';
  return recipients.some((one) => AGENCIES.includes(one));
}

const later = (at: string, seconds: number): string =>
  new Date(Date.parse(at) + seconds * 1000).toISOString();
