import { beforeAll, describe, expect, test } from 'vitest';
import { BUTTONS, tokenOf as buttonToken } from '../../src/conversation/message-token.ts';
import type { Action, FormValues } from '../../src/conversation/state.ts';
import type { Deployment } from '../../src/deployment/deployment.ts';
import { standingOf } from '../../src/follow/standing.ts';
import type { DeliveryEventBody } from '../../src/records/entry.ts';
import { tokenOf } from '../support/hazards/checks-made.ts';
import { type FollowWorld, followWorld } from '../support/hazards/follow-world.ts';
import { cardText } from '../support/transcript/card-text.ts';

/**
 * Old buttons and wrong hands: whoever raised a concern, is kept out of it, or has left the safeguarding team presses everything there
 * ever was about it: their own messages and those of others, cards and forms of theirs and of others. Nothing comes of it.
 */

const MINUTE = 60_000;
const LEAD = 'priya-nair';
const DEPUTY = 'tom-ellis';
const ALTERNATIVE = 'rosa-lind';
const TEACHER = 'sam-okafor';

let base: FollowWorld;
beforeAll(async () => {
  base = await followWorld({ at: '2026-11-23T10:15:00Z' });
});

const later = (world: FollowWorld, minutes: number) =>
  new Date(Date.parse(world.now()) + minutes * MINUTE).toISOString();

/** An emergency that everybody on the rota was told of. */
async function emergencyBy(
  author: string,
): Promise<{ readonly world: FollowWorld; readonly reference: string }> {
  const world = base.fork();
  await world.say(author, 'emergency');
  const until = later(world, 12);
  while (await world.next(until));
  return { world, reference: world.store.references()[0] ?? '' };
}

const standing = async (world: FollowWorld, reference: string) =>
  standingOf(await world.entries(reference), world.content.deployment.people);

/** What this person did about the case, by the record. */
const deedsOf = async (world: FollowWorld, reference: string, person: string) =>
  (await world.entries(reference)).flatMap(({ body }) => {
    const { event, detail } = body as Partial<DeliveryEventBody>;
    return detail === person && event !== undefined ? [event] : [];
  });

/** Everybody here looks at the concerns and draws every form, so that each of its buttons is one of an old card. */
async function drawEverything(world: FollowWorld, people: readonly string[]): Promise<void> {
  for (const person of people) {
    await world.home(person);
    for (let round = 0; round < 2; round += 1) {
      for (const [token, action] of caseActions(world, person))
        if (action.act === 'see' || action.act.endsWith('-form')) await world.press(person, token);
    }
  }
}

type CaseAction = Extract<Action, { kind: 'case' }>;
const caseActions = (world: FollowWorld, person: string): readonly (readonly [string, CaseAction])[] => {
  const { standing: kept, tokens } = world.state(person);
  return Object.entries({ ...kept, ...tokens }).flatMap(([token, action]): [string, CaseAction][] =>
    action.kind === 'case' ? [[token, action]] : [],
  );
};

/** Options of every form that anybody has, by field. */
function everyOption(world: FollowWorld, people: readonly string[]): Record<string, string> {
  const options = people.flatMap((person) => Object.entries(world.state(person).standing));
  return Object.fromEntries(
    options.flatMap(([token, action]) => (action.kind === 'option' ? [[action.field, token]] : [])),
  );
}

/** Presses all of it; with every form filled in as well as this person can. */
async function pressEverything(
  world: FollowWorld,
  reference: string,
  person: string,
): Promise<readonly string[]> {
  const everybody = [LEAD, DEPUTY, ALTERNATIVE, TEACHER];
  const messages = world.store.deliveries().filter((one) => one.reference === reference);
  const tokens = [
    ...messages.flatMap(({ id }) => BUTTONS.map((button) => buttonToken({ button, message: id }))),
    ...everybody.flatMap((owner) => caseActions(world, owner).map(([token]) => token)),
  ];
  const texts: string[] = [];
  for (const token of tokens) {
    const inputs: FormValues = {
      ...everyOption(world, [person]),
      'reply-text': 'as agreed',
      'case-note': 'as agreed',
    };
    texts.push(cardText(await world.press(person, token, inputs)));
  }
  return texts;
}

/** What they may say of their own case: what the other agency answered, and nothing else. */
const OWN = ['heard', 'not-heard'];

describe.each([LEAD, DEPUTY, TEACHER])('%s raised it', (author) => {
  test('and cannot acknowledge, take, answer, hand over or close it, whatever they press', async () => {
    const { world, reference } = await emergencyBy(author);
    await drawEverything(world, [LEAD, DEPUTY, ALTERNATIVE]);
    await pressEverything(world, reference, author);
    expect((await deedsOf(world, reference, author)).filter((event) => !OWN.includes(event ?? ''))).toEqual(
      [],
    );
    expect(await standing(world, reference)).toMatchObject({
      state: 'sent',
      acknowledged: null,
      taken: null,
    });
    // Nor when somebody else has it.
    const taker = author === ALTERNATIVE ? LEAD : ALTERNATIVE;
    const asked = world.left.find(
      ({ delivery: { page, destination: to } }) =>
        page === true && to.kind === 'direct-message' && to.person === taker,
    );
    await world.press(taker, buttonToken({ button: 'take', message: asked?.delivery.id ?? '' }));
    await drawEverything(world, [taker]);
    await pressEverything(world, reference, author);
    expect(await standing(world, reference)).toMatchObject({ state: 'taken', taken: { by: taker } });
  });
});

