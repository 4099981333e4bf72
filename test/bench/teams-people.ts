import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';

/** A button as people find it on a card. */
type Pressable = { readonly token: string; readonly label: string };

/** People who press, and the connector between them and a bot: the card a person is shown decides what they press next. */
export type People = {
  /** Where the bot reaches this connector. */
  readonly serviceUrl: string;
  /** The two cards that change places while people go on pressing: what the bot draws most of the time. */
  readonly cards: () => readonly unknown[];
  /**
   * `count` people press for `ms`, each on a connection of their own, as soon as their card was updated and their press was
   * answered. Resolves with turns a second.
   */
  inARush(count: number, ms: number): Promise<number>;
  close(): Promise<void>;
};

const PRESSES_EACH = 40;
/** After these, two cards change places. */
const FIRST_ANSWERS = 3;
const ANSWERED_WITHIN_MS = 15_000;

/** `talksBack`: the bot shows a card for a person to press on; otherwise every press is the same. */
export async function people(botPort: () => number, talksBack: boolean): Promise<People> {
  const shown = new Map<string, (card: unknown) => void>();
  const goingOn: unknown[] = [];
  let ids = 0;

  const connector = createServer(async (incoming, response) => {
    const card = cardIn(await textOf(incoming));
    response.setHeader('Content-Type', 'application/json');
    response.end('{"id":"1:card"}');
    if (card !== null) shown.get(conversationIn(incoming.url ?? ''))?.(card);
  });
  await new Promise<void>((resolve) => connector.listen(0, '127.0.0.1', resolve));
  const serviceUrl = `http://127.0.0.1:${(connector.address() as AddressInfo).port}`;

  const post = (agent: Agent, activity: unknown): Promise<string> => {
    const body = JSON.stringify(activity);
    return new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
      const target = { host: '127.0.0.1', port: botPort(), path: '/api/messages', method: 'POST' };
      request({ ...target, agent, headers, timeout: ANSWERED_WITHIN_MS }, (response) => {
        if (response.statusCode === 200) textOf(response).then(resolve, reject);
        else reject(new Error(`answered ${response.statusCode}`));
      })
        .on('timeout', () => reject(new Error('A press was not answered.')))
        .on('error', reject)
        .end(body);
    });
  };

  /** One person: gives the next press each time, and waits for what it comes to. */
  const person = (agent: Agent) => {
    let number = 0;
    let card: unknown = null;
    let presses = PRESSES_EACH;
    return async (): Promise<void> => {
      ids += 1;
      if (presses >= PRESSES_EACH) {
        number = ids;
        card = null;
        presses = 0;
      }
      presses += 1;
      const common = activityOf(serviceUrl, number, ids);
      const changed = new Promise<unknown>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('No card came of a press.')), ANSWERED_WITHIN_MS);
        late.unref();
        shown.set(common.conversation.id, (next) => {
          clearTimeout(late);
          resolve(next);
        });
      });
      const sent =
        talksBack && card === null
          ? begin(common)
          : press(common, talksBack ? choose(pressablesOf(card), presses) : SAME);
      const [next, answer] = await Promise.all([changed, post(agent, sent)]);
      // Once a person: who only updates, or only answers, does half the work.
      if (presses === FIRST_ANSWERS + 1 && !isDeepStrictEqual(JSON.parse(answer).value, next)) {
        throw new Error('The answer to a press is not the card that the message was updated with.');
      }
      card = next;
      if (presses > FIRST_ANSWERS) goingOn[presses % 2] = card;
      shown.delete(common.conversation.id);
    };
  };

  return {
    serviceUrl,
    cards: () => goingOn,
    async inARush(count, ms) {
      let turns = 0;
      const began = performance.now();
      const each = async (): Promise<void> => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        const press = person(agent);
        try {
          while (performance.now() - began < ms) {
            await press();
            turns += 1;
          }
        } finally {
          agent.destroy();
        }
      };
      await Promise.all(Array.from({ length: count }, each));
      return turns / ((performance.now() - began) / 1000);
    },
    close: () =>
      new Promise((resolve) => {
        connector.closeAllConnections();
        connector.close(() => resolve());
      }),
  };
}

/** What Teams sends with everything that a person does. */
function activityOf(serviceUrl: string, person: number, id: number) {
  const tenantId = '00000000-0000-4000-8000-0000000000aa';
  const time = new Date().toISOString();
  return {
    id: `f:${id}`,
    channelId: 'msteams',
    serviceUrl,
    timestamp: time,
    localTimestamp: time,
    locale: 'en-GB',
    from: {
      id: `29:person-${person}`,
      aadObjectId: `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`,
      name: 'Somebody Here',
    },
    recipient: { id: '28:bench', name: 'Share Check' },
    conversation: { id: `a:chat-${person}`, conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId }, source: { name: 'message' } },
    entities: [
      { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'iOS', timezone: 'Europe/London' },
    ],
  };
}

type Common = ReturnType<typeof activityOf>;

const begin = (common: Common) => ({ ...common, type: 'message', text: 'share check', textFormat: 'plain' });

const press = (common: Common, { token, label }: Pressable) => ({
  ...common,
  type: 'invoke',
  name: 'adaptiveCard/action',
  replyToId: '1:card',
  value: {
    action: { type: 'Action.Execute', title: label, verb: 'press', data: { token } },
    trigger: 'manual',
  },
});

const SAME: Pressable = { token: 'tAAAAAAAAAAAAAAAA', label: 'Why are you asking?' };

/** What is pressed when: two answers that open no case, then why it is asked, and back, again and again. */
function choose(buttons: readonly Pressable[], press: number): Pressable {
  const wanted = press <= FIRST_ANSWERS ? /^no\b/i : /^(why are you asking|back to the question)/i;
  const found = buttons.find(({ label }) => wanted.test(label));
  if (found !== undefined) return found;
  throw new Error(`Nothing to press: ${buttons.map(({ label }) => label).join(', ')}`);
}

function pressablesOf(value: unknown): Pressable[] {
  if (Array.isArray(value)) return value.flatMap(pressablesOf);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'Action.Execute' && 'title' in value && 'data' in value) {
    const { token } = value.data as { readonly token: unknown };
    return [{ token: String(token), label: String(value.title) }];
  }
  return Object.values(value).flatMap(pressablesOf);
}

/** The card of a message that the connector is given; null when it has none. */
function cardIn(text: string): unknown {
  const sent: { readonly attachments?: readonly { readonly content?: unknown }[] } = JSON.parse(text);
  return sent.attachments?.[0]?.content ?? null;
}

/** `/v3/conversations/<id>/activities/…` */
const conversationIn = (path: string): string => decodeURIComponent(path.split('/')[3] ?? '');

async function textOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
