import { beforeAll, expect, test } from 'vitest';
import type { Card } from '../../src/conversation/card.ts';
import type { Deployment } from '../../src/deployment/deployment.ts';
import { idsOnTheRota } from '../../src/deployment/rota.ts';
import { hoursForConcerns, nextWorkingTime, workingDaysLater } from '../../src/deployment/working-time.ts';
import { standingOf } from '../../src/follow/standing.ts';
import type { AbandonedBody, DeliveryEventBody } from '../../src/records/entry.ts';
import { type Dice, diceOf, oneOf } from '../support/hazards/dice.ts';
import { type FollowWorld, followWorld, LOOKS_EVERY_MS } from '../support/hazards/follow-world.ts';
import { step } from '../support/hazards/random-path.ts';
import { tappable } from '../support/transcript/card-text.ts';

/**
 * T12: somebody enters a worry and walks away. Stopped at every step of 10,000 random paths through the real conversation, a named
 * person learns of each worry within a day, of each that cannot wait within half an hour. A check that its author finished, and that
 * can wait, is read in the lead's hours: that is the one longer wait, and never longer than a weekend.
 */

const AUTHORS = ['sam-okafor', 'sam-okafor', 'priya-nair', 'tom-ellis'] as const;
const ROOTS = 100;
const PATHS = 10_000;
/** Steps that the paths of one root have in common, and steps at each of which they part. */
const TOGETHER = 9;
const PARTING = Math.ceil(Math.log2(PATHS / ROOTS));
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LOOKS = 2 * LOOKS_EVERY_MS;

/** In the middle of a week, before a weekend, at night, over both changes of the clocks, before a bank holiday, over closures. */
const BEGINS = [
  '2026-11-23T10:15:00Z',
  '2026-11-27T16:40:00Z',
  '2026-11-27T22:50:00Z',
  '2026-11-29T04:00:00Z',
  '2026-10-24T23:30:00Z',
  '2027-03-27T23:40:00Z',
  '2027-03-25T16:30:00Z',
  '2026-12-23T16:20:00Z',
  '2026-12-28T11:00:00Z',
  '2027-04-02T15:50:00Z',
  '2027-04-09T21:00:00Z',
] as const;
const withTwoWeeksClosed = (deployment: Deployment): Deployment => ({
  ...deployment,
  notifications: {
    ...deployment.notifications,
    holidays: [...deployment.notifications.holidays, { from: '2027-04-05', to: '2027-04-16' }],
  },
});

/** A worry somebody entered. */
type Worry = {
  readonly check: string;
  /** Since when there is one, and since when it cannot wait; null for never. */
  readonly since: number;
  readonly urgentSince: number | null;
  /** Since when the advice is to share now: that is an emergency, and told as one. */
  readonly emergencySince: number | null;
  /** When its author finished: recorded a decision, or left with advice and said so. Null for walked away. */
  readonly finishedAt: number | null;
  readonly references: readonly string[];
};

/** Somebody on a path. */
type Walk = {
  readonly world: FollowWorld;
  readonly author: string;
  readonly card: Card;
  readonly now: Worry | null;
  /** That of a check which came to its end with this step: nothing that comes later has to do with it. */
  readonly ended: Worry | null;
};

const ms = (iso: string) => Date.parse(iso);
const iso = (at: number) => new Date(at).toISOString();

let base: FollowWorld;
beforeAll(async () => {
  base = await followWorld({ deployment: withTwoWeeksClosed });
});

async function begin(dice: Dice, words: string): Promise<Walk> {
  const world = base.fork();
  await world.pass(ms(oneOf(BEGINS, dice)) + dice(120) * MINUTE - ms(world.now()));
  const author = oneOf(AUTHORS, dice);
  return { world, author, card: await world.say(author, words), now: null, ended: null };
}

