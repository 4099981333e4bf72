import type { Deployment } from '../../../src/deployment/deployment.ts';
import { type Standing, standingOf } from '../../../src/follow/standing.ts';
import type { Store } from '../../../src/storage/store.ts';
import { provenShipped, shippedContent } from '../house.ts';
import { type Acts, createActs } from './acts.ts';
import { type Feedback, type Habit, haveHabits, type Mute } from './habits.ts';
import { type Begun, bringChecks, type Load } from './load.ts';
import { memoryStore, type SimulatedStore } from './memory-store.ts';
import {
  newSeen,
  type Seen,
  timerWatch,
  watchEmergencies,
  watchHours,
  watchPages,
  watchRecord,
} from './watch.ts';
import { createWorld, type World } from './world.ts';

export type Scenario = {
  readonly deployment: Deployment;
  /** The first moment (ISO 8601). */
  readonly from: string;
  readonly load: Load;
  readonly habitOf: (person: string) => Habit;
  readonly feedback: Feedback;
  readonly seed: number;
  readonly mutes?: readonly Mute[];
  /** Further days after the last check, for everybody to come to an end. */
  readonly further?: number;
  /** Something that happens besides; `began` for a case that is recorded in it. */
  readonly besides?: (world: World, acts: Acts, began: (begun: Begun) => void) => void;
  /** Breaks the store for the sweeper: to see that it is noticed. */
  readonly broken?: (store: Store) => Store;
  /** Where it is kept; without it in memory, without hashes, and what is long closed is dropped. */
  readonly held?: SimulatedStore;
};

export type Outcome = {
  readonly seen: Seen;
  readonly world: World;
  readonly acts: Acts;
  /** Cases in all. */
  readonly cases: number;
  /** How those stand that were not closed and dropped by the end; with a store of its own, all of them. */
  readonly left: readonly Standing[];
  /** What the longest waiting look waits for at the end, in seconds. */
  readonly overdueSeconds: number;
};

const DAY_MS = 24 * 60 * 60_000;
/** So long after it was closed nobody comes back to a case. */
const FORGET_AFTER_MS = 6 * DAY_MS;

/** Plays a scenario to its end, and looks at everything on the way. */
export async function simulate(scenario: Scenario): Promise<Outcome> {
  const content = await shippedContent();
  const { policy } = provenShipped(content);
  const memory = memoryStore(scenario.deployment.organisation.id, false);
  const held = scenario.held ?? memory;
  const seen = newSeen();
  const watch = timerWatch(seen, () => world.now());
  const world: World = createWorld({
    ...scenario,
    content,
    policy,
    held: { ...held, store: watch.others(held.store) },
    seen: (store) => watch.sweeper(scenario.broken?.(store) ?? store),
  });
  const { people } = scenario.deployment;
  const acts = createActs(world);
  haveHabits(world, acts, scenario.habitOf, scenario.feedback, scenario.mutes);
  watchPages(world, seen);
  watchHours(world, seen);
  const emergencies = watchEmergencies(world, seen);
  const begun: string[] = [];
  let cases = 0;
  const began = ({ reference, emergency }: Begun): void => {
    cases += 1;
    if (scenario.held !== undefined) begun.push(reference);
    if (emergency) emergencies.began(reference);
    if (scenario.held === undefined) world.at(world.now() + FORGET_AFTER_MS, () => letGo(reference));
  };
  bringChecks(world, acts, scenario.load, began);
  world.onSwept(() => {
    seen.sweeps += 1;
    seen.withoutTimer = Math.max(seen.withoutTimer, held.withoutTimer());
  });

  /** Once it is closed for good, its record is looked at and it is dropped; else later. */
  async function letGo(reference: string): Promise<void> {
    const { closed, deliveries } = memory.cases.of(reference);
    if (closed && deliveries.every(({ state }) => state !== 'waiting' && state !== 'leased')) {
      await watchRecord(world, seen, reference);
      watch.forget(reference);
      memory.forget(reference);
    } else world.at(world.now() + FORGET_AFTER_MS, () => letGo(reference));
  }

  scenario.besides?.(world, acts, began);
  await world.run(world.now() + (scenario.load.days + (scenario.further ?? 0)) * DAY_MS);

  const left: Standing[] = [];
  for (const reference of scenario.held === undefined ? memory.cases.all.keys() : begun) {
    await watchRecord(world, seen, reference);
    const standing = standingOf(await held.store.entries(reference), people);
    if (standing !== null) left.push(standing);
  }
  return { seen, world, acts, cases, left, overdueSeconds: watch.overdueSeconds() };
}
