import { type Kysely, sql } from 'kysely';

/** The tables as they were first made. Never edit this: add a migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('meta')
    .addColumn('id', 'integer', (c) => c.primaryKey().check(sql`id = 1`))
    .addColumn('organisation', 'text', (c) => c.notNull())
    .addColumn('rehearsal', 'integer', (c) => c.notNull())
    .addColumn('mode', 'text', (c) => c.notNull().check(sql`mode in ('local', 'configured')`))
    .addColumn('key_check', 'blob', (c) => c.notNull())
    .addColumn('head', 'blob', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('conversations')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('state', 'blob', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('events')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('reply', 'blob', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('events_by_time').on('events').column('at').execute();
  await db.schema
    .createTable('cases')
    .addColumn('reference', 'text', (c) => c.primaryKey())
    .addColumn('reference_key', 'text', (c) => c.notNull().unique())
    .addColumn('own_chain', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('kept_out', 'blob')
    .execute();
  await createEntries(db);
  await createDeliveries(db);
  await db.schema
    .createTable('addresses')
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('address', 'blob', (c) => c.notNull())
    .addPrimaryKeyConstraint('addresses_key', ['channel', 'user_id'])
    .execute();
}

async function createEntries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('entries')
    .addColumn('position', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('chain', 'text', (c) => c.notNull())
    .addColumn('sequence', 'integer', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('schema', 'text', (c) => c.notNull())
    .addColumn('organisation', 'text', (c) => c.notNull())
    .addColumn('reference', 'text', (c) => c.notNull().references('cases.reference'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('previous_hash', 'text', (c) => c.notNull())
    .addColumn('body_hash', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('body', 'blob')
    .addUniqueConstraint('entries_place', ['chain', 'sequence'])
    .execute();
  await db.schema.createIndex('entries_by_case').on('entries').column('reference').execute();
  // The record is only added to, also when a later programme is wrong: a body may go (erasure), nothing else may change.
  await sql`create trigger entries_are_not_deleted before delete on entries
    begin select raise(abort, 'entries are only added'); end`.execute(db);
  await sql`create trigger entries_are_not_changed before update on entries
    when new.body is not null or new.position is not old.position or new.chain is not old.chain
      or new.sequence is not old.sequence or new.id is not old.id or new.schema is not old.schema
      or new.organisation is not old.organisation or new.reference is not old.reference
      or new.kind is not old.kind or new.created_at is not old.created_at
      or new.previous_hash is not old.previous_hash or new.body_hash is not old.body_hash
      or new.hash is not old.hash
    begin select raise(abort, 'entries are only added'); end`.execute(db);
}

async function createDeliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('deliveries')
    .addColumn('position', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('reference', 'text', (c) => c.references('cases.reference'))
    .addColumn('destination', 'text', (c) => c.notNull())
    .addColumn('class', 'text', (c) => c.notNull())
    .addColumn('urgency', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('card', 'blob')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('due_at', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('unclear', 'integer', (c) => c.notNull())
    .addColumn('leased_until', 'text')
    .addColumn('sent_at', 'text')
    .addColumn('fault_code', 'text')
    .addColumn('fault_message', 'text')
    .addColumn('fault_remedy', 'text')
    .execute();
  await db.schema
    .createIndex('deliveries_to_do')
    .on('deliveries')
    .columns(['urgency', 'position'])
    .where(sql.ref('state'), 'in', ['waiting', 'leased'])
    .execute();
  await db.schema.createIndex('deliveries_by_case').on('deliveries').column('reference').execute();
}
