import type { Content } from '../../../src/content/load-all.ts';
import type { Card } from '../../../src/conversation/card.ts';
import type { Asks, Draw } from '../../../src/conversation/context.ts';
import type { HandleTurn, TurnEvent } from '../../../src/conversation/event.ts';
import type { ConversationState } from '../../../src/conversation/state.ts';
import { NO_CONVERSATION } from '../../../src/conversation/state.ts';
import type { PostingPlace, Routes } from '../../../src/delivery/delivery.ts';
import type { Deployment } from '../../../src/deployment/deployment.ts';
import { makeReference } from '../../../src/records/reference.ts';
import type { Store, StoredEntry } from '../../../src/storage/store.ts';
import { createSweeper, type Sweeper } from '../../../src/sweeper.ts';
import { createTurn, REHEARSAL_MARK } from '../../../src/turn.ts';
import type { Mode } from '../../../src/turn-context.ts';
import { fakeAsks } from '../fake-asks.ts';
import { provenShipped, shippedContent } from '../house.ts';
import { type Left, type MemoryStore, memoryStore } from './memory-store.ts';

type Inputs = Readonly<Record<string, string | readonly string[]>>;

/** The whole service without its channels: the real turns and the real sweeper on a store that can be copied. */
export type FollowWorld = {
  readonly content: Content;
  readonly store: MemoryStore;
  readonly rehearsals: MemoryStore;
  /** Everything that has left, in order, with when. */
  readonly left: readonly (Left & { readonly at: string })[];
  /** What every message shows now, by the id of its delivery. */
  readonly shown: ReadonlyMap<string, Card>;
  now(): string;
  state(person: string, mode?: Mode): ConversationState;
  entries(reference: string): Promise<readonly StoredEntry[]>;
  say(person: string, text: string): Promise<Card>;
  press(person: string, token: string, inputs?: Inputs): Promise<Card>;
  home(person: string): Promise<Card>;
  /** Looks at everything, and lets go what is due. */
  go(): Promise<void>;
  /** So much time passes, and the service looks only at its end. */
  pass(milliseconds: number): Promise<void>;
  /** Goes to the next moment at which something is due, as late as the service may look; false where that is after `until`. */
  next(until: string): Promise<boolean>;
  /** The same world once more, to go on in another way; started again with other files in the deployment folder. */
  fork(change?: (deployment: Deployment) => Deployment): FollowWorld;
};

export type WorldOptions = {
  readonly at?: string;
  readonly deployment?: (deployment: Deployment) => Deployment;
  readonly routes?: Routes;
};

type Kept = {
  readonly clock: number;
  readonly count: number;
  readonly store: MemoryStore;
  readonly rehearsals: MemoryStore;
  readonly left: FollowWorld['left'];
  readonly shown: FollowWorld['shown'];
};
type Fixed = {
  readonly content: Content;
  readonly asks: Asks;
  readonly routes: Routes;
  readonly places: readonly PostingPlace[];
};

/** The service looks every minute at least. */
export const LOOKS_EVERY_MS = 60_000;

export async function followWorld(options: WorldOptions = {}): Promise<FollowWorld> {
  const shipped = await shippedContent();
  provenShipped(shipped);
  const deployment = (options.deployment ?? ((d) => d))(shipped.deployment);
  const fixed: Fixed = {
    content: { ...shipped, deployment },
    asks: fakeAsks(shipped.guidance),
    routes: options.routes ?? { text: true, email: true, webhook: true },
    places: deployment.notifications.channels,
  };
  return worldOf(fixed, {
    clock: Date.parse(options.at ?? '2026-11-23T10:15:00Z'),
    count: 0,
    store: memoryStore(),
    rehearsals: memoryStore(),
    left: [],
    shown: new Map(),
  });
}

