import { beforeAll, expect, test } from 'vitest';
import type { Deployment } from '../../src/deployment/deployment.ts';
import { provenShipped, shippedContent } from '../support/house.ts';
import { createActs } from '../support/simulation/acts.ts';
import { memoryStore } from '../support/simulation/memory-store.ts';
import { ALTERNATIVE, LEAD, organisationOf } from '../support/simulation/organisation.ts';
import { createWorld } from '../support/simulation/world.ts';

/** Friday evening; the lead is away from Saturday on, and on Monday the first deputy is on duty. */
const EVENING = '2026-11-20T18:00:00.000Z';
const away = [{ person: LEAD, from: '2026-11-21', to: '2026-11-27' }];
const duty = [{ person: 'two', hours: [{ days: ['monday'], from: '08:00', to: '17:00' }] }];

let content: Awaited<ReturnType<typeof shippedContent>>;
beforeAll(async () => {
  content = await shippedContent();
});

function worldOn(deployment: Deployment) {
  const { policy } = provenShipped(content);
  const held = memoryStore('simulated', true);
  const world = createWorld({ deployment, content, policy, held, from: EVENING, seed: 1 });
  return { world, acts: createActs(world) };
}

const told = async (world: ReturnType<typeof worldOn>['world'], reference: string) =>
  (await world.store.deliveriesAbout(reference)).flatMap(({ destination: to, dueAt }) =>
    to.kind === 'direct-message' ? [`${to.person} ${dueAt}`] : [],
  );

test('a concern that waits for Monday goes to who is there on Monday, also where a check was left', async () => {
  const { world, acts } = worldOn(
    organisationOf({ deputies: ['one', 'two'], staff: 3, notifications: { absences: away, duty } }),
  );
  const author = world.person('staff-0');
  const monday = 'two 2026-11-23T08:00:00.000Z';
  expect(await told(world, await acts.record(author, 'concern', 'inform'))).toEqual([monday]);
  expect(await told(world, await acts.leave(author, 'concern'))).toEqual([monday]);
  // Nobody of the out-of-hours route is woken or chosen for what is no emergency.
  const { reference } = await acts.open(author, 'immediate');
  expect(await told(world, reference)).toEqual([`${LEAD} ${EVENING}`]);
});

test('whoever raises a concern about a colleague is not kept out of it themselves', async () => {
  const { world, acts } = worldOn(organisationOf({ deputies: ['one', 'two'], staff: 3, notifications: {} }));
  const { reference } = await acts.open(world.person('one'), 'immediate', { aboutColleague: true });
  const [entry] = await world.store.entries(reference);
  expect(entry?.keptOut).toEqual([LEAD, 'two']);
  expect(await told(world, reference)).toEqual([`${ALTERNATIVE} ${EVENING}`]);
  await world.run(world.now() + 20 * 60_000);
  const rung = (await world.store.deliveriesAbout(reference)).filter(
    ({ destination: to, state }) => to.kind === 'direct-message' && to.person === 'one' && state === 'sent',
  );
  expect(rung).toHaveLength(1);
});

test('a concern is handed over to nobody who is away when the message leaves, and at night it leaves in the morning', async () => {
  const { world, acts } = worldOn(
    organisationOf({
      deputies: ['one', 'two'],
      staff: 3,
      notifications: { absences: [{ person: 'one', from: '2026-11-23', to: '2026-11-23' }] },
    }),
  );
  const reference = await acts.record(world.person('staff-0'), 'concern', 'inform');
  const lead = world.person(LEAD);
  const always = () => true;
  await acts.press(lead, 'take', { reference }, always);
  const handTo = (id: string) => acts.press(lead, 'hand-over', { reference }, always, { 'hand-to': id });
  expect(await handTo('one')).toBe(false);
  expect(await handTo('two')).toBe(true);
  expect(await told(world, reference)).toContain('two 2026-11-23T08:00:00.000Z');
});
