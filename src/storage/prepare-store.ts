import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Fault } from '../fault.ts';
import type { Database } from './database.ts';
import { NOTHING_WRITTEN, sealedHead } from './ledger-head.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Seal } from './seal.ts';
import { unreadableStore } from './sqlite-fault.ts';
import type { Tables } from './tables.ts';

/** Marks the file as ours: "ShCk". */
const APPLICATION_ID = 0x5368436b;
const KEY_CHECK = new TextEncoder().encode('the right key');

/** Whose store it is to be, and how it is used. */
export type StoreOwner = {
  /** Id of the organisation. */
  readonly organisation: string;
  readonly mode: 'local' | 'configured';
  readonly rehearsal: boolean;
  readonly seal: Seal;
};

/**
 * Brings the tables up to date and makes sure that this is our store and our key, in one transaction. Throws a Fault:
 * `store-unreadable`, `store-is-newer`, `store-is-configured`, `other-organisation`, `store-mixed-up`, `wrong-key`.
 */
export async function prepareStore(database: Database, owner: StoreOwner): Promise<void> {
  await database.inTransaction(async (trx) => {
    const tables = await trx.introspection.getTables({ withInternalKyselyTables: true });
    if (tables.length > 0) {
      await checkFile(trx, database.file);
      if (tables.some((table) => table.name === 'meta')) await checkOwner(trx, owner);
    }
    await migrate(trx);
    await claim(trx, owner);
  });
}

async function checkFile(trx: Kysely<Tables>, file: string): Promise<void> {
  const marks = await sql<{ application_id: number }>`pragma application_id`.execute(trx);
  if (marks.rows[0]?.application_id !== APPLICATION_ID) throw unreadableStore(file);
  const done = await sql<{ name: string }>`select name from kysely_migration`.execute(trx);
  if (done.rows.every(({ name }) => Object.hasOwn(MIGRATIONS, name))) return;
  throw new Fault(
    'store-is-newer',
    `A newer version of Share Check has used this store: ${file}.`,
    'Start the newer version again, or put back the backup made before it.',
  );
}

async function migrate(trx: Kysely<Tables>): Promise<void> {
  await sql`pragma application_id = ${sql.lit(APPLICATION_ID)}`.execute(trx);
  const { error } = await new Migrator({
    db: trx,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
  }).migrateToLatest();
  if (error !== undefined) throw error;
}

async function claim(trx: Kysely<Tables>, owner: StoreOwner): Promise<void> {
  const { organisation, mode, rehearsal, seal } = owner;
  await trx
    .insertInto('meta')
    .values({
      id: 1,
      organisation,
      mode,
      rehearsal: rehearsal ? 1 : 0,
      key_check: Buffer.from(seal.seal(KEY_CHECK, `key-check:${organisation}`)),
      head: sealedHead(owner, NOTHING_WRITTEN),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  if (mode === 'configured')
    await trx.updateTable('meta').set({ mode }).where('mode', '=', 'local').execute();
}

/** Throws when the store is another organisation's, of another mode, or sealed with another key. */
export async function checkOwner(db: Kysely<Tables>, owner: StoreOwner): Promise<void> {
  const meta = await db.selectFrom('meta').selectAll().executeTakeFirst();
  if (meta === undefined) return;
  if (meta.mode === 'configured' && owner.mode === 'local') throw configuredStore();
  if (meta.organisation !== owner.organisation) {
    throw new Fault(
      'other-organisation',
      `This store belongs to the organisation "${meta.organisation}", and the deployment folder is for "${owner.organisation}".`,
      'Set SHARE_CHECK_LOCAL to the folder of that organisation, or SHARE_CHECK_DATA to another folder. The id in organisation.yaml stays the same for good.',
    );
  }
  if (meta.rehearsal !== (owner.rehearsal ? 1 : 0)) {
    throw new Fault(
      'store-mixed-up',
      'The store of rehearsals and the store of real records have changed places.',
      'Give rehearsal.db and share-check.db in the data folder their own names back.',
    );
  }
  try {
    owner.seal.open(meta.key_check, `key-check:${owner.organisation}`);
  } catch {
    throw new Fault(
      'wrong-key',
      'The key does not open this store.',
      'Set SHARE_CHECK_KEY to the key this store was made with (in the local mode: put its file local.key back). Without it nothing in the store can be read.',
    );
  }
}

/** The Fault for the local mode over a configured deployment's store. */
export function configuredStore(): Fault {
  return new Fault(
    'store-is-configured',
    'A configured deployment has used this store, so it is not opened without its configuration.',
    'Set what it was started with (MicrosoftAppId, SHARE_CHECK_KEY and the others of its .env), or set SHARE_CHECK_DATA to another folder to try things out.',
  );
}
