import { describe, expect, test } from 'vitest';
import type { Card } from '../../src/conversation/card.ts';
import { BUTTONS, tokenOf as buttonToken } from '../../src/conversation/message-token.ts';
import type { Action } from '../../src/conversation/state.ts';
import type { Deployment } from '../../src/deployment/deployment.ts';
import { personById } from '../../src/deployment/people.ts';
import { type Standing, standingOf } from '../../src/follow/standing.ts';
import { checkMade, filledIn, tokenOf } from '../support/hazards/checks-made.ts';
import { claimsOf, tooStrong } from '../support/hazards/claims.ts';
import { type Dice, diceOf } from '../support/hazards/dice.ts';
import { type FollowWorld, followWorld } from '../support/hazards/follow-world.ts';

/**
 * T6: every lead acknowledges within two seconds and does nothing more. Each emergency pages somebody again within a quarter of an
 * hour; and no card, old or new, ever says that more was done than was.
 */

const MINUTE = 60_000;
const AUTHOR = 'sam-okafor';
const LEAD = 'priya-nair';
const DEPUTY = 'tom-ellis';
const PEOPLE = [LEAD, DEPUTY, AUTHOR] as const;
type Who = (typeof PEOPLE)[number];

const ms = (iso: string) => Date.parse(iso);
const iso = (at: number) => new Date(at).toISOString();

describe('everybody acknowledges in two seconds and does nothing', () => {
  /** Timers as far apart as the deployment folder allows. */
  const timers =
    (dice: Dice) =>
    (deployment: Deployment): Deployment => ({
      ...deployment,
      notifications: {
        ...deployment.notifications,
        timers: {
          ...deployment.notifications.timers,
          emergency: {
            ...deployment.notifications.timers.emergency,
            acknowledge: 1 + dice(10),
            take: 1 + dice(10),
            again: 5 + dice(11),
          },
        },
      },
    });

  test('every emergency pages again within 15 minutes, for three hours and at any hour', async () => {
    let pages = 0;
    let longest = 0;
    for (let seed = 0; seed < 30; seed += 1) {
      const dice = diceOf(seed);
      const world = await followWorld({
        at: iso(ms('2026-11-20T00:00:00Z') + dice(14 * 24 * 60) * MINUTE),
        deployment: timers(dice),
      });
      await world.say(AUTHOR, 'emergency');
      const end = ms(world.now()) + 3 * 60 * MINUTE;
      let answered = 0;
      let last = ms(world.now());
      while (ms(world.now()) < end) {
        for (const { delivery, at } of world.left.slice(answered)) {
          answered += 1;
          const { destination: to, page, id } = delivery;
          if (page !== true || to.kind !== 'direct-message') continue;
          pages += 1;
          longest = Math.max(longest, ms(at) - last);
          last = ms(at);
          await world.pass(2000);
          await world.press(to.person, buttonToken({ button: 'ack', message: id }));
        }
        if (!(await world.next(iso(end)))) break;
      }
      longest = Math.max(longest, end - last);
    }
    expect(pages).toBeGreaterThan(30 * 3 * 4);
    expect(longest).toBeLessThanOrEqual(15 * MINUTE);
  });
});

type Move = { readonly by: Who; readonly token: string; readonly what: string; readonly act: string };
/** A state the store can be in, with everything that anybody was shown on the way there. */
type Node = { readonly world: FollowWorld; readonly reference: string; readonly way: readonly string[] };

const nameOf = (world: FollowWorld) => (id: string) => personById(world.content.deployment, id)?.name ?? id;

async function standingIn({ world, reference }: Pick<Node, 'world' | 'reference'>): Promise<Standing> {
  const standing = standingOf(await world.entries(reference), world.content.deployment.people);
  if (standing === null) throw new Error('there is a case');
  return standing;
}

/** Everybody looks at everything they can: every form is drawn, and each of its buttons is one of an old card from then on. */
async function lookAround(node: Node, seen: (card: Card) => Promise<void>): Promise<void> {
  const { world } = node;
  for (const by of PEOPLE) {
    for (const card of [await world.home(by), await world.say(by, 'queue'), await world.say(by, 'resume')])
      await seen(card);
    for (const [token, action] of actionsOf(world, by)) {
      if (action.act === 'see' || action.act.endsWith('-form')) await seen(await world.press(by, token));
    }
  }
}

