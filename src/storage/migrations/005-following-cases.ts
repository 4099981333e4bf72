import { type Kysely, sql } from 'kysely';

/**
 * When each case and each conversation is looked at again, whether a case is closed, and since when nobody has acknowledged it. A case
 * without a time is looked at at once, and every new entry takes the time away. Cases of long ago are left closed: nobody is woken
 * about them by a new version.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('cases').addColumn('look_at', 'text').execute();
  await db.schema
    .alterTable('cases')
    .addColumn('closed', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('cases').addColumn('urgency', 'integer').execute();
  await db.schema.alterTable('cases').addColumn('unacknowledged_since', 'text').execute();
  await sql`update cases set closed = 1 where reference not in
    (select reference from entries where created_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-14 days'))`.execute(
    db,
  );
  await sql`create index cases_to_look_at on cases (look_at) where closed = 0`.execute(db);

  await db.schema
    .alterTable('deliveries')
    .addColumn('page', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await sql`update deliveries set page = 1
    where class <> 'routine' and destination like '%"kind":"direct-message"%'`.execute(db);

  await db.schema.alterTable('conversations').addColumn('look_at', 'text').execute();
  // What is in them nobody has looked at yet.
  await sql`update conversations set look_at = '1970-01-01T00:00:00.000Z'`.execute(db);
  await sql`create index conversations_to_look_at on conversations (look_at) where look_at is not null`.execute(
    db,
  );

  await db.schema
    .createTable('reach')
    .addColumn('delivery', 'text', (c) => c.primaryKey())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('sent_at', 'text', (c) => c.notNull())
    .addColumn('acknowledged_at', 'text')
    .execute();
  await db.schema.createIndex('reach_of_person').on('reach').columns(['person', 'acknowledged_at']).execute();
  await db.schema
    .createTable('marks')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute();
}
