import type { TellContext } from './conversation/context.ts';
import { drillMessages } from './conversation/following/drill-messages.ts';
import type { DeliveryDraft } from './delivery/delivery.ts';
import { personById } from './deployment/people.ts';
import { idsOnTheRota } from './deployment/rota.ts';
import { isWorkingTime } from './deployment/working-time.ts';
import type { Store } from './storage/store.ts';

export type DrillParts = Pick<TellContext, 'deployment' | 'dialog' | 'draw' | 'routes'> & {
  readonly store: Pick<Store, 'writeTests' | 'mark' | 'setMark'>;
  readonly now: () => Date;
};

/** What was written: each test message, whom it tries to reach, and when; and who is on the rota and has no way to be reached. */
export type Drill = {
  readonly at: string;
  readonly tests: readonly { readonly person: string; readonly delivery: DeliveryDraft }[];
  readonly noWay: readonly string[];
};

/** The name of the mark that says when the last drill was. */
export const DRILL_MARK = 'drill';
const EVERY_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Writes a test message to everybody on the rota, by every way they have; whoever delivers sends them. Nothing is written into the
 * record of any case. Null when somebody else wrote one in the same moment.
 */
export async function writeDrill(parts: DrillParts): Promise<Drill | null> {
  const was = await parts.store.mark(DRILL_MARK);
  return writeAfter(was, parts);
}

/**
 * The same once a week, in working time. The first time of all only sets the mark, so that nobody is tested by a first start. Where
 * several look at one store, one of them writes. Null when none was due.
 */
export async function weeklyDrill(parts: DrillParts): Promise<Drill | null> {
  const { store, deployment } = parts;
  const now = parts.now();
  const was = await store.mark(DRILL_MARK);
  if (was === null) {
    await store.setMark(DRILL_MARK, now.toISOString());
    return null;
  }
  if (now.getTime() - Date.parse(was) < EVERY_DAYS * DAY_MS) return null;
  const { notifications, organisation } = deployment;
  return isWorkingTime(notifications, organisation['time-zone'], now) ? writeAfter(was, parts) : null;
}

async function writeAfter(was: string | null, parts: DrillParts): Promise<Drill | null> {
  const { deployment, dialog, draw, routes } = parts;
  const at = parts.now().toISOString();
  const ctx = { now: at, deployment, dialog, draw, routes };
  const written = idsOnTheRota(deployment.notifications).map((id) => {
    const person = personById(deployment, id);
    return { id, messages: person === null ? [] : drillMessages(ctx, person) };
  });
  const tests = written.flatMap(({ id, messages }) => messages.map((delivery) => ({ person: id, delivery })));
  if (!(await parts.store.writeTests(tests, at, { name: DRILL_MARK, was }))) return null;
  return { at, tests, noWay: written.flatMap(({ id, messages }) => (messages.length === 0 ? [id] : [])) };
}
