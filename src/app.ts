import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { asksOf } from './asks-of.ts';
import type { Policy } from './check/policy.ts';
import type { Config } from './config.ts';
import type { Content } from './content/load-all.ts';
import type { Asks } from './conversation/context.ts';
import type { Channel, HandleTurn, Speaker, TurnReply } from './conversation/event.ts';
import { type Quotes, quotesFor } from './conversation/quoting.ts';
import { BUDGETS, type Budgets } from './delivery/budgets.ts';
import { openDecisionLog } from './delivery/decision-log.ts';
import type { DeliveryLog } from './delivery/deliver.ts';
import type { Routes } from './delivery/delivery.ts';
import { createDestinations } from './delivery/destinations.ts';
import type { Messenger } from './delivery/messenger.ts';
import { createRoutes } from './delivery/routes.ts';
import type { Senders } from './delivery/sender.ts';
import { createWorker, type Worker } from './delivery/worker.ts';
import { personOf } from './deployment/people.ts';
import { drawFor, idAt, REAL_MARK } from './draw-for.ts';
import { weeklyDrill } from './drill.ts';
import { Fault } from './fault.ts';
import { createQuestionCounts, type QuestionCounts } from './http/question-counts.ts';
import { mentionsFor } from './mentions-for.ts';
import { createChosenPlaces, objectionTo } from './posting-places.ts';
import type { ProvenPolicy } from './proven-policy.ts';
import { openSealed, sealOf } from './storage/open-sealed.ts';
import type { Store } from './storage/store.ts';
import { unavailableStore } from './storage/unavailable-store.ts';
import { createSweeper, type Sweeper, type SweeperParts } from './sweeper.ts';
import { createTurn, REHEARSAL_MARK, type TurnDeps } from './turn.ts';
import { contextFor } from './turn-context.ts';

export type AppOptions = {
  readonly config: Pick<Config, 'data' | 'key' | 'mode'>;
  readonly content: Content;
  /** The policy of the content's dialog. */
  readonly proven: ProvenPolicy;
  /** What typed questions are answered with; without it, what the content gives. */
  readonly asks?: Asks;
  /** Events of the service by name, with ids, codes and counts; never a word anybody typed. */
  readonly log: DeliveryLog;
  readonly now?: () => Date;
  /** Ways of telling somebody besides the chat; without it none. */
  readonly routes?: Routes;
  /** How much may leave at once and in a time; without it, what the services allow. For a clock that stands still: `NO_RATES`. */
  readonly budgets?: Budgets;
  /** Stands in for a store, such as one that fails; for tests. */
  readonly wrapStore?: (store: Store) => Store;
};

