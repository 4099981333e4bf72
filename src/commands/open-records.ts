import { may } from '../access/may.ts';
import { readingOf } from '../read-records.ts';
import type { Io } from './command.ts';
import type { DeliveryDeps } from './deliveries.ts';
import type { RecordDeps } from './records.ts';
import { withStore } from './with-store.ts';

/**
 * Opens the store for the commands on records and deliveries, as the person the deployment folder names for the command
 * line, and closes it when `use` is done.
 * @throws Fault as `withStore` does.
 */
export function withRecords<T>(io: Io, use: (deps: RecordDeps & DeliveryDeps) => Promise<T>): Promise<T> {
  return withStore(io, ({ store, content, person }) =>
    use({
      store,
      may,
      person: person.records,
      people: content.deployment.people,
      reading: readingOf(content),
      now: () => new Date(),
    }),
  );
}
