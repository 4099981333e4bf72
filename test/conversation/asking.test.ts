import { afterEach, expect, test } from 'vitest';
import type { Block } from '../../src/conversation/card.ts';
import type { TurnEvent, TurnReply } from '../../src/conversation/event.ts';
import { quoteStandsIn } from '../../src/guidance/passages.ts';
import { fakeAsks } from '../support/fake-asks.ts';
import { type RealHouse, shippedContent, startHouse } from '../support/house.ts';
import { allBlocks, cardText, tappable } from '../support/transcript/card-text.ts';

/** What is typed in these tests; nothing else in the product contains it. */
const CANARY = 'Zzyzx';

let house: RealHouse;
let ids: string[] = [];
afterEach(async () => {
  await house.end();
  ids = [];
});

/** With a handful of answers, so that these tests say what the chat makes of them and not which they are. */
const startSmallHouse = async () => startHouse({ asks: fakeAsks((await shippedContent()).guidance) });

const userId = (person: string) => house.userId(person, 'teams');
function eventOf(person: string, what: { text: string } | { token: string; inputs?: Inputs }): TurnEvent {
  const id = `event-${ids.length}`;
  ids.push(id);
  const speaker = { channel: 'teams', userId: userId(person) } as const;
  if ('text' in what) return { id, speaker, kind: 'message', text: what.text };
  return { id, speaker, kind: 'press', token: what.token, inputs: what.inputs ?? {} };
}
type Inputs = Readonly<Record<string, string | readonly string[]>>;

const say = (text: string, person = 'sam-okafor') => house.handle(eventOf(person, { text }));
const press = (token: string, inputs: Inputs = {}, person = 'sam-okafor') =>
  house.handle(eventOf(person, { token, inputs }));
const tap = (reply: TurnReply, label: string, inputs: Inputs = {}) => press(token(reply, label), inputs);

function token(reply: TurnReply, label: string): string {
  const found = reply.cards.flatMap(tappable).find((button) => button.label === label);
  if (found === undefined) throw new Error(`no button "${label}"`);
  return found.token;
}
const shown = (reply: TurnReply): string => reply.cards.map(cardText).join('\n');
const blocks = (reply: TurnReply): readonly Block[] => allBlocks(reply.cards.flatMap((card) => card.blocks));
const figures = () => house.app().questions.lines().join('\n');

/** All that is kept of the conversation: its state, and the answer to every event. */
async function kept(person = 'sam-okafor'): Promise<string> {
  const { store } = house.app();
  const key = `teams:${userId(person)}`;
  const replies = await Promise.all(ids.map((id) => store.replyTo(`${key}:${id}`)));
  expect(replies).not.toContain(null);
  return JSON.stringify([await store.conversation(key), replies]);
}

test.each([
  ['a question that is answered', `${CANARY} says do I need consent`, 'What the guidance says'],
  ['a question that is not', `${CANARY} and the minibus`, 'This guidance does not cover that'],
  ['a story', `his mum bruised ${CANARY} him, neglected`, 'You may have answered this already'],
  ['a question with danger in it', `will ${CANARY} be strangled${CANARY}`, 'Is a child in danger right now?'],
])('nothing of %s is kept or said back, in a check and out of one', async (_what, text, title) => {
  house = await startSmallHouse();
  const replies = [await say(text)];
  await say('share check');
  replies.push(await say(text));
  for (const reply of replies) expect(shown(reply)).toContain(title);
  const words = title.startsWith('Is a child') ? `strangled${CANARY}` : CANARY;
  expect(await kept()).not.toContain(words);
  expect(await kept()).not.toContain(CANARY);
});

test('the words that sounded like danger are shown to whoever typed them, and kept nowhere', async () => {
  house = await startSmallHouse();
  const reply = await say(`${CANARY}: she was strangled today`);
  expect(shown(reply)).toContain('“strangled”');
  expect(await kept()).not.toContain('strangled');
  const later = await house.handle({
    id: 'event-0',
    speaker: { channel: 'teams', userId: userId('sam-okafor') },
    kind: 'message',
    text: `${CANARY}: she was strangled today`,
  });
  expect(shown(later)).toContain('Is a child in danger right now?');
  expect(shown(later)).toContain('999');
  expect(shown(later)).not.toContain('strangled');
  // The answer can still be had, from where it stands alone.
  expect(await kept()).not.toContain(CANARY);
  expect(shown(await press(token(reply, 'No, show me the answer')))).not.toContain(CANARY);
});

