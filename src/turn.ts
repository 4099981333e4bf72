import { withoutTyped } from './conversation/card.ts';
import { converse, type Turned } from './conversation/converse.ts';
import type { Count } from './conversation/count.ts';
import type { HandleTurn, Speaker, TurnEvent, TurnReply } from './conversation/event.ts';
import { draftLookAt } from './conversation/following/drafts.ts';
import { buttonOf } from './conversation/message-token.ts';
import { type ConversationState, NO_CONVERSATION } from './conversation/state.ts';
import { understand } from './conversation/understand.ts';
import { Fault } from './fault.ts';
import type { Store, TurnCommit } from './storage/store.ts';
import {
  type ContextDeps,
  contextFor,
  conversationKey,
  type Mode,
  type ReadForAct,
  readForAct,
  readOwnCase,
} from './turn-context.ts';

export type { Mode };

export type TurnDeps = ContextDeps & {
  /** Called after a commit that left something to deliver: the delivery worker looks at once. */
  readonly committed: () => void;
  /** Called after a commit that changed where summaries go. */
  readonly placesChanged: () => void;
  /** Told what to count of a turn, once it counts; never of a rehearsal. */
  readonly count: (count: Count) => void;
  /** Told of faults, by code alone. */
  readonly fault: (code: string, remedy: string) => void;
};

/** The first character of every token of a rehearsal. */
export const REHEARSAL_MARK = 'r';

/** What is never practice: an emergency, and where decisions are posted. */
const isAlwaysReal = (text: string): boolean =>
  ['emergency', 'post-here'].includes(understand(text)?.kind ?? '');

/** How long after the last answer in it typed words belong to a rehearsal. */
const REHEARSAL_LASTS_MS = 30 * 60 * 1000;

const ATTEMPTS = 5;
const REMEMBERED = 500;

/**
 * Runs turns: loads the conversation, lets the pure core decide, commits state, record and deliveries in one transaction, and
 * only then answers. The same event twice gets the same answer. When nothing can be read or written the advice is given all
 * the same, from what this process remembers, and says that it is not recorded.
 */
