import type { Home, Modal, SlackMessage } from './block-kit.ts';

/** Who Share Check is in this workspace. */
export type Identity = {
  readonly team: string;
  readonly userId: string;
  readonly botId: string;
  /** What the token may do, as Slack tells with its answer. */
  readonly scopes: readonly string[];
};

export type ChannelInfo = {
  readonly archived: boolean;
  readonly private: boolean;
  /** Shared with another organisation, now or about to be. */
  readonly external: boolean;
  /** Whether Share Check is in it. */
  readonly member: boolean;
};

export type MemberInfo = {
  readonly guest: boolean;
  /** Of another organisation. */
  readonly stranger: boolean;
  readonly bot: boolean;
  /** The account was closed. */
  readonly gone: boolean;
};

/**
 * The part of Slack's Web API that Share Check uses, each method one call without a repeat. Rejects with a `SlackFault`
 * alone.
 */
export type SlackApi = {
  whoAmI(): Promise<Identity>;
  /** Resolves with the id of the view. */
  openView(trigger: string, view: Modal): Promise<string>;
  updateView(viewId: string, view: Modal): Promise<void>;
  publishHome(userId: string, view: Home): Promise<void>;
  /** Resolves with the `ts` of the message. `under`: the `ts` of the message whose thread it goes into. */
  post(channel: string, message: SlackMessage, under?: string): Promise<string>;
  update(channel: string, ts: string, message: SlackMessage): Promise<void>;
  /** Seen by this person alone, in a channel they are in. */
  postPrivately(channel: string, userId: string, message: SlackMessage, under?: string): Promise<void>;
  /** Answers through the address that came with a press or a command, to this person alone. */
  respond(responseUrl: string, message: SlackMessage, replace: boolean): Promise<void>;
  /** The chat with one person; resolves with its channel id. */
  openChat(userId: string): Promise<string>;
  channel(id: string): Promise<ChannelInfo>;
  /** User ids of everybody in it. */
  members(channel: string): Promise<readonly string[]>;
  member(userId: string): Promise<MemberInfo>;
};

/** A call of Slack's Web API that did not work. Holds nothing of what was sent. */
export class SlackFault extends Error {
  override name = 'SlackFault';
  /**
   * Slack's own word, such as `channel_not_found`. Otherwise `ratelimited`, `http_503` and the like, `timeout`, `unreachable`
   * (nothing left this machine), `connection_lost`, `malformed_answer` or `response_url_refused`.
   */
  readonly code: string;
  /** It may have been done all the same: nobody said no. */
  readonly unclear: boolean;
  readonly retryAfterSeconds: number | undefined;
  /** The scope that the token lacks, where Slack says so. */
  readonly needed: string | undefined;
  constructor(code: string, unclear: boolean, retryAfterSeconds?: number, needed?: string) {
    super(`Slack: ${code}`);
    this.code = code;
    this.unclear = unclear;
    this.retryAfterSeconds = retryAfterSeconds;
    this.needed = needed;
  }
}
