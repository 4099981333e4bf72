import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../src/app.ts';
import { type Content, loadAll } from '../../src/content/load-all.ts';
import type { Card } from '../../src/conversation/card.ts';
import type { Asks } from '../../src/conversation/context.ts';
import type { HandleTurn, TurnEvent, TurnReply } from '../../src/conversation/event.ts';
import { buttonOf, isThatMessage } from '../../src/conversation/message-token.ts';
import { WORD_KEYS } from '../../src/conversation/word-keys.ts';
import { NO_RATES } from '../../src/delivery/budgets.ts';
import { DeliveryError, type Messenger } from '../../src/delivery/messenger.ts';
import type { Worker } from '../../src/delivery/worker.ts';
import type { Deployment } from '../../src/deployment/deployment.ts';
import { Fault } from '../../src/fault.ts';
import { type ProvenPolicy, provenPolicy } from '../../src/proven-policy.ts';
import type { Store, StoredEntry } from '../../src/storage/store.ts';
import type { Sweeper } from '../../src/sweeper.ts';
import { cardText } from './transcript/card-text.ts';
import type { House, Received } from './transcript/driver.ts';

export type RealHouse = House & {
  readonly content: Content;
  readonly app: () => App;
  /** Cards as they were sent, by who received them. */
  readonly cards: readonly { readonly to: string; readonly card: Card }[];
  /** Messages that were changed, with what they show since, by who sees them. */
  readonly changed: readonly { readonly to: string; readonly message: string; readonly card: Card }[];
  readonly folder: string;
};

export type HouseOptions = {
  /** Where the clock stands at first (ISO 8601). */
  readonly at?: string;
  /** Changes what the deployment says. */
  readonly deployment?: (deployment: Deployment) => Deployment;
  /** Answers typed questions instead of the content. */
  readonly asks?: Asks;
  /** Resolves when a channel may be posted to; without it nobody can look. */
  readonly mayPost?: (target: string) => Promise<void>;
  /** Whom no message reaches for now. */
  readonly unreachable?: Set<string>;
};

const NO_ANSWER = { code: 'no-answer', message: 'Nobody answers.', remedy: 'It is tried again.' };

let readOnce: Promise<Content> | undefined;

/** The shipped content with the example school, as every test sees it; read once. Throws with the faults when there are any. */
export function shippedContent(): Promise<Content> {
  readOnce ??= readShipped();
  return readOnce;
}

async function readShipped(): Promise<Content> {
  const { content, faults } = await loadAll(
    { knowledge: 'knowledge', dialog: 'dialogs/share-check', deployment: 'manifest/example-school' },
    WORD_KEYS,
  );
  if (content === null) throw new Error(faults.map((f) => `${f.file}:${f.line} ${f.message}`).join('\n'));
  return content;
}

let provenOnce: ProvenPolicy | undefined;

/** The policy of the shipped content, proved once. */
export function provenShipped(content: Content): ProvenPolicy {
  provenOnce ??= provenPolicy(content);
  return provenOnce;
}

