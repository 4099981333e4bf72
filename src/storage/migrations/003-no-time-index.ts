import type { Kysely } from 'kysely';

/** Old replies are found by the order in which they were written: an index on the time cost every turn a page on the disk. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('events_by_time').ifExists().execute();
}
