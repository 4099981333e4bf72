import { CompiledQuery, type Kysely, type QueryResult } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * Runs a statement that is written out, for what every turn and every delivery does: putting the words together anew takes longer
 * than running them. Values go in place of the question marks.
 */
export function run<Row>(
  db: Kysely<Tables>,
  statement: string,
  values: readonly unknown[],
): Promise<QueryResult<Row>> {
  return db.executeQuery<Row>(CompiledQuery.raw(statement, [...values]));
}
