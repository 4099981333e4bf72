import { elementsOf } from './block-checks.ts';
import { type Part, textUnder } from './checks.ts';
import type { FakeSlack } from './fake-slack.ts';
import { command, interaction, type SlackRequest, TOKEN } from './signed.ts';
import type { FakeMessage, FakeView } from './workspace.ts';

/** What Slack sends when a person does something, in the shapes of its reference. Signed by `sendSigned`. */

const DOMAIN = 'example-school';

/** Where something is pressed. */
export type Surface =
  | { readonly kind: 'view'; readonly view: FakeView }
  | { readonly kind: 'message'; readonly message: FakeMessage };

/** What is pressed: an element of a block; of an overflow or a select also which option. */
export type Pressed = { readonly block: string; readonly action: string; readonly value?: string };

/** `/share-check …` in a channel (a chat with the app when left out). */
export function slashCommand(
  slack: FakeSlack,
  userId: string,
  text: string,
  options: { readonly command?: string; readonly channel?: string; readonly trigger?: string } = {},
): SlackRequest {
  const channel = options.channel ?? slack.chatWith(userId);
  return command({
    token: TOKEN,
    team_id: slack.ids.team,
    team_domain: DOMAIN,
    channel_id: channel,
    channel_name: slack.workspace.channels.get(channel)?.name || 'directmessage',
    user_id: userId,
    user_name: nameOf(slack, userId),
    command: options.command ?? '/share-check',
    text,
    api_app_id: slack.ids.appId,
    is_enterprise_install: 'false',
    response_url: slack.responseUrl({ userId, channel }),
    trigger_id: options.trigger ?? slack.trigger(userId),
  });
}

/**
 * A press in a view or on a message. Every call has a trigger of its own, as every press has.
 * @throws Error when there is nothing with these ids there.
 */
export function blockActions(
  slack: FakeSlack,
  userId: string,
  on: Surface,
  pressed: Pressed,
  trigger = slack.trigger(userId),
): SlackRequest {
  const blocks = on.kind === 'view' ? on.view.blocks : on.message.blocks;
  return interaction({
    type: 'block_actions',
    user: userOf(slack, userId),
    ...common(slack),
    trigger_id: trigger,
    ...(on.kind === 'view' ? fromView(slack, on.view) : fromMessage(slack, userId, on.message)),
    actions: [actionOf(blocks, pressed)],
  });
}

/** The modal's own button, with what stands in the fields. */
export function viewSubmission(
  slack: FakeSlack,
  view: FakeView,
  trigger = slack.trigger(view.userId),
): SlackRequest {
  return interaction({
    type: 'view_submission',
    ...common(slack),
    user: userOf(slack, view.userId),
    trigger_id: trigger,
    view: slack.viewPayload(view),
    response_urls: [],
  });
}

/** The person closed the modal (`cleared`: with all that were under it). */
export function viewClosed(slack: FakeSlack, view: FakeView, cleared = false): SlackRequest {
  return interaction({
    type: 'view_closed',
    ...common(slack),
    user: userOf(slack, view.userId),
    view: slack.viewPayload(view),
    is_cleared: cleared,
  });
}

/** The app's shortcut, from the menu of the whole workspace. */
export function shortcut(slack: FakeSlack, userId: string, callback: string): SlackRequest {
  return interaction({
    type: 'shortcut',
    token: TOKEN,
    action_ts: `${Date.now() / 1000}`,
    ...common(slack),
    user: { id: userId, username: nameOf(slack, userId), team_id: slack.ids.team },
    callback_id: callback,
    trigger_id: slack.trigger(userId),
  });
}

/** The app's shortcut on a message that somebody wrote. */
export function messageAction(
  slack: FakeSlack,
  userId: string,
  callback: string,
  message: { readonly channel: string; readonly ts: string; readonly text: string; readonly user: string },
): SlackRequest {
  const { channel, ts, text, user } = message;
  return interaction({
    type: 'message_action',
    token: TOKEN,
    action_ts: `${Date.now() / 1000}`,
    ...common(slack),
    user: userOf(slack, userId),
    channel: { id: channel, name: slack.workspace.channels.get(channel)?.name || 'directmessage' },
    callback_id: callback,
    trigger_id: slack.trigger(userId),
    response_url: slack.responseUrl({ userId, channel }),
    message_ts: ts,
    message: { type: 'message', user, ts, text, team: slack.ids.team, blocks: [] },
  });
}

function fromView(slack: FakeSlack, view: FakeView): Part {
  return {
    container: { type: 'view', view_id: view.id },
    view: slack.viewPayload(view),
  };
}

function fromMessage(slack: FakeSlack, userId: string, message: FakeMessage): Part {
  const { channel, ts, text, blocks, onlyFor } = message;
  const ephemeral = onlyFor !== undefined;
  return {
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: ephemeral },
    channel: { id: channel, name: slack.workspace.channels.get(channel)?.name || 'directmessage' },
    // Of what one person alone sees, Slack keeps no copy to send.
    ...(ephemeral
      ? {}
      : { message: { type: 'message', user: slack.ids.botUser, bot_id: slack.ids.botId, ts, text, blocks } }),
    state: { values: {} },
    response_url: slack.responseUrl({ userId, channel, ts }),
  };
}

function actionOf(blocks: readonly Part[], { block: id, action, value }: Pressed): Part {
  const block = blocks.find((each) => each.block_id === id);
  const element = block && elementsOf(block).find((each) => each.action_id === action);
  if (element === undefined) throw new Error(`There is nothing to press called ${action} in ${id}.`);
  const { type, text, style } = element;
  const base = { type, action_id: action, block_id: id, action_ts: `${Date.now() / 1000}` };
  if (type === 'button')
    return { ...base, text, value: element.value, ...(style === undefined ? {} : { style }) };
  const options = Array.isArray(element.options) ? (element.options as readonly Part[]) : [];
  const option = options.find((each) => textUnder(each, 'value') === value);
  if (option === undefined) throw new Error(`There is no such option in ${action} of ${id}.`);
  return { ...base, selected_option: option };
}

function common(slack: FakeSlack): Part {
  return {
    api_app_id: slack.ids.appId,
    token: TOKEN,
    team: { id: slack.ids.team, domain: DOMAIN },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function userOf(slack: FakeSlack, id: string): Part {
  const name = nameOf(slack, id);
  return { id, username: name, name, team_id: slack.workspace.users.get(id)?.team ?? slack.ids.team };
}

function nameOf(slack: FakeSlack, id: string): string {
  return slack.workspace.users.get(id)?.name ?? 'somebody';
}
