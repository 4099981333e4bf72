import { z } from 'zod';
import type { Place, Speaker, TurnEvent } from '../../conversation/event.ts';
import { shownName } from '../shown-name.ts';
import type { IncomingActivity } from './activity.ts';
import { PRESS, SAYS } from './adaptive-card.ts';
import type { Address } from './address.ts';
import { plainText } from './html-text.ts';
import { CHECK_MESSAGE, QUOTE, QUOTE_QUERY } from './uses.ts';

/** Where something was done: what decides where its answer goes. */
export type Surface =
  /** A chat with one person. `pressed`: the message whose card was pressed. */
  | { readonly kind: 'chat'; readonly pressed: string | undefined }
  /** A channel or group chat: nothing sensitive may be shown. */
  | { readonly kind: 'among-others'; readonly pressed: string | undefined }
  /** A dialog that only this person sees; the answer of the request is all there is to show in it. */
  | { readonly kind: 'dialog' };

export type Received =
  /** A turn: the event, and how the answer goes back. */
  | {
      readonly kind: 'turn';
      readonly event: TurnEvent;
      readonly address: Address;
      readonly from: Surface;
      /** The answer travels in the response to the request. */
      readonly invoke: boolean;
    }
  /** Words typed into the search of the message extension. */
  | { readonly kind: 'search'; readonly speaker: Speaker; readonly text: string; readonly skip: number }
  /** Somebody can be written to from now on; `added` when they have just added the app. */
  | {
      readonly kind: 'met';
      readonly speaker: Speaker;
      readonly address: Address;
      readonly added: boolean;
      readonly id: string;
    }
  /** Nobody can be written to there any more. */
  | { readonly kind: 'left'; readonly userId: string }
  /** The app was added to a team or a group chat. */
  | { readonly kind: 'joined'; readonly address: Address; readonly id: string }
  | { readonly kind: 'nothing' };

/** Longest text taken as one message; Teams itself allows about 28 KB. */
const LONGEST_TEXT = 8000;
const MOST_INPUTS = 60;
const MOST_ENTITIES = 60;
/** What starts a check, or goes on with it. */
const START = 'share check';

const mentionSchema = z.object({
  type: z.literal('mention'),
  text: z.string(),
  mentioned: z.object({ id: z.string() }),
});
const pressSchema = z.looseObject({ token: z.string().min(1).max(200) });
const invokeSchema = z.object({ action: z.object({ verb: z.literal(PRESS), data: pressSchema }) });
const actionSchema = z.object({
  commandId: z.literal(CHECK_MESSAGE),
  messagePayload: z.object({ body: z.object({ content: z.string().nullish() }).nullish() }).nullish(),
});
const submitSchema = z.object({ commandId: z.literal(CHECK_MESSAGE), data: pressSchema });
const searchSchema = z.object({
  commandId: z.literal(QUOTE),
  parameters: z.array(z.object({ name: z.string(), value: z.unknown() })).nullish(),
  queryOptions: z.object({ skip: z.number().int().nonnegative().nullish() }).nullish(),
});

/** Turns an activity into what is to be done about it. Pure. What is not for Share Check becomes `nothing`. */
export function receive(activity: IncomingActivity): Received {
  switch (activity.type) {
    case 'installationUpdate':
    case 'conversationUpdate':
      return cameOrWent(activity);
    case 'invoke':
      return invoked(activity);
    case 'message':
      return said(activity);
    case 'messageUpdate':
      // What somebody puts into a message afterwards is read as well: it may be about danger.
      return activity.channelData?.eventType === 'editMessage' ? said(activity) : { kind: 'nothing' };
    default:
      return { kind: 'nothing' };
  }
}

function cameOrWent(activity: IncomingActivity): Received {
  const { type, action = '' } = activity;
  const address = addressOf(activity);
  const added = type === 'installationUpdate' && action === 'add';
  const id = eventId(activity, type);
  if (!isPersonal(activity.conversation))
    return added ? { kind: 'joined', address, id } : { kind: 'nothing' };
  const speaker = speakerOf(activity);
  if (type === 'installationUpdate' && action.startsWith('remove'))
    return { kind: 'left', userId: speaker.userId };
  if (type === 'conversationUpdate' && !activity.membersAdded?.length) return { kind: 'nothing' };
  return { kind: 'met', speaker, address, added, id };
}

