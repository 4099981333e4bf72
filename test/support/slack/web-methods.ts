import { isPart, type Part, textUnder } from './checks.ts';
import { change, contentOf, post, postable, seen } from './messages.ts';
import { openView, publishHome, replaceView, useTrigger, viewPayload } from './views.ts';
import { chatWith, type FakeChannel, type FakeUser, taken, type Workspace } from './workspace.ts';

/** What a method of the Web API answers besides `ok`; an `error` in it makes it fail. */
type Method = (workspace: Workspace, args: Part) => Part;

const MOST_WHEN_UPDATED = 4000;
const refuse = (error: string): Part => ({ error });

/** The scopes a method needs, any one of them. */
export const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.open': ['im:write'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read'],
  'conversations.members': ['channels:read', 'groups:read', 'im:read'],
  'users.info': ['users:read'],
};

export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': ({ ids, users }) => ({
    url: 'https://example-school.slack.com/',
    team: 'Example School',
    user: users.get(ids.botUser)?.name ?? 'sharecheck',
    team_id: ids.team,
    user_id: ids.botUser,
    bot_id: ids.botId,
    is_enterprise_install: false,
  }),

  'views.open'(workspace, args) {
    const { view } = args;
    if (!taken(workspace, 'views.open', 'modal', view) || !isPart(view)) return refuse('invalid_arguments');
    const person = useTrigger(workspace, textUnder(args, 'trigger_id'));
    if ('error' in person) return person;
    const shown = openView(workspace, person.userId, view);
    return shown === null ? refuse('push_limit_reached') : { view: viewPayload(workspace, shown) };
  },

  'views.update'(workspace, args) {
    const { view, hash } = args;
    if (!taken(workspace, 'views.update', 'modal', view) || !isPart(view)) return refuse('invalid_arguments');
    const before = workspace.views.get(textUnder(args, 'view_id'));
    if (before === undefined) return refuse('not_found');
    if (hash !== undefined && hash !== before.hash) return refuse('hash_conflict');
    return { view: viewPayload(workspace, replaceView(workspace, before, view)) };
  },

  'views.publish'(workspace, args) {
    const { view } = args;
    const userId = textUnder(args, 'user_id');
    if (!taken(workspace, 'views.publish', 'home', view) || !isPart(view)) return refuse('invalid_arguments');
    if (!workspace.users.has(userId)) return refuse('user_not_found');
    return { view: viewPayload(workspace, publishHome(workspace, userId, view)) };
  },

  'chat.postMessage'(workspace, args) {
    const channel = postable(workspace, textUnder(args, 'channel'));
    if ('error' in channel) return channel;
    const content = contentOf(workspace, 'chat.postMessage', args);
    if ('error' in content) return content;
    const message = post(workspace, channel.id, content, args);
    return { channel: channel.id, ts: message.ts, message: { type: 'message', ...content, ts: message.ts } };
  },

  'chat.postEphemeral'(workspace, args) {
    const channel = postable(workspace, textUnder(args, 'channel'));
    if ('error' in channel) return channel;
    const user = textUnder(args, 'user');
    if (!channel.members.includes(user)) return refuse('user_not_in_channel');
    const content = contentOf(workspace, 'chat.postEphemeral', args);
    if ('error' in content) return content;
    return { message_ts: post(workspace, channel.id, content, args, user).ts };
  },

  'chat.update'(workspace, args) {
    const channel = textUnder(args, 'channel');
    if (!workspace.channels.has(channel)) return refuse('channel_not_found');
    const content = contentOf(workspace, 'chat.update', args);
    if ('error' in content) return content;
    if (content.text.length > MOST_WHEN_UPDATED) return refuse('msg_too_long');
    const ts = textUnder(args, 'ts');
    const before = workspace.messages.find((each) => each.channel === channel && each.ts === ts);
    // A message that one person alone sees cannot be changed so.
    if (before === undefined || before.onlyFor !== undefined) return refuse('message_not_found');
    change(workspace, before, content);
    return { channel, ts, text: content.text };
  },

  'conversations.open'(workspace, args) {
    const ids = textUnder(args, 'users').split(',');
    const [id = ''] = ids;
    const user = workspace.users.get(id);
    if (ids.length !== 1 || user === undefined) return refuse('user_not_found');
    if (user.gone === true) return refuse('user_disabled');
    if (user.bot === true) return refuse('cannot_dm_bot');
    return { no_op: false, already_open: false, channel: { id: chatWith(workspace, id).id } };
  },

  'conversations.info'(workspace, args) {
    const channel = seen(workspace, textUnder(args, 'channel'));
    return channel === undefined
      ? refuse('channel_not_found')
      : { channel: channelPayload(workspace, channel) };
  },

  'conversations.members'(workspace, args) {
    const channel = seen(workspace, textUnder(args, 'channel'));
    if (channel === undefined) return refuse('channel_not_found');
    const from = Number(textUnder(args, 'cursor') || 0);
    const asked = Number(args.limit ?? 100);
    const to = from + Math.min(asked, workspace.pageSize);
    const all = channel.joined === false ? channel.members : [...channel.members, workspace.ids.botUser];
    return {
      members: all.slice(from, to),
      response_metadata: { next_cursor: to < all.length ? String(to) : '' },
    };
  },

  'users.info'({ users, ids }, args) {
    const user = users.get(textUnder(args, 'user'));
    return user === undefined ? refuse('user_not_found') : { user: userPayload(user, ids.team) };
  },
};

function channelPayload({ ids }: Workspace, channel: FakeChannel): Part {
  const { id, chatWith: person } = channel;
  if (person !== undefined) return { id, is_im: true, is_archived: false, user: person };
  return {
    id,
    name: channel.name,
    is_channel: true,
    is_im: false,
    is_private: channel.private === true,
    is_archived: channel.archived === true,
    is_general: false,
    is_shared: channel.external === 'shared',
    is_org_shared: false,
    is_ext_shared: channel.external === 'shared',
    is_pending_ext_shared: channel.external === 'pending',
    is_member: channel.joined !== false,
    context_team_id: ids.team,
  };
}

function userPayload(user: FakeUser, team: string): Part {
  const stranger = user.team !== undefined && user.team !== team;
  return {
    id: user.id,
    team_id: user.team ?? team,
    name: user.name,
    deleted: user.gone === true,
    is_bot: user.bot === true,
    is_app_user: false,
    // Of people elsewhere Slack does not say whether they are guests.
    ...(stranger ? { is_stranger: true } : {}),
    ...(stranger || user.gone === true
      ? {}
      : {
          is_restricted: user.guest !== undefined,
          is_ultra_restricted: user.guest === 'of one channel',
        }),
  };
}