/** What this person's check holds, read off the answers they tapped and by no rule of the product; null without a worry. */
function worryIn({ world, author, now: known }: Pick<Walk, 'world' | 'author' | 'now'>): Worry | null {
  const { check } = world.state(author);
  if (check === null) return null;
  const said = new Map(check.given.map(({ fact, value }): [string, string] => [fact, value]));
  const risk = said.get('risk');
  const urgency = said.get('urgency') ?? '';
  const pressing = urgency === 'urgent' || urgency === 'immediate';
  const concern = ['clear', 'perceived', 'low-level', 'unsure'].includes(risk ?? '');
  // Of advice that was asked for early, what was not answered reads as not sure.
  const early = check.adviceShown !== null && risk === undefined;
  if (!concern && !pressing && !early && (check.done !== null || urgency !== 'unsure')) return null;
  const atRisk = risk === 'clear' || risk === 'perceived';
  const emergency =
    urgency === 'immediate' ||
    (urgency === 'urgent' && (concern || early)) ||
    (urgency === 'unsure' && atRisk);
  const before = known?.check === check.id ? known : null;
  const now = ms(world.now());
  const reference = check.done?.reference ?? check.opened?.reference;
  return {
    check: check.id,
    since: before?.since ?? now,
    urgentSince: pressing ? (before?.urgentSince ?? now) : null,
    emergencySince: emergency ? (before?.emergencySince ?? now) : null,
    finishedAt: check.done !== null && check.opened === null ? (before?.finishedAt ?? now) : null,
    references: reference === undefined ? [] : [reference],
  };
}

async function walkOn(walk: Walk, dice: Dice): Promise<Walk> {
  const { author, now: known } = walk;
  const world = walk.world.fork();
  const cases = world.store.references();
  const card = await step(world, author, walk.card, dice);
  const now = worryIn({ world, author, now: known });
  // Mostly quick, now and then somebody is called away.
  const pause = dice(12) === 0 ? dice(150) * MINUTE : (5 + dice(60)) * 1000;
  const until = iso(ms(world.now()) + pause);
  while (await world.next(until));
  await world.pass(ms(until) - ms(world.now()));
  const gone = known !== null && world.state(author).check?.id !== known.check;
  const ended = gone ? await endOf(known, world, cases) : null;
  return { world, author, card, now: worryIn({ world, author, now }), ended };
}

/** The check is there no longer: left by its author, or deleted after its day. */
async function endOf(worry: Worry, world: FollowWorld, before: readonly string[]): Promise<Worry> {
  const references = world.store.references().filter((reference) => !before.includes(reference));
  const left = (await world.entries(references[0] ?? '')).find(({ entry }) => entry.kind === 'abandoned');
  const stopped = (left?.body as AbandonedBody | undefined)?.why === 'stopped-by-author';
  return {
    ...worry,
    finishedAt: stopped ? ms(left?.entry.createdAt ?? '') : worry.finishedAt,
    references: [...worry.references, ...references],
  };
}

/** When somebody on the rota was told: by a message about its case, or that a check was left. Never its author. */
function toldAt(
  worry: Worry,
  { world, author }: Walk,
  references: readonly string[],
  not: readonly string[],
) {
  const { deployment, dialog } = world.content;
  const rota = idsOnTheRota(deployment.notifications);
  const found = world.left.find(({ delivery, at, changes }) => {
    const { destination: to, reference, card, class: urgency } = delivery;
    if (changes !== null || to.kind !== 'direct-message' || ms(at) < (worry.emergencySince ?? worry.since))
      return false;
    if (worry.emergencySince !== null && urgency !== 'emergency') return false;
    if (!rota.includes(to.person) || to.person === author || not.includes(to.person)) return false;
    return reference === null
      ? card?.title === dialog.words['lead-title-abandoned']
      : references.includes(reference);
  });
  return found === undefined ? null : ms(found.at);
}

const counts = { stops: 0, paths: 0, worries: 0, everybodyKeptOut: 0 };
const longest = { left: 0, urgent: 0, emergency: 0, finished: 0 };
const note = (what: keyof typeof longest, waited: number) => {
  longest[what] = Math.max(longest[what], waited);
};