function invoked(activity: IncomingActivity): Received {
  const dialog = { kind: 'dialog' } as const;
  switch (activity.name) {
    case 'adaptiveCard/action': {
      const press = invokeSchema.safeParse(activity.value).data?.action.data;
      return press === undefined
        ? { kind: 'nothing' }
        : pressed(activity, press, surfaceOf(activity, activity.replyToId), true);
    }
    case 'composeExtension/fetchTask': {
      const read = actionSchema.safeParse(activity.value).data;
      if (read === undefined) return { kind: 'nothing' };
      const about = plainText(read.messagePayload?.body?.content ?? '', LONGEST_TEXT);
      const message = { kind: 'message', text: START, ...(about === '' ? {} : { about }) } as const;
      return turn(activity, { ...base(activity, 'open'), ...message }, dialog, true);
    }
    case 'composeExtension/submitAction': {
      const press = submitSchema.safeParse(activity.value).data?.data;
      return press === undefined ? { kind: 'nothing' } : pressed(activity, press, dialog, true);
    }
    case 'composeExtension/query': {
      const read = searchSchema.safeParse(activity.value).data;
      if (read === undefined) return { kind: 'nothing' };
      const typed = read.parameters?.find(({ name }) => name === QUOTE_QUERY)?.value;
      const text = typeof typed === 'string' ? typed.slice(0, LONGEST_TEXT) : '';
      return { kind: 'search', speaker: speakerOf(activity), text, skip: read.queryOptions?.skip ?? 0 };
    }
    default:
      return { kind: 'nothing' };
  }
}

/** Words, or a button of a client too old for Action.Execute. A file or a picture without words is a message without words. */
function said(activity: IncomingActivity): Received {
  const press = pressSchema.safeParse(activity.value).data;
  if (press !== undefined) return pressed(activity, press, surfaceOf(activity, activity.replyToId), false);
  const from = surfaceOf(activity, undefined);
  const text = withoutMention(activity);
  const place = from.kind === 'among-others' ? { place: placeOf(activity) } : {};
  return turn(activity, { ...base(activity, ''), kind: 'message', text, ...place }, from, false);
}

function pressed(
  activity: IncomingActivity,
  { token, ...rest }: z.infer<typeof pressSchema>,
  from: Surface,
  invoke: boolean,
): Received {
  const own = base(activity, token);
  const event: TurnEvent = token.startsWith(SAYS)
    ? { ...own, kind: 'message', text: token.slice(SAYS.length) }
    : { ...own, kind: 'press', token, inputs: texts(rest), once: true };
  return turn(activity, event, from, invoke);
}

const turn = (activity: IncomingActivity, event: TurnEvent, from: Surface, invoke: boolean): Received => ({
  kind: 'turn',
  event,
  address: addressOf(activity),
  from,
  invoke,
});

const base = (activity: IncomingActivity, token: string) => ({
  id: eventId(activity, token),
  speaker: speakerOf(activity),
});

function speakerOf({ from }: IncomingActivity): Speaker {
  const name = shownName(from.name);
  return { channel: 'teams', userId: from.aadObjectId || from.id, ...(name === '' ? {} : { name }) };
}

function surfaceOf({ conversation }: IncomingActivity, pressed: string | undefined): Surface {
  return { kind: isPersonal(conversation) ? 'chat' : 'among-others', pressed };
}

/** Where the kind is not said, the ids of channels and group chats begin with 19: what is not clearly one person's chat is not. */
function isPersonal({ id, conversationType }: IncomingActivity['conversation']): boolean {
  return conversationType ? conversationType === 'personal' : !id.startsWith('19:');
}

/** A channel without the message that was answered in it, or the group chat. */
function placeOf({ conversation, channelData }: IncomingActivity): Place {
  const name = [channelData?.channel?.name, conversation.name, channelData?.team?.name].map(shownName);
  return {
    channel: 'teams',
    target: conversation.id.replace(/;messageid=.*$/, ''),
    name: name.find((one) => one !== '') ?? '',
  };
}

function addressOf({ serviceUrl, conversation, recipient, from, channelData }: IncomingActivity): Address {
  const { id, tenantId } = conversation;
  const team = channelData?.team?.id;
  const tenant = tenantId || channelData?.tenant?.id;
  return {
    serviceUrl,
    conversation: id,
    ...(tenant ? { tenant } : {}),
    ...(recipient === undefined ? {} : { bot: recipient.id }),
    ...(team ? { team } : {}),
    ...(isPersonal(conversation) ? { user: from.id } : {}),
  };
}

/**
 * Message ids are unique within a conversation only, and an edited message keeps its own. Without one, the same button of the same
 * card is the same event.
 */
function eventId(activity: IncomingActivity, token: string): string {
  const own = activity.id ?? `${activity.replyToId ?? ''}:${token}`;
  const edit = activity.type === 'messageUpdate' ? `:${activity.timestamp ?? ''}` : '';
  return `teams:${activity.conversation.id}:${own}${edit}`;
}

function texts(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const pairs = Object.entries(values).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return Object.fromEntries(
    pairs.slice(0, MOST_INPUTS).map(([id, text]) => [id, text.slice(0, LONGEST_TEXT)]),
  );
}

/** What was said without "@Share Check". Mentions of other people stay, as words. */
function withoutMention({ text, entities, recipient }: IncomingActivity): string {
  // Cut first, and never looked at twice from one place: a long text of half a tag must not hold up everybody.
  let rest = (text ?? '').slice(0, LONGEST_TEXT);
  for (const entity of (entities ?? []).slice(0, MOST_ENTITIES)) {
    const mention = mentionSchema.safeParse(entity).data;
    if (mention !== undefined && mention.mentioned.id === recipient?.id)
      rest = rest.replace(mention.text, ' ');
  }
  return rest
    .replace(/<\/?at[^<>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}
