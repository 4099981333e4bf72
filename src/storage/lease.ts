import type { Kysely, Selectable } from 'kysely';
import { NOTIFICATION_CLASSES } from '../check/facts.ts';
import { OVERDUE_AFTER_ATTEMPTS } from '../delivery/delivery.ts';
import type { Lane } from '../delivery/lane.ts';
import type { Ledger } from './ledger.ts';
import { instant, storedDelivery } from './outbox.ts';
import { run } from './run.ts';
import type { LeasedDelivery, Room } from './store.ts';
import type { Tables } from './tables.ts';

/** States are written out, so that the indexes on what waits and what is leased are used. */
const RUN_OUT = `update deliveries set state = 'waiting', leased_until = null, unclear = 1
  where state = 'leased' and leased_until <= ?`;

/**
 * Every lane and class in which something is due, the most urgent first, then what has waited longest. Goes from lane to lane, and
 * looks at one delivery in each.
 */
const DUE_LANES = `with recursive lanes (lane) as (
    select min(lane) from deliveries where state = 'waiting'
    union all
    select (select min(lane) from deliveries where state = 'waiting' and lane > lanes.lane) from lanes where lanes.lane is not null
  ), classes (urgency) as (values ${NOTIFICATION_CLASSES.map((_, urgency) => `(${urgency})`).join(', ')})
  select lane, urgency, (
    select min(due_at) from deliveries as one
    where one.state = 'waiting' and one.lane = lanes.lane and one.urgency = classes.urgency and one.due_at <= ?
  ) as since
  from lanes, classes where lane is not null and since is not null order by urgency, since`;

/**
 * Takes the first of one lane and class. Within a case, what goes to one destination keeps its order, unless the later one is more
 * urgent: waiting for the lead's hours holds nothing up; waiting after a failure does, until it is overdue.
 */
const TAKE = `update deliveries set state = 'leased', leased_until = ?, attempts = attempts + 1
  where position in (
    select position from deliveries as one
    where one.state = 'waiting' and one.lane = ? and one.urgency = ? and one.due_at <= ?
      and not exists (
        select 1 from deliveries as before
        where before.reference = one.reference and before.destination = one.destination
          and before.position < one.position and before.urgency <= one.urgency
          and (before.state = 'leased' or (before.state = 'waiting' and (before.due_at <= ?
            or (before.attempts > 0 and before.attempts < ${OVERDUE_AFTER_ATTEMPTS})))))
    order by one.due_at, one.position limit ?)
  returning *`;

/**
 * Takes due deliveries; see `Store.lease`. One whose lease ran out was begun by a worker that is gone: it may have
 * arrived. What waits in a lane without room costs nothing, however much it is.
 */
export async function leaseDeliveries(
  trx: Kysely<Tables>,
  ledger: Ledger,
  now: string,
  leaseSeconds: number,
  limit: number,
  room?: Room,
): Promise<readonly LeasedDelivery[]> {
  const at = instant(now);
  const until = new Date(Date.parse(at) + leaseSeconds * 1000).toISOString();
  await run(trx, RUN_OUT, [at]);
  const taken: Row[] = [];
  const { rows } = await run<{ lane: Lane; urgency: number }>(trx, DUE_LANES, [at]);
  for (const { lane, urgency } of rows) {
    const among = NOTIFICATION_CLASSES[urgency];
    if (among === undefined) continue;
    const most = Math.min(limit - taken.length, room?.left(lane, among) ?? limit);
    if (most <= 0) continue;
    const first = await run<Row>(trx, TAKE, [until, lane, urgency, at, at, most]);
    room?.take(lane, among, first.rows.length);
    taken.push(...first.rows);
    if (taken.length >= limit) break;
  }
  taken.sort((a, b) => a.urgency - b.urgency || compare(a.due_at, b.due_at) || a.position - b.position);
  return taken.map((row) => ({
    ...storedDelivery(ledger, row),
    lane: row.lane,
    wantedAt: row.wanted_at ?? row.created_at,
  }));
}

type Row = Selectable<Tables['deliveries']>;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
