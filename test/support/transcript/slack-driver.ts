import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextRound, setTimeout as pause } from 'node:timers/promises';
import { createSlackChannel, type SlackChannel } from '../../../src/channels/slack/index.ts';
import { type FakeSlack, startFakeSlack } from '../slack/fake-slack.ts';
import {
  findField,
  findPress,
  newestOf,
  pressRequest,
  readAll,
  readUnder,
  type Seen,
  seenBy,
  typed,
  valueFor,
} from '../slack/person.ts';
import { type SlackRequest, sendSigned } from '../slack/signed.ts';
import type { Driver, Fields, House, Place } from './driver.ts';
import { sameWords } from './same-words.ts';

/** Slack over HTTP: signed requests go to the real listener, and what it shows comes through a Slack of this machine. */
export async function slackPlace(house: House): Promise<Place> {
  const slack = await startFakeSlack();
  const addUser = (id: string): void => slack.addUser({ id, name: id.toLowerCase() });
  (house.users?.('slack') ?? []).forEach(addUser);

  let underWay = 0;
  let turns = 0;
  /** How much had been shown when the last turn was over: what it gave comes after that. */
  let shownBefore = 0;
  const open = (): SlackChannel => {
    const channel = createSlackChannel({
      botToken: slack.botToken,
      transport: { kind: 'http', signingSecret: slack.signingSecret },
      apiUrl: slack.apiUrl,
      home: async (speaker) => house.home?.(speaker) ?? { cards: [] },
      handle: async (event) => {
        underWay += 1;
        turns += 1;
        try {
          return await house.handle(event);
        } finally {
          underWay -= 1;
          shownBefore = slack.changes.length;
        }
      },
    });
    channel.start();
    house.connect?.('slack', channel.messenger);
    return channel;
  };
  let channel = open();
  const server = createServer((request, response) => channel.listener?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sending = { base: `http://127.0.0.1:${port}`, secret: slack.signingSecret };

  /** Resolves when the turns are over and what they give is shown. */
  const settled = async (turnsBefore: number): Promise<void> => {
    const giveUp = Date.now() + LONGEST_WAIT_MS;
    for (let quiet = 0; quiet < QUIET_ROUNDS; ) {
      const before = slack.calls.length + turns;
      await pause(1);
      await nextRound();
      const busy = underWay > 0 || slack.underWay() > 0 || slack.calls.length + turns > before;
      const comes = turns > turnsBefore && slack.changes.length <= shownBefore && Date.now() < giveUp;
      quiet = busy || comes ? 0 : quiet + 1;
    }
  };
  /** Sends what a person did, and waits for what comes of it. */
  const send = async (userId: string, all: readonly Doing[]): Promise<void> => {
    const before = turns;
    for (const { request, viewId } of all) {
      const { status, body } = await sendSigned(request, sending);
      if (status !== 200) throw new Error(`The endpoint answered ${status}.`);
      if (viewId === undefined) slack.answered(userId, body);
      else slack.submitted(viewId, body);
    }
    await settled(before);
  };

  return {
    sit(person) {
      const userId = house.userId(person, 'slack');
      if (!slack.workspace.users.has(userId)) addUser(userId);
      return personInSlack(house, slack, userId, send, async () => {
        await channel.stop();
        await house.restart();
        channel = open();
      });
    },
    end: async () => {
      await channel.stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await slack.close();
    },
  };
}

type Doing = { readonly request: SlackRequest; readonly viewId?: string };

function personInSlack(
  house: House,
  slack: FakeSlack,
  userId: string,
  sendAll: (userId: string, all: readonly Doing[]) => Promise<void>,
  restart: () => Promise<void>,
): Driver {
  let shown: readonly Seen[] = [];

  /** What looks otherwise afterwards is what they look at. */
  const send = async (...all: readonly Doing[]): Promise<string> => {
    const changes = slack.changes.length;
    await sendAll(userId, all);
    const changed = newestOf(seenBy(slack, userId, changes));
    // Nothing new: the person still looks at what was there.
    if (changed.length > 0) shown = changed;
    return readAll(shown);
  };
  const press = (label: string, times: number, among: readonly Seen[]): Promise<string> => {
    const { on, press } = found('tap', label, (same) => findPress(among, same));
    const requests = Array.from({ length: times }, () => pressRequest(slack, userId, on, press));
    const viewId = press.kind === 'submit' && on.kind === 'view' ? { viewId: on.view.id } : {};
    return send(...requests.map((request) => ({ request, ...viewId })));
  };
  const fillIn = ({ filled, chosen }: Fields): void => {
    const fill = (label: string, given: Parameters<typeof valueFor>[1]): void => {
      const { view, field } = found('fill in', label, (same) => findField(shown, same));
      slack.fill(view.id, field.block, field.action, valueFor(field, given));
    };
    for (const [label, text] of filled) fill(label, text);
    for (const [label, options] of chosen) fill(label, options.map(sameAs));
    // What was typed travels with the next press.
    shown = shown.map((one) =>
      one.kind === 'view' ? { ...one, view: slack.workspace.views.get(one.view.id) ?? one.view } : one,
    );
  };

  return {
    say: (text) => send({ request: typed(slack, userId, sameWords(text) === 'share check' ? '' : text) }),
    tap: async (label, fields) => {
      fillIn(fields);
      // Slack itself holds back a form in which a needed field is empty. It is sent all the same: the service must not lean on that.
      return press(label, 1, shown);
    },
    doubleTap: (label) => press(label, 2, shown),
    tapOld: (label) => {
      const now = newestOf(seenBy(slack, userId)).map(({ shown: { content } }) => content);
      const earlier = seenBy(slack, userId).filter(({ shown: { content } }) => !now.includes(content));
      return press(label, 1, earlier);
    },
    open: async (summary) => {
      const text = readUnder(shown, sameAs(summary));
      if (text === undefined) throw new Error(`Nothing to open is called "${summary}".`);
      return text;
    },
    message: async (words) => {
      const all = newestOf(seenBy(slack, userId)).filter(({ kind }) => kind === 'message');
      const found = all.findLast((one) => sameWords(readAll([one])).includes(sameWords(words)));
      if (found === undefined)
        throw new Error(
          `No message says "${words}". There is:\n${all.map((one) => readAll([one])).join('\n\n')}`,
        );
      shown = [found];
      return readAll(shown);
    },
    restart,
    wait: async (seconds) => {
      slack.pass(seconds * 1000);
      await house.wait(seconds);
    },
    storage: (works) => house.storage(works),
    entries: () => house.entries(),
    received: () => house.received(),
    lead: house.lead,
    end: async () => undefined,
  };
}

/** Rounds in which nothing happens, after which nothing more is awaited. */
const QUIET_ROUNDS = 8;
/** For what a turn gave to be shown; after that the story fails by what it looks for. */
const LONGEST_WAIT_MS = 2000;

const sameAs =
  (label: string) =>
  (words: string): boolean =>
    sameWords(words) === sameWords(label);

function found<T>(what: string, label: string, find: (same: (words: string) => boolean) => T): T {
  try {
    return find(sameAs(label));
  } catch (error) {
    throw new Error(
      `Nothing to ${what} is called "${label}". ${error instanceof Error ? error.message : ''}`,
    );
  }
}