function worldOf({ content, asks, routes, places }: Fixed, kept: Kept): FollowWorld {
  const { store, rehearsals } = kept;
  const { policy, report } = provenShipped(content);
  let { clock, count } = kept;
  const left = [...kept.left];
  const shown = new Map(kept.shown);
  const stores = { real: store as unknown as Store, rehearsal: rehearsals as unknown as Store };
  const now = () => new Date(clock);

  const draw = (mode: Mode): Draw => {
    const next = () => {
      count += 1;
      return count;
    };
    return {
      id: () => `id-${next()}`,
      nonce: () => String(next()).padStart(64, '0'),
      token: () => `${mode === 'rehearsal' ? REHEARSAL_MARK : 't'}${next()}`,
      reference: () => {
        const number = next();
        return makeReference(Uint8Array.from([0, 0, number >> 16, (number >> 8) & 255, number & 255]));
      },
    };
  };
  const handle: HandleTurn = createTurn({
    stores,
    content,
    policy,
    asks: async () => asks,
    now,
    draw,
    chosenPlaces: async () => [],
    objectionTo: async () => 'unseen',
    routes,
    paths: report.paths,
    committed: () => undefined,
    placesChanged: () => undefined,
    count: () => undefined,
    fault: (code) => {
      throw new Error(`the turn failed: ${code}`);
    },
  });
  const sweeper: Sweeper = createSweeper({
    store: stores.real,
    content,
    policy,
    asks: async () => asks,
    routes,
    places: async () => places,
    draw: draw('real'),
    now,
    written: () => undefined,
    log: (event) => {
      if (/not/.test(event)) throw new Error(event);
    },
  });

  const leave = (): void => {
    const gone = store.leave(now().toISOString());
    for (const one of gone) {
      left.push({ ...one, at: now().toISOString() });
      const { card, id } = one.delivery;
      const message = one.changes ?? id;
      if (card !== undefined && (one.changes === null || shown.has(one.changes))) shown.set(message, card);
    }
  };
  const go = async () => {
    const swept = await sweeper.sweep();
    if (swept.failed > 0) throw new Error('a look failed');
    leave();
  };
  const turn = async (person: string, what: object): Promise<Card> => {
    count += 1;
    const userId = content.deployment.people.find(({ id }) => id === person)?.teams ?? person;
    const event = { id: `event-${count}`, speaker: { channel: 'teams', userId }, ...what } as TurnEvent;
    const { cards } = await handle(event);
    const [card] = cards;
    if (card === undefined || cards.length !== 1) throw new Error('a turn shows one card');
    const message = event.kind === 'press' ? /^m:[a-z-]+:(.+)$/.exec(event.token)?.[1] : undefined;
    // A message that was pressed shows what it has become; an answer about it is a card of its own.
    if (message !== undefined && isThatMessage(card, message)) shown.set(message, card);
    await go();
    return card;
  };

  const world: FollowWorld = {
    content,
    store,
    rehearsals,
    left,
    shown,
    now: () => now().toISOString(),
    state(person, mode = 'real') {
      const userId = content.deployment.people.find(({ id }) => id === person)?.teams ?? person;
      const of = mode === 'real' ? store : rehearsals;
      return (of.conversations().get(`teams:${userId}`)?.state as ConversationState) ?? NO_CONVERSATION;
    },
    entries: (reference) => store.entries(reference),
    say: (person, text) => turn(person, { kind: 'message', text }),
    press: (person, token, inputs = {}) => turn(person, { kind: 'press', token, inputs }),
    home: (person) => turn(person, { kind: 'home' }),
    go,
    async pass(milliseconds) {
      clock += milliseconds;
      await go();
    },
    async next(until) {
      const due = store.nextDue();
      if (due === null) return false;
      const at = Math.max(clock, due === '' ? clock : Date.parse(due)) + LOOKS_EVERY_MS;
      if (at > Date.parse(until)) return false;
      clock = at;
      await go();
      return true;
    },
    fork: (change = (deployment) => deployment) =>
      worldOf(
        { content: { ...content, deployment: change(content.deployment) }, asks, routes, places },
        { clock, count, store: store.copy(), rehearsals: rehearsals.copy(), left, shown },
      ),
  };
  return world;
}

/** As the channels tell a message that was pressed from an answer about it. */
const isThatMessage = (card: Card, message: string): boolean =>
  card.buttons.some(({ token }) => token === `m:open:${message}`);
