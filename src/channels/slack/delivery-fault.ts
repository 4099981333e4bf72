import { DeliveryError } from '../../delivery/messenger.ts';
import { Fault } from '../../fault.ts';
import { SlackFault } from './slack-api.ts';

/**
 * What was under way. Only a `send` leaves something behind that a repeat would double: a look-up leaves nothing, and a
 * change done twice is the same as done once.
 */
export type Doing = 'send' | 'look-up' | 'change';

type Words = { readonly code: string; readonly message: string; readonly remedy: string };

const RETRY = 'Then run: share-check deliveries retry.';
const BY_ITSELF = 'What waits is then sent by itself, within a quarter of an hour.';
const OUR_FAULT =
  'Report this as a fault of Share Check, with the code. Until then, tell the people yourself.';

const TOKEN: Words = {
  code: 'slack-token-refused',
  message: 'Slack does not accept SLACK_BOT_TOKEN.',
  remedy: `At api.slack.com/apps install the app again, set SLACK_BOT_TOKEN to the bot token shown there, and start Share Check again. ${BY_ITSELF}`,
};
export const ARCHIVED: Words = {
  code: 'slack-channel-archived',
  message: 'The channel in Slack is archived.',
  remedy: `Open the channel again, or name another in notifications.yaml. ${RETRY}`,
};
export const NOT_IN_CHANNEL: Words = {
  code: 'slack-not-in-channel',
  message: 'Share Check is not in the channel in Slack.',
  remedy: `In the channel type: /invite @Share Check. ${RETRY}`,
};
export const PERSON_GONE: Words = {
  code: 'slack-person-gone',
  message: 'The account of the person in Slack is closed.',
  remedy: `Tell somebody else yourself now. In people.yaml and notifications.yaml name who does this work now. ${RETRY}`,
};
export const PERSON_IS_BOT: Words = {
  code: 'slack-person-is-bot',
  message: 'The Slack id of the person is that of an app.',
  remedy: `Set "slack" for the person in people.yaml to their own member id, and tell them yourself now. ${RETRY}`,
};
const NO_SUCH_PERSON: Words = {
  code: 'slack-no-such-person',
  message: 'Slack knows no such person.',
  remedy: `Set "slack" for the person in people.yaml to their member id (in Slack: their profile, "Copy member ID"), and tell them yourself now. ${RETRY}`,
};
const NOT_ALLOWED: Words = {
  code: 'slack-not-allowed',
  message: 'A setting of the workspace does not let Share Check write there.',
  remedy: `Ask an administrator of the workspace to let the Share Check app post there. ${RETRY}`,
};
const REFUSED_FORM: Words = {
  code: 'slack-message-refused',
  message: 'Slack refused the form of the message.',
  remedy: OUR_FAULT,
};

/** What will not come right by trying again, by Slack's own word. */
const PERMANENT: Readonly<Record<string, Words>> = {
  channel_not_found: {
    code: 'slack-channel-not-found',
    message: 'Slack knows no such channel, or Share Check is not in it.',
    remedy: `In notifications.yaml set "target" to the id of the channel (C… or G…, not its name), and in the channel type: /invite @Share Check. ${RETRY}`,
  },
  not_in_channel: NOT_IN_CHANNEL,
  is_archived: ARCHIVED,
  ...spread(
    [
      'invalid_auth',
      'not_authed',
      'token_revoked',
      'token_expired',
      'account_inactive',
      'not_allowed_token_type',
      'no_permission',
    ],
    TOKEN,
  ),
  ...spread(['user_not_found', 'users_not_found', 'user_not_visible', 'invalid_users'], NO_SUCH_PERSON),
  user_disabled: PERSON_GONE,
  cannot_dm_bot: PERSON_IS_BOT,
  ...spread(
    [
      'restricted_action',
      'restricted_action_read_only_channel',
      'restricted_action_non_threadable_channel',
      'restricted_action_thread_only_channel',
      'edit_window_closed',
    ],
    NOT_ALLOWED,
  ),
  ...spread(
    [
      'msg_too_long',
      'msg_blocks_too_long',
      'invalid_blocks',
      'invalid_blocks_format',
      'invalid_arguments',
      'no_text',
    ],
    REFUSED_FORM,
  ),
};

/** What whoever runs the service puts right for all that waits: none of it is given up. */
const SETTINGS: readonly string[] = [TOKEN.code, 'slack-scope-missing'];

const BUSY: Words = {
  code: 'slack-busy',
  message: 'Slack asks to slow down.',
  remedy: 'Nothing: it is tried again when Slack says so.',
};
const UNREACHABLE: Words = {
  code: 'slack-unreachable',
  message: 'Slack could not be reached, or did not say that it was done.',
  remedy: 'It is tried again. If this lasts, check the network and slack-status.com.',
};
const NOT_HANDED_OVER: Words = {
  code: 'slack-not-handed-over',
  message: 'The message could not be handed to Slack.',
  remedy: `It is tried again. If this lasts: ${OUR_FAULT}`,
};

/** Slack is not itself, and will be again. */
const PASSES =
  /^(http_\d+|timeout|unreachable|connection_lost|malformed_answer|message_limit_exceeded|accesslimited|org_login_required|team_added_to_org)$/;

/** What a failed call means for the delivery worker. Carries nothing of the message and no token. */
export function toDeliveryError(error: unknown, doing: Doing = 'send'): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof Fault) {
    const { code, message, remedy } = error;
    return new DeliveryError({ code, message, remedy, permanent: true });
  }
  // Not from the Web API: nothing has left.
  if (!(error instanceof SlackFault)) return new DeliveryError(NOT_HANDED_OVER);
  const { code, retryAfterSeconds } = error;
  const unclear = error.unclear && doing === 'send';
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  if (code === 'ratelimited') return new DeliveryError({ ...BUSY, ...wait });
  if (error.unclear || PASSES.test(code)) return new DeliveryError({ ...UNREACHABLE, unclear, ...wait });
  const words = PERMANENT[code] ?? otherRefusal(error);
  return new DeliveryError({ ...words, permanent: true, setting: SETTINGS.includes(words.code) });
}

function otherRefusal({ code, needed }: SlackFault): Words {
  if (code === 'missing_scope') {
    const scope = needed === undefined ? 'a scope' : `the scope ${needed}`;
    return {
      code: 'slack-scope-missing',
      message: `The Share Check app lacks ${scope} in Slack.`,
      remedy: `Give the app the scopes of manifest/slack/manifest.yaml, install it again, and start Share Check again. ${BY_ITSELF}`,
    };
  }
  return {
    code: 'slack-refused',
    message: `Slack refused it (${code}).`,
    remedy: `Look up "${code}" at docs.slack.dev, and tell the people yourself now. When it is put right: share-check deliveries retry.`,
  };
}

function spread(codes: readonly string[], words: Words): Readonly<Record<string, Words>> {
  return Object.fromEntries(codes.map((code) => [code, words]));
}