type CaseAction = Extract<Action, { kind: 'case' }>;
const actionsOf = (world: FollowWorld, by: Who): readonly (readonly [string, CaseAction])[] =>
  Object.entries({ ...world.state(by).standing, ...world.state(by).tokens }).flatMap(
    ([token, action]): [string, CaseAction][] => (action.kind === 'case' ? [[token, action]] : []),
  );

/** All that anybody can press: the buttons of every message there is, whoever has it, and of every card they were shown. */
function movesIn({ world, reference }: Node): readonly Move[] {
  const messages = world.store
    .deliveries()
    .filter(
      ({ reference: about, state, destination: to }) =>
        about === reference &&
        state === 'sent' &&
        (to.kind === 'direct-message' || to.kind === 'channel-post'),
    );
  return PEOPLE.flatMap((by): Move[] => {
    const mine = messages.filter(({ destination: to }) => to.kind !== 'direct-message' || to.person === by);
    const others = messages.filter((one) => !mine.includes(one));
    // Of several messages that are alike the newest: all of them name the case alone.
    const some = [mine.find(({ page }) => page === true), mine.at(-1), others.at(-1)];
    const ids = [...new Set(some.flatMap((one) => one?.id ?? []))];
    const guessed = ids.flatMap((id) =>
      BUTTONS.filter((button) => ['ack', 'take', 'take-over'].includes(button)).map((button): Move => {
        const token = buttonToken({ button, message: id });
        return { by, token, what: `${by} presses ${button} of a message`, act: button };
      }),
    );
    const drawn = actionsOf(world, by)
      .filter(([, { act }]) => !act.endsWith('-form') && act !== 'see')
      .map(([token, { act }]): Move => ({ by, token, what: `${by} presses ${act} of a card`, act }));
    return [...guessed, ...drawn];
  });
}

/** The form as it is sent: an outcome, an answer, somebody to hand it to; options of any card they were shown. */
function inputsOf({ world }: Node, { by, act }: Move): Record<string, string> {
  const options = Object.entries({ ...world.state(by).standing, ...world.state(by).tokens }).flatMap(
    ([token, action]): [string, string, string][] =>
      action.kind === 'option' ? [[action.field, action.value, token]] : [],
  );
  const pick = (field: string, wanted: (value: string) => boolean = () => true) =>
    options.find(([name, value]) => name === field && wanted(value))?.[2] ?? '';
  if (act === 'hand-over') return { 'hand-to': pick('hand-to', (id) => id === LEAD || id === DEPUTY) };
  if (act === 'close') return { 'case-outcome': pick('case-outcome') };
  return act === 'reply' ? { reply: pick('reply') } : {};
}

const STARTS: readonly (readonly [string, (world: FollowWorld) => Promise<void>])[] = [
  [
    'an emergency that the lead and the deputy were told of',
    async (world) => {
      await world.say(AUTHOR, 'emergency');
      const until = iso(ms(world.now()) + 6 * MINUTE);
      while (await world.next(until));
    },
  ],
  [
    'a decision with a post in a channel',
    async (world) => {
      await checkMade(world, AUTHOR, 'decided-today', []);
      await world.pass(MINUTE);
    },
  ],
  [
    'an emergency that the lead has, and its author then decides to wait',
    async (world) => {
      await world.say(AUTHOR, 'emergency');
      await world.pass(MINUTE);
      const asked = world.left.find(({ delivery: { page } }) => page === true);
      await world.press(LEAD, buttonToken({ button: 'take', message: asked?.delivery.id ?? '' }));
      await world.pass(MINUTE);
      const words = world.content.dialog.words;
      let card = await world.say(AUTHOR, 'resume');
      for (const key of ['button-decide-now', 'button-nobody', 'follow-no'] as const)
        card = await world.press(AUTHOR, tokenOf(card, words[key] ?? ''));
      const choice = card.blocks.find((block) => block.kind === 'select' && block.id === 'choice');
      const wait =
        choice?.kind === 'select'
          ? choice.options.find(({ label }) => label === words['choice-wait'])
          : undefined;
      await world.press(AUTHOR, tokenOf(card, words['button-record'] ?? ''), {
        ...filledIn(card),
        choice: wait?.token ?? '',
      });
      await world.pass(MINUTE);
    },
  ],
];
const DEPTH = 4;

