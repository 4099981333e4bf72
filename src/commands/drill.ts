import { destinationName } from '../delivery/deliver.ts';
import { personById } from '../deployment/people.ts';
import { idsOnTheRota } from '../deployment/rota.ts';
import { DRILL_MARK, type DrillParts, writeDrill } from '../drill.ts';
import { Fault } from '../fault.ts';
import { clock } from '../records/moment.ts';
import type { Store, WrittenTest } from '../storage/store.ts';
import { type Acting, mustBeAllowed } from './acting.ts';
import type { Given, Io } from './command.ts';
import { textTable } from './text-table.ts';

export type DrillDeps = Acting &
  Omit<DrillParts, 'store'> & {
    readonly store: DrillParts['store'] & Pick<Store, 'tests'>;
    readonly pause: (milliseconds: number) => Promise<unknown>;
  };

/** The paragraphs and options of `drill --help`. */
export const DRILL_HELP: readonly string[] = [
  'Writes a test message to everybody who can be told of a concern, by every way they have: the chat, and text message and e-mail where these are set up. The running service sends them. It is about no case, and nothing is written into the record of any.',
  'Whoever taps Acknowledge on it counts as reached for 28 days. The service does the same by itself once a week, in working time.',
  'Exit status: 0 done; with --wait or --last, everybody was reached; 1 somebody was not, or has no way to be reached; 2 it could not run.',
];
export const DRILL_OPTIONS = {
  wait: {
    takes: 'SECONDS',
    what: 'Waits so long, 3600 at most, for what arrives and who answers, then says it.',
  },
  last: { what: 'Sends nothing, and says what became of the last one.' },
  json: { what: 'One JSON object a line for each message.' },
} as const;

const LOOK_EVERY_MS = 500;
const LONGEST_WAIT_SECONDS = 3600;

/**
 * `drill [--wait SECONDS] [--last] [--json]`: test messages to everybody on the rota, and what became of them.
 * Exit status as `DRILL_HELP` says.
 */
export async function drill(
  given: Given,
  io: Pick<Io, 'stdout' | 'stderr'>,
  deps: DrillDeps,
): Promise<number> {
  mustBeAllowed(deps, 'drill:run');
  const seconds = secondsOf(given);
  if (given.options.last === true) {
    const at = await deps.store.mark(DRILL_MARK);
    const tests = at === null ? [] : await deps.store.tests(at);
    if (tests.length > 0) return report(tests, given, io, deps);
    io.stderr.write('No test message was sent yet. To send some: share-check drill\n');
    return 1;
  }
  const written = await writeDrill(deps);
  if (written === null) {
    throw new Fault(
      'drill-under-way',
      'Somebody else began a drill in the same moment.',
      'See what becomes of it: share-check drill --last',
    );
  }
  const { at, tests } = written;
  const people = new Set(tests.map(({ person }) => person)).size;
  io.stderr.write(
    `${count(tests.length, 'test message')} to ${people === 1 ? '1 person' : `${people} people`}. The running service sends them.\n`,
  );
  if (seconds === null) {
    show(await deps.store.tests(at), given, io, deps);
    io.stderr.write('To see whom they reach: share-check drill --last\n');
    return written.noWay.length > 0 ? 1 : 0;
  }
  return report(await settledTests(at, seconds, deps), given, io, deps);
}

/** The tests once there is nothing to wait for, or time is up. */
async function settledTests(at: string, seconds: number, deps: DrillDeps): Promise<readonly WrittenTest[]> {
  const until = Date.parse(at) + seconds * 1000;
  for (;;) {
    const tests = await deps.store.tests(at);
    const left = until - deps.now().getTime();
    if (left <= 0 || tests.every(isSettled)) return tests;
    await deps.pause(Math.min(LOOK_EVERY_MS, left));
  }
}

