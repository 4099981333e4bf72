import type { NotificationClass } from '../check/facts.ts';
import type { Deployment, Person } from '../deployment/deployment.ts';
import { escalationList, isReachable, personById } from '../deployment/people.ts';
import { absentAt } from '../deployment/rota.ts';
import {
  addConcernMinutes,
  addWorkingMinutes,
  hoursForConcerns,
  nextWorkingTime,
  workingDaysLater,
} from '../deployment/working-time.ts';
import type { Standing } from './standing.ts';

/** A message that asks somebody to act, as the outbox has it. Withdrawn ones are left out. */
export type Page = {
  readonly person: string;
  /** When it was to leave (ISO 8601). */
  readonly at: string;
  /** Given up: it will not arrive. */
  readonly dead: boolean;
};

/** Why somebody is told: first of all, or because what was to happen has not. */
export const REASONS = [
  'first',
  'not-acknowledged',
  'not-taken',
  'no-outcome',
  'not-delivered',
  'not-reached',
  'handed-over',
  'not-heard',
  'completed',
] as const;
export type Reason = (typeof REASONS)[number];

/** What has to be done about a case. */
export type Step =
  /** `again`: they were told before. Told to whoever has it for want of an outcome, it is a reminder. */
  | {
      readonly kind: 'page';
      readonly person: string;
      readonly reason: Reason;
      readonly again: boolean;
    }
  /** The author is told whom to ring. */
  | { readonly kind: 'tell-author'; readonly why: 'nobody-yet' | 'nobody-left' }
  /** "Did you hear back?" */
  | { readonly kind: 'ask-feedback' };

export type Next = {
  /** What is due now, the most pressing first. One of them that has to wait for others must not hold up the rest. */
  readonly due: readonly Step[];
  /** When something else comes due (ISO 8601); null when nothing does by itself. */
  readonly at: string | null;
  /** Somebody still has to do something. */
  readonly open: boolean;
  /** Since when nobody has acknowledged it; null when somebody has, or nobody has to. */
  readonly unacknowledgedSince: string | null;
};

export type FollowPlace = Pick<Deployment, 'people' | 'notifications' | 'organisation'>;

/** An emergency that nobody takes comes again at longer and longer times: somebody is told as long as it lasts. */
const SLOWER_AFTER_MS = 2 * 60 * 60 * 1000;
const SLOWEST_MINUTES = 60;
/** An emergency that somebody has taken on and not closed comes again at so many times its time for an outcome. */
const LATER_REMINDERS = 4;
const CLOSED: Next = { due: [], at: null, open: false, unacknowledgedSince: null };

/**
 * What has to happen next about a case, from where it stands, who was told so far and the rota. Pure; one step at a time: once it
 * is done, ask again. `counts`: whether messages are known to reach a person. Times of an emergency run by the clock, all others in the lead's working hours.
 */
export function nextStep(
  standing: Standing,
  pages: readonly Page[],
  place: FollowPlace,
  now: string,
  counts: (person: string) => boolean = () => true,
): Next {
  const { call, state } = standing;
  if (call === null) return CLOSED;
  const feedback = nextOfFeedback(standing, place, now);
  const told = pages.filter(({ at }) => at >= call.at);
  if (call.class === 'routine') {
    return both(
      told.length > 0 || state !== 'sent' ? CLOSED : firstOfRoutine(standing, place, now),
      feedback,
    );
  }
  const completed = nextOfCompleted(standing, place, now);
  if (state === 'done') return both(feedback, completed);
  const list = listFor(standing, place, now);
  const author = tellingAuthor(standing, told, list, place, now);
  const page = paging(standing, told, list, place, now, counts);
  const open = {
    due: [],
    at: null,
    open: true,
    unacknowledgedSince: state === 'sent' ? call.leavesAt : null,
  };
  return [author, page, feedback, completed].reduce<Next>(both, open);
}

