import type { Card } from '../card.ts';
import { keptOutNow } from '../cases.ts';
import { peopleOnTheRota } from '../telling.ts';
import { say } from '../words.ts';
import { banner, button, more } from './common.ts';
import type { View } from './view.ts';

/** "Should anyone be kept out of this?": one tap for nobody, or names from the rota. */
export function keptOutCard(view: View): Card {
  const { ctx, check, mint } = view;
  const { words } = ctx.dialog;
  const now = keptOutNow(check, ctx);
  const aside = check.overlay?.kind === 'keep-out';
  const error = check.errors['kept-out'];
  return {
    title: say(words, 'kept-out-title'),
    summary: say(words, 'kept-out-title'),
    ...banner(ctx, view),
    blocks: [
      { kind: 'text', text: say(words, 'kept-out-text') },
      {
        kind: 'select',
        id: 'kept-out',
        label: say(words, 'kept-out-label'),
        hint: say(words, 'kept-out-hint'),
        several: true,
        options: peopleOnTheRota(ctx).map((p) => ({
          token: mint({ kind: 'option', field: 'kept-out', value: p.id }),
          label: p.post === undefined ? p.name : `${p.name}, ${p.post}`,
          ...(now.includes(p.id) ? { chosen: true } : {}),
        })),
        ...(error === undefined ? {} : { error: say(words, error) }),
      },
      more(view),
    ],
    buttons: [
      button(view, { kind: 'keep-out-nobody' }, 'button-nobody', now.length === 0 ? 'primary' : 'plain'),
      button(view, { kind: 'keep-out-these' }, 'button-these', now.length === 0 ? 'plain' : 'primary', true),
      button(view, { kind: aside ? 'close' : 'back' }, 'button-back'),
    ],
  };
}
