import { nameAndPost } from '../../deployment/people.ts';
import type { Block, Card } from '../card.ts';
import type { TurnContext } from '../context.ts';
import type { Posting } from '../posting.ts';
import { whomToAsk } from '../whom-to-ask.ts';
import type { WordKey } from '../word-keys.ts';
import { say } from '../words.ts';
import { banner, button, whomToRing } from './common.ts';
import type { Mint } from './view.ts';

/** What came of choosing where decisions are posted, for whoever asked. */
export function postingCard(ctx: TurnContext, mint: Mint, posting: Posting): Card {
  const name = 'place' in posting ? posting.place.name : '';
  // A place is chosen by people here; a case that cannot be recorded has to be rung in.
  const who = posting.kind === 'not-now' ? whomToRing(ctx) : whomToAsk('dsl', null, ctx);
  const words = (key: WordKey) => say(ctx.dialog.words, key, { name, who });
  const [title, ...texts] = keysOf(posting).map(words);
  return {
    title: title ?? '',
    summary: title ?? '',
    ...banner(ctx),
    blocks: texts.map((text): Block => ({ kind: 'text', text })),
    buttons: [button({ ctx, mint }, { kind: 'help' }, 'button-help')],
  };
}

/** What everybody there may read of it; nothing where nothing changed. */
export function saidThere(ctx: TurnContext, posting: Posting | undefined): string | undefined {
  if (posting?.kind !== 'chosen' && posting?.kind !== 'ended') return undefined;
  return say(ctx.dialog.words, `posting-${posting.kind}-said`, { who: nameAndPost(ctx.person) });
}

function keysOf(posting: Posting): readonly WordKey[] {
  switch (posting.kind) {
    case 'chosen':
      return ['posting-chosen-title', 'posting-chosen-text', 'posting-chosen-end'];
    case 'ended':
      return ['posting-ended-title', 'posting-ended-text'];
    case 'already':
      return ['posting-already-title', 'posting-chosen-end'];
    case 'not-there':
      return ['posting-not-there-title'];
    case 'fixed':
      return ['posting-fixed-title', 'posting-fixed-text'];
    case 'refused':
      return ['posting-refused-title', `posting-${posting.why}`];
    case 'not-yours':
      return ['posting-not-yours-title', 'posting-not-yours-text'];
    case 'elsewhere':
      return ['posting-elsewhere-title', 'posting-elsewhere-text'];
    case 'not-now':
      return ['message-not-now', 'message-try-again'];
    default:
      return posting satisfies never;
  }
}
