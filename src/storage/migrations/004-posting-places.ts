import type { Kysely } from 'kysely';

/** Places that people chose for summaries of decisions, in the chat tool itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('posting_places')
    .addColumn('position', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('target', 'text', (c) => c.notNull())
    .addColumn('place', 'blob', (c) => c.notNull())
    .addUniqueConstraint('posting_places_key', ['channel', 'target'])
    .execute();
}
