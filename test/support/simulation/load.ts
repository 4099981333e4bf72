import type { Person } from '../../../src/deployment/deployment.ts';
import { idsOnTheRota } from '../../../src/deployment/rota.ts';
import { isWorkingTime } from '../../../src/deployment/working-time.ts';
import type { Acts, Opened } from './acts.ts';
import type { Decided, Sample } from './sample-checks.ts';
import type { World } from './world.ts';

/** How many checks there are in which time, and of what kind: shares from 0 to 1. */
export type Load = {
  readonly checks: number;
  readonly days: number;
  readonly emergencies: number;
  readonly today: number;
  /** Made in working hours; the rest come at any hour of any day. */
  readonly atWork: number;
  /** Raised by somebody who is on the rota themselves. */
  readonly byTheRota: number;
  /** With somebody of the rota kept out. */
  readonly keptOut: number;
  /** About a colleague. */
  readonly colleague: number;
  /** Passed on as a referral, of those of the day and of emergencies. */
  readonly referred: number;
};

const DAY_MS = 24 * 60 * 60_000;
const MINUTE = 60_000;

export type Begun = { readonly reference: string; readonly emergency: boolean };

/** Spreads checks over the time of a simulation. `began` hears of every case as it is recorded. */
export function bringChecks(world: World, acts: Acts, load: Load, began: (begun: Begun) => void): void {
  const { random, deployment } = world;
  const rota = idsOnTheRota(deployment.notifications).map((id) => world.person(id));
  const staff = deployment.people.filter(({ roles }) => roles.includes('practitioner'));
  const start = world.now();

  function moment(): number {
    const zone = deployment.organisation['time-zone'];
    const any = () => start + random.next() * load.days * DAY_MS;
    if (!random.chance(load.atWork)) return any();
    for (;;) {
      const at = any();
      if (isWorkingTime(deployment.notifications, zone, new Date(at))) return at;
    }
  }

  /** Whoever has no account writes nothing. */
  function author(): Person {
    const one = random.pick(random.chance(load.byTheRota) ? rota : staff);
    return world.faults.gone.has(one.id) ? random.pick(staff) : one;
  }

  /** Somebody of the rota, other than the author. */
  const somebody = ({ id }: Person) => random.pick(rota.filter((one) => one.id !== id)).id;

  async function emergency(): Promise<void> {
    const by = author();
    const keptOut = random.chance(load.keptOut) ? [somebody(by)] : null;
    const aboutColleague = random.chance(load.colleague);
    const opened = await acts.open(by, random.chance(0.5) ? 'immediate' : 'urgent', {
      keptOut,
      aboutColleague,
    });
    began({ reference: opened.reference, emergency: true });
    // Some think of it later: within the two minutes, or when somebody has it already.
    if (random.chance(load.keptOut)) {
      const at = world.now() + random.pick([1, 20, 90]) * MINUTE;
      world.at(at, async () => complete(await acts.keepOut(opened, [somebody(by)])));
    } else complete(opened);
  }

  function complete(opened: Opened): void {
    if (random.chance(0.2)) return;
    const how: Decided = random.chance(load.referred) ? 'refer' : random.chance(0.1) ? 'keep' : 'inform';
    world.at(world.now() + random.around(60) * MINUTE, () => acts.complete(opened, how));
  }

  async function today(): Promise<void> {
    const by = author();
    if (random.chance(0.03)) {
      began({ reference: await acts.leave(by, 'concern'), emergency: false });
      return;
    }
    const keptOut = random.chance(load.keptOut) ? [somebody(by)] : [];
    const sample: Sample = random.chance(0.5) ? 'referral' : 'concern';
    const how: Decided = random.chance(load.referred) ? 'refer' : random.chance(0.1) ? 'keep' : 'inform';
    const reference = await acts.record(by, sample, how, {
      keptOut,
      aboutColleague: random.chance(load.colleague),
    });
    began({ reference, emergency: false });
  }

  for (let n = 0; n < load.checks; n += 1) {
    const kind = random.next();
    world.at(moment(), async () => {
      if (kind < load.emergencies) await emergency();
      else if (kind < load.emergencies + load.today) await today();
      else began({ reference: await acts.record(author(), 'routine', 'follow'), emergency: false });
    });
  }
}
