import { type Kysely, sql } from 'kysely';

/**
 * Deliveries wait in a lane for each place or person, so that what waits for one is never looked through for another; and it is kept
 * when each was to leave at first, as the time it is due moves on with every try.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('deliveries')
    .addColumn('lane', 'text', (c) => c.notNull().defaultTo('none::'))
    .execute();
  await db.schema.alterTable('deliveries').addColumn('wanted_at', 'text').execute();
  await sql`update deliveries set
    wanted_at = case attempts when 0 then due_at else created_at end,
    lane = case json_extract(destination, '$.kind')
      when 'channel-post' then 'channel:' || json_extract(destination, '$.channel') || ':' || json_extract(destination, '$.target')
      when 'mention' then 'channel:' || json_extract(destination, '$.channel') || ':' || json_extract(destination, '$.target')
      when 'direct-message' then 'person:' || coalesce(json_extract(destination, '$.through'), '') || ':' || json_extract(destination, '$.person')
      when 'text-message' then 'text::' || json_extract(destination, '$.person')
      when 'email' then 'email::' || json_extract(destination, '$.person')
      when 'webhook' then 'webhook::'
      when 'log' then 'log::'
      else 'none::' end`.execute(db);
  await sql`update deliveries set lane = (select changed.lane from deliveries as changed
      where changed.id = json_extract(deliveries.destination, '$.delivery'))
    where destination like '%"kind":"update"%' and exists (select 1 from deliveries as changed
      where changed.id = json_extract(deliveries.destination, '$.delivery'))`.execute(db);
  await sql`drop index if exists deliveries_to_do`.execute(db);
  await sql`create index deliveries_by_lane on deliveries (lane, urgency, due_at, position)
    where state = 'waiting'`.execute(db);
  await sql`create index deliveries_leased on deliveries (leased_until) where state = 'leased'`.execute(db);
}