test('whoever is kept out after they were told does nothing any more with the messages, cards and forms they have', async () => {
  const { world, reference } = await emergencyBy(TEACHER);
  const asked = world.left.find(({ delivery: { page } }) => page === true);
  expect(asked?.delivery.destination).toMatchObject({ person: LEAD });
  await world.press(LEAD, buttonToken({ button: 'take', message: asked?.delivery.id ?? '' }));
  await drawEverything(world, [LEAD]);
  let card = await world.say(TEACHER, 'resume');
  const words = world.content.dialog.words;
  card = await world.press(TEACHER, tokenOf(card, words['button-keep-out'] ?? ''));
  const select = card.blocks.find((block) => block.kind === 'select');
  const named =
    select?.kind === 'select' ? select.options.filter(({ label }) => label.startsWith('Priya')) : [];
  await world.press(TEACHER, tokenOf(card, words['button-these'] ?? ''), {
    'kept-out': named.map(({ token }) => token),
  });
  // What they did counts for nothing now: somebody else has to take it.
  expect(await standing(world, reference)).toMatchObject({ state: 'sent', taken: null });
  const entries = (await world.entries(reference)).length;
  const texts = await pressEverything(world, reference, LEAD);
  expect((await world.entries(reference)).length).toBe(entries);
  for (const text of texts) expect(text).not.toContain('Sam Okafor');
  expect(cardText(await world.say(LEAD, 'queue'))).not.toContain(reference);
});

const without =
  (person: string) =>
  (deployment: Deployment): Deployment => ({
    ...deployment,
    people: deployment.people.map((one) => (one.id === person ? { ...one, roles: ['practitioner'] } : one)),
    notifications: { ...deployment.notifications, deputies: [], 'out-of-hours': [LEAD] },
  });

test('whoever has left the safeguarding team since does nothing any more, and somebody else can take it', async () => {
  const { world: before, reference } = await emergencyBy(TEACHER);
  const asked = before.left.find(
    ({ delivery: { page, destination: to } }) =>
      page === true && to.kind === 'direct-message' && to.person === DEPUTY,
  );
  await before.press(DEPUTY, buttonToken({ button: 'take', message: asked?.delivery.id ?? '' }));
  await drawEverything(before, [DEPUTY, LEAD]);
  const world = before.fork(without(DEPUTY));
  const entries = (await world.entries(reference)).length;
  await pressEverything(world, reference, DEPUTY);
  expect((await world.entries(reference)).length).toBe(entries);
  const [over] = caseActions(world, LEAD).find(([, { act }]) => act === 'take-over') ?? [];
  await world.press(LEAD, over ?? '');
  expect(await standing(world, reference)).toMatchObject({ state: 'taken', taken: { by: LEAD } });
});

test('a form that somebody else was shown does nothing', async () => {
  const { world, reference } = await emergencyBy(TEACHER);
  await drawEverything(world, [LEAD, DEPUTY]);
  const entries = (await world.entries(reference)).length;
  for (const [token] of caseActions(world, DEPUTY)) {
    if (caseActions(world, LEAD).some(([own]) => own === token)) continue;
    await world.press(LEAD, token, everyOption(world, [DEPUTY]));
  }
  expect((await world.entries(reference)).length).toBe(entries);
});

test('words of danger in an answer bring the numbers first, and the answer is kept and sent with the next tap', async () => {
  const { world, reference } = await emergencyBy(TEACHER);
  const asked = world.left.find(({ delivery: { page } }) => page === true);
  const id = asked?.delivery.id ?? '';
  await world.press(LEAD, buttonToken({ button: 'take', message: id }));
  for (const [form, field, event] of [
    ['reply-form', 'reply-text', 'replied'],
    ['close-form', 'case-note', 'done'],
  ] as const) {
    const drawn = await world.press(LEAD, buttonToken({ button: form, message: id }));
    const options = everyOption(world, [LEAD]);
    const typed = { [field]: 'he hit her again', 'case-outcome': options['case-outcome'] ?? '' };
    const entries = (await world.entries(reference)).length;
    const first = await world.press(LEAD, drawn.buttons[0]?.token ?? '', typed);
    expect((await world.entries(reference)).length).toBe(entries);
    const text = cardText(first);
    expect(text.indexOf('999')).toBeGreaterThan(-1);
    expect(text.indexOf('999')).toBeLessThan(text.indexOf('he hit her again'));
    await world.press(LEAD, first.buttons[0]?.token ?? '', typed);
    const last = (await world.entries(reference)).at(-1)?.body as DeliveryEventBody;
    expect([last.event, last.text]).toEqual([event, 'he hit her again']);
  }
});
