import { provenShipped, shippedContent } from '../house.ts';
import { createActs } from './acts.ts';
import { haveHabits } from './habits.ts';
import { memoryStore } from './memory-store.ts';
import { organisationOf } from './organisation.ts';
import { sampleChecks } from './sample-checks.ts';
import { createWorld } from './world.ts';

const content = await shippedContent();
const { policy } = provenShipped(content);
const deployment = organisationOf({ deputies: ['one', 'two', 'three'], staff: 40, notifications: {} });
const held = memoryStore('simulated', process.argv[3] === 'chained');
const N = Number(process.argv[2] ?? 500);
const world = createWorld({ deployment, content, policy, held, from: '2026-09-01T08:00:00.000Z', seed: 1 });
const s = sampleChecks(world.context(world.person('lead')));
for (const [k, v] of Object.entries(s))
  console.log(k, v.at.decision.outcome, v.at.decision.notification, v.at.stage.kind);
const acts = createActs(world);
const habit = {
  ignores: 0.2,
  onlySees: 0.2,
  handsOver: 0.05,
  forgets: 0.1,
  readsIn: { emergency: 3, other: 40 },
  closesIn: { emergency: 30, other: 90 },
};
haveHabits(world, acts, () => habit, { heard: 0.6, notHeard: 0.3, asContact: 0.2 });
const t0 = performance.now();
const span = 100 * 86400_000;
for (let n = 0; n < N; n += 1) {
  world.at(world.now() + (n / N) * span, async () => {
    const author = world.person(`staff-${n % 40}`);
    const r = world.random.next();
    if (r < 0.03) await acts.open(author, world.random.chance(0.5) ? 'immediate' : 'urgent');
    else if (r < 0.38)
      await acts.record(
        author,
        world.random.chance(0.3) ? 'referral' : 'concern',
        world.random.chance(0.3) ? 'refer' : 'inform',
      );
    else await acts.record(author, 'routine', 'follow');
  });
}
await world.run(world.now() + 110 * 86400_000);
const t1 = performance.now();
let e = 0,
  d = 0;
for (const c of held.cases.all.values()) {
  e += c.entries.length;
  d += c.deliveries.length;
}
console.log({
  ms: Math.round(t1 - t0),
  perCaseUs: Math.round(((t1 - t0) * 1000) / N),
  entries: e,
  deliveries: d,
  said: [...world.said],
  open: [...held.cases.all.values()].filter((c) => !c.closed).length,
});