test('every quotation stands in the section it is said to stand in, word for word', async () => {
  house = await startSmallHouse();
  const answer = await say('do I need both consents');
  expect(shown(answer)).toContain('The guidance says two things here');
  const near = tappable(answer.cards[0] ?? { title: '', summary: '', blocks: [], buttons: [] })
    .map(({ label }) => label)
    .filter((label) => /consent/i.test(label));
  expect(near).toHaveLength(2);
  const cards = [answer];
  for (const label of near) {
    const section = await tap(cards.at(-1) ?? answer, label);
    cards.push(section, await tap(section, 'Back to the answer'));
  }
  const sections = [...(house.content.guidance[0]?.sections.values() ?? [])];
  const quotes = cards.flatMap(blocks).flatMap((block) => (block.kind === 'quote' ? [block] : []));
  expect(quotes.length).toBeGreaterThan(8);
  for (const { text, source } of quotes) {
    expect(sections.some((section) => quoteStandsIn(section, text))).toBe(true);
    expect(source).toMatch(/, pages? \d+(–\d+)?\. .*Draft, June 2023, since superseded\.$/);
  }
});

test('while an answer is shown, the card of the check above it goes on working, and its buttons work once', async () => {
  house = await startSmallHouse();
  const first = await say('share check');
  const answer = await say('what about GDPR');
  await tap(answer, 'What is data protection?');
  await say('do I need consent');
  expect(shown(await tap(first, 'No, it is not urgent'))).toContain('What is the worry?');
  expect(shown(await tap(first, 'Waiting could make it worse'))).toContain('earlier step');
  // Of the answers nothing is left to press, except the emergency.
  expect(shown(await tap(answer, 'Yes'))).toContain('earlier step');
  expect(figures()).toContain('share_check_answers_total{helpful="yes"} 0');
  expect(shown(await tap(answer, 'A child is in danger now'))).toContain('Ring now');
});

test('questions beside a check do not touch it, and what is kept does not grow with them', async () => {
  house = await startSmallHouse();
  await tap(await say('share check'), 'No, it is not urgent');
  const stateNow = async () =>
    (await house.app().store.conversation(`teams:${userId('sam-okafor')}`))?.state as {
      readonly check: unknown;
      readonly tokens: object;
      readonly beneath?: object;
    };
  const before = await stateNow();
  await say('what about GDPR');
  const once = await stateNow();
  for (let n = 0; n < 5; n += 1) await say('what about GDPR');
  const after = await stateNow();
  expect(after.check).toEqual(before.check);
  expect(Object.keys(after.beneath ?? {})).toEqual(Object.keys(before.tokens));
  expect(Object.keys(after.tokens)).toHaveLength(Object.keys(once.tokens).length);
});

test('an answer that helped is counted once, by its section, and not in a rehearsal', async () => {
  house = await startSmallHouse();
  const answer = await say('do I need consent');
  const yes = eventOf('sam-okafor', { token: token(answer, 'Yes') });
  await house.handle(yes);
  await house.handle(yes);
  await tap(answer, 'Yes');
  const minibus = await say('can we take the minibus');
  await tap(minibus, 'No');
  await say('will he hit her');
  const guidance = house.content.guidance[0]?.id;
  for (const line of [
    'share_check_questions_total{outcome="answered"} 1',
    'share_check_questions_total{outcome="not-covered"} 1',
    'share_check_questions_total{outcome="danger"} 1',
    'share_check_answers_total{helpful="yes"} 1',
    'share_check_answers_total{helpful="no"} 1',
    `share_check_section_answers_total{section="${guidance}/golden-rule-3",helpful="yes"} 1`,
    'share_check_section_answers_total{section="none",helpful="no"} 1',
  ]) {
    expect(figures().split('\n')).toContain(line);
  }
  const before = figures();
  await say('rehearse');
  const practice = await say('do I need consent');
  expect(shown(practice)).toContain('Rehearsal.');
  await tap(practice, 'Yes');
  expect(figures()).toBe(before);
});

