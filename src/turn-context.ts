import { may } from './access/may.ts';
import type { Policy } from './check/policy.ts';
import type { Content } from './content/load-all.ts';
import type { Asks, Draw, PlaceObjection, TurnContext } from './conversation/context.ts';
import type { Place, Speaker, TurnEvent } from './conversation/event.ts';
import { buttonOf } from './conversation/message-token.ts';
import { actionFor, type ConversationState } from './conversation/state.ts';
import { understand } from './conversation/understand.ts';
import type { PostingPlace, Routes } from './delivery/delivery.ts';
import type { Person } from './deployment/deployment.ts';
import { personOf } from './deployment/people.ts';
import { localMidnight } from './deployment/zone-clock.ts';
import { type Standing, standingOf } from './follow/standing.ts';
import { type ReadCase, readCase, readMessage } from './read-followed.ts';
import { readQueue } from './read-queue.ts';
import { openRecord, ownRecords } from './read-records.ts';
import type { Sheet } from './records/sheet.ts';
import type { Store } from './storage/store.ts';

export type Mode = 'real' | 'rehearsal';

export type ContextDeps = {
  readonly stores: Readonly<Record<Mode, Store>>;
  readonly content: Content;
  readonly policy: Policy;
  /** What typed questions are answered with, and danger is found by. */
  readonly asks: () => Promise<Asks>;
  readonly now: () => Date;
  /** Random things; tokens of a rehearsal begin with its mark, so that a press finds its way. */
  readonly draw: (mode: Mode) => Draw;
  /** The places that people chose for summaries. */
  readonly chosenPlaces: () => Promise<readonly PostingPlace[]>;
  /** Why nothing can be posted in a place; null when it can. Never rejects. */
  readonly objectionTo: (place: Place) => Promise<PlaceObjection | null>;
  /** Ways of telling somebody besides the chat. */
  readonly routes: Routes;
  /** Shown in the help: how many ways lead through the questions to the advice. */
  readonly paths: number;
};

export const conversationKey = (speaker: Speaker) => `${speaker.channel}:${speaker.userId}`;

/** What a turn reads of the case that somebody acts on. */
export type ReadForAct = {
  readonly followed?: ReadCase | null;
  readonly sheet?: Sheet | null;
  readonly test?: { readonly person: string; readonly acknowledgedAt: string | null } | null;
  readonly queue?: readonly Standing[];
  readonly messagesToday?: ReadonlyMap<string, number>;
};

/** The case that is acted on from a message, the queue or a form, with its record where that is to be opened; nothing for other events. */
export async function readForAct(
  { content, now }: Pick<ContextDeps, 'content' | 'now'>,
  store: Store,
  person: Person,
  state: ConversationState,
  event: TurnEvent,
): Promise<ReadForAct> {
  const { people } = content.deployment;
  if (event.kind !== 'press') return readCalledAnew(store, people, state, false);
  const pressed = buttonOf(event);
  if (pressed?.button === 'queue') return { queue: await readQueue(store, person, people) };
  if (pressed !== null) {
    const followed = await readMessage(store, pressed.message, people);
    if (followed === null) return { followed, test: await store.testOf(pressed.message) };
    if (pressed.button !== 'open') return { followed };
    return { followed, sheet: await openRecord(store, person, content, followed.standing.reference) };
  }
  const action = actionFor(state.tokens, event.token) ?? actionFor(state.standing, event.token);
  if (action?.kind === 'queue') return { queue: await readQueue(store, person, people) };
  if (action?.kind === 'case') {
    const followed = await readCase(store, action.reference, people);
    if (action.act !== 'open') return { followed };
    return { followed, sheet: await openRecord(store, person, content, action.reference) };
  }
  const own = await readCalledAnew(store, people, state, action?.kind === 'record');
  if (action?.kind !== 'record' || content.deployment.notifications.gather === undefined) return own;
  const midnight = localMidnight(content.deployment.organisation['time-zone'], now());
  return { ...own, messagesToday: await store.messagesSince(midnight) };
}

/** The person's own case with the messages about it, where what they do now can call somebody to it anew. */
async function readCalledAnew(
  store: Store,
  people: readonly Person[],
  { check }: ConversationState,
  recording: boolean,
): Promise<Pick<ReadForAct, 'followed'>> {
  const opened = check?.done === null ? check.opened : null;
  if (opened === null || (opened.left !== true && !recording)) return {};
  return { followed: await readCase(store, opened.reference, people) };
}

/** How far the person's own case has come, and whether a message about it has not arrived. */
export async function readOwnCase(
  { content }: Pick<ContextDeps, 'content'>,
  store: Store,
  { check }: ConversationState,
): Promise<Pick<TurnContext, 'standing' | 'notArrived'>> {
  const reference = check?.done?.reference ?? check?.opened?.reference;
  if (reference === undefined) return { standing: null, notArrived: false };
  const entries = await store.entries(reference);
  const standing = standingOf(entries, content.deployment.people);
  // Once somebody has seen it, no copy that is still on its way matters.
  const waits = standing === null || standing.state === 'sent';
  return { standing, notArrived: waits && (await store.notArrived(reference, standing?.access.author)) };
}

/** Somebody the deployment does not list may check and record: advice is never refused. */
export function guest(speaker: Speaker): Person {
  return {
    id: conversationKey(speaker),
    name: speaker.name === undefined ? 'Somebody not listed here' : `${speaker.name} (not listed here)`,
    roles: ['practitioner'],
  };
}

/**
 * All a turn knows besides its state, but for the message whose button was pressed. `recording` false: nothing is read from the store,
 * and nothing can be written.
 */
export async function contextFor(
  deps: ContextDeps,
  mode: Mode,
  event: TurnEvent,
  recording: boolean,
): Promise<TurnContext> {
  const { content, policy } = deps;
  const { channel, userId } = event.speaker;
  const person = personOf(content.deployment, channel, userId) ?? guest(event.speaker);
  const wanted = event.kind === 'message' && recording ? understand(event.text)?.kind : undefined;
  const store = deps.stores[mode];
  return {
    now: deps.now().toISOString(),
    channel,
    userId,
    person,
    deployment: content.deployment,
    dialog: content.dialog,
    policy,
    guidance: content.guidance,
    ...(await deps.asks()),
    draw: deps.draw(mode),
    rehearsal: mode === 'rehearsal',
    recording,
    notArrived: false,
    standing: null,
    routes: deps.routes,
    queue:
      recording && (wanted === 'queue' || event.kind === 'home') && may(person, 'queue:see', null)
        ? await readQueue(store, person, content.deployment.people)
        : null,
    records: !recording
      ? null
      : wanted === 'records' || event.kind === 'home'
        ? await ownRecords(store, person, content.deployment)
        : [],
    sheet:
      wanted === 'open-record' && event.kind === 'message'
        ? await openRecord(store, person, content, event.text)
        : null,
    // A rehearsal is posted nowhere, and does not depend on the real store.
    places: mode === 'rehearsal' ? [] : await placesOf(deps, recording),
    ...(wanted === 'post-here' && event.kind === 'message' && event.place !== undefined
      ? { objection: await deps.objectionTo(event.place) }
      : {}),
    paths: deps.paths,
  };
}

/** Each once, those of notifications.yaml first. */
async function placesOf(
  { content, chosenPlaces }: ContextDeps,
  recording: boolean,
): Promise<readonly PostingPlace[]> {
  const { channels } = content.deployment.notifications;
  const chosen = recording ? await chosenPlaces() : [];
  return [
    ...channels,
    ...chosen.filter((one) => !channels.some((c) => c.channel === one.channel && c.target === one.target)),
  ];
}