/** In a chat it is answered; by the other ways there is nothing to answer with. */
const asksForAnswer = ({ destination }: WrittenTest): boolean => destination.kind === 'direct-message';
const isSettled = (test: WrittenTest): boolean =>
  test.state === 'dead' ||
  (asksForAnswer(test) ? test.acknowledgedAt !== null : test.state !== 'waiting' && test.state !== 'leased');

type Shown = Pick<Io, 'stdout' | 'stderr'>;

/** Each message, and whom none was written to. */
function show(tests: readonly WrittenTest[], given: Given, io: Shown, deps: DrillDeps): void {
  if (given.options.json === true) {
    for (const test of tests) io.stdout.write(`${JSON.stringify(listed(test))}\n`);
  } else {
    const rows = tests.map((test) => [nameOf(test.person, deps), wayInWords(test), becameOf(test, deps)]);
    io.stdout.write(textTable(['Person', 'Way', 'What became of it'], rows));
  }
  for (const id of idsOnTheRota(deps.deployment.notifications)) {
    if (tests.some(({ person }) => person === id)) continue;
    io.stderr.write(
      `${nameOf(id, deps)} has no way to be reached. Give them a teams or slack id in people.yaml.\n`,
    );
  }
}

/** The same, with who was not reached. Gives the exit status. */
function report(tests: readonly WrittenTest[], given: Given, io: Shown, deps: DrillDeps): number {
  show(tests, given, io, deps);
  const reached = (id: string) => {
    const own = tests.filter(({ person }) => person === id);
    return own.some(({ acknowledgedAt }) => acknowledgedAt !== null) && own.every(arrived);
  };
  const missing = idsOnTheRota(deps.deployment.notifications).filter((id) => !reached(id));
  io.stderr.write(
    missing.length === 0
      ? 'Everybody on the rota was reached.\n'
      : `Not reached so far: ${missing.map((id) => nameOf(id, deps)).join(', ')}. To look again: share-check drill --last\n`,
  );
  return missing.length === 0 ? 0 : 1;
}

const arrived = ({ state, acknowledgedAt }: WrittenTest): boolean =>
  acknowledgedAt !== null || state === 'sent';

const nameOf = (id: string, { deployment }: Pick<DrillDeps, 'deployment'>): string =>
  personById(deployment, id)?.name ?? id;

const WAYS: Readonly<Record<string, string>> = {
  'direct-message': 'chat',
  'text-message': 'text message',
  email: 'e-mail',
};
const wayInWords = ({ destination }: WrittenTest): string => WAYS[destination.kind] ?? destination.kind;

function becameOf(test: WrittenTest, { deployment }: Pick<DrillDeps, 'deployment'>): string {
  const { state, sentAt, acknowledgedAt, lastFault } = test;
  const at = (instant: string) => clock(instant, deployment.organisation['time-zone']);
  if (acknowledgedAt !== null) return `answered, ${at(acknowledgedAt)}`;
  if (state === 'sent' && sentAt !== null)
    return asksForAnswer(test) ? `arrived, ${at(sentAt)}; not answered yet` : `sent, ${at(sentAt)}`;
  if (state === 'dead')
    return `DID NOT ARRIVE. ${lastFault?.message ?? ''} ${lastFault?.remedy ?? ''}`.trim();
  return lastFault === null ? 'not sent yet' : `not arrived so far, tried again. ${lastFault.message}`;
}

function listed({ id, person, destination, state, sentAt, acknowledgedAt, lastFault }: WrittenTest) {
  return {
    id,
    person,
    destination: destinationName(destination),
    state,
    sentAt,
    acknowledgedAt,
    fault: lastFault,
  };
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

function secondsOf({ options }: Given): number | null {
  const { wait } = options;
  if (wait === undefined) return null;
  const seconds = /^[0-9]{1,4}$/.test(String(wait)) ? Number(wait) : 0;
  if (seconds >= 1 && seconds <= LONGEST_WAIT_SECONDS) return seconds;
  throw new Fault(
    'wrong-usage',
    `--wait takes a number of seconds from 1 to ${LONGEST_WAIT_SECONDS}.`,
    'For example: share-check drill --wait 60',
  );
}
