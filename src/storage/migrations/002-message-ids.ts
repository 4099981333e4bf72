import type { Kysely } from 'kysely';

/** The channel's own id of a sent message, so that it can be changed later and followed up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('deliveries').addColumn('message', 'text').execute();
}
