import type { DeliveryLine } from '../delivery/delivery.ts';
import type { Page } from './next-step.ts';
import type { Standing } from './standing.ts';

/**
 * Who was asked to act on a case, and when, in the order of asking: by messages of the outbox that were not withdrawn, and by being
 * named in a message with others. When a message was tried does not count: a way that is down must not hold up the next person.
 */
export function pagesOf(standing: Standing, deliveries: readonly DeliveryLine[]): readonly Page[] {
  const leavesAt = standing.call?.leavesAt ?? '';
  const asked = deliveries.flatMap(({ destination, page, state, createdAt, wantedAt }): Page[] =>
    page && state !== 'cancelled' && destination.kind === 'direct-message'
      ? [
          {
            person: destination.person,
            at: [createdAt, wantedAt, leavesAt].sort().at(-1) ?? createdAt,
            dead: state === 'dead',
          },
        ]
      : [],
  );
  const listed = standing.record.deliveries.flatMap(({ event, destination, at, detail }): Page[] => {
    const [kind, ...person] = destination.split(':');
    return event === 'listed' && detail !== 'completed' && kind === 'direct-message'
      ? [{ person: person.join(':'), at, dead: false }]
      : [];
  });
  return [...asked, ...listed].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
