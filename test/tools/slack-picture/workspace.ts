import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createApp } from '../../../src/app.ts';
import { createSlackChannel } from '../../../src/channels/slack/index.ts';
import type { Content } from '../../../src/content/load-all.ts';
import { provenShipped, shippedContent } from '../../support/house.ts';
import { type FakeSlack, startFakeSlack } from '../../support/slack/fake-slack.ts';
import { type SlackRequest, sendSigned } from '../../support/slack/signed.ts';

export const DECISIONS = 'C0DECISIONS';

/** The example school in a Slack of this machine. */
export type School = {
  readonly slack: FakeSlack;
  /** Sends what somebody did and waits until what comes of it is shown. `viewId`: whose form it sends. */
  send(request: SlackRequest, viewId?: string): Promise<void>;
  idOf(person: string): string;
  end(): Promise<void>;
};

/** The real service with its real Slack channel: signed requests in, Slack's Web API out, messages delivered. */
export async function openSchool(at: string): Promise<School> {
  const slack = await startFakeSlack();
  slack.workspace.now = Date.parse(at);
  const shipped = await shippedContent();
  const content = inSlack(shipped);
  const { people } = content.deployment;
  for (const { id, slack: userId = '' } of people)
    slack.addUser({ id: userId, name: id.replaceAll('-', '.') });
  const members = people.flatMap(({ slack: userId }) => userId ?? []);
  slack.addChannel({ id: DECISIONS, name: 'safeguarding-decisions', private: true, joined: true, members });

  const folder = await mkdtemp(join(tmpdir(), 'share-check-'));
  const app = await createApp({
    config: { data: folder, key: null, mode: 'local' },
    content,
    proven: provenShipped(shipped),
    log: () => undefined,
    now: () => new Date(slack.workspace.now),
  });
  let underWay = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    underWay += 1;
    try {
      return await work;
    } finally {
      underWay -= 1;
    }
  };
  const channel = createSlackChannel({
    botToken: slack.botToken,
    transport: { kind: 'http', signingSecret: slack.signingSecret },
    apiUrl: slack.apiUrl,
    handle: (event) => counted(app.handle(event)),
    home: (speaker) => counted(app.home(speaker)),
    // Nothing is in a hurry here: no picture is to show a window that waits.
    times: { openWithinMs: 60_000, submitWithinMs: 60_000 },
  });
  const worker = app.deliverThrough({ slack: channel.messenger });
  channel.start();
  const server = createServer((request, response) => channel.listener?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sending = { base: `http://127.0.0.1:${port}`, secret: slack.signingSecret };

  const settled = async (): Promise<void> => {
    for (let quiet = 0; quiet < 10; ) {
      const before = slack.calls.length;
      await pause(10);
      const busy = underWay > 0 || slack.underWay() > 0 || slack.calls.length > before;
      quiet = busy ? 0 : quiet + 1;
    }
  };
  await settled();
  return {
    slack,
    async send(request, viewId) {
      const { status, body } = await sendSigned(request, sending);
      if (status !== 200) throw new Error(`The endpoint answered ${status}.`);
      if (viewId !== undefined) slack.submitted(viewId, body);
      await settled();
      await worker.runOnce();
      await settled();
    },
    idOf(person) {
      const id = people.find((each) => each.id === person)?.slack;
      if (id === undefined) throw new Error(`${person} is not in Slack.`);
      return id;
    },
    async end() {
      await channel.stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await app.close();
      await slack.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Everybody of the example school is in Slack and nowhere else, and so is its channel. */
function inSlack(content: Content): Content {
  const { deployment } = content;
  const people = deployment.people.map(({ teams: _, ...person }) => ({
    ...person,
    slack: `U0${person.id.replaceAll('-', '').toUpperCase()}`,
  }));
  const notifications = {
    ...deployment.notifications,
    channels: [{ channel: 'slack' as const, target: DECISIONS, name: 'Safeguarding decisions' }],
  };
  return { ...content, deployment: { ...deployment, people, notifications } };
}
