import type { CaseAccess } from '../access/may.ts';
import { may, mayAcknowledge } from '../access/may.ts';
import type { DeliveryDraft } from '../delivery/delivery.ts';
import type { EntryDraft } from '../records/entry.ts';
import { beside } from './beside.ts';
import type { Card } from './card.ts';
import { recordCard } from './cards/aside-cards.ts';
import { acknowledgedCard, notForYouCard, notNowCard } from './cards/delivered-cards.ts';
import type { TurnContext } from './context.ts';
import { type Effects, NO_EFFECTS } from './effects.ts';
import { messageButtons, openButton } from './message-buttons.ts';
import type { MessageButton } from './message-token.ts';
import type { ConversationState } from './state.ts';

/** Who has read a message, and when. */
export type Acknowledgement = { readonly person: string; readonly at: string };

/** A message about a case that the outbox brought to somebody, and all that decides about its buttons. */
export type DeliveredMessage = {
  readonly id: string;
  readonly reference: string;
  /** As the record names it. */
  readonly destination: string;
  /** Id of the person it was sent to; null for a channel. */
  readonly addressee: string | null;
  /** As it was written; undefined when it cannot be opened any more. */
  readonly card: Card | undefined;
  readonly access: CaseAccess;
  readonly acknowledgement: Acknowledgement | null;
  /** Other messages that were sent about the case and that nobody has acknowledged; none to anybody kept out of it. */
  readonly others: readonly { readonly id: string; readonly card: Card }[];
};

/** Does what a button of a delivered message asks. The conversation of whoever pressed it, and its cards, stay as they are. */
export function pressMessage(
  before: ConversationState,
  pressed: MessageButton,
  ctx: TurnContext,
): { readonly state: ConversationState; readonly card: Card; readonly effects: Effects } {
  return pressed.button === 'open' ? open(before, ctx) : acknowledge(before, pressed, ctx);
}

type Pressed = ReturnType<typeof pressMessage>;

function open(before: ConversationState, ctx: TurnContext): Pressed {
  const { delivered, sheet } = ctx;
  const drawn = beside(before, ctx, (mint) => {
    if (delivered === undefined) return notNowCard(ctx, []);
    const allowed = delivered !== null && may(ctx.person, 'records:show', delivered.access);
    return allowed && sheet !== null
      ? recordCard(ctx, mint, before)
      : notForYouCard(ctx, mint, 'record-not-for-you');
  });
  return { ...drawn, effects: NO_EFFECTS };
}

function acknowledge(before: ConversationState, { message }: MessageButton, ctx: TurnContext): Pressed {
  const { delivered, person } = ctx;
  const stays = { state: before, effects: NO_EFFECTS };
  if (delivered === undefined) return { ...stays, card: notNowCard(ctx, messageButtons(ctx, message)) };
  if (delivered === null || !mayAcknowledge(person, delivered.access, delivered.addressee)) {
    const drawn = beside(before, ctx, (mint) => notForYouCard(ctx, mint, 'message-not-for-you'));
    return { ...drawn, effects: NO_EFFECTS };
  }
  const shown = (id: string, card: Card | undefined, by: Acknowledgement) =>
    acknowledgedCard(ctx, {
      card,
      reference: delivered.reference,
      by,
      open: id === message && isWhereKeptOutRead(delivered) ? [] : [openButton(ctx, id)],
    });
  // Whoever was first has acknowledged it.
  if (delivered.acknowledgement !== null) {
    return { ...stays, card: shown(message, delivered.card, delivered.acknowledgement) };
  }
  if (!ctx.recording) {
    return { ...stays, card: notNowCard(ctx, messageButtons(ctx, message), delivered.card) };
  }
  const by = { person: person.id, at: ctx.now };
  return {
    state: before,
    card: shown(message, delivered.card, by),
    effects: {
      ...NO_EFFECTS,
      entries: [entryOf(delivered, ctx)],
      deliveries: delivered.others.map(
        ({ id, card }): DeliveryDraft => ({
          id: ctx.draw.id(),
          reference: delivered.reference,
          destination: { kind: 'update', delivery: id },
          class: 'routine',
          dueAt: ctx.now,
          card: shown(id, card, by),
        }),
      ),
    },
  };
}

/**
 * With somebody kept out of the case, no channel hears more of it: what stood there before stays as it was. Without the button of
 * that message the card is an answer about it, and goes to whoever pressed it alone.
 */
const isWhereKeptOutRead = ({ addressee, access }: DeliveredMessage): boolean =>
  addressee === null && access.keptOut.length > 0;

function entryOf({ id, reference, destination }: DeliveredMessage, ctx: TurnContext): EntryDraft {
  return {
    id: ctx.draw.id(),
    reference,
    kind: 'delivery-event',
    createdAt: ctx.now,
    body: {
      nonce: ctx.draw.nonce(),
      delivery: id,
      event: 'acknowledged',
      destination,
      at: ctx.now,
      detail: ctx.person.id,
    },
  };
}