test('danger in a line of the form is asked about once as it stands, and nothing filled in is lost', async () => {
  house = await startSmallHouse();
  let reply = await say('share check');
  for (const label of [
    'No, it is not urgent',
    'A child may be at risk',
    'Just tell me what to do',
    'Record my decision now',
    'No, nobody',
    'I have decided something else',
  ]) {
    reply = await tap(reply, label);
  }
  const form = reply;
  const danger = await tap(form, 'Record it', { rationale: 'He HIT her', shared: 'the diary' });
  expect(shown(danger)).toContain('“HIT”');
  expect(shown(await say('resume'))).toContain('He HIT her');
  reply = await say('resume');
  expect(shown(reply)).toContain('the diary');
  // The same lines again: no second question, the form says what is missing.
  reply = await tap(reply, 'Record it', { rationale: 'He HIT her', shared: 'the diary' });
  expect(shown(reply)).toContain('Some lines still need something from you.');
  // More in the same line is asked about again.
  reply = await tap(reply, 'Record it', { rationale: 'he hit her with a knife' });
  expect(shown(reply)).toContain('Is a child in danger right now?');
  expect(shown(await tap(reply, 'No, record it'))).toContain('he hit her with a knife');
  expect(await house.entries()).toEqual([]);
});

test('when nothing can be written, danger in a question still comes first, with the numbers', async () => {
  house = await startSmallHouse();
  await house.storage(false);
  const reply = await say('he has a knife');
  expect(shown(reply)).toMatch(/Is a child in danger right now\?[\s\S]*999[\s\S]*01632 960100/);
  const advice = await tap(reply, 'In danger now, and it is about a colleague');
  expect(shown(advice)).toContain('Ring now, and share what is needed.');
  expect(shown(advice)).toContain('not recorded');
  await house.storage(true);
});

test('nobody is sent to somebody who is kept out, nor to themselves', async () => {
  house = await startSmallHouse();
  expect(shown(await say('how long do we keep it', 'jo-hart'))).toContain(
    'Ask: whoever is in charge of data protection where you work',
  );
  expect(shown(await say('may we take the minibus', 'priya-nair'))).not.toContain('Ask: Priya Nair');
  let reply = await tap(await say('share check'), 'In danger now, and it is about a colleague');
  reply = await say('may we take the minibus');
  expect(shown(reply)).not.toContain('Ask: Priya Nair');
});

test('a confirmed suggestion is in the record as suggested, one that was changed or asked as asked', async () => {
  house = await startSmallHouse();
  let reply = await say('the health visitor saw that his dad kicked him');
  for (const label of [
    'Use this: A child is being harmed, or is at risk',
    'Use this: Someone else keeping the child safe',
    'Use this: A parent or carer',
    'No, it is not urgent',
    'Back',
    'A child may be at risk',
    'Whether to pass something on',
    'Just tell me what to do',
    'Record my decision now',
    'No, nobody',
    'I follow the advice',
  ]) {
    reply = await tap(reply, label);
  }
  const select = (id: string) =>
    blocks(reply).flatMap((block) => (block.kind === 'select' && block.id === id ? block.options : []))[0]
      ?.token;
  await tap(reply, 'Record it', {
    recipients: [select('recipients') ?? ''],
    told: select('told') ?? '',
    shared: 'what I saw',
  });
  const entries = await house.entries();
  const last = entries.find(({ entry }) => entry.kind === 'decision')?.body as
    | { answers: { fact: string; value: string; source: string }[] }
    | undefined;
  const sources = Object.fromEntries((last?.answers ?? []).map(({ fact, source }) => [fact, source]));
  expect(sources).toMatchObject({ urgency: 'asked', risk: 'asked', recipient: 'suggested' });
  expect(JSON.stringify(entries)).not.toContain('kicked');
  expect(await kept()).not.toContain('health visitor saw');
});

test.each(['yes', 'Yes she is', 'yh', 'yes right now', 'I think so', 'not sure', 'Yes!!'])(
  '"%s" to the question whether a child is in danger gives the numbers and what to do',
  async (answer) => {
    house = await startSmallHouse();
    await say('he has a knife');
    expect(shown(await say(answer))).toContain('Ring now, and share what is needed.');
  },
);

test('in a check, words of danger are asked about each time, whatever was said to them before', async () => {
  house = await startSmallHouse();
  await say('share check');
  const first = await say('what do i do if a child has a knife');
  await tap(first, 'No, show me the answer');
  expect(shown(await say('he has a knife'))).toContain('Is a child in danger right now?');
});

test.each(['он бьёт ребёнка ножом', 'hi – он бьёт её'])('"%s" is not taken for a command', async (text) => {
  house = await startSmallHouse();
  expect(shown(await say(text))).toContain('999');
  expect(shown(await say(text))).not.toContain('Worried about a child?');
});
