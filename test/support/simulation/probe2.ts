import { organisationOf } from './organisation.ts';
import { simulate } from './simulate.ts';

const N = Number(process.argv[2] ?? 500);
const deployment = organisationOf({
  deputies: ['one', 'two', 'three'],
  staff: 40,
  notifications: {
    holidays: [{ from: '2026-12-24', to: '2027-01-01' }, { on: '2027-03-26' }, { on: '2027-03-29' }],
    absences: [
      { person: 'lead', from: '2026-10-12', to: '2026-10-16' },
      { person: 'one', from: '2026-10-14', to: '2026-10-20' },
    ],
  },
});
const habit = {
  ignores: 0.25,
  onlySees: 0.25,
  handsOver: 0.05,
  forgets: 0.15,
  readsIn: { emergency: 3, other: 40 },
  closesIn: { emergency: 40, other: 120 },
};
const t0 = performance.now();
const out = await simulate({
  deployment,
  from: '2026-10-01T08:00:00.000Z',
  seed: 3,
  further: 10,
  load: {
    checks: N,
    days: 200,
    emergencies: 0.03,
    today: 0.35,
    atWork: 0.85,
    byTheRota: 0.03,
    keptOut: 0.05,
    colleague: 0.02,
    referred: 0.3,
  },
  habitOf: () => habit,
  feedback: { heard: 0.6, notHeard: 0.2, asContact: 0.2 },
});
const { wrongPages, wrongRecords, unanswered, ...rest } = out.seen;
console.log(
  Math.round(performance.now() - t0),
  'ms',
  rest,
  wrongPages.length,
  wrongPages.slice(0, 5),
  wrongRecords.length,
  wrongRecords.slice(0, 5),
  unanswered.length,
  unanswered.slice(0, 5),
  'left',
  out.left.length,
  out.overdueSeconds,
  [...out.world.said],
);
for (const s of out.left.slice(0, 5))
  console.log(
    s.reference,
    s.state,
    s.call,
    s.taken,
    s.handedTo,
    s.record.deliveries.slice(-4).map((d) => [d.event, d.at, d.destination, d.detail].join(' ')),
  );