/** Who may be told of a case now, in order. */
export function listFor(standing: Standing, place: FollowPlace, now: string): readonly Person[] {
  const { access, aboutColleague, call } = standing;
  return escalationList(
    place,
    { author: access.author, keptOut: access.keptOut, insteadOfLead: aboutColleague },
    now,
    call?.class === 'emergency',
  );
}

/** Whether somebody who had a case can be told of it now: not kept out of it since, and not away. */
function canBeTold(id: string, { access }: Standing, place: FollowPlace, now: string): boolean {
  const person = personById(place, id);
  if (person === null || !isReachable(person) || id === access.author || access.keptOut.includes(id))
    return false;
  return !absentAt(place.notifications, place.organisation['time-zone'], now).has(id);
}

/** Both, the first before the second. */
function both(a: Next, b: Next): Next {
  const at = [a.at, b.at].filter((one) => one !== null).sort()[0] ?? null;
  return {
    due: [...a.due, ...b.due],
    at,
    open: a.open || b.open,
    unacknowledgedSince: a.unacknowledgedSince ?? b.unacknowledgedSince,
  };
}

const OPEN = { open: true, unacknowledgedSince: null } as const;
const dueOr = (at: string, now: string, step: Step): Next =>
  at <= now ? { ...OPEN, due: [step], at: null } : { ...OPEN, due: [], at };

/** The same for a message to somebody of the safeguarding team: what came due at the end of a working day waits for the next. */
function dueAtWork(at: string, now: string, due: Step, times: Times): Next {
  const start = times.start(now);
  return dueOr(at <= now ? start : at, now, due);
}

function paging(
  standing: Standing,
  told: readonly Page[],
  list: readonly Person[],
  place: FollowPlace,
  now: string,
  counts: (person: string) => boolean,
): Next {
  const { call, state, taken, handedTo } = standing;
  if (call === null) return CLOSED;
  const times = timesOf(place, call.class);
  const others = list.filter(({ id }) => id !== taken?.by);
  const next = leastTold(others, told);
  const to = next ?? list[0];
  const last = told.reduce<Page | null>(
    (newest, page) => (newest === null || page.at >= newest.at ? page : newest),
    null,
  );
  if (to === undefined) {
    // Nobody is there to be told: somebody may come onto the rota, or back.
    return { ...OPEN, due: [], at: times.after(now, times.again) };
  }
  const again = told.some(({ person }) => person === to.id);
  const page = (reason: Reason): Step => ({
    kind: 'page',
    person: to.id,
    reason,
    again,
  });
  if (last === null) return dueAtWork(times.start(call.leavesAt), now, page('first'), times);
  const reminded = reminding(standing, told, place, now);
  if (reminded !== null) return dueAtWork(reminded.at, now, reminded.step, times);
  const { at, reason } = waiting(standing, last, told, again, times);
  // What will not arrive is not waited for, as long as there is somebody who was not told at all.
  const lost = state === 'sent' && last.dead && !again;
  // Nor is somebody in an emergency of whom nobody knows that messages reach them, where others are known to be reached.
  const alone =
    call.class === 'emergency' &&
    state === 'sent' &&
    handedTo === null &&
    !told.some(({ person }) => counts(person)) &&
    others.some(({ id }) => counts(id));
  // Until the message leaves, somebody can still be kept out of it.
  if (alone && !again) return dueOr(latest(call.leavesAt, last.at), now, page('not-reached'));
  if (lost) return dueAtWork(now, now, page('not-delivered'), times);
  const why = handedTo !== null && reason === 'not-acknowledged' ? 'handed-over' : reason;
  return dueAtWork(at, now, page(why), times);
}

/** Where others were told that there is no outcome, whoever has it is told so too. Null where they were, or cannot be. */
function reminding(
  standing: Standing,
  told: readonly Page[],
  place: FollowPlace,
  now: string,
): { readonly at: string; readonly step: Step } | null {
  const { state, taken } = standing;
  if (state !== 'taken' || taken === null || !canBeTold(taken.by, standing, place, now)) return null;
  const { by } = taken;
  const other = told.findLast(({ person, at }) => person !== by && at > taken.at);
  if (other === undefined || told.some(({ person, at }) => person === by && at >= other.at)) return null;
  return { at: other.at, step: { kind: 'page', person: by, reason: 'no-outcome', again: true } };
}

