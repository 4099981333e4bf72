import type { Kysely } from 'kysely';

/**
 * A message about no case can be about a check that somebody is to be kept out of: they must not see in a list that it was sent. Who
 * that is is sealed; null where it is nobody.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('deliveries').addColumn('kept_out', 'blob').execute();
}
