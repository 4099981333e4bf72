import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Content } from '../content/load-all.ts';
import type { Person } from '../deployment/deployment.ts';
import { personById } from '../deployment/people.ts';
import { Fault } from '../fault.ts';
import { openSealed } from '../storage/open-sealed.ts';
import type { Store } from '../storage/store.ts';
import { STORE_FILE } from '../storage/store-files.ts';
import type { Io } from './command.ts';
import { readSetup } from './read-setup.ts';

/** The store, opened, and what it was opened by. */
export type OpenedStore = {
  readonly config: Config;
  readonly content: Content;
  readonly store: Store;
  /** Whom the deployment folder names to act at the command line: for the queue, and for everything else. Null for nobody. */
  readonly person: Readonly<Record<'records' | 'queue', Person | null>>;
};

/**
 * Opens the store for a command, and closes it when `use` is done. A store that is not there is not made for the sake of looking.
 * @throws Fault when configuration, content, key or store cannot be used, and `no-store` when there is none.
 */
export async function withStore<T>(io: Io, use: (opened: OpenedStore) => Promise<T>): Promise<T> {
  const { config, content } = await readSetup(io.env);
  const { deployment } = content;
  const line = deployment.commandLine;
  if (!existsSync(join(config.data, STORE_FILE))) {
    throw new Fault(
      'no-store',
      `There is no store in ${config.data}: no record and no message was ever kept there.`,
      'Set SHARE_CHECK_DATA to the folder that has share-check.db in it. The service, or a chat, makes one when it first runs.',
    );
  }
  const named = (id: string | undefined) => (id === undefined ? null : personById(deployment, id));
  const store = await openSealed(config, deployment.organisation.id);
  try {
    const person = { records: named(line?.records), queue: named(line?.queue ?? line?.records) };
    return await use({ config, content, store, person });
  } finally {
    await store.close();
  }
}
