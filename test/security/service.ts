import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.ts';
import { createTeamsChannel, type TeamsOptions } from '../../src/channels/teams/index.ts';
import type { WordKey } from '../../src/conversation/word-keys.ts';
import { startServer } from '../../src/http/server.ts';
import type { Store, StoredEntry } from '../../src/storage/store.ts';
import { type Sent, stubConnector } from '../channels/teams/stub-connector.ts';
import { provenShipped, shippedContent } from '../support/house.ts';
import { inputsOf, tapsOf, visibleText } from '../support/transcript/adaptive-reading.ts';

type Inputs = Readonly<Record<string, string>>;
type Extra = Readonly<Record<string, unknown>>;
export type Service = Awaited<ReturnType<typeof startService>>;
export type Chat = ReturnType<Service['chatOf']>;

export type ServiceOptions = {
  /** Of a service that ran before, or runs beside this one. */
  readonly folder?: string;
  readonly connector?: Awaited<ReturnType<typeof stubConnector>>;
  readonly times?: TeamsOptions['times'];
  /** Stands in for a store, such as one that fails. */
  readonly wrapStore?: (store: Store) => Store;
};

/** The whole service in the local mode: real store, port and channel, with a stub in the place of Teams. */
export async function startService(options: ServiceOptions = {}) {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'share-check-security-')));
  const content = await shippedContent();
  const log: string[] = [];
  const app = await createApp({
    config: { data: folder, key: null, mode: 'local' },
    content,
    proven: provenShipped(content),
    log: (event, fields) => void log.push(JSON.stringify({ event, ...fields })),
    now: () => new Date('2026-11-23T10:15:00Z'),
    ...(options.wrapStore === undefined ? {} : { wrapStore: options.wrapStore }),
  });
  const connector = options.connector ?? (await stubConnector());
  const teams = createTeamsChannel({
    local: true,
    ...(options.times === undefined ? {} : { times: options.times }),
    handle: app.handle,
    search: app.quote,
    reachable: app.reachable,
    serviceUrl: connector.serviceUrl,
    addresses: {
      save: (userId, address) => app.store.saveAddress('teams', userId, address),
      load: (userId) => app.store.address('teams', userId),
      forget: (userId) => app.store.forgetAddress('teams', userId),
      all: () => app.store.addresses('teams'),
    },
    report: (fault) => void log.push(JSON.stringify(fault)),
  });
  const worker = app.deliverThrough({ teams: teams.messenger });
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    local: true,
    messages: teams.receive,
    checks: { database: app.store.ping },
    deliveries: app.store.countDeliveries,
  });
  const base = `http://127.0.0.1:${server.port}`;
  let count = 0;

  const post = async (body: string, headers: Inputs = {}): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${base}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body,
    });
    return { status: response.status, text: await response.text() };
  };
  const teamsId = (person: string) => content.deployment.people.find((p) => p.id === person)?.teams ?? person;

  /** One person's chat; somebody the deployment does not list is known by the id given. */
  const chatOf = (person: string) => {
    const conversation = `a:${person}`;
    const activity = (extra: Extra): Extra => {
      count += 1;
      return {
        id: `activity-${count}`,
        channelId: 'msteams',
        serviceUrl: connector.serviceUrl,
        from: { id: `29:${person}`, aadObjectId: teamsId(person) },
        recipient: { id: '28:share-check' },
        conversation: { id: conversation, conversationType: 'personal' },
        ...extra,
      };
    };
    /** Posts an activity; resolves with the card that came back, whichever way it came. */
    const send = async (extra: Extra): Promise<unknown> => {
      const before = connector.sent.length;
      const { text } = await post(JSON.stringify(activity(extra)));
      const answered = text === '' ? undefined : JSON.parse(text).value;
      const came = connector.sent.slice(before).filter(({ path }) => path.includes(`/${conversation}/`));
      return typeof answered === 'object' ? answered : cardIn(came.at(-1));
    };
    const press = (token: string, inputs: Inputs = {}, extra: Extra = {}) =>
      send({
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: 'card',
        value: { action: { verb: 'press', data: { ...inputs, token } } },
        ...extra,
      });
    return {
      send,
      press,
      activity,
      say: (text: string, extra: Extra = {}) => send({ type: 'message', text, ...extra }),
      /** Taps what carries the words of this key. */
      tap: (card: unknown, key: WordKey, inputs: Inputs = {}) => press(tokenOf(card, words(key)), inputs),
      answer: (card: unknown, fact: string, value: string) => press(tokenOf(card, label(fact, value))),
    };
  };
  const words = (key: WordKey) => content.dialog.words[key] ?? '';
  const label = (fact: string, value: string) =>
    content.dialog.questions.find((q) => q.id === fact)?.options.find((o) => o.value === value)?.label ?? '';

  return {
    ...{ app, base, chatOf, connector, content, folder, log, post, server, teams, words, worker },
    async entries(): Promise<readonly StoredEntry[]> {
      const all: StoredEntry[] = [];
      for await (const entry of app.store.allEntries()) all.push(entry);
      return all;
    },
    /** From an emergency to the decision form, with nobody kept out. */
    async emergencyForm(chat: ReturnType<typeof chatOf>): Promise<unknown> {
      let card = await chat.say('hello');
      card = await chat.tap(card, 'button-emergency');
      card = await chat.tap(card, 'button-decide-now');
      card = await chat.tap(card, 'button-nobody');
      return chat.press(tokenOf(card, words('follow-yes')));
    },
    /** Stops, and leaves the store and the connector to another. */
    async leave() {
      await teams.stop();
      await server.close();
      await app.close();
    },
    async end() {
      await teams.stop();
      await server.close();
      await app.close();
      await connector.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The token of what is labelled so, or begins so. */
export function tokenOf(card: unknown, label: string): string {
  const tap = tapsOf(card).find(({ title }) => title.startsWith(label));
  if (tap === undefined || label === '') {
    const there = tapsOf(card).map(({ title }) => `"${title}"`);
    throw new Error(`Nothing to tap begins with "${label}". There is: ${there.join(', ') || 'nothing'}.`);
  }
  return tap.token;
}

/** The token of the option of this field that is labelled so, or begins so. */
export function optionOf(card: unknown, field: string, label: string): string {
  const options = inputsOf(card).find(({ id }) => id === field)?.choices ?? [];
  const option = options.find(({ title }) => title.startsWith(label));
  if (option !== undefined && label !== '') return option.value;
  throw new Error(`"${field}" has no option that begins with "${label}".`);
}

/** What can be read on a card, the folded parts too. */
export function allText(card: unknown): string {
  return visibleText(
    JSON.parse(JSON.stringify(card ?? null).replaceAll('"isVisible":false', '"isVisible":true')),
  );
}

function cardIn(sent: Sent | undefined): unknown {
  const [attachment] = (sent?.body.attachments ?? []) as { readonly content: unknown }[];
  return attachment?.content;
}
