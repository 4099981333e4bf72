import type { Standing } from '../../follow/standing.ts';
import type { Block, Card } from '../card.ts';
import { banner, whomToRingAbout } from '../cards/common.ts';
import type { Mint } from '../cards/view.ts';
import type { TellContext, TurnContext } from '../context.ts';
import { say } from '../words.ts';
import { timeFor } from './standing-words.ts';

/** The other agency has answered: what did they say? */
export function heardCard(ctx: TurnContext, mint: Mint, standing: Standing): Card {
  const { words } = ctx.dialog;
  return about(
    ctx,
    standing,
    say(words, 'heard-title'),
    [],
    [
      {
        token: mint({ kind: 'case', act: 'received-form', reference: standing.reference }),
        label: say(words, 'button-received'),
        style: 'primary',
      },
    ],
  );
}

/** Nobody has answered: ring, what to say, and the local way to disagree. Share Check's own. */
export function disagreementCard(ctx: TurnContext, mint: Mint, standing: Standing): Card {
  const { words } = ctx.dialog;
  const { access, aboutColleague, feedback, record, reference } = standing;
  const who = whomToRingAbout(ctx, { keptOut: access.keptOut, aboutColleague });
  const time = timeFor(ctx, feedback.waitingSince ?? record.openedAt);
  return about(
    ctx,
    standing,
    say(words, 'disagree-title'),
    [
      { kind: 'text', text: say(words, 'disagree-text', { who }) },
      { kind: 'text', text: say(words, 'disagree-draft', { time, reference }) },
      ...localWay(ctx),
    ],
    [
      {
        token: mint({ kind: 'case', act: 'received-form', reference }),
        label: say(words, 'button-received'),
        style: 'plain',
      },
    ],
  );
}

/** What the other agency answered is in the record. */
export function receivedCard(ctx: TurnContext, _mint: Mint, standing: Standing, mismatch: boolean): Card {
  const { words } = ctx.dialog;
  return about(
    ctx,
    standing,
    say(words, mismatch ? 'author-mismatch-title' : 'received-done-title'),
    mismatch
      ? [{ kind: 'text', text: say(words, 'received-mismatch'), tone: 'warning' }, ...localWay(ctx)]
      : [],
    [],
  );
}

/** The local procedure for when professionals disagree, where the deployment names one. */
export function localWay({
  deployment,
  dialog,
}: Pick<TellContext, 'deployment' | 'dialog'>): readonly Block[] {
  const local = deployment.notifications['hear-back'].then;
  if (local === undefined) return [{ kind: 'text', text: say(dialog.words, 'disagree-own') }];
  const { name, what, phone } = local;
  return [
    { kind: 'text', text: say(dialog.words, 'disagree-local', { what }) },
    ...(phone === undefined ? [] : [{ kind: 'phones', phones: [{ label: name, number: phone }] } as const]),
  ];
}

function about(
  ctx: TurnContext,
  { reference }: Standing,
  title: string,
  blocks: readonly Block[],
  buttons: Card['buttons'],
): Card {
  const rows = [{ label: say(ctx.dialog.words, 'row-reference'), value: reference }];
  return {
    title,
    summary: `${title} ${reference}`,
    ...banner(ctx),
    blocks: [{ kind: 'rows', rows }, ...blocks],
    buttons,
    window: true,
  };
}
