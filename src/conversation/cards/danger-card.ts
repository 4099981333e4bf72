import type { Card } from '../card.ts';
import type { TurnContext } from '../context.ts';
import type { Asking } from '../moved.ts';
import type { CheckState } from '../state.ts';
import { say } from '../words.ts';
import { banner, emergencyPhones, missingContact } from './common.ts';
import type { Mint } from './view.ts';

/**
 * "Is a child in danger right now?", before anything else that was typed is gone into. The words that led to it are shown to
 * the person who typed them and kept nowhere.
 */
export function dangerCard(
  ctx: TurnContext,
  mint: Mint,
  check: CheckState | null,
  { words: found, otherwise, label }: Extract<Asking, { kind: 'danger' }>,
): Card {
  const { words } = ctx.dialog;
  const option = (colleague: boolean, key: 'button-danger-yes' | 'button-emergency-colleague') => ({
    token: mint({ kind: 'emergency', colleague }),
    label: say(words, key),
  });
  const led = found.map((each) => `“${each}”`).join(', ');
  return {
    title: say(words, 'danger-title'),
    summary: say(words, 'danger-summary'),
    ...banner(ctx),
    blocks: [
      { kind: 'phones', phones: emergencyPhones(ctx) },
      ...missingContact(ctx),
      { kind: 'text', text: say(words, 'danger-words', { words: led }), typed: true },
      {
        kind: 'options',
        options: [
          option(false, 'button-danger-yes'),
          option(true, 'button-emergency-colleague'),
          { token: mint(otherwise), label: say(words, label) },
        ],
      },
      ...(check === null || check.done !== null
        ? []
        : [{ kind: 'text', text: say(words, 'danger-kept'), tone: 'quiet' } as const]),
    ],
    buttons: [],
  };
}
