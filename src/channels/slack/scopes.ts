/**
 * What the app may do in a workspace, by scope, each with what it is for. The manifest asks for these and for nothing else:
 * no history of channels, no files, no search, no e-mail addresses.
 */
export const SCOPE_USES = {
  commands: 'the command /share-check and the two shortcuts',
  'chat:write': 'answers, messages to the safeguarding lead, the summary in your channel',
  'im:history': 'what somebody writes to Share Check itself, in their own chat with it',
  'im:write': 'opening that chat, to write to a person first',
  'app_mentions:read': 'a message in a channel that names Share Check',
  'channels:read':
    'before a summary is posted: whether a public channel is archived or shared, and who is in it',
  'groups:read': 'the same for a private channel that Share Check was invited to',
  'users:read': 'whether somebody in that channel is a guest or from another organisation',
} as const satisfies Readonly<Record<string, string>>;

/** The scopes alone: what a token has to have. */
export const NEEDED_SCOPES: readonly string[] = Object.keys(SCOPE_USES);
