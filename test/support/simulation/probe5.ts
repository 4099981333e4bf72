import { busyMonth, countInterruptions, p95, type Interruptions } from './month.ts';
import { simulate } from './simulate.ts';

for (const [name, l] of [['75 3 35', {}], ['75 2 35', { emergencies: 0.02 }], ['60 2 35', { checks: 22 * 60, emergencies: 0.02 }], ['60 3 35', { checks: 22 * 60 }]] as const) {
  const out: number[] = [], night: number[] = [], without: number[] = [];
  for (let seed = 1; seed <= 5; seed += 1) {
    let count!: () => Interruptions;
    const sc = busyMonth();
    await simulate({ ...sc, load: { ...sc.load, ...l }, seed, besides: (w) => { count = countInterruptions(w); } });
    const r = count(); out.push(p95(r.perDay)); night.push(r.atNight.length); without.push(p95(r.lessCompleted));
  }
  console.log(name, out, without, night);
}
