import { z } from 'zod';
import type { TurnEvent } from '../../conversation/event.ts';
import { shownName } from '../shown-name.ts';
import { PRESS } from './adaptive-card.ts';
import type { Address } from './address.ts';

/** The parts of a Bot Framework activity that Share Check reads. Everything else is let go of here. */
export const activitySchema = z.object({
  type: z.string().min(1).max(100),
  id: z.string().max(300).optional(),
  name: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  text: z.string().nullish(),
  serviceUrl: z.string().max(2000),
  channelId: z.string().max(100).optional(),
  replyToId: z.string().max(300).optional(),
  from: z.object({
    id: z.string().min(1).max(300),
    aadObjectId: z.string().max(100).nullish(),
    name: z.string().nullish(),
  }),
  recipient: z.object({ id: z.string().max(300) }).optional(),
  conversation: z.object({
    id: z.string().min(1).max(500),
    conversationType: z.string().max(100).nullish(),
    tenantId: z.string().max(100).nullish(),
  }),
  entities: z.array(z.unknown()).nullish(),
  value: z.unknown().optional(),
});
export type IncomingActivity = z.infer<typeof activitySchema>;

export type Received =
  /** A turn: the event, and how the answer goes back. */
  | {
      readonly kind: 'turn';
      readonly event: TurnEvent;
      readonly address: Address;
      /** A chat with one person: elsewhere nothing sensitive may be shown. */
      readonly personal: boolean;
      /** The message whose card was pressed. */
      readonly pressed: string | undefined;
      /** The answer travels in the response to the request. */
      readonly invoke: boolean;
    }
  /** Somebody can be reached from now on (the app was installed, or a chat opened). */
  | { readonly kind: 'met'; readonly userId: string; readonly address: Address }
  | { readonly kind: 'nothing' };

/** Longest text taken as one message; Teams itself allows about 28 KB. */
const LONGEST_TEXT = 8000;
const MOST_INPUTS = 60;
const MOST_ENTITIES = 60;

const mentionSchema = z.object({
  type: z.literal('mention'),
  text: z.string(),
  mentioned: z.object({ id: z.string() }),
});
const pressSchema = z.looseObject({ token: z.string().min(1).max(200) });
const invokeSchema = z.object({ action: z.object({ verb: z.literal(PRESS), data: pressSchema }) });

/** Turns an activity into an event of the conversation. Pure. What is not for Share Check becomes `nothing`. */
export function receive(activity: IncomingActivity): Received {
  const userId = activity.from.aadObjectId || activity.from.id;
  const address = addressOf(activity);
  const personal = isPersonal(activity.conversation);
  if (activity.type === 'conversationUpdate' || activity.type === 'installationUpdate') {
    return personal ? { kind: 'met', userId, address } : { kind: 'nothing' };
  }

  const invoke = activity.type === 'invoke' && activity.name === 'adaptiveCard/action';
  const press = pressOf(activity, invoke);
  const name = shownName(activity.from.name);
  const speaker = { channel: 'teams', userId, ...(name === '' ? {} : { name }) } as const;
  const back = { address, personal, pressed: activity.replyToId, invoke };
  if (press !== undefined) {
    const { token, ...rest } = press;
    const event = {
      id: eventId(activity, token),
      speaker,
      kind: 'press',
      token,
      inputs: texts(rest),
    } as const;
    return { kind: 'turn', event, ...back };
  }
  if (activity.type !== 'message' || typeof activity.text !== 'string') return { kind: 'nothing' };
  const text = withoutMention(activity);
  return { kind: 'turn', event: { id: eventId(activity, ''), speaker, kind: 'message', text }, ...back };
}

/** Where the kind is not said, the ids of channels and group chats begin with 19: what is not clearly one person's chat is not. */
function isPersonal({ id, conversationType }: IncomingActivity['conversation']): boolean {
  return conversationType ? conversationType === 'personal' : !id.startsWith('19:');
}

function addressOf({ serviceUrl, conversation, recipient }: IncomingActivity): Address {
  const { id, tenantId } = conversation;
  return {
    serviceUrl,
    conversation: id,
    ...(tenantId ? { tenant: tenantId } : {}),
    ...(recipient === undefined ? {} : { bot: recipient.id }),
  };
}

/** Message ids are unique within a conversation only. Without one, the same button of the same card is the same event. */
function eventId(activity: IncomingActivity, token: string): string {
  const own = activity.id ?? `${activity.replyToId ?? ''}:${token}`;
  return `teams:${activity.conversation.id}:${own}`;
}

function pressOf(activity: IncomingActivity, invoke: boolean): z.infer<typeof pressSchema> | undefined {
  if (invoke) return invokeSchema.safeParse(activity.value).data?.action.data;
  return activity.type === 'message' ? pressSchema.safeParse(activity.value).data : undefined;
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
