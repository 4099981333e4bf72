import { beforeAll, expect, test } from 'vitest';
import type { Card } from '../../src/conversation/card.ts';
import { provenShipped, shippedContent } from '../support/house.ts';
import { createActs } from '../support/simulation/acts.ts';
import { memoryStore } from '../support/simulation/memory-store.ts';
import { LEAD, organisationOf } from '../support/simulation/organisation.ts';
import { createWorld } from '../support/simulation/world.ts';

/** The sweeper where messages come together: what waits for others must not hold up what does not. */

const MINUTE = 60_000;
let content: Awaited<ReturnType<typeof shippedContent>>;
beforeAll(async () => {
  content = await shippedContent();
});

function start(notifications: object) {
  const deployment = organisationOf({ deputies: ['one'], staff: 9, notifications });
  const { policy } = provenShipped(content);
  const held = memoryStore('simulated', true);
  const world = createWorld({
    deployment,
    content,
    policy,
    held,
    from: '2026-11-23T09:00:00.000Z',
    seed: 1,
  });
  const got: { readonly at: string; readonly to: string; readonly card: Card }[] = [];
  world.onMessage((to, card) => {
    got.push({ at: world.iso().slice(11, 16), to: to.id, card });
  });
  let withoutTimer = 0;
  world.onSwept(() => {
    withoutTimer = Math.max(withoutTimer, held.withoutTimer());
  });
  const titles = (to: string) =>
    got.filter((one) => one.to === to).map(({ at, card }) => `${at} ${card.title}`);
  const minutes = (n: number) => world.run(Date.parse('2026-11-23T09:00:00.000Z') + n * MINUTE);
  return { world, acts: createActs(world), got, titles, minutes, withoutTimer: () => withoutTimer };
}

test('a completed record that waits for the daily list does not hold up the emergency that it is of', async () => {
  const { world, acts, titles, minutes } = start({ digest: '08:30' });
  const opened = await acts.open(world.person('staff-1'), 'urgent');
  await minutes(3);
  await acts.press(world.person(LEAD), 'ack', { reference: opened.reference }, () => true);
  await acts.complete(opened, 'inform');
  await minutes(30);
  const ring = world.context(world.person(LEAD)).dialog.words['author-ring-title'];
  expect(titles('staff-1')).toContain(`09:10 ${ring}`);
  expect(titles('one').length).toBeGreaterThan(0);
});

test('who has a case learns with the daily list that its record was completed, once', async () => {
  const { world, acts, titles, minutes } = start({ digest: '08:30' });
  const opened = await acts.open(world.person('staff-1'), 'urgent');
  await minutes(3);
  await acts.press(world.person(LEAD), 'take', { reference: opened.reference }, () => true);
  await minutes(40);
  await acts.complete(opened, 'inform');
  await acts.press(world.person(LEAD), 'close', { reference: opened.reference }, () => true, {
    'case-outcome': 'referred',
  });
  await minutes(3 * 24 * 60);
  expect(titles(LEAD).slice(1)).toEqual(['08:30 1 records since the last list']);
});

test('after the first messages of a day the others come together, each with why, and none is left without a timer', async () => {
  const { world, acts, got, minutes, withoutTimer } = start({ gather: { 'at-once': 1, every: 240 } });
  const record = async (...people: readonly number[]) => {
    for (const n of people) await acts.record(world.person(`staff-${n}`), 'concern', 'inform');
  };
  await record(1, 2, 3);
  await minutes(10);
  await record(4, 5);
  await minutes(60);
  const toLead = () => got.filter(({ to }) => to === LEAD).map(({ at, card }) => `${at} ${card.title}`);
  // By itself; those that were left to come together; and nothing until four working hours later.
  expect(toLead()).toEqual(['09:00 A decision was recorded', '09:00 2 concerns for you']);
  await minutes(5 * 60);
  expect(toLead().slice(2)).toEqual(['13:00 5 concerns for you']);
  // Among them the first three again, which nobody acknowledged. The deputy was told of them too, each with why.
  const [deputy] = got.filter(({ to }) => to === 'one');
  expect(deputy?.at).toBe('10:00');
  const rows = deputy?.card.blocks.flatMap((block) => (block.kind === 'rows' ? block.rows : []));
  expect(rows?.length).toBe(3);
  expect(rows?.every(({ value }) => value.includes('was told'))).toBe(true);
  expect(withoutTimer()).toBe(0);
  expect([...world.said]).toEqual([]);
});
