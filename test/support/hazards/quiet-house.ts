import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { may } from '../../../src/access/may.ts';
import { type App, createApp } from '../../../src/app.ts';
import { deliveriesList } from '../../../src/commands/deliveries.ts';
import { recordsExport, recordsList, recordsVerify } from '../../../src/commands/records.ts';
import type { Content } from '../../../src/content/load-all.ts';
import type { Card } from '../../../src/conversation/card.ts';
import { NO_RATES } from '../../../src/delivery/budgets.ts';
import type { Messenger } from '../../../src/delivery/messenger.ts';
import type { Senders } from '../../../src/delivery/sender.ts';
import type { Deployment } from '../../../src/deployment/deployment.ts';
import { personById } from '../../../src/deployment/people.ts';
import { readingOf } from '../../../src/read-records.ts';
import { captured } from '../../commands/command-io.ts';
import { provenShipped, shippedContent } from '../house.ts';
import { cardText } from '../transcript/card-text.ts';

type Inputs = Readonly<Record<string, string | readonly string[]>>;

/** The whole service on a real store, with everybody's screen, mailbox and phone, and what the case management system was sent. */
export type QuietHouse = {
  readonly content: Content;
  readonly app: App;
  /** Where everything is kept. */
  readonly folder: string;
  /** What the service logged, line by line. */
  readonly log: readonly string[];
  now(): string;
  /** Goes on to a moment, looking at everything every so many minutes. */
  until(at: string): Promise<void>;
  /** The same, with one look at its end. */
  jump(at: string): Promise<void>;
  say(person: string, text: string): Promise<Card>;
  press(person: string, token: string, inputs?: Inputs): Promise<Card>;
  home(person: string): Promise<Card>;
  /** All that reached a person or a channel, in order: messages, changes to them, text messages, e-mail. */
  reached(whom: string): readonly string[];
  /** The ids of the deliveries about a case, whoever they are for. */
  deliveriesAbout(reference: string): Promise<readonly string[]>;
  /** What the commands print for a person, those they may not use included. */
  commands(person: string): Promise<readonly string[]>;
  end(): Promise<void>;
};

export const WEBHOOK = 'case management system';
const STEP_MS = 40 * 60_000;

export async function quietHouse(
  at: string,
  change: (deployment: Deployment) => Deployment = (d) => d,
): Promise<QuietHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'share-check-quiet-'));
  const shipped = await shippedContent();
  const deployment = change(shipped.deployment);
  const content: Content = { ...shipped, deployment };
  const { people } = deployment;
  let clock = Date.parse(at);
  let events = 0;
  const log: string[] = [];
  const sent = new Map<string, string[]>();
  const note = (whom: string, what: string) => {
    const before = sent.get(whom) ?? [];
    sent.set(whom, [...before, what]);
    return `at-${whom}-${before.length}`;
  };
  const behind = (userId: string) => people.find(({ teams }) => teams === userId)?.id ?? userId;
  const messenger: Messenger = {
    post: async (target, card) => note(target, cardText(card)),
    direct: async (userId, card) => note(behind(userId), cardText(card)),
    async update(to, message, card) {
      note(to.kind === 'channel' ? to.target : behind(to.userId), `${message} shows now:\n${cardText(card)}`);
    },
  };
  const byNumber = (to: string) =>
    people.find(({ mobile }) => mobile?.replace(/^0/, '+44').replaceAll(' ', '') === to);
  const senders: Senders = {
    async text({ to, text }) {
      note(byNumber(to)?.id ?? to, text);
      return 'sent';
    },
    async email({ to, subject, body }) {
      note(people.find(({ email }) => email === to)?.id ?? to, `${subject}\n${body}`);
      return 'sent';
    },
    async webhook({ stored: { entry } }) {
      note(WEBHOOK, `${entry.reference} ${entry.kind}`);
    },
  };
  const app = await createApp({
    config: { data: folder, key: null, mode: 'local' },
    content,
    proven: provenShipped(shipped),
    log: (event, fields) => void log.push(JSON.stringify({ event, ...fields })),
    now: () => new Date(clock),
    budgets: NO_RATES,
    routes: { text: true, email: true, webhook: true },
  });
  const worker = app.deliverThrough({ teams: messenger }, senders);
  const sweeper = app.followCases();
  const go = async () => {
    await sweeper.sweep();
    await worker.runOnce();
  };
  const turn = async (person: string, what: object): Promise<Card> => {
    events += 1;
    const userId = personById(deployment, person)?.teams ?? person;
    const event = { id: `event-${events}`, speaker: { channel: 'teams', userId }, ...what };
    const { cards } = await app.handle(event as Parameters<App['handle']>[0]);
    const [card] = cards;
    if (card === undefined) throw new Error('a turn shows a card');
    await worker.runOnce();
    return card;
  };
  const run = async (work: (io: never, deps: never) => Promise<number>, person: string): Promise<string> => {
    const { io, texts } = captured();
    const deps = {
      store: app.store,
      may,
      person: personById(deployment, person),
      people,
      reading: readingOf(content),
      now: () => new Date(clock),
    };
    try {
      await work(io as never, deps as never);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return texts.out + texts.err;
  };

  return {
    content,
    app,
    folder,
    log,
    now: () => new Date(clock).toISOString(),
    async until(end) {
      for (const last = Date.parse(end); clock < last; ) {
        clock = Math.min(last, clock + STEP_MS);
        await go();
      }
    },
    async jump(to) {
      clock = Date.parse(to);
      await go();
    },
    say: (person, text) => turn(person, { kind: 'message', text }),
    press: (person, token, inputs = {}) => turn(person, { kind: 'press', token, inputs }),
    home: (person) => turn(person, { kind: 'home' }),
    reached: (whom) => sent.get(whom) ?? [],
    async deliveriesAbout(reference) {
      return (await app.store.deliveriesAbout(reference)).map(({ id }) => id);
    },
    commands: (person) =>
      Promise.all([
        run((io, deps) => recordsList({ words: [], options: {} }, io, deps), person),
        run(
          (io, deps) => recordsVerify({ words: [], options: { json: true } }, io, async () => deps),
          person,
        ),
        run((io, deps) => deliveriesList({ words: [], options: { all: true } }, io, deps), person),
        run(
          (io, deps) => deliveriesList({ words: [], options: { json: true, all: true } }, io, deps),
          person,
        ),
        ...['json', 'csv', 'html'].map((format) =>
          run((io, deps) => recordsExport({ words: [], options: { format } }, io, deps), person),
        ),
      ]),
    async end() {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The same text without what is drawn at random: references by the names that are known for them, ids and hashes by what they are. In
 * which order messages to different people left in one moment is chance too, and with it the number that says so.
 */
export function withoutChance(text: string, names: ReadonlyMap<string, string>): string {
  return text
    .replace(
      /SC-[0-9A-Z]{4}-[0-9A-Z]{4}/g,
      (reference) => names.get(reference) ?? 'A CASE THAT IS NOT KNOWN HERE',
    )
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id')
    .replace(/\b[0-9a-f]{64}\b/g, 'hash')
    .replace(/"sequence":\d+(?=.*"event":"posted")/g, '"sequence":any')
    .replace(/^([^,\n]+),\d+(?=,delivery-event.*,posted,)/gm, '$1,any')
    .replace(/<dt>\d+ delivery-event/g, '<dt>any delivery-event')
    .replace(/,$/gm, '');
}
