import type { Card } from '../card.ts';
import type { TurnContext } from '../context.ts';
import type { Asking } from '../moved.ts';
import type { CheckState } from '../state.ts';
import { say } from '../words.ts';
import { onward } from './answer-card.ts';
import { banner, button, emergencyPhones, missingContact } from './common.ts';
import type { Mint } from './view.ts';

/** One answer that a typed account may give, with the words that led to it: used or dropped by the person. */
export function suggestionCard(
  ctx: TurnContext,
  mint: Mint,
  check: CheckState | null,
  { pending, reading }: Extract<Asking, { kind: 'suggest' }>,
): Card {
  const { words, questions } = ctx.dialog;
  const [{ fact, value, cue }] = pending;
  const question = questions.find(({ id }) => id === fact);
  const option = question?.options.find((each) => each.value === value);
  const decide = (use: boolean) => mint({ kind: 'use-suggestion', use, pending, reading });
  return {
    title: say(words, 'suggest-title'),
    summary: say(words, 'suggest-title'),
    ...banner(ctx),
    blocks: [
      { kind: 'text', text: say(words, 'suggest-cue', { cue }), typed: true },
      { kind: 'heading', text: question?.ask ?? '' },
      {
        kind: 'options',
        options: [
          {
            token: decide(true),
            label: say(words, 'button-use', { answer: option?.label ?? '' }),
            ...(option?.help === undefined ? {} : { help: option.help }),
          },
          { token: decide(false), label: say(words, 'button-not-this') },
        ],
      },
      { kind: 'text', text: say(words, 'suggest-own'), tone: 'quiet' },
      { kind: 'phones', phones: emergencyPhones(ctx) },
      ...missingContact(ctx),
    ],
    buttons: [
      ...onward(ctx, mint, check),
      button({ ctx, mint }, { kind: 'show-answer', reading }, 'button-look-up'),
    ],
  };
}
