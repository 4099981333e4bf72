import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { openStore } from '../../../src/storage/open-store.ts';
import { createSeal } from '../../../src/storage/seal.ts';
import type { SimulatedStore } from './memory-store.ts';

/** The real embedded store in a folder, looked into from beside it. */
export async function sqliteStore(folder: string, organisation: string): Promise<SimulatedStore> {
  const seal = createSeal(new Uint8Array(32).fill(7));
  const store = await openStore({ folder, organisation, mode: 'local', rehearsal: false, seal });
  const beside = new SqliteDatabase(join(folder, 'share-check.db'));
  const one = (sql: string): unknown => beside.prepare(sql).pluck().get();
  const at = (found: unknown): number =>
    typeof found === 'string' ? Date.parse(found) : Number.POSITIVE_INFINITY;
  const withoutTimer = () => Number(one('select count(*) from cases where closed = 0 and look_at is null'));
  return {
    store,
    firstLook: () =>
      withoutTimer() > 0
        ? Number.NEGATIVE_INFINITY
        : at(one('select min(look_at) from cases where closed = 0')),
    firstSend: () => at(one("select min(due_at) from deliveries where state = 'waiting'")),
    withoutTimer,
    loseTimer(reference) {
      beside.prepare('update cases set look_at = null where closed = 0 and reference = ?').run(reference);
    },
    async close() {
      beside.close();
      await store.close();
    },
  };
}