/** What tells one state from another: how it stands, and what each message that somebody has says of it. */
async function keyOf(node: Node): Promise<string> {
  const { state, acknowledged, taken, done, handedTo, call } = await standingIn(node);
  const claims = [...node.world.shown.values()].map((card) =>
    claimsOf(card, node.world.content).map(({ state: of, by }) => [of, by]),
  );
  return JSON.stringify([state, call?.kind, acknowledged?.by, taken?.by, done?.by, handedTo?.to, claims]);
}

test.each(STARTS)(
  '%s: whatever is pressed, in any order, no card says more than the record, and nobody does what is not theirs',
  async (_, start) => {
    const world = await followWorld({ at: '2026-11-23T10:15:00Z' });
    await start(world);
    const [reference = ''] = world.store.references();
    let nodes: readonly Node[] = [{ world, reference, way: [] }];
    const known = new Set<string>([await keyOf({ world, reference, way: [] })]);
    const counts = { states: 0, cards: 0, presses: 0 };

    const isTrue = async (card: Card, node: Node, what: string) => {
      counts.cards += 1;
      const standing = await standingIn(node);
      const much = tooStrong(claimsOf(card, node.world.content), standing, nameOf(node.world));
      expect(much, `${[...node.way, what].join(', then ')}: ${standing.state}, but "${card.title}"`).toEqual(
        [],
      );
    };

    for (let depth = 0; depth <= DEPTH; depth += 1) {
      const further: Node[] = [];
      for (const node of nodes) {
        counts.states += 1;
        await lookAround(node, (card) => isTrue(card, node, 'looks'));
        const before = await standingIn(node);
        for (const card of standingMessages(node, before)) isTrueWhereItStands(card, node, before);
        if (depth === DEPTH) continue;
        for (const move of movesIn(node)) {
          const next: Node = { world: node.world.fork(), reference, way: [...node.way, move.what] };
          await next.world.pass(20_000);
          const card = await next.world.press(move.by, move.token, inputsOf(next, move));
          counts.presses += 1;
          await isTrue(card, next, '');
          allowed(move, before, await standingIn(next), next);
          const key = await keyOf(next);
          if (known.has(key)) continue;
          known.add(key);
          further.push(next);
        }
      }
      nodes = further;
    }
    // Far enough to mean something: every state, by every way of up to four taps.
    expect(counts.states).toBeGreaterThan(150);
    expect(counts.cards).toBeGreaterThan(5000);

    function isTrueWhereItStands(card: Card, node: Node, standing: Standing) {
      counts.cards += 1;
      const much = tooStrong(claimsOf(card, node.world.content), standing, nameOf(node.world));
      expect(much, `${node.way.join(', then ')}: ${standing.state}, but the message "${card.title}"`).toEqual(
        [],
      );
    }
  },
  60_000,
);

/**
 * Every message as it stands on a screen now. Of those to the author only the newest since the concern was last called: each is news
 * of its moment, and the next takes its place.
 */
function standingMessages({ world }: Node, { call }: Standing): readonly Card[] {
  const news = world.store
    .deliveries()
    .filter(
      ({ destination: to, id }) =>
        to.kind === 'direct-message' && to.person === AUTHOR && world.shown.has(id),
    );
  const newest = news.at(-1);
  const old = news.filter((one) => one !== newest || one.createdAt < (call?.at ?? '')).map(({ id }) => id);
  return [...world.shown].flatMap(([id, card]) => (old.includes(id) ? [] : [card]));
}

/** Who may have brought it from one state to the next. */
function allowed({ by, act }: Move, before: Standing, after: Standing, { way }: Node): void {
  const changed = JSON.stringify(stateOf(before)) !== JSON.stringify(stateOf(after));
  if (!changed) return;
  const what = way.join(', then ');
  expect(by, what).not.toBe(AUTHOR);
  // That another copy was read changes nothing about what is closed.
  if (before.state === 'done')
    expect({ ...after, acknowledged: before.acknowledged }, what).toMatchObject(closedAs(before));
  if (act === 'close' || act === 'hand-over') expect(before.taken?.by, what).toBe(by);
  if (before.taken !== null && after.taken?.by !== before.taken.by)
    expect(act === 'take-over' || before.taken.by === by, `${what}: it was somebody else's`).toBe(true);
}

const closedAs = ({ state, taken, done, handedTo, acknowledged }: Standing) => ({
  state,
  taken,
  done,
  handedTo,
  acknowledged,
});
const stateOf = ({ state, acknowledged, taken, done, handedTo }: Standing) => [
  state,
  acknowledged,
  taken,
  done,
  handedTo,
];
