import type { DeliveryDraft } from '../../delivery/delivery.ts';
import type { Call, Deed, Standing } from '../../follow/standing.ts';
import type { Block, Button, Card } from '../card.ts';
import type { TellContext, TurnContext } from '../context.ts';
import { messageButton } from '../message-buttons.ts';
import type { MessageButton } from '../message-token.ts';
import { say } from '../words.ts';
import type { CaseMessage, FollowedCase } from './followed-case.ts';
import { deedRows, nameFor, type Row, timeFor } from './standing-words.ts';

/**
 * A message about a case as it is to be shown now: as it was written, with who has acknowledged it, who has it and what came of it,
 * and with what can still be done. `silent`: without the button of its own, as it goes to whoever pressed it alone.
 */
export function caseMessage(
  ctx: Pick<TellContext, 'dialog' | 'deployment'>,
  standing: Standing,
  message: CaseMessage,
  silent = false,
): Card {
  const { words } = ctx.dialog;
  const title = `${say(words, 'row-reference')} ${standing.reference}`;
  const card: Card = message.card ?? { title, summary: title, blocks: [], buttons: [] };
  const by = acknowledgementOf(message, standing);
  const rows: Row[] =
    by === null
      ? []
      : [
          {
            label: say(words, 'row-acknowledged'),
            value: say(words, 'acknowledged-by', { name: nameFor(ctx, by.by), time: timeFor(ctx, by.at) }),
          },
        ];
  return {
    ...card,
    blocks: withRows(card.blocks, [...rows, ...deedRows(ctx, standing)]),
    buttons: silent ? [] : buttonsFor(ctx, standing, message),
  };
}

/** What can still be done from a message. A completed record and a routine one ask nobody to take anything on. */
export function buttonsFor(
  ctx: Pick<TellContext, 'dialog'>,
  standing: Standing,
  message: Pick<CaseMessage, 'id' | 'addressee' | 'page' | 'sentAt'>,
): readonly Button[] {
  const { state, taken, call } = standing;
  const button = (act: MessageButton['button'], style: Button['style'] = 'plain'): Button =>
    messageButton(ctx, act, message.id, style);
  const seen = acknowledgementOf(message, standing) !== null;
  const acts = message.page || (message.addressee === null && call?.class !== 'routine');
  if (state === 'done') return seen || acts ? [button('open')] : [button('ack', 'primary'), button('open')];
  if (!acts) return seen ? [button('open')] : [button('ack', 'primary'), button('open')];
  if (state !== 'taken') return [button('take', 'primary'), ...(seen ? [] : [button('ack')]), button('open')];
  if (message.addressee !== null && message.addressee === taken?.by) {
    return [button('close-form', 'primary'), button('reply-form'), button('hand-over-form'), button('open')];
  }
  return [button('take-over'), button('open')];
}

/**
 * Who was the first to acknowledge a message. An acknowledgement of one message is one of all that had been sent about the case by
 * then; what came later nobody has acknowledged with it.
 */
export function acknowledgementOf(
  { id, sentAt }: Pick<CaseMessage, 'id' | 'sentAt'>,
  { record }: Standing,
): Deed | null {
  const first = record.deliveries.find(
    ({ event, delivery, at }) =>
      event === 'acknowledged' && (delivery === id || (sentAt !== null && sentAt <= at)),
  );
  return first?.detail === undefined ? null : { by: first.detail, at: first.at };
}

function withRows(blocks: readonly Block[], rows: readonly Row[]): readonly Block[] {
  if (rows.length === 0) return blocks;
  const place = blocks.findIndex(({ kind }) => kind === 'rows');
  if (place === -1) return [...blocks, { kind: 'rows', rows }];
  return blocks.map((block, at) =>
    at === place && block.kind === 'rows' ? { ...block, rows: [...block.rows, ...rows] } : block,
  );
}

/** Every other message about the case shows what was done. */
export function updates(
  ctx: Pick<TellContext, 'dialog' | 'deployment' | 'draw' | 'now'>,
  { others }: Pick<FollowedCase, 'others'>,
  after: Standing,
): readonly DeliveryDraft[] {
  return others.map((other) => ({
    id: ctx.draw.id(),
    reference: after.reference,
    destination: { kind: 'update', delivery: other.id },
    class: 'routine',
    dueAt: ctx.now,
    card: caseMessage(ctx, after, other),
  }));
}

/** The same once it was called anew: whoever had it before has not got what came since, and somebody has to take it. */
export function calledAnew(
  ctx: Pick<TurnContext, 'dialog' | 'deployment' | 'draw' | 'now' | 'followed'>,
  reference: string,
  call: Call,
): readonly DeliveryDraft[] {
  const { followed } = ctx;
  if (followed == null || followed.standing.reference !== reference || followed.standing.state === 'sent')
    return [];
  const nobody = { acknowledged: null, taken: null, done: null, handedTo: null, authorToldAt: null };
  return updates(ctx, followed, { ...followed.standing, ...nobody, call, state: 'sent' });
}
