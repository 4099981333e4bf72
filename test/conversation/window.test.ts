import { beforeEach, expect, test } from 'vitest';
import type { Person } from '../../src/deployment/deployment.ts';
import { type CoreWorld, coreWorld, type Turn } from '../support/core-world.ts';
import { tappable } from '../support/transcript/card-text.ts';

let world: CoreWorld;
let nurse: Person;
beforeEach(async () => {
  world = await coreWorld();
  const found = world.people.find(({ id }) => id === 'lena-fox');
  if (found === undefined) throw new Error('nobody is there');
  nurse = found;
});

const tap = ({ card }: Turn, label: string): Turn => {
  const found = tappable(card).find((control) => control.label === label);
  if (found === undefined) throw new Error(`no button "${label}"`);
  return world.press(nurse, found.token);
};

test('every step of a check, and what lies over one, has a window of its own', () => {
  const shown: string[] = [];
  const look = (turn: Turn): Turn => {
    expect([turn.card.title, turn.card.window]).toEqual([turn.card.title, true]);
    shown.push(turn.card.title);
    return turn;
  };
  const question = look(world.say(nurse, 'share check'));
  look(tap(question, 'Why are you asking?'));
  const hidden = look(tap(world.say(nurse, 'resume'), 'Hide this'));
  look(tap(tap(hidden, 'Show it again'), 'Leave this check'));
  const advice = look(
    tap(tap(world.say(nurse, 'resume'), 'Waiting could make it worse'), 'A child may be at risk'),
  );
  for (const aside of [
    'What would change this?',
    'Where is the consent question?',
    'Report a problem with this advice',
  ]) {
    look(tap(world.say(nurse, 'resume'), aside));
  }
  const keptOut = look(tap(world.say(nurse, 'resume'), 'Record my decision now'));
  const follow = look(tap(keptOut, 'No, nobody'));
  const form = look(tap(follow, 'I have decided something else'));
  expect(new Set(shown).size).toBe(shown.length);
  expect(advice.card.title).not.toBe(form.card.title);
});

test.each(['hello', 'help', 'records', 'do I need consent', 'is the minibus insured', 'she was strangled'])(
  '"%s" is answered without a window, in a check and out of one',
  (text) => {
    expect(world.say(nurse, text).card.window).toBeUndefined();
    world.say(nurse, 'share check');
    expect(world.say(nurse, text).card.window).toBeUndefined();
  },
);
