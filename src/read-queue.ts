import { may } from './access/may.ts';
import { NOTIFICATION_CLASSES } from './check/facts.ts';
import type { Person } from './deployment/deployment.ts';
import { type Standing, standingOf } from './follow/standing.ts';
import type { Store } from './storage/store.ts';

/**
 * The open concerns that somebody may see, the most urgent first, then the oldest: read off the records, one after another. What
 * waits for nobody is no open concern.
 */
export async function readQueue(
  store: Pick<Store, 'openCases' | 'entries'>,
  person: Person,
  people: readonly Person[],
): Promise<readonly Standing[]> {
  const open: Standing[] = [];
  for (const reference of await store.openCases()) {
    // One case that cannot be read hides no other; whoever runs the service learns of it from the sweeper.
    const entries = await store.entries(reference).catch(() => []);
    const standing = standingOf(entries, people);
    if (standing?.call == null || standing.call.class === 'routine' || standing.state === 'done') continue;
    if (may(person, 'queue:see', standing.access)) open.push(standing);
  }
  const urgency = ({ call }: Standing) => NOTIFICATION_CLASSES.indexOf(call?.class ?? 'routine');
  return open.sort((a, b) => urgency(a) - urgency(b) || (a.call?.at ?? '').localeCompare(b.call?.at ?? ''));
}
