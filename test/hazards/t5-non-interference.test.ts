import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUTTONS, tokenOf as buttonToken } from '../../src/conversation/message-token.ts';
import type { Deployment } from '../../src/deployment/deployment.ts';
import type { AbandonedBody } from '../../src/records/entry.ts';
import { checkMade, ENDS, type End, filledIn, tokenOf } from '../support/hazards/checks-made.ts';
import { type Dice, diceOf, oneOf } from '../support/hazards/dice.ts';
import { type QuietHouse, quietHouse, WEBHOOK, withoutChance } from '../support/hazards/quiet-house.ts';
import { cardText } from '../support/transcript/card-text.ts';

/**
 * T5: the same two days at the school are lived twice, once with cases that somebody is kept out of and once without them. Whoever is
 * kept out, in whatever role, is shown and sent exactly the same.
 */

const HOUR = 60 * 60_000;
const CHANNEL = '19:safeguarding-decisions@thread.tacv2';
const ROLES = {
  practitioner: 'lena-fox',
  dsl: 'priya-nair',
  deputy: 'tom-ellis',
  'data-protection-lead': 'jo-hart',
  operator: 'alex-reid',
} as const;
type Role = keyof typeof ROLES;

/** Who is kept out together, and of how many cases: each role of 200. A practitioner may see no case of anybody else anyway. */
const TOGETHER: readonly { readonly roles: readonly Role[]; readonly cases: number }[] = [
  { roles: ['dsl', 'deputy', 'data-protection-lead', 'operator', 'practitioner'], cases: 130 },
  { roles: ['dsl', 'operator', 'practitioner'], cases: 70 },
  { roles: ['deputy', 'data-protection-lead'], cases: 70 },
];
/** In danger this minute, the lead is told before anybody can be asked; about a colleague, somebody else is. */
const KEPT_FROM = ENDS.filter((end) => end !== 'emergency');

/** Once each way a check ends; then some that are decided in the evening, and come together in the morning. */
const ORDINARY: readonly End[] = [...ENDS, 'decided-today', 'decided-today', 'decided-today'];
const MOMENTS = ORDINARY.map((_, n) => new Date(Date.parse('2026-11-23T08:40:00Z') + n * HOUR).toISOString());
const practitioner = (id: string) => ({ id, name: id, roles: ['practitioner' as const], teams: id });
/** Who raises the ordinary concerns, where it is not one colleague after another. */
const RAISERS: Readonly<Record<number, string>> = { 3: 'priya-nair', 4: 'lena-fox', 5: 'tom-ellis' };

const crowded = (deployment: Deployment): Deployment => ({
  ...deployment,
  people: [
    ...deployment.people,
    ...Array.from({ length: 131 }, (_, n) => practitioner(`teacher-${n}`)),
    ...MOMENTS.map((_, n) => practitioner(`colleague-${n}`)),
  ],
  // Messages come together here: what one person has had must not show in what another has.
  notifications: { ...deployment.notifications, gather: { 'at-once': 20, every: 60 }, digest: '15:00' },
});

type Lived = {
  readonly house: QuietHouse;
  /** References of the cases that somebody is kept out of. */
  readonly hidden: readonly string[];
  readonly made: number;
  readonly views: ReadonlyMap<Role, readonly (readonly string[])[]>;
};

/** Two days, the same every time but for the cases that these are kept out of. */
async function live(watched: readonly Role[], keptOut: readonly Role[], cases: number): Promise<Lived> {
  const house = await quietHouse('2026-11-23T08:00:00Z', crowded);
  const dice = diceOf(7);
  const apart = diceOf(11);
  const hidden: string[] = [];
  const names = new Map<string, string>();
  const views = new Map<Role, (readonly string[])[]>(watched.map((role) => [role, []]));
  const look = async (all: boolean) => {
    for (const [role, seen] of views) seen.push(await seenBy(house, ROLES[role], names, all));
  };
  const out = keptOut.filter((role) => role !== 'practitioner').map((role): string => ROLES[role]);
  let made = 0;
  for (const [n, at] of MOMENTS.entries()) {
    await house.until(at);
    const author = RAISERS[n] ?? `colleague-${n}`;
    const end = ORDINARY[n] ?? 'emergency';
    for (const reference of await opened(house, () => checkMade(house, author, end, []))) {
      names.set(reference, `case ${names.size}`);
      // In the morning nobody has answered anything yet, as far as anybody but those in hidden cases knows.
      if (n > 2) await act(house, reference, dice, LEADS);
    }
    for (; made < (cases * (n + 1)) / MOMENTS.length; made += 1) {
      const raised = await opened(house, () =>
        checkMade(house, `teacher-${made}`, oneOf(KEPT_FROM, apart), out),
      );
      hidden.push(...raised);
      for (const reference of raised)
        await act(
          house,
          reference,
          apart,
          LEADS.filter((id) => !out.includes(id)),
        );
    }
  }
  await house.until('2026-11-23T19:20:00Z');
  await look(false);
  await house.jump('2026-11-24T08:10:00Z');
  await house.until('2026-11-24T10:10:00Z');
  // By then whatever was left the day before was told.
  await house.jump('2026-11-24T16:00:00Z');
  await look(true);
  return { house, hidden, made, views };
}

const LEADS = ['rosa-lind', 'tom-ellis', 'priya-nair'];

/** References of the cases that were opened meanwhile. */
async function opened(house: QuietHouse, work: () => Promise<void>): Promise<readonly string[]> {
  const before = new Set(await house.app.store.openCases());
  await work();
  return (await house.app.store.openCases()).filter((reference) => !before.has(reference));
}

