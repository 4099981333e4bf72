import { WebClient } from '@slack/web-api';
import { fetchFromSlack, platformFault, toSlackFault } from './api-fault.ts';
import type { SlackMessage } from './block-kit.ts';
import { createJsonCalls } from './json-call.ts';
import { SILENT } from './silent-logger.ts';
import { type Identity, type SlackApi, SlackFault } from './slack-api.ts';

export type SlackApiOptions = {
  readonly token: string;
  /** In place of `https://slack.com/api/`. */
  readonly apiUrl?: string;
  /** For each call, with the reading of its answer. */
  readonly timeoutMs?: number;
};

const SLACK = 'https://slack.com/api/';
const TIMEOUT_MS = 10_000;
const PAGE = 500;
const MOST_PAGES = 20;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Slack's Web API with this bot token. One attempt for each call: who calls decides about another. Rejects with `SlackFault`
 * alone, which holds neither the token nor anything that was sent. The first `member` asks once more who we are.
 */
export function createSlackApi({ token, apiUrl, timeoutMs = TIMEOUT_MS }: SlackApiOptions): SlackApi {
  const client = new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    logger: SILENT,
    fetch: fetchFromSlack,
    allowAbsoluteUrls: false,
  });
  const waited = createJsonCalls(apiUrl ?? SLACK, token, timeoutMs);
  let home: { readonly team: string; readonly enterprise: string | undefined } | undefined;

  const whoAmI = async (): Promise<Identity> => {
    const us = await asked(client.auth.test());
    // The token of a person: Share Check would write in their name.
    if (us.bot_id === undefined) throw new SlackFault('not_allowed_token_type', false);
    const team = there(us.team_id);
    home = { team, enterprise: us.enterprise_id };
    return {
      team,
      userId: there(us.user_id),
      botId: us.bot_id,
      scopes: us.response_metadata?.scopes ?? [],
    };
  };

  return {
    whoAmI,
    async openView(trigger, view) {
      const { view: opened } = await waited.call('views.open', { trigger_id: trigger, view });
      const id = typeof opened === 'object' && opened !== null && 'id' in opened ? opened.id : undefined;
      return there(typeof id === 'string' ? id : undefined);
    },
    async updateView(viewId, view) {
      await waited.call('views.update', { view_id: viewId, view });
    },
    async publishHome(userId, view) {
      await asked(client.views.publish({ user_id: userId, view }));
    },
    async post(channel, message, under) {
      const thread = under === undefined ? {} : { thread_ts: under };
      const sent = await asked(
        client.chat.postMessage({ channel, ...content(message), ...AS_IT_IS, ...thread, ...NO_PREVIEWS }),
      );
      return there(sent.ts);
    },
    async update(channel, ts, message) {
      await asked(client.chat.update({ channel, ts, ...content(message), ...AS_IT_IS }));
    },
    async postPrivately(channel, userId, message, under) {
      const thread = under === undefined ? {} : { thread_ts: under };
      await asked(
        client.chat.postEphemeral({ channel, user: userId, ...content(message), ...AS_IT_IS, ...thread }),
      );
    },
    async respond(responseUrl, message, replace) {
      if (!mayAnswerTo(responseUrl, apiUrl)) throw new SlackFault('response_url_refused', false);
      const body = { response_type: 'ephemeral', replace_original: replace, ...content(message) };
      await asked(answer(responseUrl, body, timeoutMs));
    },
    async openChat(userId) {
      const opened = await asked(client.conversations.open({ users: userId }));
      return there(opened.channel?.id);
    },
    async channel(id) {
      const channel = there((await asked(client.conversations.info({ channel: id }))).channel);
      const pending = [...(channel.pending_shared ?? []), ...(channel.pending_connected_team_ids ?? [])];
      return {
        archived: channel.is_archived === true,
        private: channel.is_private === true,
        // Shared within the organisation alone (Enterprise Grid) is not outside.
        external:
          channel.is_ext_shared === true ||
          channel.is_pending_ext_shared === true ||
          pending.length > 0 ||
          (channel.is_shared === true && channel.is_org_shared !== true),
        member: channel.is_member === true,
      };
    },
    async members(channel) {
      const members: string[] = [];
      let cursor = '';
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const at = cursor === '' ? {} : { cursor };
        const answer = await asked(client.conversations.members({ channel, limit: PAGE, ...at }));
        members.push(...there(answer.members));
        cursor = answer.response_metadata?.next_cursor ?? '';
        if (cursor === '') return members;
      }
      throw new SlackFault('too_many_members', false);
    },
    async member(userId) {
      if (home === undefined) await whoAmI();
      const user = there((await asked(client.users.info({ user: userId }))).user);
      const enterprise = user.enterprise_user?.enterprise_id;
      const colleague =
        user.team_id === home?.team || (enterprise !== undefined && enterprise === home?.enterprise);
      return {
        guest: user.is_restricted === true || user.is_ultra_restricted === true,
        stranger: user.is_stranger === true || !colleague,
        bot: user.is_bot === true,
        gone: user.deleted === true,
      };
    },
  };
}

/** Nobody is notified by what stands in a message, and no address in it is fetched. */
const AS_IT_IS = { link_names: false, parse: 'none' } as const;
const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false } as const;

const content = ({ text, blocks }: SlackMessage) => ({ text, blocks: [...blocks] });

async function asked<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    throw toSlackFault(error);
  }
}

/** What an answer has to hold. Without it nobody knows what was done. */
function there<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new SlackFault('malformed_answer', true);
  return value;
}

async function answer(url: string, body: object, timeoutMs: number): Promise<void> {
  const response = await fetchFromSlack(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const said = readJson(await response.text());
  if (said?.ok === false) throw platformFault(said);
}

/** Slack answers with `ok` or with JSON. */
function readJson(text: string): { readonly ok?: unknown; readonly error?: unknown } | null {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' ? read : null;
  } catch {
    return null;
  }
}

/** The address comes with a request that was verified; an answer still goes to Slack alone. */
function mayAnswerTo(address: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, hostname } = new URL(address);
  if (protocol === 'https:' && host === 'hooks.slack.com') return true;
  if (apiUrl === undefined || !['http:', 'https:'].includes(protocol)) return false;
  return host === new URL(apiUrl).host || LOOPBACK.has(hostname);
}