/** The author goes away for good: time passes until everybody who has to know does. */
async function walkAway(walk: Walk): Promise<void> {
  const owed = [walk.ended, walk.now].filter((one) => one !== null);
  counts.stops += 1;
  if (owed.length === 0) return;
  const goneAt = ms(walk.world.now());
  const gone = { ...walk, world: walk.world.fork() };
  const { world } = gone;
  const before = world.store.references();
  for (const worry of owed) {
    counts.worries += 1;
    const until = limitOf(worry, gone);
    const references = () => [
      ...worry.references,
      ...world.store.references().filter((reference) => !before.includes(reference)),
    ];
    const told = (not: readonly string[] = []) => toldAt(worry, gone, references(), not);
    while (told() === null && (await world.next(iso(until))));
    const at = told();
    if (at === null && (await isForNobody(gone, references()))) {
      counts.everybodyKeptOut += 1;
      continue;
    }
    expect(at, describe(worry, gone)).not.toBeNull();
    expect(at, describe(worry, gone)).toBeLessThanOrEqual(until);
    // Whoever was told may have been kept out since: then somebody else knows soon.
    const later = Math.max(until, goneAt + 30 * MINUTE);
    const never = await neverTold(gone, references());
    if (idsOnTheRota(world.content.deployment.notifications).some((id) => !never.includes(id))) {
      while (told(never) === null && (await world.next(iso(later))));
      expect(told(never), describe(worry, gone)).not.toBeNull();
    }
    if (worry.emergencySince !== null) note('emergency', (at ?? 0) - worry.emergencySince);
    else if (worry.finishedAt !== null) note('finished', (at ?? 0) - worry.finishedAt);
    else if (worry.urgentSince !== null) note('urgent', (at ?? 0) - worry.urgentSince);
    else note('left', (at ?? 0) - worry.since);
  }
}

const describe = (worry: Worry, { world, author, card }: Walk): string =>
  JSON.stringify({ ...worry, since: iso(worry.since), author, card: card.title, now: world.now() });

/** Until when somebody has to know. */
function limitOf({ since, urgentSince, emergencySince, finishedAt }: Worry, { world }: Walk): number {
  if (emergencySince !== null) return emergencySince + 30 * MINUTE;
  if (finishedAt !== null) return Math.min(workAfter(finishedAt, world), finishedAt + 72 * HOUR) + LOOKS;
  return urgentSince === null ? since + 24 * HOUR : urgentSince + 30 * MINUTE;
}

function workAfter(at: number, { content }: FollowWorld): number {
  const { notifications, organisation } = content.deployment;
  const zone = organisation['time-zone'];
  return ms(nextWorkingTime(hoursForConcerns(notifications, zone, iso(at)), zone, iso(at)));
}

/** Who must not be told: the author, whoever is kept out, and the lead where it is about a colleague. */
async function neverTold({ world, author }: Walk, references: readonly string[]): Promise<readonly string[]> {
  const { people, notifications } = world.content.deployment;
  const cases = await Promise.all(references.map(world.entries));
  const never = cases.flatMap((entries) => {
    const standing = standingOf(entries, people);
    const lead = standing?.aboutColleague === true ? [notifications.lead] : [];
    return [...(standing?.access.keptOut ?? []), ...lead];
  });
  return [author, ...never];
}

/** With everybody on the rota kept out nobody can be told: then its author is told whom to ring, when people are at work again. */
async function isForNobody(gone: Walk, references: readonly string[]): Promise<boolean> {
  const { world } = gone;
  const never = await neverTold(gone, references);
  if (idsOnTheRota(world.content.deployment.notifications).some((id) => !never.includes(id))) return false;
  const until = iso(workAfter(ms(world.now()), world) + LOOKS);
  for (;;) {
    const entries = (await Promise.all(references.map(world.entries))).flat();
    if (entries.some(({ body }) => eventIn(body) === 'author-told')) return true;
    if (!(await world.next(until))) return false;
  }
}

const eventIn = (body: unknown) => (body as Partial<DeliveryEventBody> | null)?.event;

