import { caseAccess } from '../access/case-access.ts';
import { destinationName } from '../delivery/deliver.ts';
import { OVERDUE_AFTER_ATTEMPTS } from '../delivery/delivery.ts';
import type { Store, StoredDelivery } from '../storage/store.ts';
import { type Acting, mustBeAllowed } from './acting.ts';
import type { Given, Io } from './command.ts';

export type DeliveryDeps = Acting & {
  readonly store: Pick<Store, 'deliveries' | 'retry' | 'entries'>;
  readonly now: () => Date;
};

type CommandIo = Pick<Io, 'stdout' | 'stderr'>;

/**
 * `deliveries list [--all] [--json]`: messages that have not arrived, those that will not be tried again first, then the
 * overdue, each with what went wrong and what to do. With `--all` also what was sent or withdrawn.
 */
export async function deliveriesList(given: Given, io: CommandIo, deps: DeliveryDeps): Promise<number> {
  mustBeAllowed(deps, 'deliveries:list');
  const wanted = given.options.all === true ? undefined : { states: ['dead', 'waiting', 'leased'] as const };
  const visible = await allowed(deps, 'deliveries:list', await deps.store.deliveries(wanted));
  const sorted = [...visible].sort((a, b) => pressing(b) - pressing(a));
  if (given.options.json === true) {
    for (const one of sorted) io.stdout.write(`${JSON.stringify(listed(one))}\n`);
  } else if (sorted.length === 0) {
    io.stderr.write('Every message has arrived.\n');
  } else {
    io.stdout.write(`${sorted.map(described).join('\n')}\n`);
  }
  return 0;
}

/** `deliveries retry [ID]`: makes what was given up due again, all or one. Exit status 1 when there is no such message. */
export async function deliveriesRetry(given: Given, io: CommandIo, deps: DeliveryDeps): Promise<number> {
  mustBeAllowed(deps, 'deliveries:retry');
  const dead = await deps.store.deliveries({ states: ['dead'] });
  const id = given.words[0];
  const chosen = (await allowed(deps, 'deliveries:retry', dead)).filter(
    (one) => id === undefined || one.id === id,
  );
  if (id !== undefined && chosen.length === 0) {
    io.stderr.write(
      'No message with that id was given up. `deliveries list` shows those that were, with their ids.\n',
    );
    return 1;
  }
  let count = 0;
  for (const one of chosen) count += await deps.store.retry(deps.now().toISOString(), one.id);
  io.stdout.write(
    count === 0
      ? 'No message was given up: there is nothing to try again.\n'
      : `${count} ${count === 1 ? 'message is' : 'messages are'} tried again now, or as soon as the service runs.\n`,
  );
  return 0;
}

async function allowed(
  deps: DeliveryDeps,
  action: 'deliveries:list' | 'deliveries:retry',
  deliveries: readonly StoredDelivery[],
): Promise<readonly StoredDelivery[]> {
  const open = new Map<string, boolean>();
  for (const reference of new Set(deliveries.flatMap((one) => one.reference ?? []))) {
    const access = caseAccess(await deps.store.entries(reference), deps.people);
    open.set(reference, deps.may(deps.person, action, access));
  }
  return deliveries.filter(({ reference, keptOut = [] }) =>
    reference === null ? deps.may(deps.person, action, { author: null, keptOut }) : open.get(reference),
  );
}

function listed(one: StoredDelivery) {
  return {
    id: one.id,
    reference: one.reference,
    class: one.class,
    destination: destinationName(one.destination),
    state: one.state,
    attempts: one.attempts,
    dueAt: one.dueAt,
    sentAt: one.sentAt,
    mayBeRepeat: one.unclear,
    fault: one.lastFault,
  };
}

const STATES: Readonly<Record<StoredDelivery['state'], string>> = {
  dead: 'GIVEN UP',
  waiting: 'waiting',
  leased: 'being sent',
  sent: 'sent',
  cancelled: 'withdrawn',
};

const isOverdue = ({ state, attempts }: StoredDelivery): boolean =>
  state === 'waiting' && attempts >= OVERDUE_AFTER_ATTEMPTS;

const pressing = (one: StoredDelivery): number => (one.state === 'dead' ? 2 : isOverdue(one) ? 1 : 0);

function described(one: StoredDelivery): string {
  const tries = one.attempts === 1 ? '1 try' : `${one.attempts} tries`;
  const time = one.state === 'waiting' ? `, due ${one.dueAt}` : one.sentAt === null ? '' : ` ${one.sentAt}`;
  const lines = [
    `${isOverdue(one) ? 'OVERDUE, tried again' : STATES[one.state]}${time}: ${one.reference ?? 'about no case'}, ${one.class}, to ${destinationName(one.destination)} (${tries})`,
    `  id ${one.id}`,
  ];
  if (one.lastFault !== null && one.state !== 'sent') {
    lines.push(`  ${one.lastFault.message} (${one.lastFault.code})`, `  ${one.lastFault.remedy}`);
  }
  return lines.join('\n');
}
