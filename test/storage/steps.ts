import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { STORE_FILE } from '../../src/storage/store-files.ts';

/** The steps a store takes on its file, one statement after another, so that it can be seen or ended at each. */

type Method = (this: Statement, ...values: unknown[]) => unknown;
type Statement = { readonly source: string; readonly database: SqliteDatabase.Database };

/** Calls `step` before and after everything the database is told, with what it is. Out: ends this. */
export function onEveryStep(
  file: string,
  step: (what: string, when: 'before' | 'after') => void,
): () => void {
  const undo: (() => void)[] = [];
  const wrap = <K extends string>(owner: Record<K, Method>, name: K, said: (self: Statement) => string) => {
    const original = owner[name];
    owner[name] = function (this: Statement, ...values: unknown[]) {
      const database = 'database' in this ? this.database : (this as SqliteDatabase.Database);
      if (database.name !== file) return original.apply(this, values);
      const what = said.call(null, this) || String(values[0]);
      step(what, 'before');
      const result = original.apply(this, values);
      step(what, 'after');
      return result;
    };
    undo.push(() => {
      owner[name] = original;
    });
  };
  const memory = new SqliteDatabase(':memory:');
  const statement = Object.getPrototypeOf(memory.prepare('select 1')) as Record<'run' | 'all', Method>;
  memory.close();
  const words = ({ source }: Statement) => source.replace(/\s+/g, ' ').slice(0, 60);
  wrap(statement, 'run', words);
  wrap(statement, 'all', words);
  wrap(SqliteDatabase.prototype as unknown as Record<'exec', Method>, 'exec', () => '');
  return () => {
    for (const each of undo) each();
  };
}

/** The disk as it is at one step: what a process that is killed there leaves. `world`: what others had seen of it by then. */
export type Point<World> = { readonly name: string; readonly folder: string; readonly world: World };

const WAL_HEADER = 32;
const FRAME = 24 + 4096;

/**
 * Does the work and keeps the disk at every step of it: before each statement, after each commit, wherever `at` is called, and for each
 * commit with every part of what it wrote missing from some place on, in the middle of a page too.
 */
export async function everyPoint<World>(
  from: { readonly store: string; readonly images: string },
  world: () => World,
  work: (at: (name: string) => void) => Promise<void>,
): Promise<readonly Point<World>[]> {
  const file = join(from.store, STORE_FILE);
  const points: Point<World>[] = [];
  const walBytes = () => (existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0);
  const keep = (what: string, wal?: number): void => {
    const name = `${points.length + 1}: ${what}`;
    const folder = join(from.images, String(points.length + 1));
    mkdirSync(folder, { recursive: true });
    copyFileSync(file, join(folder, STORE_FILE));
    if (existsSync(`${file}-wal`)) {
      const copy = join(folder, `${STORE_FILE}-wal`);
      copyFileSync(`${file}-wal`, copy);
      if (wal !== undefined) truncateSync(copy, wal);
    }
    points.push({ name, folder, world: world() });
  };
  let before = 0;
  const end = onEveryStep(file, (what, when) => {
    if (when === 'before') {
      before = walBytes();
      keep(`before ${what}`);
    } else if (what === 'commit') {
      const written = walBytes();
      for (let cut = Math.max(before, WAL_HEADER); cut < written; cut += FRAME / 2)
        keep(`within commit, ${Math.round(((written - cut) / FRAME) * 2) / 2} pages missing`, cut);
      keep('after commit');
    }
  });
  try {
    await work((name) => keep(name));
  } finally {
    end();
  }
  keep('at the end');
  // A log that was begun anew would be cut in the wrong places.
  if (readFileSync(`${file}-wal`).length > 250 * FRAME) throw new Error('The work is too long for one log.');
  return points;
}
