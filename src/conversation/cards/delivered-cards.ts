import { personById } from '../../deployment/people.ts';
import { moment } from '../../records/moment.ts';
import type { Block, Button, Card } from '../card.ts';
import type { TurnContext } from '../context.ts';
import type { Acknowledgement } from '../delivered.ts';
import { say } from '../words.ts';
import { banner, button, whomToRing } from './common.ts';
import type { Mint } from './view.ts';

/** Cards in answer to the buttons of a delivered message. */

/** The message as it was, with who has acknowledged it and when. */
export function acknowledgedCard(
  ctx: TurnContext,
  about: {
    readonly card: Card | undefined;
    readonly reference: string;
    readonly by: Acknowledgement;
    readonly open: readonly Button[];
  },
): Card {
  const { words } = ctx.dialog;
  const { person, at } = about.by;
  const name = personById(ctx.deployment, person)?.name ?? person;
  const time = moment(at, ctx.deployment.organisation['time-zone']);
  const row = {
    label: say(words, 'row-acknowledged'),
    value: say(words, 'acknowledged-by', { name, time }),
  };
  const title = `${say(words, 'row-reference')} ${about.reference}`;
  const card: Card = about.card ?? { title, summary: title, blocks: [], buttons: [] };
  return { ...card, blocks: withRow(card.blocks, row), buttons: about.open };
}

function withRow(
  blocks: readonly Block[],
  row: { readonly label: string; readonly value: string },
): readonly Block[] {
  const place = blocks.findIndex(({ kind }) => kind === 'rows');
  if (place === -1) return [...blocks, { kind: 'rows', rows: [row] }];
  return blocks.map((block, at) =>
    at === place && block.kind === 'rows' ? { ...block, rows: [...block.rows, row] } : block,
  );
}

/** The same for what does not exist and for what is not theirs to see. */
export function notForYouCard(
  ctx: TurnContext,
  mint: Mint,
  key: 'record-not-for-you' | 'message-not-for-you',
): Card {
  const { words } = ctx.dialog;
  const title = say(words, key);
  return {
    title,
    summary: title,
    ...banner(ctx),
    blocks: [{ kind: 'text', text: say(words, 'ask-them', { who: whomToRing(ctx) }) }],
    buttons: [button({ ctx, mint }, { kind: 'help' }, 'button-help')],
  };
}

/** Nothing can be read or written now: the message, where it is known, keeps its buttons, to be pressed again. */
export function notNowCard(ctx: TurnContext, buttons: readonly Button[], card?: Card): Card {
  const { words } = ctx.dialog;
  const title = say(words, 'message-not-now');
  const then = say(words, 'message-try-again', { who: whomToRing(ctx) });
  if (card === undefined) return { title, summary: title, blocks: [{ kind: 'text', text: then }], buttons };
  const warning = { kind: 'text', text: `${title} ${then}`, tone: 'warning' } as const;
  return { ...card, blocks: [warning, ...card.blocks], buttons };
}
