import { setTimeout as wait } from 'node:timers/promises';
import { may } from '../access/may.ts';
import { drawFor, REAL_MARK } from '../draw-for.ts';
import { routesOf } from '../route-settings.ts';
import type { Io } from './command.ts';
import type { DrillDeps } from './drill.ts';
import { withStore } from './with-store.ts';

/**
 * Opens the store for the drill, as the person the deployment folder names for the command line, and closes it when `use` is done.
 * @throws Fault as `withStore` does.
 */
export function withDrill<T>(io: Io, use: (deps: DrillDeps) => Promise<T>): Promise<T> {
  return withStore(io, ({ config, content: { deployment, dialog }, store, person }) => {
    const now = () => new Date();
    return use({
      store,
      may,
      person: person.records,
      people: deployment.people,
      deployment,
      dialog,
      routes: routesOf(config),
      draw: drawFor(REAL_MARK, now),
      now,
      pause: (ms) => wait(ms),
    });
  });
}
