import { compilePolicy } from '../../src/check/policy.ts';
import { pageOf } from '../../src/content/page-of.ts';
import type { Card } from '../../src/conversation/card.ts';
import type { Draw, TurnContext } from '../../src/conversation/context.ts';
import { converse } from '../../src/conversation/converse.ts';
import type { Effects } from '../../src/conversation/effects.ts';
import type { TurnEvent } from '../../src/conversation/event.ts';
import { type CheckState, type ConversationState, NO_CONVERSATION } from '../../src/conversation/state.ts';
import type { DeliveryDraft } from '../../src/delivery/delivery.ts';
import type { Person } from '../../src/deployment/deployment.ts';
import type { EntryDraft } from '../../src/records/entry.ts';
import { fakeAsks } from './fake-asks.ts';
import { shippedContent } from './house.ts';

type Inputs = Readonly<Record<string, string | readonly string[]>>;

/** What one turn came to. */
export type Turn = {
  readonly person: Person;
  readonly recording: boolean;
  readonly card: Card;
  readonly state: ConversationState;
  readonly before: CheckState | null;
  readonly effects: Effects;
};

/** The pure conversation with nothing around it: everybody's state, and all that would have been written. */
export type CoreWorld = {
  readonly people: readonly Person[];
  readonly entries: readonly EntryDraft[];
  readonly deliveries: readonly DeliveryDraft[];
  /** The title of the card that says to share now. */
  readonly shareNowTitle: string;
  /** Every token drawn so far. */
  readonly drawn: ReadonlySet<string>;
  /** Who is kept out of a case, as last written. */
  keptOut(reference: string): readonly string[];
  state(person: Person): ConversationState;
  say(person: Person, text: string): Turn;
  press(person: Person, token: string, inputs?: Inputs): Turn;
  wait(seconds: number): void;
  storage(works: boolean): void;
};

/** A world on the shipped content, with a clock that only moves when told to and counted instead of random things. */
export async function coreWorld(): Promise<CoreWorld> {
  const { dialog, guidance, deployment } = await shippedContent();
  const cited = guidance.find(({ id }) => id === dialog.guidance);
  if (cited === undefined) throw new Error('content was not checked');
  const policy = compilePolicy(dialog, pageOf(cited));
  const stranger: Person = { id: 'teams:somebody', name: 'Somebody not listed', roles: ['practitioner'] };

  const asks = fakeAsks(guidance);

  let clock = Date.parse('2026-11-23T10:15:00Z');
  let recording = true;
  let count = 0;
  const states = new Map<string, ConversationState>();
  const entries: EntryDraft[] = [];
  const deliveries: DeliveryDraft[] = [];
  const drawn = new Set<string>();
  const keptOut = new Map<string, readonly string[]>();

  const next = (mark: string): string => {
    count += 1;
    return `${mark}${count}`;
  };
  const draw: Draw = {
    id: () => next('id'),
    nonce: () => next('nonce'),
    reference: () => next('CASE'),
    token() {
      const token = next('t');
      drawn.add(token);
      return token;
    },
  };
  const stateOf = (person: Person): ConversationState => states.get(person.id) ?? NO_CONVERSATION;

  const turn = (person: Person, what: Readonly<Record<string, unknown>>): Turn => {
    const userId = person.teams ?? person.id;
    const ctx: TurnContext = {
      now: new Date(clock).toISOString(),
      channel: 'teams',
      userId,
      person,
      deployment,
      dialog,
      policy,
      guidance,
      ...asks,
      draw,
      rehearsal: false,
      recording,
      notArrived: false,
      standing: null,
      queue: [],
      routes: { text: true, email: true, webhook: true },
      records: [],
      sheet: null,
      places: deployment.notifications.channels,
      paths: 106_028,
    };
    const event = { id: next('event'), speaker: { channel: 'teams', userId }, ...what } as TurnEvent;
    const before = stateOf(person);
    const { state, cards, effects } = converse(before, event, ctx);
    states.set(person.id, state);
    entries.push(...effects.entries);
    deliveries.push(...effects.deliveries);
    for (const each of effects.keptOut) keptOut.set(each.reference, each.people);
    const [card] = cards;
    if (card === undefined || cards.length !== 1) throw new Error('a turn shows one card');
    return { person, recording, card, state, before: before.check, effects };
  };

  return {
    people: [...deployment.people, stranger],
    entries,
    deliveries,
    drawn,
    shareNowTitle: dialog.advice.emergency.headline,
    keptOut: (reference) => keptOut.get(reference) ?? [],
    state: stateOf,
    say: (person, text) => turn(person, { kind: 'message', text }),
    press: (person, token, inputs = {}) => turn(person, { kind: 'press', token, inputs }),
    wait(seconds) {
      clock += seconds * 1000;
    },
    storage(works) {
      recording = works;
    },
  };
}
