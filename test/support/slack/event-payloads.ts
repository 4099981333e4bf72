import type { Part } from './checks.ts';
import type { FakeSlack } from './fake-slack.ts';
import { event, type SlackRequest, TOKEN } from './signed.ts';
import { nextNumber, nextTs } from './workspace.ts';

/** What Slack sends of things that happen, in the shapes of its Events API. Signed by `sendSigned`. */

/** Something that happened, such as a message to the app. The same `id` again is the same event sent again. */
export function eventCallback(
  slack: FakeSlack,
  about: Part,
  id = `Ev${nextNumber(slack.workspace)}`,
): SlackRequest {
  return event({
    token: TOKEN,
    team_id: slack.ids.team,
    context_team_id: slack.ids.team,
    context_enterprise_id: null,
    api_app_id: slack.ids.appId,
    event: about,
    type: 'event_callback',
    event_id: id,
    event_time: Math.floor(slack.workspace.now / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: slack.ids.team,
        user_id: slack.ids.botUser,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  });
}

/** The event of a direct message to the app. */
export function messageIm(slack: FakeSlack, userId: string, text: string, more: Part = {}): Part {
  const channel = slack.chatWith(userId);
  return { ...written(slack, 'message', userId, channel, text), channel_type: 'im', ...more };
}

/** The event of a message that names the app, in a channel it is in. */
export function appMention(
  slack: FakeSlack,
  userId: string,
  channel: string,
  text: string,
  more: Part = {},
): Part {
  return {
    ...written(slack, 'app_mention', userId, channel, `<@${slack.ids.botUser}> ${text}`),
    ...more,
  };
}

/** The event of somebody looking at the app's home, or at its chat. */
export function appHomeOpened(slack: FakeSlack, userId: string, tab: 'home' | 'messages' = 'home'): Part {
  const home = slack.home(userId);
  return {
    type: 'app_home_opened',
    user: userId,
    channel: slack.chatWith(userId),
    tab,
    event_ts: `${slack.workspace.now / 1000}`,
    ...(home === undefined ? {} : { view: slack.viewPayload(home) }),
  };
}

function written(slack: FakeSlack, type: string, user: string, channel: string, text: string): Part {
  const ts = nextTs(slack.workspace);
  return { type, user, ts, event_ts: ts, team: slack.ids.team, channel, text, blocks: [] };
}
