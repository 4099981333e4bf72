import { may, mayActOn } from '../../access/may.ts';
import { personById } from '../../deployment/people.ts';
import type { Standing } from '../../follow/standing.ts';
import type { Button, Card } from '../card.ts';
import { banner } from '../cards/common.ts';
import type { Mint } from '../cards/view.ts';
import type { TurnContext } from '../context.ts';
import { say } from '../words.ts';
import type { CaseAct } from './case-acts.ts';
import { summaryOf } from './pages.ts';
import { nameFor, type Row, stateLine, timeFor } from './standing-words.ts';

/** One concern from the queue: how far it has come, and what can be done about it. Without `mint` it has no buttons. */
export function caseCard(ctx: TurnContext, mint: Mint | null, standing: Standing): Card {
  const { words } = ctx.dialog;
  const { reference, access, author, call } = standing;
  const about = summaryOf(standing);
  const mine = access.author === ctx.person.id;
  const rows: readonly Row[] = [
    ...(author === null ? [] : [{ label: say(words, 'row-raised-by'), value: withNumber(ctx, author.id) }]),
    ...(about === null
      ? []
      : [
          { label: say(words, 'row-advice'), value: say(words, `outcome-short-${about.decision.outcome}`) },
          { label: say(words, 'row-urgency'), value: say(words, `class-${about.decision.notification}`) },
        ]),
    ...(call === null ? [] : [{ label: say(words, 'row-when'), value: timeFor(ctx, call.at) }]),
    { label: say(words, 'row-state'), value: stateLine(ctx, standing, 'team') },
    ...answeredRow(ctx, standing),
  ];
  const title = `${say(words, 'row-reference')} ${reference}`;
  return {
    title,
    summary: title,
    ...banner(ctx),
    blocks: [
      { kind: 'rows', rows },
      ...(mine ? [{ kind: 'text', text: say(words, 'queue-own') } as const] : []),
    ],
    buttons: mint === null ? [] : buttonsFor(ctx, mint, standing),
    window: true,
  };
}

/** Who has to be spoken to, with the number where there is one. */
function withNumber({ deployment }: TurnContext, id: string): string {
  const person = personById(deployment, id);
  if (person === null) return id;
  return [person.name, person.post, person.phone].filter((part) => part !== undefined).join(', ');
}

/** Who answered whoever raised it, last: that it was sent, and no more. */
function answeredRow(ctx: TurnContext, { replies }: Standing): readonly Row[] {
  const last = replies.at(-1);
  if (last === undefined) return [];
  const { words } = ctx.dialog;
  const value = say(words, 'taken-by', { name: nameFor(ctx, last.by), time: timeFor(ctx, last.at) });
  return [{ label: say(words, 'row-answer-sent'), value }];
}

function buttonsFor(ctx: TurnContext, mint: Mint, standing: Standing): readonly Button[] {
  const { words } = ctx.dialog;
  const { state, taken, reference, access } = standing;
  const button = (
    act: CaseAct,
    key: Parameters<typeof say>[1],
    style: Button['style'] = 'plain',
  ): Button => ({
    token: mint({ kind: 'case', act, reference }),
    label: say(words, key),
    style,
  });
  const ways: readonly Button[] = [
    ...(may(ctx.person, 'records:show', access) ? [button('open', 'button-open-record')] : []),
    { token: mint({ kind: 'queue' }), label: say(words, 'button-queue'), style: 'plain' },
  ];
  if (!mayActOn(ctx.person, 'lead:act', access) || state === 'done') return ways;
  if (taken?.by === ctx.person.id) {
    return [
      button('close-form', 'button-close-case', 'primary'),
      button('reply-form', 'button-reply'),
      button('hand-over-form', 'button-hand-over'),
      ...ways,
    ];
  }
  if (state === 'taken')
    return [button('take-over', 'button-take-over'), button('reply-form', 'button-reply'), ...ways];
  return [
    button('take', 'button-take', 'primary'),
    ...(state === 'sent' ? [button('ack', 'button-acknowledge')] : []),
    button('reply-form', 'button-reply'),
    ...ways,
  ];
}