/** The real service on a temporary store, with a clock that only moves when told to and fake messengers at the port. */
export async function startHouse(options: HouseOptions = {}): Promise<RealHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'share-check-'));
  const shipped = await shippedContent();
  // In these stories everybody may also sit at a terminal, under their own id.
  const people = shipped.deployment.people.map((p) => ({
    ...p,
    terminal: p.id,
    slack: `U0${p.id.replaceAll('-', '').toUpperCase()}`,
  }));
  const deployment = (options.deployment ?? ((d) => d))({ ...shipped.deployment, people });
  const content: Content = { ...shipped, deployment };

  let clock = Date.parse(options.at ?? '2026-11-23T10:15:00Z');
  let works = true;
  const received: Received[] = [];
  const cards: { to: string; card: Card }[] = [];
  const now = () => new Date(clock);
  const changed: { to: string; message: string; card: Card }[] = [];
  /** Every message to a person as it stands now, by its id. */
  const standing = new Map<string, { readonly to: string; readonly card: Card }>();
  const connected = new Map<'teams' | 'slack', Messenger>();
  const personBehind = (userId: string) =>
    deployment.people.find((p) => p.teams === userId || p.slack === userId)?.id ?? userId;
  const messenger = (channel: 'teams' | 'slack'): Messenger => ({
    async post(target, card) {
      received.push({ kind: 'channel', to: target, text: cardText(card) });
      cards.push({ to: target, card });
      return `message-${received.length}`;
    },
    async update(to, message, card) {
      if (to.kind === 'person') {
        await connected.get(channel)?.update(to, message, card);
        standing.set(message, { to: personBehind(to.userId), card });
      }
      changed.push({ to: to.kind === 'channel' ? to.target : personBehind(to.userId), message, card });
    },
    ...(options.mayPost === undefined ? {} : { mayPost: options.mayPost }),
    async direct(userId, card) {
      const to = personBehind(userId);
      if (options.unreachable?.has(to)) throw new DeliveryError(NO_ANSWER);
      const brought = await connected.get(channel)?.direct(userId, card);
      received.push({ kind: 'person', to, text: cardText(card) });
      cards.push({ to, card });
      const id = brought ?? `message-${received.length}`;
      standing.set(id, { to, card });
      return id;
    },
  });
  const open = async (): Promise<{ app: App; worker: Worker; sweeper: Sweeper }> => {
    const app = await createApp({
      config: { data: folder, key: null, mode: 'local' },
      content,
      proven: provenShipped(shipped),
      ...(options.asks === undefined ? {} : { asks: options.asks }),
      log: () => undefined,
      now,
      // The clock stands still while people answer each other.
      budgets: NO_RATES,
      wrapStore: (store) => failing(store, () => works),
    });
    return {
      app,
      worker: app.deliverThrough({ teams: messenger('teams'), slack: messenger('slack') }),
      sweeper: app.followCases(),
    };
  };
  let running = await open();
  const go = async () => {
    await running.sweeper.sweep();
    await running.worker.runOnce();
  };

  /** A message that was pressed shows what came of it, as each channel has it. */
  const showPressed = (event: TurnEvent, { cards: [card], unsaved }: TurnReply): void => {
    const pressed = buttonOf(event);
    if (pressed === null || card === undefined || unsaved === true || !isThatMessage(pressed, card)) return;
    for (const [id, { to, card: before }] of standing) {
      if (isThatMessage(pressed, before)) standing.set(id, { to, card });
    }
  };
  const handle: HandleTurn = async (event) => {
    const reply = await running.app.handle(event);
    showPressed(event, reply);
    if (works) await go();
    return reply;
  };

  return {
    content,
    folder,
    cards,
    changed,
    app: () => running.app,
    handle,
    lead: deployment.notifications.lead,
    userId(person, channel) {
      const known = deployment.people.find((p) => p.id === person)?.[channel];
      if (known === undefined) throw new Error(`${person} has no id in ${channel}`);
      return known;
    },
    home: (speaker) => running.app.home(speaker),
    users: (channel) => deployment.people.flatMap((p) => p[channel] ?? []),
    connect: (channel, through) => void connected.set(channel, through),
    messages: (person) => [...standing.values()].filter(({ to }) => to === person).map(({ card }) => card),
    async restart() {
      await running.app.close();
      running = await open();
    },
    async wait(seconds) {
      // As the service would: it looks every minute, whatever else happens.
      const until = clock + seconds * 1000;
      while (clock < until) {
        clock = Math.min(until, clock + 60_000);
        if (works) await go();
      }
    },
    async storage(next) {
      works = next;
    },
    async entries() {
      const all: StoredEntry[] = [];
      for await (const entry of running.app.store.allEntries()) all.push(entry);
      return all;
    },
    async received() {
      return received;
    },
    async end() {
      await running.app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The store, failing as a full disk would while `works` says no. */
function failing(store: Store, works: () => boolean): Store {
  const guard =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (!works()) throw new Fault('store-full', 'The disk is full.', 'Make room on the disk.');
      return call(...args);
    };
  return {
    ...store,
    conversation: guard(store.conversation),
    replyTo: guard(store.replyTo),
    commit: guard(store.commit),
  };
}
