import type { DeliveryDraft } from '../../delivery/delivery.ts';
import type { Page, Reason, Step } from '../../follow/next-step.ts';
import type { Deed, Standing } from '../../follow/standing.ts';
import type { DeliveryEventBody, EntryDraft } from '../../records/entry.ts';
import type { TellContext } from '../context.ts';
import { say } from '../words.ts';
import { askFeedback, ringNow } from './author-messages.ts';
import { pageTo } from './pages.ts';
import { timeFor } from './standing-words.ts';

/** What is written because of a step. */
export type Drawn = {
  readonly entries: readonly EntryDraft[];
  readonly deliveries: readonly DeliveryDraft[];
};

/** Turns a step about a case into its entry in the record and its messages. `ctx.person` is who raised the case. */
export function drawStep(ctx: TellContext, standing: Standing, pages: readonly Page[], step: Step): Drawn {
  switch (step.kind) {
    case 'page': {
      const { person, reason, again } = step;
      const deliveries = isReminder(standing, step)
        ? reminder(ctx, standing, person)
        : pageTo(ctx, standing, person, inWords(reason), whyOf(standing, pages), again);
      const destination = `direct-message:${person}`;
      return drawn(ctx, standing, 'escalated', { destination, detail: reason }, deliveries);
    }
    case 'tell-author': {
      const deliveries = ringNow(ctx, standing, step.why, pages);
      return drawn(
        ctx,
        standing,
        'author-told',
        { destination: author(standing), detail: step.why },
        deliveries,
      );
    }
    case 'ask-feedback':
      return drawn(ctx, standing, 'asked', { destination: author(standing) }, askFeedback(ctx, standing));
    default:
      return step satisfies never;
  }
}

/** To the next person it is one and the same whether the last one was told by us or by a colleague: they have not answered. */
export const inWords = (reason: Reason): Reason => (reason === 'handed-over' ? 'not-acknowledged' : reason);

/** Who was waited for, and since when. */
export function whyOf({ taken, acknowledged, handedTo }: Standing, pages: readonly Page[]): Deed | null {
  if (taken !== null) return taken;
  if (acknowledged !== null) return acknowledged;
  if (handedTo !== null && pages.at(-1)?.person === handedTo.to) return { by: handedTo.to, at: handedTo.at };
  const last = pages.at(-1);
  return last === undefined ? null : { by: last.person, at: last.at };
}

const author = ({ access }: Standing): string => `direct-message:${access.author ?? 'nobody'}`;

function drawn(
  ctx: TellContext,
  { reference }: Standing,
  event: DeliveryEventBody['event'],
  more: Pick<DeliveryEventBody, 'destination' | 'detail'>,
  deliveries: readonly DeliveryDraft[],
): Drawn {
  const entry: EntryDraft = {
    id: ctx.draw.id(),
    reference,
    kind: 'delivery-event',
    createdAt: ctx.now,
    body: {
      nonce: ctx.draw.nonce(),
      // Nobody can be written to where there is none; the record says that it was due.
      delivery: deliveries[0]?.id ?? 'none',
      event,
      at: ctx.now,
      ...more,
    },
  };
  return { entries: [entry], deliveries };
}

/** It tells whoever has it that there is no outcome. */
export const isReminder = (
  { taken }: Standing,
  { person, reason }: Pick<Extract<Step, { kind: 'page' }>, 'person' | 'reason'>,
): boolean => reason === 'no-outcome' && person === taken?.by;

/** What it says: since when they have it. */
export const reminderText = (ctx: Pick<TellContext, 'dialog' | 'deployment' | 'now'>, { taken }: Standing) =>
  say(ctx.dialog.words, 'nudge-text', { time: timeFor(ctx, taken?.at ?? ctx.now) });

function reminder(ctx: TellContext, standing: Standing, person: string): readonly DeliveryDraft[] {
  const { words } = ctx.dialog;
  const title = say(words, 'nudge-title');
  const page = pageTo(ctx, standing, person, 'first', null);
  return page.map((draft) =>
    draft.card === undefined || draft.destination.kind !== 'direct-message'
      ? draft
      : {
          ...draft,
          card: {
            ...draft.card,
            title,
            summary: `${title}: ${standing.reference}`,
            blocks: [
              { kind: 'text', text: reminderText(ctx, standing), tone: 'warning' },
              ...draft.card.blocks,
            ],
          },
        },
  );
}
