import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Card, withoutTyped } from '../../src/conversation/card.ts';
import type { Action } from '../../src/conversation/state.ts';
import type { Person } from '../../src/deployment/deployment.ts';
import { type CoreWorld, coreWorld, type Turn } from '../support/core-world.ts';
import { allBlocks, tappable } from '../support/transcript/card-text.ts';

const STEPS = 300;
/** What is typed on a walk; nothing else in the product contains it. */
const CANARY = 'Zzyzx';
const SAID = [
  'share check',
  'resume',
  'help',
  'records',
  'back',
  'just tell me',
  'stop',
  'emergency',
  'yes',
  CANARY,
  `do I need consent for ${CANARY}`,
  `how long do we keep ${CANARY}`,
  `what if ${CANARY} hit her`,
  `his dad hit ${CANARY}, the school nurse is asking`,
];

/** Taps that lead no further by themselves. */
const ASIDE: readonly Action['kind'][] = ['hide', 'ask-stop', 'report', 'consent', 'why', 'option'];
/** Taps that end or leave a check; now and then is enough, so that others get far. */
const RARE: readonly Action['kind'][] = [
  'emergency',
  'ask-stop',
  'stop',
  'hide',
  'report',
  'back',
  'worried',
  'show-section',
  'helped',
];

/** Numbers that look random and are the same for the same seed (mulberry32, public domain). */
type Dice = (sides: number) => number;
function diceOf(seed: number): Dice {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}
const one = <T>(list: readonly T[], dice: Dice): T | undefined =>
  list.length === 0 ? undefined : list[dice(list.length)];

/** Fills in a form as somebody in a hurry would: some fields, any options. */
function inputsOf(card: Card, dice: Dice): Record<string, string | readonly string[]> {
  const inputs: Record<string, string | readonly string[]> = {};
  for (const block of allBlocks(card.blocks)) {
    if (block.kind === 'input' && dice(4) > 0)
      inputs[block.id] = block.date ? '' : `${CANARY} ${dice(9) === 0 ? 'knife' : dice(99)}`;
    if (block.kind !== 'select' || dice(9) === 0) continue;
    const tokens = block.options.map(({ token }) => token);
    inputs[block.id] = block.several ? tokens.filter(() => dice(2) === 0) : (one(tokens, dice) ?? '');
  }
  return inputs;
}

/** One thing somebody does: mostly a button of the card in front of them, sometimes an old one, words, or nothing but waiting. */
function takeStep(
  world: CoreWorld,
  cards: Map<Person, Card[]>,
  dice: Dice,
  trace: string[],
): Turn | undefined {
  // Two people do most of it, so that their checks get far.
  const person = one(dice(10) === 0 ? world.people : world.people.slice(0, 2), dice);
  if (person === undefined) throw new Error('nobody is there');
  const what = dice(16);
  if (what === 0) {
    world.wait(dice(300));
    return undefined;
  }
  if (what === 1) {
    const works = dice(4) > 0;
    trace.push(works ? 'storage works' : 'storage fails');
    world.storage(works);
    return undefined;
  }
  const shown = cards.get(person) ?? [];
  const card = what === 2 ? one(shown, dice) : shown.at(-1);
  const { tokens, standing } = world.state(person);
  const buttons = card === undefined ? [] : tappable(card);
  const onward = buttons.filter(
    ({ token }) => !RARE.some((kind) => kind === (tokens[token] ?? standing[token])?.kind),
  );
  const button = one(onward.length === 0 || dice(7) === 0 ? buttons : onward, dice);
  if (what === 3 || card === undefined || button === undefined) {
    const text = one(SAID, dice) ?? '';
    trace.push(`${person.id}: ${text}`);
    return world.say(person, text);
  }
  trace.push(`${person.id}: [${button.label}]${what === 2 ? ' (any card so far)' : ''}`);
  const submits = 'submits' in button && button.submits === true;
  return world.press(person, button.token, submits ? inputsOf(card, dice) : {});
}

/** What must be so after every turn. */
function check(world: CoreWorld, { card, state, person, recording, effects, before }: Turn): void {
  const inside = allBlocks(card.blocks).flatMap((block) => (block.kind === 'select' ? block.options : []));
  const tokens = [...tappable(card), ...inside].map(({ token }) => token);
  // Nothing but drawn tokens goes to the channel, and each of them means something.
  expect(tokens.filter((token) => !world.drawn.has(token))).toEqual([]);
  const actions = tokens.map((token) => state.tokens[token] ?? state.standing[token]);
  expect(actions.includes(undefined)).toBe(false);
  expect(actions.some((action) => action !== undefined && !ASIDE.includes(action.kind))).toBe(true);
  expect(`${card.title}${card.summary}${tokens.join()}`).not.toContain(CANARY);

  // Of what is typed, only the lines of the record's form are kept.
  const kept = { ...state, check: { ...state.check, form: {} } };
  expect(JSON.stringify([kept, withoutTyped(card).blocks.filter((b) => b.kind !== 'input')])).not.toContain(
    CANARY,
  );

  if (!recording) {
    expect(card.banner ?? '').toMatch(/not recorded.*Ring /);
    const { entries, deliveries, deliveryChanges, newReferences, keptOut } = effects;
    expect([...entries, ...deliveries, ...deliveryChanges, ...newReferences, ...keptOut]).toEqual([]);
  }
  for (const { destination, reference, card: message } of effects.deliveries) {
    expect(JSON.stringify(message ?? {})).not.toContain(CANARY);
    const keptOut = reference === null ? [] : world.keptOut(reference);
    if (destination.kind === 'direct-message')
      expect([person.id, ...keptOut]).not.toContain(destination.person);
    if (destination.kind === 'channel-post') expect(keptOut).toEqual([]);
  }
  const { check: now } = state;
  const advised = card.title === world.shareNowTitle || now?.adviceShown?.outcome === 'share-now';
  if (advised && recording) {
    const opened = world.entries.filter((e) => e.kind === 'opened' && e.reference === now?.opened?.reference);
    expect(opened).toHaveLength(1);
  }
  // A finished check writes nothing more; a new one begun by the same tap may be opened.
  if (before?.done) expect(effects.entries.filter((e) => e.kind !== 'opened')).toEqual([]);
}

test('whatever is pressed and said: nothing throws, there is a way on, and what must be written is, once', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const dice = diceOf(seed);
      const world = await coreWorld();
      const cards = new Map<Person, Card[]>();
      const trace: string[] = [];
      try {
        for (let step = 0; step < STEPS; step += 1) {
          const turn = takeStep(world, cards, dice, trace);
          if (turn === undefined) continue;
          cards.set(turn.person, [...(cards.get(turn.person) ?? []), turn.card]);
          check(world, turn);
        }
        const ends = world.entries
          .filter((e) => e.kind !== 'opened' && e.kind !== 'delivery-event')
          .map((e) => e.reference);
        expect(new Set(ends).size).toBe(ends.length);
      } catch (cause) {
        throw new Error(`after:\n${trace.slice(-25).join('\n')}`, { cause });
      }
      for (const { kind } of world.entries) seen.add(kind);
    }),
    { seed: 20261123, numRuns: 10, endOnFailure: true },
  );
  // The walks went far enough to mean something.
  expect([...seen].sort()).toEqual(['abandoned', 'completion', 'decision', 'delivery-event', 'opened']);
});
