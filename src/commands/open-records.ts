import { may } from '../access/may.ts';
import { personById } from '../deployment/people.ts';
import { readingOf } from '../read-records.ts';
import { loadKey } from '../storage/key.ts';
import { openStore } from '../storage/open-store.ts';
import { createSeal } from '../storage/seal.ts';
import type { Io } from './command.ts';
import type { DeliveryDeps } from './deliveries.ts';
import { readSetup } from './read-setup.ts';
import type { RecordDeps } from './records.ts';

/**
 * Opens the store for the commands on records and deliveries, as the person the deployment folder names for the command
 * line, and closes it when `use` is done.
 * @throws Fault when configuration, content, key or store cannot be used.
 */
export async function withRecords<T>(
  io: Io,
  use: (deps: RecordDeps & DeliveryDeps) => Promise<T>,
): Promise<T> {
  const { config, content } = await readSetup(io.env);
  const { deployment } = content;
  const named = deployment.commandLine?.records;
  const seal = createSeal(
    loadKey({ value: config.key, folder: config.data, local: config.mode === 'local' }),
  );
  const store = await openStore({
    folder: config.data,
    organisation: deployment.organisation.id,
    mode: config.mode,
    rehearsal: false,
    seal,
  });
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
