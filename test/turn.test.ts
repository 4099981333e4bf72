import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { FACTS } from '../src/check/facts.ts';
import type { Card } from '../src/conversation/card.ts';
import type { TurnEvent, TurnReply } from '../src/conversation/event.ts';
import { type RealHouse, startHouse } from './support/house.ts';
import { allBlocks, cardText, tappable } from './support/transcript/card-text.ts';

/** What is typed in these tests; nothing else in the product contains it. */
const CANARY = 'Zzyzx';

let house: RealHouse;
afterEach(() => house.end());

let events = 0;
function eventOf(person: string, what: { text: string } | { token: string; inputs?: Inputs }): TurnEvent {
  events += 1;
  const speaker = { channel: 'teams', userId: house.userId(person, 'teams') } as const;
  const id = `event-${events}`;
  if ('text' in what) return { id, speaker, kind: 'message', text: what.text };
  return { id, speaker, kind: 'press', token: what.token, inputs: what.inputs ?? {} };
}
type Inputs = Readonly<Record<string, string | readonly string[]>>;

const say = (person: string, text: string) => house.handle(eventOf(person, { text }));
const press = (person: string, token: string, inputs: Inputs = {}) =>
  house.handle(eventOf(person, { token, inputs }));

/** The token of the button with this label on the card last shown. */
function token(reply: TurnReply, label: string): string {
  const found = reply.cards.flatMap(tappable).find((button) => button.label === label);
  if (found === undefined) throw new Error(`no button "${label}"`);
  return found.token;
}
const tap = (person: string, reply: TurnReply, label: string) => press(person, token(reply, label));
const shown = (reply: TurnReply): string => reply.cards.map(cardText).join('\n');
const kinds = async () => (await house.entries()).map(({ entry }) => entry.kind);

test('the same event twice is one event: the same answer, one entry, one message', async () => {
  house = await startHouse();
  const first = await say('sam-okafor', 'share check');
  const danger = eventOf('sam-okafor', { token: token(first, 'Yes, in danger now') });
  const once = await house.handle(danger);
  const again = await house.handle(danger);
  const both = await Promise.all([house.handle(danger), house.handle(danger)]);
  await house.restart();
  const later = await house.handle(danger);
  for (const each of [again, ...both, later]) expect(each).toEqual({ ...once, repeat: true });
  expect((await kinds()).filter((kind) => kind === 'opened')).toHaveLength(1);
  expect((await house.received()).filter(({ to }) => to === house.lead)).toHaveLength(1);
});

test('two taps at the same moment are one answer', async () => {
  house = await startHouse();
  const first = await say('sam-okafor', 'share check');
  const one = eventOf('sam-okafor', { token: token(first, 'Yes, in danger now') });
  const two = { ...one, id: `${one.id}-second` };
  await Promise.all([house.handle(one), house.handle(two)]);
  expect((await kinds()).filter((kind) => kind === 'opened')).toHaveLength(1);
});

test.each(['', 'nonsense', 't', 'r', '{"fact":"urgency"}', 'urgency=immediate', '__proto__', 'constructor'])(
  'a token nobody was given (%j) answers nothing and shows where the check stands',
  async (unknown) => {
    house = await startHouse();
    await say('sam-okafor', 'share check');
    const lost = await press('sam-okafor', unknown);
    expect(shown(lost)).toMatch(/earlier step|Start a check/);
    expect(shown(lost)).not.toContain('not recorded');
    expect(shown(await say('sam-okafor', 'resume'))).toContain('Is a child in danger right now');
    expect(await kinds()).toEqual([]);
  },
);

test('a button of somebody else is worth nothing, and does not touch their check', async () => {
  house = await startHouse();
  const sams = await say('sam-okafor', 'share check');
  const lenas = await press('lena-fox', token(sams, 'Yes, in danger now'));
  expect(shown(lenas)).not.toContain('SC-');
  expect(await kinds()).toEqual([]);
  expect(await house.received()).toEqual([]);
  // It still works for the one it was given to.
  expect(shown(await tap('sam-okafor', sams, 'No, it is not urgent'))).toContain('What is the worry?');
});

test('tokens are opaque: random, of one length, with no fact or value in them', async () => {
  house = await startHouse();
  const words = Object.entries(FACTS).flatMap(([fact, values]) => [fact, ...values]);
  const seen = new Set<string>();
  let reply = await say('sam-okafor', 'share check');
  for (const label of [
    'No, it is not urgent',
    'A small or early worry',
    'Whether to pass something on',
    'Why are you asking?',
  ]) {
    for (const each of reply.cards.flatMap(tokensOf)) {
      expect(each).toMatch(/^t[\w-]{16}$/);
      expect(words.filter((word) => word.length > 3 && each.includes(word))).toEqual([]);
      expect(seen.has(each)).toBe(false);
      seen.add(each);
    }
    reply = await tap('sam-okafor', reply, label);
  }
  expect(seen.size).toBeGreaterThan(20);
});

test('nothing typed reaches a message, a button, the log of decisions or a file in the clear', async () => {
  house = await startHouse();
  await say('sam-okafor', `${CANARY} what about GDPR`);
  let reply = await say('sam-okafor', 'share check');
  for (const label of [
    'Waiting could make it worse',
    'A child may be at risk',
    'Record my decision now',
    'No, nobody',
  ]) {
    reply = await tap('sam-okafor', reply, label);
  }
  reply = await tap('sam-okafor', reply, 'I have decided something else');
  const form = reply.cards[0];
  if (form === undefined) throw new Error('no form');
  reply = await press('sam-okafor', token(reply, 'Record it'), everyField(form));
  expect(shown(reply)).toContain('Recorded');
  await house.wait(86400);

  // It is in the record, which is where it belongs.
  expect(JSON.stringify((await house.entries()).map(({ body }) => body))).toContain(CANARY);
  expect(house.cards.length).toBeGreaterThan(1);
  expect(JSON.stringify(house.cards)).not.toContain(CANARY);
  expect(JSON.stringify(reply)).not.toContain(CANARY);
  const files = (await readdir(house.folder, { recursive: true, withFileTypes: true })).filter((f) =>
    f.isFile(),
  );
  expect(files.map(({ name }) => name)).toContain('decisions.jsonl');
  for (const file of files) {
    const bytes = await readFile(join(file.parentPath, file.name));
    expect([file.name, bytes.includes(CANARY)]).toEqual([file.name, false]);
  }
});

/** Every field of the form filled in, with the typed word in every text. */
function everyField(card: Card): Inputs {
  return Object.fromEntries(
    allBlocks(card.blocks).flatMap((block): [string, string | string[]][] => {
      if (block.kind === 'input') return block.date ? [] : [[block.id, `${CANARY} ${block.id}`]];
      if (block.kind !== 'select') return [];
      const chosen = block.options[0]?.token ?? '';
      return [[block.id, block.several ? block.options.map(({ token: each }) => each) : chosen]];
    }),
  );
}

function tokensOf(card: Card): readonly string[] {
  const inside = allBlocks(card.blocks).flatMap((block) => (block.kind === 'select' ? block.options : []));
  return [...tappable(card), ...inside].map((each) => each.token);
}
