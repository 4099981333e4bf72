import type { Migration } from 'kysely/migration';
import * as firstTables from './001-first-tables.ts';
import * as messageIds from './002-message-ids.ts';

/** Every change to the tables, in order. The names are kept in each store: never rename one, only add. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-first-tables': firstTables,
  '002-message-ids': messageIds,
};