/** All paths from here: so many of them, which part more and more on their way. */
async function explore(walk: Walk, steps: number, paths: number, dice: Dice, ends: Walk[]): Promise<void> {
  await walkAway(walk);
  if (steps === 0) {
    counts.paths += 1;
    ends.push(walk);
    return;
  }
  const parts = paths > 2 ** (steps - 1) ? 2 : 1;
  for (let part = 0; part < parts; part += 1) {
    const share = Math.floor(paths / parts) + (part < paths % parts ? 1 : 0);
    await explore(await walkOn(walk, dice), steps - 1, share, dice, ends);
  }
}

const ends: Walk[] = [];

test('whoever walks away at any step: a named person learns of every worry in time', async () => {
  for (let root = 0; root < ROOTS; root += 1) {
    const dice = diceOf(root);
    await explore(await begin(dice, 'share check'), TOGETHER + PARTING, PATHS / ROOTS, dice, ends);
  }
  expect(counts.paths).toBe(PATHS);
  expect(counts.stops).toBeGreaterThan(2 * PATHS);
  expect(counts.worries).toBeGreaterThan(PATHS);
  expect(counts.everybodyKeptOut).toBeGreaterThan(0);
  expect(longest.left).toBeLessThanOrEqual(24 * HOUR);
  expect(longest.urgent).toBeLessThanOrEqual(30 * MINUTE);
  expect(longest.finished).toBeLessThanOrEqual(72 * HOUR);
}, 120_000);

/** Whoever was asked to act on it takes it and closes it, or does nothing. */
async function leadActs({ world }: Walk, reference: string): Promise<void> {
  const asked = world.left.find(
    ({ delivery: { reference: about, page, destination: to } }) =>
      about === reference && page === true && to.kind === 'direct-message',
  );
  const to = asked?.delivery.destination;
  if (asked === undefined || to?.kind !== 'direct-message') throw new Error('nobody was asked to act');
  await world.press(to.person, `m:take:${asked.delivery.id}`);
  const form = await world.press(to.person, `m:close-form:${asked.delivery.id}`);
  const [send] = form.buttons;
  const select = form.blocks.find((block) => block.kind === 'select');
  await world.press(to.person, send?.token ?? '', { 'case-outcome': select?.options[0]?.token ?? '' });
}

type Event = { readonly event: string | undefined; readonly at: string; readonly body: DeliveryEventBody };
const eventsOf = async (world: FollowWorld, reference: string): Promise<readonly Event[]> =>
  (await world.entries(reference)).map(({ entry, body }) => ({
    event: eventIn(body),
    at: entry.createdAt,
    body: body as DeliveryEventBody,
  }));

