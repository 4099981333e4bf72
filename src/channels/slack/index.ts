import type { RequestListener } from 'node:http';
import type { HandleTurn, Speaker, TurnReply } from '../../conversation/event.ts';
import type { Messenger } from '../../delivery/messenger.ts';

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
  /** Told of what failed, by code; never of what was said. */
  readonly report?: (fault: { readonly code: string; readonly message: string; readonly remedy: string }) => void;
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