/** Until when the last one who was told, has seen it or has it is waited for. */
function waiting(
  { call, state, acknowledged, taken }: Standing,
  last: Page,
  told: readonly Page[],
  again: boolean,
  times: Times,
): { readonly at: string; readonly reason: Reason } {
  const since = (deed: { readonly at: string } | null) =>
    told.filter(({ at }) => deed !== null && at > deed.at);
  if (state === 'taken' && taken !== null) {
    // A reminder to whoever has it puts nothing off.
    const reminded = since(taken);
    const from = reminded.findLast(({ person }) => person !== taken.by) ?? reminded.at(-1) ?? taken;
    // Somebody has it: the first word on that is soon, the later ones come a few times a day.
    const pause =
      reminded.length === 0 ? times.outcome : times.outcome * (times.byTheClock ? LATER_REMINDERS : 1);
    return { at: times.after(from.at, pause), reason: 'no-outcome' };
  }
  // In the second round and after it, everybody was told: it comes again more slowly.
  const slow = last.at >= later(call?.at ?? last.at, SLOWER_AFTER_MS) && times.byTheClock;
  const pause = again ? (slow ? Math.max(times.again, SLOWEST_MINUTES) : times.again) : times.acknowledge;
  if (state === 'acknowledged' && acknowledged !== null && since(acknowledged).length === 0) {
    return { at: times.after(acknowledged.at, times.take), reason: 'not-taken' };
  }
  const reason = state === 'acknowledged' ? 'not-taken' : 'not-acknowledged';
  return { at: times.after(last.at, pause), reason };
}

/** The first in order of those who were told the fewest times. */
function leastTold(list: readonly Person[], told: readonly Page[]): Person | undefined {
  const count = (person: Person) => told.filter((page) => page.person === person.id).length;
  const fewest = Math.min(...list.map(count));
  return list.find((person) => count(person) === fewest);
}

/** Nobody has it: the author must not go on believing that somebody does. Once for each call. */
function tellingAuthor(
  standing: Standing,
  told: readonly Page[],
  list: readonly Person[],
  place: FollowPlace,
  now: string,
): Next {
  const { call, state, acknowledged, handedTo, authorToldAt } = standing;
  if (call === null || authorToldAt !== null || state === 'taken') return { ...CLOSED, open: true };
  const times = timesOf(place, call.class);
  // Whoever it was handed to has a moment to take it.
  const limit =
    call.class !== 'emergency'
      ? null
      : latest(
          call.leavesAt,
          later(call.waitsSince, times.author * MINUTE),
          handedTo === null ? '' : later(handedTo.at, times.acknowledge * MINUTE),
        );
  const everybody = list.every(({ id }) => told.some(({ person }) => person === id));
  const last = told
    .map(({ at }) => at)
    .sort()
    .at(-1);
  const lost = told.length > 0 && told.every(({ dead }) => dead);
  const exhausted = !everybody
    ? null
    : last === undefined || lost
      ? times.start(call.leavesAt)
      : acknowledged === null
        ? times.after(last, times.acknowledge)
        : times.after(latest(last, acknowledged.at), times.take);
  const at = [limit, exhausted].filter((one) => one !== null).sort()[0];
  if (at === undefined) return { ...CLOSED, open: true };
  const why = exhausted !== null && exhausted <= now ? 'nobody-left' : 'nobody-yet';
  return dueOr(at, now, { kind: 'tell-author', why });
}

