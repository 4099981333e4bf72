import type { RequestListener } from 'node:http';
import type { HandleTurn, Speaker, TurnReply } from '../../conversation/event.ts';
import type { Messenger } from '../../delivery/messenger.ts';
import { createBoltApp, createHttpReceiver } from './bolt-app.ts';
import { createConnection } from './connection.ts';
import { slackMessenger } from './messenger.ts';
import { renderMessage } from './render-message.ts';
import { createRespond, type Times } from './respond.ts';
import { createSocketReceiver } from './socket.ts';
import { createSlackApi } from './web-api.ts';

export type SlackOptions = {
  readonly botToken: string;
  readonly transport:
    | { readonly kind: 'http'; readonly signingSecret: string }
    /** Slack is connected to: no public address is needed. */
    | { readonly kind: 'socket'; readonly appToken: string };
  /** In place of `https://slack.com/api/`. */
  readonly apiUrl?: string;
  readonly handle: HandleTurn;
  /** The card for App Home; the cards on other surfaces go on working. */
  readonly home: (speaker: Speaker) => Promise<TurnReply>;
  /** Channels that may be posted to although everybody in the organisation can join them. */
  readonly mayBePublic?: (channel: string) => boolean;
  /** How long to wait for what; for tests. */
  readonly times?: Times & { readonly unansweredMs?: number; readonly callMs?: number };
  /** Told of what failed, by code; never of what was said. */
  readonly report?: (fault: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
  }) => void;
};

export type SlackChannel = {
  /** Takes `POST /slack/events` whole, body unread; null in Socket Mode. */
  readonly listener: RequestListener | null;
  readonly messenger: Messenger;
  /** Slack has said who we are, and (in Socket Mode) the connection stands. */
  isConnected(): boolean;
  /** Begins to connect and goes on until it is. Never rejects: Slack being down is no reason not to start. */
  start(): void;
  /** Takes nothing more and waits for the turns under way. */
  stop(): Promise<void>;
};

const ANSWER_WITHIN_MS = 4000;

/** Share Check in one Slack workspace. Nothing is sent, and nothing connected to, before `start`. */
export function createSlackChannel(options: SlackOptions): SlackChannel {
  const { botToken, transport, apiUrl, handle, home, times } = options;
  const report = options.report ?? (() => undefined);
  const address = apiUrl === undefined ? {} : { apiUrl };
  const api = createSlackApi({ token: botToken, ...address });
  const connection = createConnection({ api, report });
  let us = connection.identity();
  /** Also through an outage, so that people of other organisations are told from ours. */
  const lastKnown = (): typeof us => {
    us = connection.identity() ?? us;
    return us;
  };
  const respond = createRespond({
    // A person waits in front of it: what hangs is given up sooner, and shown in another way.
    api: createSlackApi({ token: botToken, ...address, timeoutMs: times?.callMs ?? ANSWER_WITHIN_MS }),
    handle,
    home,
    report,
    identity: lastKnown,
    ...(times === undefined ? {} : { times }),
  });
  const http =
    transport.kind === 'http' ? createHttpReceiver(transport.signingSecret, times?.unansweredMs) : null;
  const socket =
    transport.kind === 'socket'
      ? createSocketReceiver({ appToken: transport.appToken, report, ...address })
      : null;
  const receiver = http?.receiver ?? socket?.receiver;
  if (receiver === undefined) throw new Error('There is no transport.');
  createBoltApp({
    botToken,
    receiver,
    respond,
    identity: lastKnown,
    // Not believed unseen: the event may be late, and the token a new one by now.
    revoked: () => connection.check(),
  });
  let stopped = false;
  return {
    listener: http === null ? null : (...sent) => (stopped ? refuse : http.listener)(...sent),
    messenger: slackMessenger({
      api,
      render: renderMessage,
      allowPublic: options.mayBePublic ?? (() => false),
    }),
    isConnected: () => connection.identity() !== null && (socket === null || socket.isConnected()),
    start() {
      connection.start();
      socket?.start();
    },
    async stop() {
      stopped = true;
      connection.stop();
      await socket?.stop();
      await respond.stop();
    },
  };
}

/** After the stop: Slack sends it again, or tells the person that it did not work. */
const refuse: RequestListener = (request, response) => {
  response.writeHead(503, { Connection: 'close' });
  response.end();
  request.resume();
};
