import { mayActOn } from '../access/may.ts';
import type { TurnContext } from '../conversation/context.ts';
import { canTake } from '../conversation/following/can-take.ts';
import { stateLine } from '../conversation/following/standing-words.ts';
import { say } from '../conversation/words.ts';
import { nameAndPost } from '../deployment/people.ts';
import type { Standing } from '../follow/standing.ts';

/** What can be done about a concern at the command line. */
export const QUEUE_ACTS = ['acknowledge', 'take', 'reply', 'hand-over', 'close'] as const;
export type QueueAct = (typeof QUEUE_ACTS)[number];

/** What is asked: `over`, to take it from somebody who has it; `to`, to whom it is handed (a person's id). */
export type QueueAsked = { readonly act: QueueAct; readonly over: boolean; readonly to: string };

/** Why this cannot be done about the concern as it stands now, and what can; null where it can, or has been done already. */
export function queueObjection(asked: QueueAsked, standing: Standing, ctx: TurnContext): string | null {
  const { reference, access, state, taken, call } = standing;
  const { words } = ctx.dialog;
  if (access.author === ctx.person.id) return `${reference}: ${say(words, 'queue-own')}`;
  const none = call === null || call.class === 'routine';
  if (none || !mayActOn(ctx.person, 'lead:act', access)) return notYours(reference);
  const now = `${reference}: ${stateLine(ctx, standing, 'team')}`;
  switch (asked.act) {
    case 'acknowledge':
    case 'reply':
      return null;
    case 'take':
      if (state === 'done') return `${now} There is nothing left to take on.`;
      if (state !== 'taken' || taken?.by === ctx.person.id || asked.over) return null;
      return `${now} To take it over from them: share-check queue take ${reference} --over`;
    case 'hand-over':
    case 'close':
      if (state === 'done') return `${now} Nothing more can be done about it here.`;
      if (taken?.by !== ctx.person.id) return `${now} ${takeFirst(reference, taken !== null)}`;
      return asked.act === 'close' || canTake(asked.to, standing, ctx) ? null : toWhom(standing, ctx);
    default:
      return asked.act satisfies never;
  }
}

/** The same words whether there is none, or it is not for them: neither shows which. */
export const notYours = (reference: string): string =>
  `There is no open concern ${reference} that you may act on. \`queue\` shows those there are.`;

const takeFirst = (reference: string, over: boolean): string =>
  `Take it on first: share-check queue take ${reference}${over ? ' --over' : ''}`;

/** Everybody it can be handed to, by id. */
function toWhom(standing: Standing, ctx: TurnContext): string {
  const people = ctx.deployment.people.filter(({ id }) => canTake(id, standing, ctx));
  if (people.length === 0) return say(ctx.dialog.words, 'hand-over-nobody');
  const lines = people.map((person) => `  ${person.id}  ${nameAndPost(person)}`);
  return `It can be handed, with --to, to:\n${lines.join('\n')}`;
}
