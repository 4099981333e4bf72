import { simulate } from './simulate.ts';
import { yearOfSilence } from './year.ts';

const t0 = performance.now();
const c0 = process.cpuUsage().user;
const sc = yearOfSilence(Number(process.argv[2] ?? 7500));
const out = await simulate({
  ...sc,
  load: { ...sc.load, days: Number(process.argv[3] ?? 365) },
  besides: (w, a) => {
    sc.besides?.(w, a);
    if (process.argv[4])
      w.at(w.now() + Number(process.argv[3]) * 86400000 - 1, async () => {
        for (const { entry, body } of await w.store.entries(process.argv[4]!))
          console.log(
            entry.kind,
            entry.createdAt,
            (body as any).event ?? '',
            (body as any).destination ?? JSON.stringify((body as any).author) + (body as any).aboutColleague,
            (body as any).detail ?? '',
          );
        console.log((await w.store.entries(process.argv[4]!))[0]?.keptOut);
      });
  },
});
const { wrongPages, wrongRecords, unanswered, ...rest } = out.seen;
console.log(
  Math.round(performance.now() - t0),
  'ms',
  (process.cpuUsage().user - c0) / 1000,
  rest,
  wrongPages.length,
  wrongPages.slice(0, 5),
  wrongRecords.length,
  wrongRecords.slice(0, 5),
  unanswered.length,
  unanswered.slice(0, 5),
  'cases',
  out.cases,
  'left',
  out.left.length,
  out.overdueSeconds,
  [...out.world.said],
  Math.round(process.memoryUsage().heapUsed / 1e6),
  'MB',
);
const open = out.left.filter((s) => s.state !== 'done' && s.call?.class !== 'routine');
console.log(
  'open',
  open.length,
  Object.entries(Object.groupBy(open, (s) => s.state + ' ' + s.call?.class)).map(
    ([k, v]) => k + ' ' + v?.length,
  ),
);
for (const s of open.sort((a, b) => a.call!.at.localeCompare(b.call!.at)).slice(0, 6))
  console.log(
    s.reference,
    s.state,
    s.call,
    s.taken,
    s.handedTo,
    s.record.deliveries.slice(-4).map((d) => [d.event, d.at, d.destination, d.detail].join(' ')),
  );
