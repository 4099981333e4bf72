import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { breaksLimits } from '../../../src/channels/slack/limits.ts';
import { slackRefuses } from './block-checks.ts';
import type { Part } from './checks.ts';
import { createFaults, type Faults } from './faults.ts';
import { answerTo } from './messages.ts';
import { serve } from './serve.ts';
import { applySubmission, closeView, viewPayload } from './views.ts';
import {
  type Call,
  type Change,
  chatWith,
  type FakeChannel,
  type FakeMessage,
  type FakeUser,
  type FakeView,
  nextNumber,
  type Origin,
  type Workspace,
} from './workspace.ts';

export type FakeSlack = {
  readonly url: string;
  /** In place of `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly ids: Workspace['ids'];
  readonly workspace: Workspace;
  readonly faults: Faults;
  readonly calls: readonly Call[];
  /** How many calls wait for their answer. */
  readonly underWay: () => number;
  readonly changes: readonly Change[];
  addUser(user: FakeUser): void;
  addChannel(channel: FakeChannel): void;
  /** Moves Slack's clock. */
  pass(ms: number): void;
  /** What Slack sends along with something a person did: opens one modal within three seconds. */
  trigger(userId: string): string;
  /** Where what a person did can be answered: five times, for half an hour. */
  responseUrl(origin: Origin): string;
  /** The modal the person looks at. */
  modal(userId: string): FakeView | undefined;
  home(userId: string): FakeView | undefined;
  /** What stands in a channel, or in the chat with a person; what one person alone sees is left out. */
  messages(channelOrUser: string): readonly FakeMessage[];
  /** The channel id of the chat of the app with a person. */
  chatWith(userId: string): string;
  /** What this person alone sees, anywhere. */
  ephemerals(userId: string): readonly FakeMessage[];
  /** Types into a field of an open view, or chooses in it: the value in the form Slack sends. */
  fill(viewId: string, block: string, action: string, value: Part): void;
  /** The person closes the modal they look at; gives what Slack sends of it. */
  closeModal(userId: string): Part | undefined;
  /** Does what the app answered when a form was sent. */
  submitted(viewId: string, body: string): void;
  /** Shows what the app answered to a command with the request itself. */
  answered(userId: string, body: string): void;
  viewPayload(view: FakeView): Part;
  /** What was badly built so far; from now on it is no longer held against the app. */
  excuse(): readonly string[];
  /** Nobody listens any more, until it comes back. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  /** @throws Error naming what was badly built, unless it was excused. */
  close(): Promise<void>;
};

export const ALL_SCOPES: readonly string[] = [
  'app_mentions:read',
  'channels:read',
  'chat:write',
  'commands',
  'groups:read',
  'im:history',
  'im:write',
  'users:read',
];

/** Slack as one workspace with one app sees it, over HTTP on this machine. Its clock stands still unless moved. */
export async function startFakeSlack(
  options: { readonly scopes?: readonly string[]; readonly check?: Workspace['check'] } = {},
): Promise<FakeSlack> {
  const ids = { team: 'T0SCHOOL', appId: 'A0SHARECHECK', botId: 'B0SHARECHECK', botUser: 'U0SHARECHECK' };
  const workspace: Workspace = {
    ids,
    token: 'xoxb-made-up-for-tests',
    scopes: options.scopes ?? ALL_SCOPES,
    pageSize: 1000,
    now: Date.parse('2026-11-23T10:15:00Z'),
    users: new Map([[ids.botUser, { id: ids.botUser, name: 'sharecheck', bot: true }]]),
    channels: new Map(),
    messages: [],
    views: new Map(),
    open: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    changes: [],
    violations: [],
    check:
      options.check ??
      ((surface, value) => [...slackRefuses(surface, value), ...breaksLimits(surface, value)]),
    count: 0,
  };
  const faults = createFaults();
  const calls: Call[] = [];
  let underWay = 0;
  let url = '';

  const server = createServer((request, response) => {
    underWay += 1;
    response.once('close', () => {
      underWay -= 1;
    });
    void serve(workspace, faults, calls, request, response);
  });
  const port = await listen(server, 0);
  url = `http://127.0.0.1:${port}`;

  const modal = (userId: string): FakeView | undefined =>
    workspace.views.get(workspace.open.get(userId)?.at(-1) ?? '');
  const goAway = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    ...{ url, apiUrl: `${url}/api/`, ids, workspace, faults, calls, changes: workspace.changes },
    botToken: workspace.token,
    signingSecret: 'made-up-signing-secret',
    underWay: () => underWay,
    addUser: (user) => void workspace.users.set(user.id, user),
    addChannel: (channel) => void workspace.channels.set(channel.id, channel),
    pass: (ms) => {
      workspace.now += ms;
    },
    trigger(userId) {
      const id = `${nextNumber(workspace)}.${nextNumber(workspace)}.${nextNumber(workspace).toString(16)}`;
      workspace.triggers.set(id, { userId, at: workspace.now, used: false });
      return id;
    },
    responseUrl(origin) {
      const id = `answer-${nextNumber(workspace)}`;
      workspace.responseUrls.set(id, { origin, at: workspace.now, uses: 0 });
      return `${url}/actions/${ids.team}/${id}`;
    },
    modal,
    home: (userId) => workspace.homes.get(userId),
    messages(id) {
      const channel = workspace.users.has(id) ? chatWith(workspace, id).id : id;
      return workspace.messages.filter((each) => each.channel === channel && each.onlyFor === undefined);
    },
    chatWith: (userId) => chatWith(workspace, userId).id,
    ephemerals: (userId) => workspace.messages.filter(({ onlyFor }) => onlyFor === userId),
    fill(viewId, block, action, value) {
      const view = workspace.views.get(viewId);
      if (view === undefined) throw new Error('The view to fill in is not open.');
      const values = { ...view.values, [block]: { ...view.values[block], [action]: value } };
      workspace.views.set(viewId, { ...view, values });
    },
    closeModal(userId) {
      const view = modal(userId);
      if (view === undefined) return undefined;
      closeView(workspace, view);
      return viewPayload(workspace, view);
    },
    submitted: (viewId, body) => applySubmission(workspace, viewId, body),
    answered(userId, body) {
      if (body === '') return;
      const origin = { userId, channel: chatWith(workspace, userId).id };
      workspace.responseUrls.set(body, { origin, at: workspace.now, uses: 0 });
      answerTo(workspace, body, JSON.parse(body) as Part);
    },
    viewPayload: (view) => viewPayload(workspace, view),
    excuse: () => workspace.violations.splice(0),
    goAway,
    comeBack: async () => void (await listen(server, port)),
    async close() {
      if (server.listening) await goAway();
      const { violations } = workspace;
      if (violations.length > 0) throw new Error(`Slack would refuse this:\n  ${violations.join('\n  ')}`);
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
