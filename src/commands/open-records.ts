import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { may } from '../access/may.ts';
import { personById } from '../deployment/people.ts';
import { Fault } from '../fault.ts';
import { readingOf } from '../read-records.ts';
import { openSealed } from '../storage/open-sealed.ts';
import { STORE_FILE } from '../storage/store-files.ts';
import type { Io } from './command.ts';
import type { DeliveryDeps } from './deliveries.ts';
import { readSetup } from './read-setup.ts';
import type { RecordDeps } from './records.ts';

/**
 * Opens the store for the commands on records and deliveries, as the person the deployment folder names for the command
 * line, and closes it when `use` is done. A store that is not there is not made for the sake of looking.
 * @throws Fault when configuration, content, key or store cannot be used, and `no-store` when there is none.
 */
export async function withRecords<T>(
  io: Io,
  use: (deps: RecordDeps & DeliveryDeps) => Promise<T>,
): Promise<T> {
  const { config, content } = await readSetup(io.env);
  const { deployment } = content;
  const named = deployment.commandLine?.records;
  if (!existsSync(join(config.data, STORE_FILE))) {
    throw new Fault(
      'no-store',
      `There is no store in ${config.data}: no record and no message was ever kept there.`,
      'Set SHARE_CHECK_DATA to the folder that has share-check.db in it. The service, or a chat, makes one when it first runs.',
    );
  }
  const store = await openSealed(config, deployment.organisation.id);
  try {
    return await use({
      store,
      may,
      person: named === undefined ? null : personById(deployment, named),
      people: deployment.people,
      reading: readingOf(content),
      now: () => new Date(),
    });
  } finally {
    await store.close();
  }
}
