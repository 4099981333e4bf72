import type { Card } from '../../../src/conversation/card.ts';
import type { Person } from '../../../src/deployment/deployment.ts';
import { absentAt, idsOnTheRota } from '../../../src/deployment/rota.ts';
import type { DeliveryEventBody } from '../../../src/records/entry.ts';
import type { CaseStep, Store } from '../../../src/storage/store.ts';
import { buttonsOf } from './habits.ts';
import type { World } from './world.ts';

/** What a simulation is looked at for. Lists hold a line for each thing that was not as it should be. */
export type Seen = {
  /** The longest that a step came after its time, in seconds. */
  lateSeconds: number;
  /** How many steps were timed. */
  timed: number;
  sweeps: number;
  /** Most open cases without a timer after a sweep. */
  withoutTimer: number;
  /** To somebody who must not be told, or is away. */
  readonly wrongPages: string[];
  /** What can wait, and came outside working hours. */
  readonly outOfHours: string[];
  readonly wrongRecords: string[];
  readonly unanswered: string[];
  emergencies: number;
  taken: number;
  numbers: number;
  pages: number;
};

const MINUTE = 60_000;
/** An emergency has somebody, or its author a number to ring. */
const EMERGENCY_MS = 15 * MINUTE;

/** When each case has to be looked at next, kept beside the store: a timer that is lost there is not lost here. */
export function timerWatch(seen: Seen, now: () => number) {
  const due = new Map<string, number>();
  const looked = ({ reference, next }: CaseStep): void => {
    const expected = due.get(reference) ?? Number.POSITIVE_INFINITY;
    if (expected <= now()) {
      seen.timed += 1;
      seen.lateSeconds = Math.max(seen.lateSeconds, (now() - expected) / 1000);
    }
    due.set(reference, next.at !== null ? Date.parse(next.at) : next.open ? now() : Number.POSITIVE_INFINITY);
  };
  const written = (reference: string): void => {
    due.set(reference, Math.min(due.get(reference) ?? Number.POSITIVE_INFINITY, now()));
  };
  return {
    forget: (reference: string) => due.delete(reference),
    /** How long the one that waits the longest has been due, in seconds: for what is never looked at at all. */
    overdueSeconds: () =>
      Math.max(0, ...[...due.values()].filter((at) => at <= now()).map((at) => (now() - at) / 1000)),
    /** In front of the store for the sweeper: what it looks at. */
    sweeper: (store: Store): Store => ({
      ...store,
      async advance(steps, at) {
        const done = await store.advance(steps, at);
        if (done) steps.forEach(looked);
        return done;
      },
    }),
    /** In front of the store for everybody: what is written has to be looked at. */
    others: (store: Store): Store => ({
      ...store,
      async commit(turn) {
        const result = await store.commit(turn);
        if (result.kind === 'committed') {
          for (const { reference } of turn.entries) written(reference);
          for (const { reference } of turn.keptOut) written(reference);
        }
        return result;
      },
      async giveBack(id, outcome, event, further) {
        await store.giveBack(id, outcome, event, further);
        if (event != null) written(event.reference);
      },
    }),
  };
}

export function newSeen(): Seen {
  return {
    lateSeconds: 0,
    timed: 0,
    sweeps: 0,
    withoutTimer: 0,
    wrongPages: [],
    outOfHours: [],
    wrongRecords: [],
    unanswered: [],
    emergencies: 0,
    taken: 0,
    numbers: 0,
    pages: 0,
  };
}

/** Buttons of messages that ask somebody to act. */
const ASKS: readonly string[] = ['take', 'take-over', 'close-form'];

/** Looks at every message that asks somebody to act: never to whoever must not be told, nor to somebody who is away. */
export function watchPages(world: World, seen: Seen): void {
  const { deployment } = world;
  const { notifications, organisation } = deployment;
  const rota = idsOnTheRota(notifications);
  world.onMessage(async (to: Person, card: Card) => {
    const page = buttonsOf(card).find(({ button }) => ASKS.includes(button));
    if (page === undefined) return;
    seen.pages += 1;
    const delivery = await world.store.delivery(page.message);
    const reference = delivery?.reference ?? '';
    const entries = await world.store.entries(reference);
    const keptOut = entries[0]?.keptOut ?? [];
    const author = authorOf(entries[0]?.body);
    if (keptOut.includes(to.id)) seen.wrongPages.push(`${reference}: ${to.id} is kept out`);
    if (author === to.slack) seen.wrongPages.push(`${reference}: ${to.id} raised it`);
    const away = absentAt(notifications, organisation['time-zone'], world.iso());
    const others = rota.filter((id) => !keptOut.includes(id) && world.person(id).slack !== author);
    if (away.has(to.id) && others.some((id) => !away.has(id)))
      seen.wrongPages.push(`${reference}: ${to.id} is away on ${world.iso()}`);
  });
}

