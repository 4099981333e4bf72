import type { Card } from '../../conversation/card.ts';
import type { HandleTurn, Speaker, TurnReply } from '../../conversation/event.ts';
import { buttonOf, isThatMessage } from '../../conversation/message-token.ts';
import type { Messenger } from '../../delivery/messenger.ts';
import { Fault } from '../../fault.ts';
import { turnFailed } from '../turn-failed.ts';
import { ADAPTIVE_CARD } from './adaptive-card.ts';
import type { Addresses } from './address.ts';
import type { BotFramework } from './bot-framework.ts';
import { ConnectorFault } from './connector-http.ts';
import { toDeliveryError } from './delivery-fault.ts';
import { LAST_SERVICE } from './messenger.ts';
import { type IncomingActivity, type Received, receive } from './receive.ts';
import { renderCard } from './render.ts';

export type HttpAnswer = { readonly status: number; readonly body?: unknown };

/** What a turn in Teams needs. */
export type Channel = {
  readonly handle: HandleTurn;
  /** Shown when the app is installed or, in the Playground, when its page is opened. */
  readonly greet?: (speaker: Speaker) => Promise<TurnReply>;
  readonly addresses: Addresses;
  /** Told of what failed, by code; never of what was said. */
  readonly report?: (fault: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
  }) => void;
  readonly bot: BotFramework;
  readonly messenger: Messenger;
};

/**
 * Does what an activity asks and says what goes back with the request. Rejects when nothing could be given back: the
 * sender then asks again, and the same event gives the same answer.
 */
export async function respond(channel: Channel, activity: IncomingActivity): Promise<HttpAnswer> {
  const received = receive(activity);
  if (received.kind === 'nothing') return activity.type === 'invoke' ? { status: 501 } : { status: 200 };
  if (received.kind === 'met') {
    await remember(channel, received.userId, received.address);
    if (activity.type !== 'installationUpdate' || activity.action === 'remove') return { status: 200 };
    const reply = await channel.greet?.({ channel: 'teams', userId: received.userId });
    for (const card of reply?.cards ?? []) await send(channel, received.address, card);
    return { status: 200 };
  }
  if (received.personal) await remember(channel, received.event.speaker.userId, received.address);
  const reply = await turn(channel, received);
  return received.personal ? answer(channel, received, reply) : answerPrivately(channel, received, reply);
}

type Turn = Extract<Received, { kind: 'turn' }>;

/** Without this the person cannot be written to later, but is answered now: advice never waits for storage. */
async function remember(channel: Channel, userId: string, address: Turn['address']): Promise<void> {
  try {
    await channel.addresses.save(userId, address);
    await channel.addresses.save(LAST_SERVICE, address);
  } catch (error) {
    if (error instanceof Fault) channel.report?.(error);
  }
}

async function turn(channel: Channel, { event }: Turn): Promise<TurnReply & { readonly failed?: true }> {
  try {
    return await channel.handle(event);
  } catch (error) {
    const { fault, card } = turnFailed(error);
    channel.report?.(fault);
    return { failed: true, cards: [card] };
  }
}

/** In a chat of one's own: the card pressed is updated in place, further cards and answers to messages follow it. */
async function answer(
  channel: Channel,
  { address, pressed, invoke, event }: Turn,
  reply: TurnReply & { readonly failed?: true },
): Promise<HttpAnswer> {
  const [first, ...rest] = reply.cards;
  const inPlace = pressed !== undefined && takesItsPlace(event, reply);
  if (first === undefined) return { status: 200, ...(invoke ? { body: invokeMessage('Done.') } : {}) };
  const card = renderCard(first);
  if (inPlace) {
    // Teams falls back to the first version of a card that only the response has replaced, so both are needed.
    await channel.bot
      .update(address, pressed, { summary: first.summary, card })
      .catch(async (error: unknown) => {
        if (!invoke && !isGone(error)) throw error;
        channel.report?.(toDeliveryError(error));
        // Only the update would have shown the answer, and the card it was for is no longer there.
        if (!invoke) await send(channel, address, first);
      });
  } else {
    await send(channel, address, first);
  }
  for (const further of rest) await send(channel, address, further);
  if (!invoke) return { status: 200 };
  const body = inPlace ? { statusCode: 200, type: ADAPTIVE_CARD, value: card } : invokeMessage(first.title);
  return { status: 200, body };
}

/**
 * Whether the card takes the place of the one that was pressed. A delivered message gives way to nothing but itself: a saved
 * reply that still opens the same record. Whatever else comes stands beside it, and what is to be done about the case stays.
 */
function takesItsPlace(event: Turn['event'], reply: TurnReply & { readonly failed?: true }): boolean {
  if (event.kind !== 'press' || reply.failed === true) return false;
  const delivered = buttonOf(event);
  if (delivered === null) return true;
  const [card] = reply.cards;
  const same = card !== undefined && isThatMessage(delivered, card);
  return same && reply.unsaved !== true && delivered.button !== 'open';
}

/** The card was taken away, or may not be changed any more: no repeat will find it. */
function isGone(error: unknown): boolean {
  return error instanceof ConnectorFault && (error.status === 404 || error.status === 403);
}

/** Asked among others: the answer goes to the person's own chat, and the others see only that it did. */
async function answerPrivately(
  channel: Channel,
  { address, invoke, event }: Turn,
  reply: TurnReply,
): Promise<HttpAnswer> {
  for (const card of reply.cards) await channel.messenger.direct(event.speaker.userId, card);
  const notice = 'Answered in your own chat with Share Check.';
  if (invoke) return { status: 200, body: invokeMessage(notice) };
  await channel.bot.send(address, { summary: notice });
  return { status: 200 };
}

async function send(channel: Channel, address: Turn['address'], card: Card): Promise<void> {
  await channel.bot.send(address, { summary: card.summary, card: renderCard(card) });
}

function invokeMessage(value: string) {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
}
