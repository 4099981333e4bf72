import { beforeAll, describe, expect, test } from 'vitest';
import { listFor, nextStep } from '../../src/follow/next-step.ts';
import { pagesOf } from '../../src/follow/pages.ts';
import type { Standing } from '../../src/follow/standing.ts';
import { verifyChains } from '../../src/records/chain.ts';
import type { StoredEntry } from '../../src/storage/store.ts';
import { memoryStore } from '../support/simulation/memory-store.ts';
import { type Outcome, simulate } from '../support/simulation/simulate.ts';
import { term } from '../support/simulation/term.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** With real hashes, and everything kept to the end. */
const play = (which: 'autumn' | 'spring') =>
  simulate({ ...term(which), held: memoryStore('simulated', true) });

/** Asked of the core itself: everybody was told, and somebody is told again before long. */
async function isStillTold(standing: Standing, { world }: Outcome): Promise<boolean> {
  const { store, deployment } = world;
  const pages = pagesOf(standing, await store.deliveriesAbout(standing.reference));
  const next = nextStep(standing, pages, deployment, world.iso());
  const everybody = listFor(standing, deployment, world.iso()).every(({ id }) =>
    pages.some(({ person }) => person === id),
  );
  const within = standing.call?.class === 'emergency' ? 2 * HOUR : 96 * HOUR;
  return everybody && next.at !== null && Date.parse(next.at) <= world.now() + within;
}

describe.each(['autumn', 'spring'] as const)('a term of 500 checks in %s', (which) => {
  let played: Outcome;
  beforeAll(async () => {
    played = await play(which);
  }, 60_000);

  test('has them all, emergencies among them on the night on which the clocks change and while Slack is down', () => {
    expect(played.cases).toBe(500);
    expect(played.left.length).toBe(500);
    expect(played.seen.emergencies).toBeGreaterThan(15);
  });

  test('every concern is taken, or everybody on the list was told and somebody goes on being told', async () => {
    const concerns = played.left.filter(({ call }) => call !== null && call.class !== 'routine');
    expect(concerns.length).toBeGreaterThan(200);
    for (const standing of concerns) {
      const has = standing.state === 'taken' || standing.state === 'done';
      expect(has || (await isStillTold(standing, played)), standing.reference).toBe(true);
    }
  });

  test('every step is in the record, and its chains fit', async () => {
    expect(played.seen.wrongRecords).toEqual([]);
    const entries: StoredEntry[] = [];
    for await (const entry of played.world.store.allEntries()) entries.push(entry);
    expect(verifyChains(entries)).toEqual({ ok: true, count: entries.length });
    expect(entries.length).toBeGreaterThan(3_000);
  });

  test('no message is lost in the hour without Slack: each arrives, or was withdrawn', async () => {
    let waited = 0;
    for (const { reference } of played.left) {
      for (const one of await played.world.store.deliveriesAbout(reference)) {
        expect(['sent', 'cancelled'], `${reference} ${one.id}`).toContain(one.state);
        const took = one.sentAt === null ? 0 : Date.parse(one.sentAt) - Date.parse(one.createdAt);
        if (one.class === 'emergency' && took > 5 * MINUTE) waited += 1;
      }
    }
    // Those who were to be told of the emergencies of that hour.
    expect(waited).toBeGreaterThanOrEqual(4);
  });

  test('nobody is asked who is kept out, raised it, or is away while others are there', () => {
    expect(played.seen.pages).toBeGreaterThan(300);
    expect(played.seen.wrongPages).toEqual([]);
  });

  test('what can wait comes in working hours by the wall clock, before and after the clocks change', () => {
    expect(played.seen.outOfHours).toEqual([]);
  });

  test('no step comes more than a minute late, and none is left', () => {
    expect(played.seen.timed).toBeGreaterThan(1_000);
    expect(played.seen.lateSeconds).toBeLessThanOrEqual(60);
    expect(played.overdueSeconds).toBeLessThanOrEqual(60);
    expect([...played.world.said]).toEqual([]);
  });
});
