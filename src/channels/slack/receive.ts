import { z } from 'zod';
import { id, person, type SlackTurn, START, speakerOf, team } from './slack-turn.ts';
import { plainText, withoutMention } from './typed-text.ts';

const commandSchema = z.object({
  user_id: id,
  user_name: z.string().optional(),
  team_id: z.string().optional(),
  text: z.string().optional(),
  trigger_id: id,
  response_url: z.string().optional(),
});

/** `/share-check …`: nothing after it starts the check, or goes on with it. Null when it is no command. */
export function receiveCommand(body: unknown): SlackTurn | null {
  const read = commandSchema.safeParse(body);
  if (!read.success) return null;
  const { user_id, user_name, team_id, text = '', trigger_id, response_url } = read.data;
  return {
    event: {
      id: `slack:command:${trigger_id}`,
      speaker: speakerOf(user_id, user_name),
      kind: 'message',
      text: plainText(text) || START,
    },
    from: { kind: 'command', responseUrl: response_url },
    trigger: trigger_id,
    team: team_id,
    fields: [],
  };
}

const shortcutSchema = z.object({
  user: person,
  team,
  trigger_id: id,
  message: z.object({ text: z.string().optional() }).optional(),
});

/** A shortcut: the global one, or the one on a message, whose words are read for danger alone. */
export function receiveShortcut(body: unknown): SlackTurn | null {
  const read = shortcutSchema.safeParse(body);
  if (!read.success) return null;
  const { user, trigger_id, message } = read.data;
  const about = plainText(message?.text ?? '');
  return {
    event: {
      id: `slack:shortcut:${trigger_id}`,
      speaker: speakerOf(user.id, user.name ?? user.username),
      kind: 'message',
      text: START,
      ...(about === '' ? {} : { about }),
    },
    from: { kind: 'shortcut' },
    trigger: trigger_id,
    team: user.team_id ?? read.data.team?.id,
    fields: [],
  };
}

const messageSchema = z.object({
  event_id: id,
  team_id: z.string().optional(),
  event: z.object({
    type: z.string(),
    subtype: z.string().optional(),
    bot_id: z.string().nullish(),
    channel_type: z.string().optional(),
    user: id,
    user_team: z.string().optional(),
    team: z.string().optional(),
    channel: id,
    text: z.string().nullish(),
    thread_ts: z.string().optional(),
  }),
});

/** Messages of a person that have a subtype: with a file, after `/me`, and an answer in a thread that is shown outside it too. */
const WRITTEN: readonly string[] = ['file_share', 'me_message', 'thread_broadcast'];

/**
 * A direct message, or a mention in a channel; a file without words is one without words. Null for everything that is not written
 * by a person: edits, joins, other apps.
 */
export function receiveMessage(body: unknown, ourselves: string | undefined): SlackTurn | null {
  const read = messageSchema.safeParse(body);
  if (!read.success) return null;
  const { event, event_id, team_id } = read.data;
  if (event.bot_id || (event.subtype !== undefined && !WRITTEN.includes(event.subtype))) return null;
  const mention = event.type === 'app_mention';
  if (!mention && event.channel_type !== 'im') return null;
  const text = plainText(withoutMention(event.text ?? '', ourselves));
  return {
    event: { id: `slack:event:${event_id}`, speaker: speakerOf(event.user), kind: 'message', text },
    from: { kind: mention ? 'mention' : 'chat', channel: event.channel, thread: event.thread_ts },
    trigger: undefined,
    team: event.user_team ?? event.team ?? team_id,
    fields: [],
  };
}

const homeSchema = z.object({ event: z.object({ user: id, tab: z.string().optional() }) });

/** Who looks at App Home; null when it is the other tab. */
export function receiveHomeOpened(body: unknown): string | null {
  const read = homeSchema.safeParse(body).data;
  return read === undefined || read.event.tab === 'messages' ? null : read.event.user;
}