/**
 * Looks at everything that asks the safeguarding team to act or tells it of records, and can wait: by the wall clock of England it comes
 * on a weekday between 8 and 5, and a list of records not on a holiday.
 */
export function watchHours(world: World, seen: Seen): void {
  const { notifications } = world.deployment;
  const rota = idsOnTheRota(notifications);
  const wall = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  const free = (day: string) =>
    notifications.holidays.some((line) =>
      'on' in line ? line.on === day : line.from <= day && day <= line.to,
    );
  world.onMessage(async (to: Person, card: Card) => {
    const buttons = buttonsOf(card);
    const [first] = buttons;
    const forTeam =
      first === undefined || buttons.some(({ button }) => [...ASKS, 'ack', 'queue'].includes(button));
    if (!rota.includes(to.id) || !forTeam) return;
    const urgency = first === undefined ? 'routine' : (await world.store.delivery(first.message))?.class;
    if (urgency === 'emergency') return;
    const parts = wall.formatToParts(world.now());
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
    const atWork = !part('weekday').startsWith('S') && Number(part('hour')) >= 8 && Number(part('hour')) < 17;
    if (!atWork || (urgency === 'routine' && free(world.iso().slice(0, 10))))
      seen.outOfHours.push(`${world.iso()} ${urgency}: ${card.title}`);
  });
}

const authorOf = (body: unknown): string | undefined =>
  (body as { author?: { userId?: string } } | undefined)?.author?.userId;

/** Within a quarter of an hour of an emergency somebody has it, or its author has a number to ring. */
export function watchEmergencies(world: World, seen: Seen): { began(reference: string): void } {
  const rung = new Map<string, number>();
  const title = world.context(world.person(world.deployment.notifications.lead)).dialog.words[
    'author-ring-title'
  ];
  world.onMessage((to, card) => {
    if (card.title !== title || to.slack === undefined) return;
    const phones = card.blocks.some((block) => block.kind === 'phones' && block.phones.length > 0);
    for (const { button, message } of buttonsOf(card)) {
      if (button === 'open' && phones) {
        world.at(world.now(), async () => {
          const reference = (await world.store.delivery(message))?.reference;
          if (reference != null) rung.set(reference, world.now());
        });
      }
    }
  });
  return {
    began(reference) {
      seen.emergencies += 1;
      const recorded = world.now();
      world.at(recorded + EMERGENCY_MS, async () => {
        const entries = await world.store.entries(reference);
        const taken = entries.some(({ body }) => (body as DeliveryEventBody).event === 'taken');
        const number = rung.get(reference);
        rung.delete(reference);
        if (taken) seen.taken += 1;
        else if (number !== undefined && number - recorded <= EMERGENCY_MS) seen.numbers += 1;
        else seen.unanswered.push(`${reference}, recorded ${new Date(recorded).toISOString()}`);
      });
    },
  };
}

/** Every message of a case has its line in the record: that it was sent or given up, and for a later one why it was written. */
export async function watchRecord(world: World, seen: Seen, reference: string): Promise<void> {
  const entries = await world.store.entries(reference);
  const events = entries.flatMap(({ entry, body }) =>
    entry.kind === 'delivery-event' ? [body as DeliveryEventBody] : [],
  );
  const says = (delivery: string, ...names: DeliveryEventBody['event'][]) =>
    events.some((one) => one.delivery === delivery && names.includes(one.event));
  const pages = (await world.store.deliveriesAbout(reference)).filter(({ page }) => page);
  pages.forEach(({ id, state }, n) => {
    if (state === 'sent' && !says(id, 'posted', 'repeated'))
      seen.wrongRecords.push(`${reference}: page ${n + 1} was sent and the record does not say so`);
    if (state === 'dead' && !says(id, 'failed'))
      seen.wrongRecords.push(`${reference}: page ${n + 1} was given up and the record does not say so`);
  });
  // Besides the first of each call, every message has its step in the record that says why it was written.
  const calls = entries.filter(({ entry }) => CALLS.includes(entry.kind)).length;
  const steps = events.filter(({ event }) => STEPS.includes(event)).length;
  if (pages.length > calls + steps) seen.wrongRecords.push(`${reference}: a message without its step`);
  for (const { event, delivery, at } of events)
    if (event === 'escalated' && !pages.some(({ id }) => id === delivery))
      seen.wrongRecords.push(`${reference}: the step of ${at} has no message`);
}

const CALLS: readonly string[] = ['opened', 'decision', 'completion', 'abandoned'];
const STEPS: readonly string[] = ['escalated', 'handed-over', 'redirected'];