/** A routine record waits for nobody; where it was left for a message with others, that comes at its time. */
function firstOfRoutine(standing: Standing, place: FollowPlace, now: string): Next {
  const [to] = listFor(standing, place, now);
  const { call } = standing;
  if (to === undefined || call === null) return CLOSED;
  const times = timesOf(place, 'routine');
  return dueAtWork(
    times.start(call.at),
    now,
    { kind: 'page', person: to.id, reason: 'first', again: false },
    times,
  );
}

/** The other agency answers by the next working day; if not, the author is asked, and then the lead is told. */
function nextOfFeedback(standing: Standing, place: FollowPlace, now: string): Next {
  const { feedback, call, state, record } = standing;
  const { waitingSince, askedAt, notHeardAt, leadToldAt } = feedback;
  if (waitingSince === null || leadToldAt !== null || call === null) return CLOSED;
  const heard = record.deliveries.findLast(({ event }) => event === 'heard')?.at ?? '';
  if (heard !== '' && heard >= (notHeardAt ?? '')) return CLOSED;
  const zone = place.organisation['time-zone'];
  const days = place.notifications['hear-back']['working-days'];
  if (askedAt === null || askedAt < waitingSince) {
    const at = workingDaysLater(place.notifications, zone, waitingSince, days);
    return dueOr(at, now, { kind: 'ask-feedback' });
  }
  // No answer to the question is no answer from the agency either.
  const at = notHeardAt ?? workingDaysLater(place.notifications, zone, askedAt, days);
  const to = whoHasIt(standing, place, now);
  if (to === undefined) return { ...OPEN, due: [], at: workingDaysLater(place.notifications, zone, now, 1) };
  const again = state !== 'done';
  const page = { kind: 'page', person: to, reason: 'not-heard', again } as const;
  // Also of an emergency this waits for the morning: its author has the numbers.
  return dueAtWork(at, now, page, timesOf(place, 'today'));
}

/** Whoever has it, or had it last; where they cannot be told, who is first on the list. */
function whoHasIt(standing: Standing, place: FollowPlace, now: string): string | undefined {
  const had = [standing.taken?.by, standing.done?.by].find(
    (id) => id !== undefined && canBeTold(id, standing, place, now),
  );
  return had ?? listFor(standing, place, now)[0]?.id;
}

/** That its record was completed asks nothing of anybody: where there is a daily list, it comes with that. */
function nextOfCompleted(standing: Standing, place: FollowPlace, now: string): Next {
  const { completedAt, access, aboutColleague } = standing;
  // Where somebody is kept out nothing waits for a list: it was sent by itself.
  if (aboutColleague || access.keptOut.length > 0) return CLOSED;
  if (completedAt === null || place.notifications.digest === undefined) return CLOSED;
  const to = whoHasIt(standing, place, now);
  if (to === undefined) return CLOSED;
  return dueOr(completedAt, now, { kind: 'page', person: to, reason: 'completed', again: false });
}

type Times = Record<'acknowledge' | 'take' | 'outcome' | 'author' | 'again', number> & {
  readonly byTheClock: boolean;
  /** So many minutes later. */
  readonly after: (from: string, minutes: number) => string;
  /** When a message written then may leave. */
  readonly start: (at: string) => string;
};

function timesOf({ notifications, organisation }: FollowPlace, urgency: NotificationClass): Times {
  const zone = organisation['time-zone'];
  if (urgency === 'emergency') {
    return {
      ...notifications.timers.emergency,
      byTheClock: true,
      after: (from, minutes) => later(from, minutes * MINUTE),
      start: (at) => at,
    };
  }
  const concern = urgency === 'today';
  const add = concern ? addConcernMinutes : addWorkingMinutes;
  return {
    ...notifications.timers.today,
    author: Number.POSITIVE_INFINITY,
    byTheClock: false,
    after: (from, minutes) => add(notifications, zone, from, minutes),
    start: (at) =>
      nextWorkingTime(concern ? hoursForConcerns(notifications, zone, at) : notifications, zone, at),
  };
}

const MINUTE = 60_000;
const latest = (...times: readonly string[]): string => [...times].sort().at(-1) ?? '';
const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();
