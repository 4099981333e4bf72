import { z } from 'zod';
import type { TurnEvent } from '../../conversation/event.ts';
import { shownName } from '../shown-name.ts';
import { SAYS } from './block-kit.ts';
import { plainText, withoutMention } from './typed-text.ts';

/** Where something was done: what decides where its answer goes. */
export type Surface =
  | { readonly kind: 'window'; readonly viewId: string }
  | { readonly kind: 'home' }
  | { readonly kind: 'command'; readonly responseUrl: string | undefined }
  | { readonly kind: 'shortcut' }
  | { readonly kind: 'mention'; readonly channel: string; readonly thread: string | undefined }
  | { readonly kind: 'chat'; readonly channel: string }
  | {
      readonly kind: 'message';
      readonly channel: string;
      readonly ts: string;
      readonly responseUrl: string | undefined;
      /** Seen by this person alone, and only to be changed through `responseUrl`. */
      readonly ephemeral: boolean;
    };

/** A turn as it came from Slack. */
export type SlackTurn = {
  readonly event: TurnEvent;
  readonly from: Surface;
  /** Opens a window, for three seconds. */
  readonly trigger: string | undefined;
  /** The workspace of the person; undefined where Slack does not say. */
  readonly team: string | undefined;
  /** Ids of the form fields that were sent. */
  readonly fields: readonly string[];
};

const MOST_INPUTS = 60;
const LONGEST_INPUT = 8000;

const id = z.string().min(1).max(300);
const person = z.object({
  id,
  name: z.string().nullish(),
  username: z.string().nullish(),
  team_id: z.string().nullish(),
});
const team = z.object({ id: z.string() }).nullish();

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

const option = z.object({ value: z.string().max(2000) });
const fieldSchema = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
});
const stateSchema = z.object({ values: z.record(z.string(), z.record(z.string(), fieldSchema)) }).nullish();
const viewSchema = z.object({
  id,
  hash: z.string().optional(),
  type: z.string(),
  private_metadata: z.string().optional(),
  state: stateSchema,
});
const actionSchema = z.object({
  user: person,
  team,
  trigger_id: id,
  response_url: z.string().optional(),
  container: z
    .object({
      type: z.string(),
      channel_id: z.string().optional(),
      message_ts: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  view: viewSchema.optional(),
  actions: z
    .array(z.object({ value: z.string().max(2000).optional(), selected_option: option.nullish() }))
    .min(1),
});

/** A button that was pressed, in the window, on a message or in App Home. */
export function receiveAction(body: unknown): SlackTurn | null {
  const read = actionSchema.safeParse(body);
  if (!read.success) return null;
  const { user, trigger_id, response_url, container, view, actions } = read.data;
  const [pressed] = actions;
  const token = pressed?.selected_option?.value ?? pressed?.value;
  if (token === undefined) return null;
  const from = surfaceOf(view, container, response_url);
  if (from === null) return null;
  const base = {
    id: `slack:press:${trigger_id}`,
    speaker: speakerOf(user.id, user.name ?? user.username),
  };
  const inputs = inputsOf(view?.state);
  return {
    event: token.startsWith(SAYS)
      ? { ...base, kind: 'message', text: token.slice(SAYS.length) }
      : { ...base, kind: 'press', token, inputs },
    from,
    trigger: trigger_id,
    team: user.team_id ?? read.data.team?.id,
    fields: Object.keys(inputs),
  };
}

function surfaceOf(
  view: z.infer<typeof viewSchema> | undefined,
  container: z.infer<typeof actionSchema>['container'],
  responseUrl: string | undefined,
): Surface | null {
  if (view !== undefined)
    return view.type === 'home' ? { kind: 'home' } : { kind: 'window', viewId: view.id };
  const { channel_id, message_ts, is_ephemeral } = container ?? {};
  if (channel_id === undefined || message_ts === undefined) return null;
  return {
    kind: 'message',
    channel: channel_id,
    ts: message_ts,
    responseUrl,
    ephemeral: is_ephemeral === true,
  };
}

const submissionSchema = z.object({ user: person, team, trigger_id: id.optional(), view: viewSchema });

/**
 * The window's own button: the card's form with everything filled in. The same sending twice is the same event. `nothing` where
 * the window has nothing to send; null when it cannot be read.
 */
export function receiveSubmission(body: unknown): SlackTurn | 'nothing' | null {
  const read = submissionSchema.safeParse(body);
  if (!read.success) return null;
  const { user, trigger_id, view } = read.data;
  const token = view.private_metadata ?? '';
  if (token === '') return 'nothing';
  const inputs = inputsOf(view.state);
  return {
    event: {
      id: `slack:send:${trigger_id ?? `${view.id}:${view.hash ?? ''}:${token}`}`,
      speaker: speakerOf(user.id, user.name ?? user.username),
      kind: 'press',
      token,
      inputs,
    },
    from: { kind: 'window', viewId: view.id },
    trigger: trigger_id,
    team: user.team_id ?? read.data.team?.id,
    fields: Object.keys(inputs),
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
 * A direct message, or a mention in a channel. Null for everything that is not written by a person: edits, joins, files alone,
 * other apps.
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
    from: mention
      ? { kind: 'mention', channel: event.channel, thread: event.thread_ts }
      : { kind: 'chat', channel: event.channel },
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

/** What starts a check, or goes on with it. */
export const START = 'share check';

export function speakerOf(userId: string, name?: string | null) {
  const shown = shownName(name);
  return { channel: 'slack', userId, ...(shown === '' ? {} : { name: shown }) } as const;
}

function inputsOf(state: z.infer<typeof stateSchema>): Record<string, string | readonly string[]> {
  const fields = Object.entries(state?.values ?? {}).slice(0, MOST_INPUTS);
  return Object.fromEntries(
    fields.map(([block, actions]) => {
      const [field] = Object.values(actions);
      if (Array.isArray(field?.selected_options)) {
        return [block, field.selected_options.map(({ value }) => value)];
      }
      const text = field?.selected_option?.value ?? field?.selected_date ?? field?.value ?? '';
      return [block, text.slice(0, LONGEST_INPUT)];
    }),
  );
}
