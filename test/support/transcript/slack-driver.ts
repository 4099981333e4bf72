import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextRound, setTimeout as pause } from 'node:timers/promises';
import { createSlackChannel, type SlackChannel } from '../../../src/channels/slack/index.ts';
import { startFakeSlack } from '../slack/fake-slack.ts';
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
import type { Driver, Fields, House } from './driver.ts';
import { sameWords } from './same-words.ts';

/** Drives Slack over HTTP: signed requests to the real listener, and what it shows through a Slack of this machine. */
export async function slackDriver(house: House, person: string): Promise<Driver> {
  const slack = await startFakeSlack();
  const userId = house.userId(person, 'slack');
  slack.addUser({ id: userId, name: person.replaceAll('-', '.') });

  let underWay = 0;
  let turns = 0;
  /** How much had been shown when the last turn was over: what it gave comes after that. */
  let shownBefore = 0;
  const open = (): SlackChannel => {
    const channel = createSlackChannel({
      botToken: slack.botToken,
      transport: { kind: 'http', signingSecret: slack.signingSecret },
      apiUrl: slack.apiUrl,
      home: async () => ({ cards: [] }),
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
    return channel;
  };
  let channel = open();
  const server = createServer((request, response) => channel.listener?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sending = { base: `http://127.0.0.1:${port}`, secret: slack.signingSecret };

  let shown: readonly Seen[] = [];

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
  /** Sends what a person did; what looks otherwise afterwards is what they look at. */
  const send = async (
    ...requests: readonly { request: SlackRequest; viewId?: string }[]
  ): Promise<string> => {
    const changes = slack.changes.length;
    const before = turns;
    for (const { request, viewId } of requests) {
      const { status, body } = await sendSigned(request, sending);
      if (status !== 200) throw new Error(`The endpoint answered ${status}.`);
      if (viewId === undefined) slack.answered(userId, body);
      else slack.submitted(viewId, body);
    }
    await settled(before);
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
    restart: async () => {
      await channel.stop();
      await house.restart();
      channel = open();
    },
    wait: async (seconds) => {
      slack.pass(seconds * 1000);
      await house.wait(seconds);
    },
    storage: (works) => house.storage(works),
    entries: () => house.entries(),
    received: () => house.received(),
    lead: house.lead,
    end: async () => {
      await channel.stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await house.end();
      await slack.close();
    },
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
