import { may } from '../access/may.ts';
import { asksOf } from '../asks-of.ts';
import { drawFor, REAL_MARK } from '../draw-for.ts';
import { provenPolicy } from '../proven-policy.ts';
import { routesOf } from '../route-settings.ts';
import type { Io } from './command.ts';
import type { QueueDeps } from './queue.ts';
import { type OpenedStore, withStore } from './with-store.ts';

/**
 * Opens the store for the queue commands, as the person the deployment folder names for them, and closes it when `use` is done.
 * @throws Fault as `withStore` does.
 */
export function withQueue<T>(io: Io, use: (deps: QueueDeps) => Promise<T>): Promise<T> {
  return withStore(io, (opened) => use(queueDeps(opened, () => new Date())));
}

/** What the queue commands are given of an opened store. */
export function queueDeps(
  {
    config,
    content,
    store,
    person,
  }: Pick<OpenedStore, 'content' | 'store'> & {
    readonly config: Pick<OpenedStore['config'], 'routes'>;
    readonly person: Pick<OpenedStore['person'], 'queue'>;
  },
  now: () => Date,
): QueueDeps {
  const { deployment, dialog, guidance } = content;
  return {
    store,
    may,
    person: person.queue,
    people: deployment.people,
    deployment,
    dialog,
    now,
    async context(actor) {
      const { policy, report } = provenPolicy(content);
      return {
        ...(await asksOf(content)()),
        now: now().toISOString(),
        // Nobody sits in a chat here; the record names the person, and what they did it from as the list.
        channel: 'terminal',
        userId: actor.terminal ?? actor.id,
        person: actor,
        deployment,
        dialog,
        guidance,
        policy,
        paths: report.paths,
        draw: drawFor(REAL_MARK, now),
        rehearsal: false,
        recording: true,
        notArrived: false,
        standing: null,
        queue: null,
        records: [],
        sheet: null,
        places: [...deployment.notifications.channels, ...(await store.places())],
        routes: routesOf(config),
      };
    },
  };
}
