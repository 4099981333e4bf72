import type { Migration } from 'kysely/migration';
import * as firstTables from './001-first-tables.ts';
import * as messageIds from './002-message-ids.ts';
import * as noTimeIndex from './003-no-time-index.ts';
import * as postingPlaces from './004-posting-places.ts';
import * as followingCases from './005-following-cases.ts';
import * as lanes from './006-lanes.ts';
import * as messagesOfNoCase from './007-messages-of-no-case.ts';

/** Every change to the tables, in order. The names are kept in each store: never rename one, only add. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-first-tables': firstTables,
  '002-message-ids': messageIds,
  '003-no-time-index': noTimeIndex,
  '004-posting-places': postingPlaces,
  '005-following-cases': followingCases,
  '006-lanes': lanes,
  '007-messages-of-no-case': messagesOfNoCase,
};
