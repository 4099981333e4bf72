import type { Standing } from '../../follow/standing.ts';
import type { Card } from '../card.ts';
import type { TellContext } from '../context.ts';
import { messageButton } from '../message-buttons.ts';
import { say } from '../words.ts';
import { queueLine } from './queue-card.ts';

/** As many are named in one message: more would not fit into a chat, and none of it would be shown. */
export const NAMED_AT_MOST = 15;

/** Concerns, or records of the day, that come together in one message; `message` is the id of its delivery. */
export function bundleCard(
  ctx: Pick<TellContext, 'dialog' | 'deployment' | 'now'>,
  message: string,
  cases: readonly Standing[],
): Card {
  const { words } = ctx.dialog;
  const count = { count: String(cases.length) };
  const routine = cases.every(({ call }) => call?.class === 'routine');
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
          .map((standing) => ({ label: standing.reference, value: queueLine(ctx, standing) })),
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
