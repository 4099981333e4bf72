import { moment } from '../../records/moment.ts';
import type { Block, Card } from '../card.ts';
import { howFar } from '../following/standing-words.ts';
import { choiceOf, passesOn } from '../form.ts';
import { sentence } from '../outgoing.ts';
import { keptOutNow, nameOf } from '../telling.ts';
import { say } from '../words.ts';
import { banner, button, whomToRing } from './common.ts';
import type { View } from './view.ts';

/** What was recorded, and who hears of it. */
export function receiptCard(view: View): Card {
  const { ctx, check, at } = view;
  const { words } = ctx.dialog;
  const done = check.done;
  if (done === null) throw new Error('not recorded yet');
  const zone = ctx.deployment.organisation['time-zone'];
  const choice = choiceOf(check, at.decision.outcome);
  return {
    title: say(words, 'receipt-title'),
    summary: `${say(words, 'receipt-title')} ${done.reference}`,
    ...banner(ctx, view),
    blocks: [
      {
        kind: 'rows',
        rows: [
          { label: say(words, 'row-reference'), value: done.reference },
          { label: say(words, 'row-when'), value: moment(done.at, zone) },
          { label: say(words, 'row-advice'), value: say(words, `outcome-short-${at.decision.outcome}`) },
          {
            label: say(words, 'row-you-decided'),
            value: choice === undefined ? '' : sentence(say(words, `choice-${choice}`)),
          },
        ],
      },
      ...(done.reviewToday
        ? [
            {
              kind: 'text',
              text: say(words, 'receipt-review', { who: whomToRing(ctx, view) }),
              tone: 'warning',
            } as const,
          ]
        : []),
      ...(passesOn(choice) ? [{ kind: 'text', text: say(words, 'receipt-you-share') } as const] : []),
      ...whoHears(view),
      { kind: 'text', text: say(words, 'receipt-next') },
      {
        kind: 'options',
        options: [{ token: view.mint({ kind: 'report' }), label: say(words, 'button-report') }],
      },
    ],
    buttons: [
      button(view, { kind: 'start' }, 'button-another'),
      button(view, { kind: 'hide' }, 'button-hide'),
    ],
  };
}

function whoHears(view: View): Block[] {
  const { ctx, check } = view;
  const { words } = ctx.dialog;
  if (ctx.rehearsal) return [{ kind: 'text', text: say(words, 'receipt-rehearsal') }];
  const first = check.done?.telling[0];
  const channels = ctx.places.map((c) => c.name);
  const restricted = check.aboutColleague || keptOutNow(check, ctx).length > 0;
  return [
    first === undefined
      ? { kind: 'text', text: say(words, 'receipt-nobody', { who: whomToRing(ctx, view) }), tone: 'warning' }
      : ctx.notArrived
        ? { kind: 'text', text: say(words, 'ring-first', { who: whomToRing(ctx, view) }) }
        : { kind: 'text', text: howFar(ctx, ctx.standing) ?? messageToLead(view, first) },
    ...(restricted
      ? [{ kind: 'text', text: say(words, 'receipt-restricted') } as const]
      : channels.length === 0
        ? []
        : [
            {
              kind: 'text',
              text: say(words, 'receipt-channels', { channels: channels.join(', ') }),
            } as const,
          ]),
  ];
}

/** That the message is on its way, or when it leaves: sent is not read. */
function messageToLead(view: View, person: string): string {
  const { ctx, check } = view;
  const { words } = ctx.dialog;
  const name = nameOf(ctx, person);
  const leaves = check.done?.messageAt ?? ctx.now;
  if (leaves <= ctx.now) return say(words, 'receipt-told', { name });
  const time = moment(leaves, ctx.deployment.organisation['time-zone']);
  return say(words, 'receipt-told-later', { name, time, who: whomToRing(ctx, view) });
}
