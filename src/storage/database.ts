import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { Kysely, type SqliteDatabase as KyselysDatabase, SqliteDialect } from 'kysely';
import { Fault } from '../fault.ts';
import { preparedOnce } from './prepared-once.ts';
import { runsOn } from './run.ts';
import { sqliteFault } from './sqlite-fault.ts';
import type { Tables } from './tables.ts';
import { type Together, together } from './together.ts';

/** How long the database itself may wait for a lock. Short: it holds up the whole process. */
const WAIT_IN_DATABASE_MS = 100;
/** How long a transaction tries to begin, giving way to everything else in between. */
const PATIENCE_MS = 5_000;
const BETWEEN_TRIES_MS = 25;

/** The embedded database, open. */
export type Database = {
  readonly file: string;
  readonly db: Kysely<Tables>;
  /** All or nothing: `BEGIN IMMEDIATE`, then commit, or roll back when `work` throws. */
  inTransaction<T>(work: (trx: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** The same, in one transaction with what else comes at the same moment; see `together`. */
  readonly together: Together;
  /** Puts Faults in the place of database errors, here and in transactions. */
  guarded<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/**
 * Opens the file, making folder and file (for this user alone) where they are missing. Write-ahead log, every commit
 * on the disk before it counts. Throws a Fault when the file cannot be opened.
 */
export function openDatabase(file: string, patienceMs = PATIENCE_MS): Database {
  let raw: SqliteDatabase.Database;
  let inode: number;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    raw = openFile(file);
    inode = statSync(file).ino;
  } catch (error) {
    throw sqliteFault(error, file);
  }
  const prepared = preparedOnce(raw);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: prepared }) });
  const known = new Map<string, unknown>();
  let closed = false;
  let seen: number | undefined;

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    if (closed) {
      throw new Fault(
        'store-closed',
        'The store is closed: the service is stopping.',
        'Start the service again, then do this again.',
      );
    }
    try {
      return await work();
    } catch (error) {
      throw sqliteFault(error, file);
    }
  }

  const inTransaction: Database['inTransaction'] = (work) =>
    guarded(() =>
      db.connection().execute(async (connection) => {
        stillThere(file, inode);
        await begin(raw, patienceMs);
        try {
          const version = versionOf(prepared);
          if (version !== seen) known.clear();
          seen = version;
          runsOn(connection, prepared, known);
          const result = await work(connection);
          raw.exec('commit');
          return result;
        } catch (error) {
          known.clear();
          undo(raw);
          throw error;
        }
      }),
    );

  return {
    file,
    db,
    guarded,
    inTransaction,
    together: together(inTransaction),
    async close() {
      if (closed) return;
      closed = true;
      await db.destroy();
      // Kysely closes what it has used; a file that was only opened is closed here.
      raw.close();
    },
  };
}

function openFile(file: string): SqliteDatabase.Database {
  const raw = new SqliteDatabase(file, { timeout: WAIT_IN_DATABASE_MS });
  try {
    raw.pragma('journal_mode = WAL');
    raw.pragma('synchronous = FULL');
    // A little at a time: after the usual thousand pages everybody would wait some 20 ms for the disk.
    raw.pragma('wal_autocheckpoint = 250');
    raw.pragma('foreign_keys = ON');
    raw.pragma('trusted_schema = OFF');
    return raw;
  } catch (error) {
    raw.close();
    throw error;
  }
}

async function begin(raw: SqliteDatabase.Database, patienceMs: number): Promise<void> {
  if (raw.inTransaction) undo(raw);
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      raw.exec('begin immediate');
      return;
    } catch (error) {
      if (performance.now() > until || !isBusy(error)) throw error;
      await pause(BETWEEN_TRIES_MS);
    }
  }
}

/** Another number after every commit of somebody else's. */
function versionOf(prepared: Pick<KyselysDatabase, 'prepare'>): number | undefined {
  const [row] = prepared.prepare('pragma data_version').all([]) as { readonly data_version: number }[];
  return row?.data_version;
}

function isBusy(error: unknown): boolean {
  return error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function undo(raw: SqliteDatabase.Database): void {
  // A full disk may have rolled back already.
  if (raw.inTransaction) raw.exec('rollback');
}

/** A file that was removed can still be written to, and everything in it is lost: notice it before saying "recorded". */
function stillThere(file: string, inode: number): void {
  if (statSync(file, { throwIfNoEntry: false })?.ino === inode) return;
  throw new Fault(
    'store-gone',
    `The store is no longer where it was: ${file}.`,
    'Put the file back, or the last backup, and restart the service. Until then nothing can be recorded.',
  );
}
