import type { NotificationClass } from '../check/facts.ts';
import type { TurnContext } from '../conversation/context.ts';
import { ageInWords } from '../conversation/following/queue-card.ts';
import { stateLine } from '../conversation/following/standing-words.ts';
import { say } from '../conversation/words.ts';
import type { Person } from '../deployment/deployment.ts';
import { nameIn } from '../deployment/people.ts';
import type { Standing } from '../follow/standing.ts';
import { readQueue } from '../read-queue.ts';
import type { Store } from '../storage/store.ts';
import { type Acting, mustBeAllowed } from './acting.ts';
import type { Given, Io } from './command.ts';
import { textTable } from './text-table.ts';

export type QueueDeps = Acting &
  Pick<TurnContext, 'deployment' | 'dialog'> & {
    readonly store: Pick<
      Store,
      'openCases' | 'entries' | 'delivery' | 'messagesAbout' | 'conversation' | 'commit'
    >;
    readonly now: () => Date;
    /** All that acting on a concern takes, but for the concern. Read when it is first wanted. */
    readonly context: (person: Person) => Promise<TurnContext>;
  };

type CommandIo = Pick<Io, 'stdout' | 'stderr'>;

/** `queue [--json]`: the open concerns the acting person may see, the most urgent first, then the oldest. Exit status 0. */
export async function queueList(given: Given, io: CommandIo, deps: QueueDeps): Promise<number> {
  mustBeAllowed(deps, 'queue:see');
  const { person, people, dialog } = deps;
  if (person === null) return 0;
  const open = await readQueue(deps.store, person, people);
  if (given.options.json === true) {
    for (const standing of open) io.stdout.write(`${JSON.stringify(listedConcern(standing, deps))}\n`);
    return 0;
  }
  if (open.length === 0) {
    io.stderr.write(`${say(dialog.words, 'queue-none')}\n`);
    return 0;
  }
  const now = deps.now().toISOString();
  const rows = open.map((standing) => [
    standing.reference,
    say(dialog.words, `class-${classOf(standing)}`),
    ageInWords({ dialog, now }, raisedAt(standing)),
    raisedBy(standing, deps),
    stateLine(deps, standing, 'team'),
  ]);
  io.stdout.write(textTable(['Reference', 'How urgent', 'Age', 'Raised by', 'How far it has come'], rows));
  return 0;
}

/** One concern for scripts. Ages in seconds; people by their ids, as the deployment folder has them. */
export function listedConcern(
  standing: Standing,
  deps: Pick<QueueDeps, 'deployment' | 'dialog' | 'now'>,
): object {
  const { reference, state, author, acknowledged, taken, handedTo, done } = standing;
  const at = raisedAt(standing);
  return {
    reference,
    class: classOf(standing),
    raisedAt: at,
    ageSeconds: Math.max(0, Math.round((deps.now().getTime() - Date.parse(at)) / 1000)),
    state,
    inWords: stateLine(deps, standing, 'team'),
    raisedBy: author?.id ?? null,
    acknowledgedBy: acknowledged?.by ?? null,
    takenBy: taken?.by ?? null,
    handedTo: handedTo?.to ?? null,
    outcome: done?.outcome ?? null,
  };
}

const classOf = ({ call }: Standing): NotificationClass => call?.class ?? 'routine';
const raisedAt = ({ call, record }: Standing): string => call?.at ?? record.openedAt;

function raisedBy({ author }: Standing, { deployment }: Pick<QueueDeps, 'deployment'>): string {
  return author === null ? 'not known' : (nameIn(deployment, author.id) ?? 'somebody not listed here');
}
