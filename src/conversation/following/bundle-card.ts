import type { Page, Step } from '../../follow/next-step.ts';
import type { Standing } from '../../follow/standing.ts';
import type { Card } from '../card.ts';
import type { TellContext } from '../context.ts';
import { messageButton } from '../message-buttons.ts';
import { say } from '../words.ts';
import { inWords, isReminder, reminderText, whyOf } from './draw-step.ts';
import { whyText } from './pages.ts';
import { queueLine } from './queue-card.ts';

/** As many are named in one message: more would not fit into a chat, and none of it would be shown. */
export const NAMED_AT_MOST = 15;
/** A case that comes together with others, with why somebody is told of it now. */
export type Bundled = {
  readonly standing: Standing;
  readonly pages: readonly Page[];
  readonly due: Extract<Step, { kind: 'page' }>;
};

/** A record of the day that asks nobody to act. */
export const isRoutine = ({ standing: { call }, due: { reason } }: Bundled): boolean =>
  reason === 'completed' || (call?.class === 'routine' && reason === 'first');

/** Concerns, or records of the day, that come together in one message; `message` is the id of its delivery. */
export function bundleCard(
  ctx: Pick<TellContext, 'dialog' | 'deployment' | 'now'>,
  message: string,
  cases: readonly Bundled[],
): Card {
  const { words } = ctx.dialog;
  const count = { count: String(cases.length) };
  const routine = cases.every(isRoutine);
  const title = say(words, routine ? 'digest-title' : 'bundle-title', count);
  return {
    title,
    summary: title,
    blocks: [
      { kind: 'text', text: say(words, routine ? 'digest-text' : 'bundle-text'), tone: 'lead' },
      {
        kind: 'rows',
        rows: cases
          .slice(0, NAMED_AT_MOST)
          .map((one) => ({ label: one.standing.reference, value: lineOf(ctx, one) })),
      },
      ...(cases.length > NAMED_AT_MOST
        ? [
            {
              kind: 'text',
              text: say(words, routine ? 'digest-more' : 'bundle-more', {
                count: String(cases.length - NAMED_AT_MOST),
              }),
            } as const,
          ]
        : []),
      {
        kind: 'text',
        text: say(words, 'message-foot', { organisation: ctx.deployment.organisation.name }),
        tone: 'quiet',
      },
    ],
    buttons: routine ? [] : [messageButton(ctx, 'queue', message, 'primary')],
  };
}

function lineOf(
  ctx: Pick<TellContext, 'dialog' | 'deployment' | 'now'>,
  { standing, pages, due }: Bundled,
): string {
  const why = isReminder(standing, due)
    ? reminderText(ctx, standing)
    : whyText(ctx, inWords(due.reason), whyOf(standing, pages), due.again);
  return [queueLine(ctx, standing), why].filter((part) => part !== null).join(' ');
}