export function createTurn(deps: TurnDeps): HandleTurn {
  /**
   * Latest states, for when the store is gone; `unsaved` ones go into the next commit that works. With its revision one need not be
   * read again: another process may have gone on since, which the commit finds out.
   */
  const remembered = new Map<string, Remembered>();
  const queues = new Map<string, Promise<unknown>>();

  const remember = (key: string, state: ConversationState, unsaved: boolean, revision?: number): void => {
    remembered.delete(key);
    remembered.set(key, { state, unsaved, revision });
    for (const [oldest, kept] of remembered) {
      if (remembered.size <= REMEMBERED) break;
      if (!kept.unsaved || remembered.size > REMEMBERED * 2) remembered.delete(oldest);
    }
  };

  const modeOf = async (event: TurnEvent): Promise<Mode> => {
    if (event.kind === 'home' || event.kind === 'added') return 'real';
    // Whoever types that a child is in danger means it; an emergency is rehearsed with its button.
    if (event.kind === 'message' && isAlwaysReal(event.text)) return 'real';
    if (event.kind === 'press') return event.token.startsWith(REHEARSAL_MARK) ? 'rehearsal' : 'real';
    const key = memoryKey('rehearsal', event.speaker);
    const state =
      remembered.get(key)?.state ??
      asState((await quietly(() => load(deps.stores.rehearsal, event.speaker)))?.state);
    if (state?.check === undefined || state.check === null) return 'real';
    // One left and forgotten must not take in what is typed for real another day.
    const last = state.check.given.at(-1)?.answeredAt ?? state.check.startedAt;
    const age = deps.now().getTime() - Date.parse(last);
    return age < REHEARSAL_LASTS_MS ? 'rehearsal' : 'real';
  };

  const attempt = async (mode: Mode, event: TurnEvent): Promise<Turned | TurnReply> => {
    const store = deps.stores[mode];
    const key = memoryKey(mode, event.speaker);
    // With who spoke: an id used twice must never bring one person the answer of another.
    const eventId =
      event.kind === 'press' && event.once === true ? null : `${conversationKey(event.speaker)}:${event.id}`;
    const context = await contextFor(deps, mode, event, true);
    for (let n = 0; n < ATTEMPTS; n += 1) {
      const kept = remembered.get(key);
      // Of a look at the home page nothing may be committed that would find it out.
      const known = n === 0 && event.kind !== 'home' && kept?.unsaved === false ? kept.revision : undefined;
      const stored =
        kept === undefined || known === undefined
          ? await load(store, event.speaker)
          : { state: kept.state, revision: known };
      const state = (kept?.unsaved === true ? kept.state : asState(stored?.state)) ?? NO_CONVERSATION;
      const own = await readOwnCase(deps, store, state);
      const act = await readForAct(deps, store, context.person, state, event);
      const ctx = { ...context, ...own, ...act };
      const turned = converse(state, event, ctx);
      // Looking writes nothing, unless buttons were drawn that are not known yet.
      if (event.kind === 'home' && isSame(turned.state, stored?.state)) return turned;
      const result = await store.commit({
        conversation: conversationKey(event.speaker),
        revision: stored?.revision ?? null,
        eventId,
        at: ctx.now,
        state: turned.state,
        // With where it went on: a repeat follows the same way.
        reply: {
          cards: turned.cards.map(withoutTyped),
          ...(turned.redirect === undefined ? {} : { redirect: turned.redirect }),
          ...(turned.said === undefined ? {} : { said: turned.said }),
          ...(turned.ownWords === undefined ? {} : { ownWords: true }),
          ...(turned.beside === undefined ? {} : { beside: true }),
          ...(turned.settles === undefined ? {} : { settles: true }),
        },
        ...turned.effects,
        lookAgainAt: mode === 'real' ? draftLookAt(turned.state, ctx) : null,
        ...ifStillSo(act.followed, turned),
      });
      if (result.kind === 'repeat') return { ...(result.reply as TurnReply), repeat: true };
      if (result.kind === 'committed') {
        remember(key, turned.state, false, (stored?.revision ?? 0) + 1);
        if (hasDeliveries(turned)) deps.committed();
        if (turned.effects.placeChanges.length > 0) deps.placesChanged();
        return turned;
      }
    }
    throw new Fault(
      'turn-conflict',
      'Several answers arrived at once.',
      'Look at the last card and answer again.',
    );
  };

  const withoutStore = async (mode: Mode, event: TurnEvent): Promise<Turned & { readonly unsaved: true }> => {
    const key = memoryKey(mode, event.speaker);
    const context = await contextFor(deps, mode, event, false);
    const kept = remembered.get(key);
    const known = kept?.state ?? NO_CONVERSATION;
    const act = await quietly(() => readForAct(deps, deps.stores[mode], context.person, known, event));
    const ctx = { ...context, ...act };
    const turned = converse(kept?.state ?? NO_CONVERSATION, event, ctx);
    // What leaves the conversation as it is has nothing to save: what is stored must not give way to what is not known here.
    remember(key, turned.state, isBeside(event) ? kept?.unsaved === true : true);
    return { ...turned, unsaved: true };
  };

  const run = async (mode: Mode, event: TurnEvent): Promise<TurnReply> => {
    let turned: Turned | TurnReply;
    try {
      turned = await attempt(mode, event);
    } catch (error) {
      deps.fault(...codeOf(error));
      turned = await withoutStore(mode, event);
    }
    if ('redirect' in turned && turned.redirect !== undefined) {
      const text = turned.redirect === 'rehearsal' ? 'rehearse' : 'hello';
      return run(turned.redirect, { kind: 'message', id: `${event.id}:on`, speaker: event.speaker, text });
    }
    if (mode === 'real' && 'counts' in turned) turned.counts.forEach(deps.count);
    const { cards, said, ownWords, beside, settles } = turned;
    return {
      cards,
      ...(said === undefined ? {} : { said }),
      ...(ownWords === undefined ? {} : { ownWords }),
      ...(beside === undefined ? {} : { beside }),
      ...(settles === undefined ? {} : { settles }),
      ...('unsaved' in turned ? { unsaved: true } : {}),
      ...('repeat' in turned ? { repeat: true } : {}),
    };
  };

  return (event) => {
    const key = conversationKey(event.speaker);
    const turn = (queues.get(key) ?? Promise.resolve()).then(async () => run(await modeOf(event), event));
    const settled = turn.catch(() => undefined);
    queues.set(key, settled);
    void settled.then(() => queues.get(key) === settled && queues.delete(key));
    return turn;
  };
}

type Remembered = {
  readonly state: ConversationState;
  readonly unsaved: boolean;
  readonly revision: number | undefined;
};

const hasDeliveries = ({ effects }: Turned): boolean =>
  effects.deliveries.length > 0 || effects.deliveryChanges.length > 0;

const memoryKey = (mode: Mode, speaker: Speaker) => `${mode}:${conversationKey(speaker)}`;
const load = (store: Store, speaker: Speaker) => store.conversation(conversationKey(speaker));

/** A stored state of this version; an older or unknown one is not guessed at. */
function asState(value: unknown): ConversationState | null {
  const known = typeof value === 'object' && value !== null && 'version' in value && value.version === 1;
  return known ? (value as ConversationState) : null;
}

/** An event that leaves the person's own conversation as it is. */
const isBeside = (event: TurnEvent) =>
  event.kind === 'home' || event.kind === 'added' || buttonOf(event) !== null;

/** What is written of a message counts only while its case is as it was read: of two people one is the first. */
function ifStillSo(followed: ReadForAct['followed'], { effects }: Turned): Pick<TurnCommit, 'unlessGrown'> {
  if (followed == null || effects.entries.length === 0) return {};
  return { unlessGrown: { reference: followed.standing.reference, entries: followed.entries } };
}

/** The same, token by token and in the same order. */
const isSame = (state: ConversationState, stored: unknown) =>
  JSON.stringify(state) === JSON.stringify(stored);

async function quietly<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch {
    return null;
  }
}

function codeOf(error: unknown): [string, string] {
  return error instanceof Fault
    ? [error.code, error.remedy]
    : ['turn-failed', 'Report this code to the people who make Share Check.'];
}