/** The service without its channels: turns in, record and deliveries out. */
export type App = {
  readonly handle: HandleTurn;
  /** Passages of the guidance for words that somebody types to search it. Reads nothing from the store and writes nothing. */
  readonly quote: (speaker: Speaker, text: string) => Promise<Quotes>;
  /** The home page for somebody who looks at it; what they have open elsewhere goes on working. */
  readonly home: (speaker: Speaker) => Promise<TurnReply>;
  readonly store: Store;
  readonly policy: Policy;
  readonly now: () => Date;
  /** How many questions were answered, and how many answers helped, since the start. */
  readonly questions: QuestionCounts;
  /** Somebody can be written to from now on: what could not be brought to them is tried again. */
  readonly reachable: (speaker: Speaker) => Promise<void>;
  /** The worker that delivers through these channels, and in these ways besides; started by the caller. Once only. */
  deliverThrough(messengers: Readonly<Partial<Record<Channel, Messenger>>>, senders?: Senders): Worker;
  /** What follows every case until somebody has acted on it; started by the caller. Once only. */
  followCases(parts?: Pick<SweeperParts, 'finished' | 'drill'>): Sweeper;
  /** Once a week, in working time: a test message to everybody on the rota, by every way they have. For `followCases`. */
  weeklyDrill(): Promise<void>;
  /**
   * Reads now what typed words are answered with, so that nobody waits for it. Rejects with a Fault that names every fault in it:
   * nobody can type anything then.
   */
  warm(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Wires the service by hand: key, stores, turn, outbox. Channels are added by whoever runs it.
 * Throws a Fault when the key or a store cannot be used; nothing is left open then.
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, content, log } = options;
  const { policy, report } = options.proven;
  const now = options.now ?? (() => new Date());

  const seal = sealOf(config);
  const organisation = content.deployment.organisation.id;
  const open = (rehearsal: boolean) => openSealed(config, organisation, { rehearsal, seal });
  const wrap = options.wrapStore ?? ((store) => store);
  const real = await open(false);
  // Practice must never stand in the way of a real check.
  const rehearsal = await open(true).catch((error: unknown) => {
    const fault =
      error instanceof Fault ? error : new Fault('rehearsal-store-fault', 'Rehearsals cannot be kept.', '');
    log('rehearsals-not-kept', { code: fault.code, remedy: fault.remedy });
    return unavailableStore(fault);
  });
  const stores = { real: wrap(real), rehearsal: wrap(rehearsal) };

  const routes = options.routes ?? NO_ROUTES;
  const questions = createQuestionCounts();
  const { asks: given } = options;
  const asks = given === undefined ? asksOf(content) : async () => given;
  let worker: Worker | undefined;
  let sweeper: Sweeper | undefined;
  let messengers: Readonly<Partial<Record<Channel, Messenger>>> = {};
  const chosen = createChosenPlaces(stores.real, now);
  const deps: TurnDeps = {
    stores,
    content,
    policy,
    asks,
    now,
    draw: (mode) => drawFor(mode === 'rehearsal' ? REHEARSAL_MARK : REAL_MARK, now),
    chosenPlaces: chosen.list,
    objectionTo: (place) => objectionTo(place, messengers),
    routes,
    paths: report.paths,
    committed: () => {
      worker?.wake();
      sweeper?.wake();
    },
    placesChanged: chosen.changed,
    count: (count) =>
      count.kind === 'question'
        ? questions.asked(count.outcome)
        : questions.helped(count.section, count.helpful),
    fault: (code, remedy) => log('turn-not-recorded', { code, remedy }),
  };
  const handle = createTurn(deps);
  const { people, notifications } = content.deployment;

  return {
    handle,
    async quote(speaker, text) {
      const event = { kind: 'home', id: '', speaker } as const;
      return quotesFor(text, await contextFor(deps, 'real', event, false));
    },
    home: (speaker) => handle({ kind: 'home', id: uuidv7(), speaker }),
    store: stores.real,
    policy,
    now,
    questions,
    async reachable({ channel, userId }) {
      const person = personOf(content.deployment, channel, userId);
      if (person === null) return;
      const again = await stores.real.retryTo(now().toISOString(), person.id);
      if (again > 0) worker?.wake();
    },
    deliverThrough(through, senders = {}) {
      messengers = through;
      const decisions = openDecisionLog(join(config.data, 'decisions.jsonl'), seal);
      worker = createWorker({
        store: stores.real,
        send: createDestinations({ messengers, senders, people, store: stores.real, log: decisions }),
        budgets: options.budgets ?? BUDGETS,
        routeOf: createRoutes({ messengers, people }),
        timeZone: content.deployment.organisation['time-zone'],
        now,
        makeId: () => idAt(now),
        nonce: () => randomBytes(32).toString('hex'),
        random: Math.random,
        mentionsFor: (delivery) =>
          mentionsFor(delivery, 'teams', {
            store: stores.real,
            deployment: { people, notifications },
            places: async () => [...notifications.channels, ...(await chosen.list())],
            makeId: () => idAt(now),
            now,
          }),
        log,
      });
      return worker;
    },
    followCases({ finished, drill } = {}) {
      sweeper = createSweeper({
        store: stores.real,
        content,
        policy,
        asks,
        routes,
        places: async () => [...notifications.channels, ...(await chosen.list())],
        draw: drawFor(REAL_MARK, now),
        now,
        written: () => worker?.wake(),
        ...(finished === undefined ? {} : { finished }),
        ...(drill === undefined ? {} : { drill }),
        log,
      });
      return sweeper;
    },
    async weeklyDrill() {
      const { deployment, dialog } = content;
      const draw = drawFor(REAL_MARK, now);
      const drill = await weeklyDrill({ store: stores.real, deployment, dialog, routes, draw, now });
      if (drill === null) return;
      log('drill-written', { messages: drill.tests.length, withoutWay: drill.noWay.length });
      worker?.wake();
    },
    async warm() {
      await asks();
    },
    async close() {
      await sweeper?.stop();
      await worker?.stop();
      await real.close();
      await rehearsal.close();
    },
  };
}

const NO_ROUTES: Routes = { text: false, email: false, webhook: false };
