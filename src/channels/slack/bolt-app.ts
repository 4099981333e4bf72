import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Receiver } from '@slack/bolt';
import { WINDOW } from './block-kit.ts';
import { receiveCommand, receiveHomeOpened, receiveMessage, receiveShortcut } from './receive.ts';
import { receiveAction, receiveSubmission } from './receive-press.ts';
import { renderMessage } from './render-message.ts';
import type { Respond } from './respond.ts';
import { SILENT } from './silent-logger.ts';
import type { Identity } from './slack-api.ts';
import type { SlackTurn } from './slack-turn.ts';
import { COMMAND, GLOBAL_SHORTCUT, MESSAGE_SHORTCUT } from './uses.ts';
import { UNKNOWN } from './words.ts';

export type BoltParts = {
  readonly botToken: string;
  readonly receiver: Receiver;
  readonly respond: Respond;
  /** Null until Slack has said who we are: what comes before is answered all the same. */
  readonly identity: () => Identity | null;
  /** The app was taken out of the workspace, or its token revoked. */
  readonly revoked: () => void;
};

/** Larger than the largest window with its form as Slack encodes it, and far from what a process could be filled with. */
const LARGEST_BODY = 1024 * 1024;
const REMEMBERED = 2000;
const AHEAD_SECONDS = 300;

/** Receives over HTTP: every request is verified against the signing secret (and its age) before anything reads it. */
export function createHttpReceiver(
  signingSecret: string,
  unansweredMs = 2900,
): {
  readonly receiver: Receiver;
  readonly listener: RequestListener;
} {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: '/slack/events',
    logger: SILENT,
    bodyLimit: LARGEST_BODY,
    // What nothing here answers to is refused a little before Slack gives up on it.
    unhandledRequestTimeoutMillis: unansweredMs,
  });
  return {
    receiver,
    listener: (request, response) => {
      // Bolt refuses what is too old; what is dated ahead could be sent again for longer.
      const dated = Number(request.headers['x-slack-request-timestamp']);
      if (!(dated - Date.now() / 1000 > AHEAD_SECONDS)) return receiver.requestListener(request, response);
      response.writeHead(401, { Connection: 'close' });
      response.end();
      request.resume();
    },
  };
}

/** Listens to everything Share Check takes part in, and gives each request its answer before anything slow is begun. */
export function createBoltApp({ botToken, receiver, respond, identity, revoked }: BoltParts): App {
  const app = new App({
    receiver,
    logger: SILENT,
    convoStore: false,
    // Bolt would ask Slack once, at the start, and keep a refusal for ever.
    authorize: async () => {
      const us = identity();
      return us === null ? { botToken } : { botToken, botId: us.botId, botUserId: us.userId };
    },
  });
  const seen = new Set<string>();

  const begin = (turn: SlackTurn | null): void => {
    if (turn === null || seen.has(turn.event.id)) return;
    seen.add(turn.event.id);
    for (const oldest of seen) {
      if (seen.size <= REMEMBERED) break;
      seen.delete(oldest);
    }
    void respond.turn(turn);
  };

  app.command(COMMAND, async ({ body, ack }) => {
    await ack();
    begin(receiveCommand(body));
  });
  app.command(/^/, async ({ command, ack }) => {
    if (command.command === COMMAND) return;
    await ack({ response_type: 'ephemeral', ...drawn(UNKNOWN) });
  });
  app.shortcut(/^/, async ({ body, ack }) => {
    await ack();
    if (body.callback_id === GLOBAL_SHORTCUT || body.callback_id === MESSAGE_SHORTCUT)
      begin(receiveShortcut(body));
  });
  app.action(/^/, async ({ body, ack }) => {
    await ack();
    begin(receiveAction(body));
  });
  app.view({ callback_id: WINDOW, type: 'view_submission' }, async ({ body, ack }) => {
    const turn = receiveSubmission(body);
    if (turn === 'nothing') return ack();
    // An answer would close the window, as if it had been taken in. Without one Slack says so and keeps what was typed.
    if (turn === null) return;
    const answer = await respond.submit(turn);
    await (answer.response_action === 'errors'
      ? ack({ response_action: 'errors', errors: answer.errors })
      : ack({ response_action: 'update', view: answer.view }));
  });
  app.view({ callback_id: WINDOW, type: 'view_closed' }, async ({ body, ack }) => {
    await ack();
    void respond.closed(body.user.id, body.view.id);
  });
  app.event('message', async ({ body }) => begin(receiveMessage(body, identity()?.userId)));
  app.event('app_mention', async ({ body }) => begin(receiveMessage(body, identity()?.userId)));
  app.event('app_home_opened', async ({ body }) => {
    const userId = receiveHomeOpened(body);
    if (userId !== null) void respond.home(userId);
  });
  app.event('app_uninstalled', async () => revoked());
  app.event('tokens_revoked', async () => revoked());
  return app;
}

const drawn = (card: typeof UNKNOWN) => {
  const { text, blocks } = renderMessage(card);
  return { text, blocks: [...blocks] };
};