test('a referral that nobody answers: its author is asked on the next working day, and then the lead is told', async () => {
  const { notifications, organisation } = base.content.deployment;
  const nextDay = (at: string) => workingDaysLater(notifications, organisation['time-zone'], at, 1);
  const answers = ['nothing', 'not-heard', 'heard'] as const;
  const seen = { nothing: 0, 'not-heard': 0, heard: 0, unacted: 0 };
  for (const [n, end] of ends.entries()) {
    const [reference] = [end.now, end.ended].flatMap((one) => one?.references ?? []);
    if (reference === undefined) continue;
    const standing = standingOf(await end.world.entries(reference), base.content.deployment.people);
    const since = standing?.feedback.waitingSince ?? null;
    const answer = answers[n % 3] ?? 'nothing';
    const acted = seen.unacted >= 12 || n % 2 === 0;
    if (since === null || seen[answer] >= 60 || standing?.author === null) continue;
    const gone = { ...end, world: end.world.fork() };
    const { world, author } = gone;
    const wasAsked = (delivery: { reference: string | null; page?: true }) =>
      delivery.reference === reference && delivery.page === true;
    while (!world.left.some(({ delivery }) => wasAsked(delivery)) && (await world.next(nextDay(since))));
    if (!world.left.some(({ delivery }) => wasAsked(delivery))) continue;
    if (acted) await leadActs(gone, reference);
    else seen.unacted += 1;
    seen[answer] += 1;
    const find = async (event: string, detail?: string) =>
      (await eventsOf(world, reference)).find(
        (one) => one.event === event && (detail === undefined || one.body.detail === detail),
      );
    const byThen = iso(ms(nextDay(since)) + LOOKS);
    while ((await find('asked')) === undefined && (await world.next(byThen)));
    const asked = await find('asked');
    expect(asked?.at ?? 'never', reference).not.toBe('never');
    const question = world.left.find(({ delivery: { id } }) => id === asked?.body.delivery);
    expect(question?.delivery.destination).toMatchObject({ kind: 'direct-message', person: author });
    if (answer !== 'nothing') await world.press(author, `m:${answer}:${question?.delivery.id}`);
    const until = answer === 'not-heard' ? world.now() : nextDay(asked?.at ?? '');
    const last = iso(ms(until) + LOOKS);
    while ((await find('escalated', 'not-heard')) === undefined && (await world.next(last)));
    const told = await find('escalated', 'not-heard');
    if (answer === 'heard') {
      expect(told, reference).toBeUndefined();
      continue;
    }
    expect(told?.at ?? 'never', `${reference} ${answer}`).not.toBe('never');
    const message = world.left.find(({ delivery: { id } }) => id === told?.body.delivery)?.delivery;
    expect(message?.destination.kind).toBe('direct-message');
    expect(message?.destination).not.toMatchObject({ person: author });
  }
  expect(seen).toEqual({ nothing: 60, 'not-heard': 60, heard: 60, unacted: 12 });
});

const CAME_BACK = [
  ['the button for an emergency', 'emergency', 'priya-nair'],
  ['two answers that make it one', 'answer', 'priya-nair'],
] as const;
test.each(CAME_BACK)(
  'what was left and is an emergency a day later is told as one: %s',
  async (_, how, to) => {
    const world = base.fork();
    await world.pass(ms(BEGINS[0]) - ms(world.now()));
    const author = 'sam-okafor';
    await world.say(author, 'share check');
    await world.say(author, 'just tell me');
    while (await world.next(iso(ms(BEGINS[0]) + 25 * HOUR)));
    const [reference = ''] = world.store.references();
    expect((await world.entries(reference)).map(({ entry }) => entry.kind)).toContain('abandoned');
    const before = world.left.length;
    if (how === 'emergency') await world.say(author, 'emergency');
    else {
      let card = await world.say(author, 'resume');
      for (const kind of ['answer-rest', 'answer', 'answer'] as const) {
        const { tokens } = world.state(author);
        const button = tappable(card).find(({ token }) => tokens[token]?.kind === kind);
        card = await world.press(author, button?.token ?? '');
      }
    }
    // Somebody can be kept out for two minutes, where it is not of this minute.
    await world.pass(3 * MINUTE);
    expect(world.left.slice(before).map(({ delivery }) => delivery)).toContainEqual(
      expect.objectContaining({
        reference,
        class: 'emergency',
        destination: { kind: 'direct-message', person: to },
      }),
    );
  },
);

test('rehearsed: whatever is left, nobody is told and nothing waits', async () => {
  for (let root = 0; root < 40; root += 1) {
    const dice = diceOf(root);
    let walk = await begin(dice, 'rehearse');
    for (let n = 0; n < 20; n += 1) {
      const card = walk.card.banner === undefined ? await walk.world.say(walk.author, 'rehearse') : walk.card;
      walk = { ...walk, card: await step(walk.world, walk.author, card, dice, 'rehearsal') };
    }
    while (await walk.world.next(iso(ms(walk.world.now()) + 30 * 24 * HOUR)));
    const { store, rehearsals } = walk.world;
    expect(walk.world.left).toEqual([]);
    expect([...store.deliveries(), ...rehearsals.deliveries()]).toEqual([]);
    expect(store.references()).toEqual([]);
    for (const { lookAt } of rehearsals.conversations().values()) expect(lookAt).toBeNull();
  }
});
