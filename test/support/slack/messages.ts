import { type Part, partsUnder, textUnder } from './checks.ts';
import { chatWith, type FakeChannel, type FakeMessage, nextTs, taken, type Workspace } from './workspace.ts';

/** What messages do in Slack. */

export const MOST_USES = 5;
export const ANSWERABLE_MS = 30 * 60 * 1000;

/** Answers to an address that came with a press or a command. Gives what Slack answers, and with which status. */
export function answerTo(
  workspace: Workspace,
  id: string,
  args: Part,
): { readonly status: number; readonly body: Part } {
  const url = workspace.responseUrls.get(id);
  if (url === undefined) return { status: 404, body: { ok: false, error: 'invalid_url' } };
  if (workspace.now - url.at >= ANSWERABLE_MS)
    return { status: 404, body: { ok: false, error: 'expired_url' } };
  if (url.uses >= MOST_USES) return { status: 404, body: { ok: false, error: 'used_url' } };
  workspace.responseUrls.set(id, { ...url, uses: url.uses + 1 });
  const { origin } = url;
  const before = workspace.messages.find(({ ts, channel }) => ts === origin.ts && channel === origin.channel);
  if (args.delete_original === true) {
    if (before !== undefined) remove(workspace, before);
    return { status: 200, body: { ok: true } };
  }
  const content = contentOf(workspace, 'response_url', args);
  if ('error' in content) return { status: 400, body: { ok: false, ...content } };
  if (args.replace_original === true && before !== undefined) change(workspace, before, content);
  else
    post(
      workspace,
      origin.channel,
      content,
      args,
      args.response_type === 'in_channel' ? undefined : origin.userId,
    );
  return { status: 200, body: { ok: true } };
}

type Content = { readonly text: string; readonly blocks: readonly Part[] };

/** What a message is to show, or Slack's word for why it takes none of it. */
export function contentOf(
  workspace: Workspace,
  method: string,
  args: Part,
): Content | { readonly error: string } {
  const { text, blocks } = args;
  const given = { ...(text === undefined ? {} : { text }), ...(blocks === undefined ? {} : { blocks }) };
  if (!taken(workspace, method, 'message', given))
    return { error: text === undefined && blocks === undefined ? 'no_text' : 'invalid_blocks' };
  return { text: textUnder(args, 'text'), blocks: partsUnder(args, 'blocks') };
}

/** A new message; with `onlyFor` this person alone sees it. */
export function post(
  workspace: Workspace,
  channel: string,
  content: Content,
  args: Part,
  onlyFor?: string,
): FakeMessage {
  const thread = textUnder(args, 'thread_ts');
  const shown: FakeMessage = {
    ...{ ts: nextTs(workspace), channel, ...content },
    ...(thread === '' ? {} : { thread }),
    ...(onlyFor === undefined ? {} : { onlyFor }),
  };
  workspace.messages.push(shown);
  workspace.changes.push({ kind: 'message', shown });
  return shown;
}

/** Another content in the place of a message. */
export function change(workspace: Workspace, before: FakeMessage, content: Content): void {
  const shown = { ...before, ...content };
  workspace.messages[workspace.messages.indexOf(before)] = shown;
  workspace.changes.push({ kind: 'message', shown });
}

function remove(workspace: Workspace, before: FakeMessage): void {
  workspace.messages.splice(workspace.messages.indexOf(before), 1);
  workspace.changes.push({ kind: 'message', shown: before, gone: true });
}

/** A channel the app may learn of: a private one it is not in does not exist for it. */
export function seen(workspace: Workspace, id: string): FakeChannel | undefined {
  const channel = workspace.channels.get(id);
  return channel?.private === true && channel.joined === false ? undefined : channel;
}

/** The channel, or the chat with the person, that a message is for; or Slack's word for why it takes none. */
export function postable(workspace: Workspace, id: string): FakeChannel | { readonly error: string } {
  const user = workspace.users.get(id);
  if (user !== undefined)
    return user.gone === true ? { error: 'channel_not_found' } : chatWith(workspace, id);
  const channel = seen(workspace, id);
  if (channel === undefined) return { error: 'channel_not_found' };
  if (channel.archived === true) return { error: 'is_archived' };
  return channel.joined === false ? { error: 'not_in_channel' } : channel;
}
