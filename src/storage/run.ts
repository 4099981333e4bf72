import { CompiledQuery, type Kysely, type SqliteDatabase } from 'kysely';
import type { Tables } from './tables.ts';

type Trx = Kysely<Tables>;
type Prepares = Pick<SqliteDatabase, 'prepare'>;
type Ran<Row> = { readonly rows: readonly Row[]; readonly numAffectedRows?: bigint | undefined };

/** Transactions of the embedded database, with what runs their statements. */
const own = new WeakMap<Trx, { readonly database: Prepares; readonly known: Map<string, unknown> }>();

/** From now on `run` asks the database itself. `known`: see `knownIn`. */
export function runsOn(trx: Trx, database: Prepares, known: Map<string, unknown>): void {
  own.set(trx, { database, known });
}

/**
 * Runs a statement that is written out, for what every turn and every delivery does: putting the words together anew, and handing them
 * on, takes longer than running them. Values go in place of the question marks.
 */
export async function run<Row>(db: Trx, statement: string, values: readonly unknown[]): Promise<Ran<Row>> {
  const prepared = own.get(db)?.database.prepare(statement);
  if (prepared === undefined) return db.executeQuery<Row>(CompiledQuery.raw(statement, [...values]));
  if (prepared.reader) return { rows: prepared.all(values) as Row[] };
  return { rows: [], numAffectedRows: BigInt(prepared.run(values).changes) };
}

/**
 * What was read or written in earlier transactions and still holds, as nobody else has written since. A transaction that is undone
 * takes all of it away. Not for what anything but the writer of the key may change.
 */
export function knownIn(trx: Trx): Map<string, unknown> {
  return own.get(trx)?.known ?? new Map();
}
