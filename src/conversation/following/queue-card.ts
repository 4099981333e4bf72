import { may } from '../../access/may.ts';
import type { Standing } from '../../follow/standing.ts';
import type { Block, Card } from '../card.ts';
import { banner } from '../cards/common.ts';
import type { Mint } from '../cards/view.ts';
import type { TurnContext } from '../context.ts';
import { say } from '../words.ts';
import { stateLine } from './standing-words.ts';

/** As many are shown on a card; the rest once some of these are closed. */
export const QUEUE_AT_MOST = 10;

/** The open concerns somebody may act on, the most urgent first, then the oldest. */
export function queueCard(ctx: TurnContext, mint: Mint): Card {
  const { words } = ctx.dialog;
  const title = say(words, 'queue-title');
  return {
    title,
    summary: title,
    ...banner(ctx),
    blocks: queueBlocks(ctx, mint),
    buttons: [],
  };
}

/** The same as part of another card, such as a home page. */
export function queueBlocks(ctx: TurnContext, mint: Mint): readonly Block[] {
  const { words } = ctx.dialog;
  const text = (key: Parameters<typeof say>[1], fill?: Readonly<Record<string, string>>): Block => ({
    kind: 'text',
    text: say(words, key, fill),
  });
  if (!may(ctx.person, 'queue:see', null)) return [text('queue-not-yours')];
  const { queue } = ctx;
  if (queue === null) return [text('queue-unreadable')];
  if (queue.length === 0) return [text('queue-none')];
  const shown = queue.slice(0, QUEUE_AT_MOST);
  return [
    {
      kind: 'options',
      // How far each has come stands with what opens it: on a phone nobody has to look for the one that belongs to the other.
      options: shown.map((standing) => {
        const { reference } = standing;
        return {
          token: mint({ kind: 'case', act: 'see', reference }),
          label: say(words, 'button-see-case', { reference }),
          help: queueLine(ctx, standing),
        };
      }),
    },
    ...(queue.length > shown.length
      ? [text('queue-more', { count: String(queue.length - shown.length) })]
      : []),
  ];
}

/** "Emergency, act now, 12 min old. Sent. Nobody has acknowledged it yet." */
export function queueLine(
  ctx: Pick<TurnContext, 'dialog' | 'deployment' | 'now'>,
  standing: Standing,
): string {
  const { words } = ctx.dialog;
  const urgency = say(words, `class-${standing.call?.class ?? 'routine'}`);
  const age = ageInWords(ctx, standing.call?.at ?? standing.record.openedAt);
  return say(words, 'queue-line', { class: urgency, age, state: stateLine(ctx, standing, 'team') });
}

/** "12 min old", "5 h old", "3 days old": how long ago an instant was (ISO 8601). */
export function ageInWords({ dialog, now }: Pick<TurnContext, 'dialog' | 'now'>, since: string): string {
  const minutes = Math.max(0, Math.round((Date.parse(now) - Date.parse(since)) / 60_000));
  const [key, count] =
    minutes < 90
      ? (['age-minutes', minutes] as const)
      : minutes < 48 * 60
        ? (['age-hours', Math.round(minutes / 60)] as const)
        : (['age-days', Math.round(minutes / (24 * 60))] as const);
  return say(dialog.words, key, { count: String(count) });
}
