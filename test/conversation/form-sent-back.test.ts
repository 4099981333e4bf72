import { beforeEach, expect, test } from 'vitest';
import type { Card } from '../../src/conversation/card.ts';
import type { Person } from '../../src/deployment/deployment.ts';
import { type CoreWorld, coreWorld, type Turn } from '../support/core-world.ts';
import { allBlocks, cardText, tappable } from '../support/transcript/card-text.ts';

/** A channel may show what is missing in the fields of the window that was sent: its buttons and options have to go on working. */

type Inputs = Readonly<Record<string, string | readonly string[]>>;

let world: CoreWorld;
let nurse: Person;
beforeEach(async () => {
  world = await coreWorld();
  const found = world.people.find(({ id }) => id === 'lena-fox');
  if (found === undefined) throw new Error('nobody is there');
  nurse = found;
});

const token = (card: Card, label: string): string => {
  const found = tappable(card).find((control) => control.label === label);
  if (found === undefined) throw new Error(`no button "${label}" among:\n${cardText(card)}`);
  return found.token;
};
const tap = ({ card }: Turn, label: string, inputs: Inputs = {}): Turn =>
  world.press(nurse, token(card, label), inputs);
const taps = (labels: readonly string[]): Turn =>
  labels.reduce((turn, label) => tap(turn, label), world.say(nurse, 'share check'));
/** The token of an option of a form field on this card. */
function option(card: Card, field: string, label: string): string {
  const select = allBlocks(card.blocks).find((block) => block.kind === 'select' && block.id === field);
  const found = select?.kind === 'select' ? select.options.find((each) => each.label === label) : undefined;
  if (found === undefined) throw new Error(`no option "${label}" for ${field}`);
  return found.token;
}
const errors = ({ card }: Turn): readonly string[] =>
  allBlocks(card.blocks).flatMap((block) =>
    (block.kind === 'select' || block.kind === 'input') && block.error !== undefined ? [block.id] : [],
  );
const ends = () => world.entries.map(({ kind }) => kind).filter((kind) => kind !== 'opened');
const reports = () => world.deliveries.filter(({ reference }) => reference === null);

const TO_THE_FORM = [
  'Waiting could make it worse',
  'A child may be at risk',
  'Record my decision now',
  'No, nobody',
  'I have decided something else',
];
const toTheForm = (): Turn => taps(TO_THE_FORM);

/** The decision form filled in with the options of one card. */
const filledIn = (card: Card): Inputs => ({
  choice: option(card, 'choice', 'wait'),
  rationale: 'a reason',
});

test('the decision form that was sent takes what was missing, as often as it comes back, and is recorded once', () => {
  const form = toTheForm();
  expect(errors(tap(form, 'Record it'))).toEqual(['choice', 'rationale']);
  // The channel still shows the same window, with the errors in it.
  expect(errors(tap(form, 'Record it', { choice: option(form.card, 'choice', 'wait') }))).toEqual([
    'rationale',
  ]);
  const recorded = tap(form, 'Record it', filledIn(form.card));
  expect(recorded.card.title).toBe('Recorded');
  expect(ends()).toEqual(['completion']);

  const again = tap(form, 'Record it', filledIn(form.card));
  expect(cardText(again.card)).toContain('from an earlier step');
  expect(ends()).toEqual(['completion']);
});

test('the form that was drawn again works too, and after it the one sent before does not', () => {
  const form = toTheForm();
  const back = tap(form, 'Record it');
  const recorded = tap(back, 'Record it', filledIn(back.card));
  expect(recorded.card.title).toBe('Recorded');
  expect(cardText(tap(form, 'Record it', filledIn(form.card)).card)).toContain('from an earlier step');
  expect(ends()).toEqual(['completion']);
});

test('of several drawings of one form, the one that was sent last goes on working beside the newest', () => {
  const first = toTheForm();
  const second = tap(first, 'Record it');
  const third = tap(second, 'Record it');
  // The first was left for the second: only a window that is still shown has to work.
  expect(errors(tap(second, 'Record it'))).toEqual(['choice', 'rationale']);
  expect(cardText(tap(first, 'Record it').card)).toContain('from an earlier step');
  expect(third.card.title).toBe('What you decided, and why');
});

test('every button of the form that was sent works, not only the one that sends it', () => {
  const form = toTheForm();
  tap(form, 'Record it');
  expect(tap(form, 'Back').card.title).toBe('What have you decided?');
});

test('a question typed beside the window leaves it as it is', () => {
  const form = toTheForm();
  tap(form, 'Record it');
  expect(world.say(nurse, 'do I need consent').card.title).toBe('What the guidance says');
  expect(tap(form, 'Record it', filledIn(form.card)).card.title).toBe('Recorded');
  expect(ends()).toEqual(['completion']);
});

test('who is to be kept out can be chosen in the form that came back', () => {
  const form = taps(TO_THE_FORM.slice(0, 3));
  expect(errors(tap(form, 'Keep these people out'))).toEqual(['kept-out']);
  const tom = option(form.card, 'kept-out', 'Tom Ellis, head teacher');
  const on = tap(form, 'Keep these people out', { 'kept-out': [tom] });
  expect(on.card.title).toBe('What have you decided?');
  expect(on.state.check?.keptOut).toEqual(['tom-ellis']);
});

test('what is wrong with the advice can be chosen in the form that came back, and is sent once', () => {
  const form = taps([
    'Waiting could make it worse',
    'A child may be at risk',
    'Report a problem with this advice',
  ]);
  expect(errors(tap(form, 'Send'))).toEqual(['problem']);
  const problem = option(form.card, 'problem', 'I do not understand it');
  expect(cardText(tap(form, 'Send', { problem }).card)).toContain('is on its way');
  expect(reports()).toHaveLength(1);
  expect(cardText(tap(form, 'Send', { problem }).card)).toContain('from an earlier step');
  expect(reports()).toHaveLength(1);
});

test('questions that share a card can be answered on the card that came back', () => {
  const form = taps([
    'No, it is not urgent',
    'A child may be at risk',
    'They asked, and said what and why',
    "Children's social care",
    'Yes, and it is the least that will do',
    'No law or order either way',
  ]);
  const fields = allBlocks(form.card.blocks).flatMap((block) => (block.kind === 'select' ? [block] : []));
  expect(fields).toHaveLength(2);
  expect(errors(tap(form, 'Next'))).toEqual(fields.map(({ id }) => id));
  const answers = Object.fromEntries(fields.map(({ id, options }) => [id, options[0]?.token ?? '']));
  const on = tap(form, 'Next', answers);
  expect(on.state.check?.given.map(({ fact }) => fact)).toEqual(
    expect.arrayContaining(fields.map(({ id }) => id)),
  );
});
