import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeliveryEventBody } from '../../../src/records/entry.ts';
import type { Store } from '../../../src/storage/store.ts';
import { temporaryFolder } from '../../storage/temporary-store.ts';
import type { SimulatedStore } from './memory-store.ts';
import { memoryStore } from './memory-store.ts';
import { type Outcome, type Scenario, simulate } from './simulate.ts';
import { sqliteStore } from './sqlite-store.ts';
import { term } from './term.ts';

const CHECKS = 24;
const MINUTE = 60_000;

/** Less of everything, and a little of all that a store has to get right: people kept out late, a send that fails, a lost timer. */
function fortnight(): Scenario {
  const whole = term('autumn');
  const down = Date.parse('2026-10-20T09:00:00.000Z');
  return {
    ...whole,
    from: '2026-10-19T00:00:00.000Z',
    load: { ...whole.load, checks: CHECKS, days: 12, emergencies: 0.3, keptOut: 0.4, colleague: 0.2 },
    further: 7,
    besides(world, acts, began) {
      for (const [minutes, isDown] of [
        [0, true],
        [3, false],
      ] as const) {
        world.at(down + minutes * MINUTE, () => {
          world.faults.down = isDown;
        });
      }
      world.at(down + MINUTE, async () => {
        const { reference } = await acts.open(world.person('staff-1'), 'immediate');
        began({ reference, emergency: true });
        world.at(down + 2 * MINUTE, () => world.held.loseTimer(reference));
      });
      world.at(down, () => {
        world.faults.gone.add('two');
      });
    },
  };
}

/** The store that the long simulations run on is held to the real one: the same seed has to come to the same records and messages. */
describe('a short term on the store in memory and on the embedded one', () => {
  const folder = temporaryFolder();
  let sqlite: SimulatedStore;
  let real: Outcome;
  let simulated: Outcome;
  beforeAll(async () => {
    const scenario = fortnight();
    sqlite = await sqliteStore(folder.path, 'simulated');
    real = await simulate({ ...scenario, held: sqlite });
    simulated = await simulate({ ...scenario, held: memoryStore('simulated', true) });
  }, 120_000);
  afterAll(async () => {
    await sqlite.close();
    folder.remove();
  });

  test('has as many cases, and what was seen of them is the same', () => {
    expect(simulated.left.length).toBe(CHECKS + 1);
    expect(real.left.length).toBe(CHECKS + 1);
    expect(simulated.seen).toMatchObject({
      wrongPages: [],
      wrongRecords: [],
      outOfHours: [],
      withoutTimer: 0,
    });
    // A timer that was set anew is looked at in memory, and found to be gone.
    expect({ ...simulated.seen, sweeps: 0 }).toEqual({ ...real.seen, sweeps: 0 });
  });

  test('comes to the same records and the same deliveries', async () => {
    for (const [n, { reference }] of real.left.entries()) {
      const there = await told(real.world.store, reference);
      expect(await told(simulated.world.store, simulated.left[n]?.reference ?? '')).toEqual(there);
      expect(there.length).toBeGreaterThan(2);
    }
  });
});

/** All about a case but for ids: what is sent side by side is written down in any order. */
async function told(store: Store, reference: string): Promise<readonly string[]> {
  const entries = (await store.entries(reference)).map(({ entry, body, keptOut }) => {
    const { event = '', destination = '', detail = '', to = '' } = body as Partial<DeliveryEventBody>;
    return [
      'entry',
      entry.createdAt,
      entry.kind,
      event,
      destination,
      detail,
      to,
      `kept out: ${keptOut}`,
    ].join(' ');
  });
  const deliveries = (await store.deliveriesAbout(reference)).map((one) => {
    const { destination: to, state, page, createdAt, dueAt, sentAt } = one;
    const whom = 'person' in to ? to.person : '';
    return ['delivery', to.kind, whom, one.class, state, page, createdAt, dueAt, sentAt].join(' ');
  });
  return [...entries.sort(), ...deliveries.sort()];
}