/** Those who were asked do something about it, from the message they have. */
async function act(
  house: QuietHouse,
  reference: string,
  dice: Dice,
  people: readonly string[],
): Promise<void> {
  if (dice(3) === 0) return;
  const messages = await house.app.store.deliveriesAbout(reference);
  const mine = messages.find(
    ({ destination: to, page, state }) =>
      page && state === 'sent' && to.kind === 'direct-message' && people.includes(to.person),
  );
  if (mine === undefined || mine.destination.kind !== 'direct-message') return;
  const { id, destination } = mine;
  const press = (button: (typeof BUTTONS)[number]) =>
    house.press(destination.person, buttonToken({ button, message: id }));
  await press('ack');
  if (dice(2) === 0) return;
  await press('take');
  const [form, label] =
    dice(2) === 0
      ? (['reply-form', 'button-send-reply'] as const)
      : (['close-form', 'button-close-now'] as const);
  const card = await press(form);
  if (card.buttons.every((one) => one.label !== house.content.dialog.words[label])) return;
  await house.press(
    destination.person,
    tokenOf(card, house.content.dialog.words[label] ?? ''),
    filledIn(card),
  );
}

/** Everything that reaches a person, or that they can look at in the chat; `all`: with what the commands print. */
async function seenBy(
  house: QuietHouse,
  person: string,
  names: ReadonlyMap<string, string>,
  all: boolean,
): Promise<readonly string[]> {
  const cards = [
    await house.home(person),
    await house.say(person, 'queue'),
    await house.say(person, 'records'),
  ];
  const printed = all ? await house.commands(person) : [];
  const plain = (text: string) => withoutChance(text, names);
  return [
    ...house.reached(person).map(plain),
    ...house.reached(CHANNEL).map(plain),
    ...house.reached(WEBHOOK).map(plain),
    ...cards.map(cardText).map(plain),
    // What left in one moment stands in a list in any order.
    ...printed.map((text) =>
      plain(text)
        .split(/\n|(?=<)/)
        .sort()
        .join('\n'),
    ),
    // The numbers of a chain show that something is missing: all of them, for themselves.
    ...printed.map((text) =>
      [...text.matchAll(/"sequence":(\d+)/g)]
        .map(([, number]) => Number(number))
        .sort((a, b) => a - b)
        .join(),
    ),
  ];
}

let without: Lived;
const lived: Lived[] = [];
beforeAll(async () => {
  without = await live(Object.keys(ROLES) as Role[], [], 0);
  for (const { roles, cases } of TOGETHER) lived.push(await live(roles, roles, cases));
}, 120_000);
afterAll(async () => {
  for (const { house } of [without, ...lived]) await house.end();
});

test('each role is kept out of 200 cases', () => {
  for (const role of Object.keys(ROLES) as Role[]) {
    const of = TOGETHER.filter(({ roles }) => roles.includes(role));
    expect(of.reduce((sum, { cases }) => sum + cases, 0)).toBe(200);
  }
  for (const [n, { cases }] of TOGETHER.entries()) expect(lived[n]?.made).toBe(cases);
});

const EACH = TOGETHER.flatMap(({ roles }, n) => roles.map((role) => [role, roles.length, n] as const));
test.each(EACH)('%s, kept out with %i: sees and is sent the same as without those cases', (role, _, n) => {
  const seen = lived[n]?.views.get(role) ?? [];
  const same = without.views.get(role) ?? [];
  expect(seen).toHaveLength(2);
  for (const [look, view] of seen.entries()) expect(view, `look ${look}`).toEqual(same[look]);
});

test.each(EACH)(
  '%s, kept out with %i: no guess tells a case that is hidden from one that is not there',
  async (role, _, n) => {
    const { house, hidden } = lived[n] ?? without;
    const person = ROLES[role];
    const shown = async (button: (typeof BUTTONS)[number], message: string) =>
      cardText(await house.press(person, buttonToken({ button, message })));
    const entries = async () => (await Promise.all(hidden.map(house.app.store.entries))).flat().length;
    const before = await entries();
    const nothing = new Map<string, string>();
    for (const button of BUTTONS) nothing.set(button, await shown(button, 'no-such-message'));
    const unknown = cardText(await house.say(person, 'SC-0000-0000'));
    for (const reference of hidden.slice(0, 2)) {
      expect(cardText(await house.say(person, reference))).toBe(unknown);
      for (const { id } of (await house.app.store.deliveriesAbout(reference)).slice(0, 2)) {
        for (const button of BUTTONS) expect(await shown(button, id), button).toBe(nothing.get(button));
      }
    }
    expect(await entries()).toBe(before);
  },
);

test('nothing of a hidden case is waiting for anybody kept out of it, for a channel or for the case management system', async () => {
  for (const { house, hidden } of lived) {
    for (const reference of hidden) {
      const [{ keptOut = [] } = {}] = await house.app.store.entries(reference);
      expect(keptOut.length).toBeGreaterThan(0);
      for (const { destination: to, state } of await house.app.store.deliveriesAbout(reference)) {
        if (state === 'cancelled') continue;
        expect(['channel-post', 'mention', 'webhook']).not.toContain(to.kind);
        if ('person' in to) expect(keptOut).not.toContain(to.person);
      }
    }
  }
});

test('what was left stands in a chain of its own: its author can come back to it and keep somebody out', async () => {
  const left = [];
  for await (const { entry, body } of without.house.app.store.allEntries())
    if (entry.kind === 'abandoned' && (body as AbandonedBody).why === 'left-unfinished') left.push(entry);
  expect(left.map(({ sequence, organisation }) => [sequence, organisation])).toEqual([
    [1, 'larkfield-school'],
  ]);
});
