import { nameAndPost } from '../../deployment/people.ts';
import type { Block, Card } from '../card.ts';
import { keptOutNow, peopleOnTheRota } from '../telling.ts';
import { say } from '../words.ts';
import { banner, button, more } from './common.ts';
import type { View } from './view.ts';

/** "Should anyone be kept out of this?": one tap for nobody, or names from the rota. */
export function keptOutCard(view: View): Card {
  const { ctx, check } = view;
  const { words } = ctx.dialog;
  const now = keptOutNow(check, ctx);
  const aside = check.overlay?.kind === 'keep-out';
  return {
    title: say(words, 'kept-out-title'),
    summary: say(words, 'kept-out-title'),
    ...banner(ctx, view),
    blocks: [{ kind: 'text', text: say(words, 'kept-out-text') }, keptOutField(view), more(view)],
    buttons: [
      button(view, { kind: 'keep-out-nobody' }, 'button-nobody', now.length === 0 ? 'primary' : 'plain'),
      button(view, { kind: 'keep-out-these' }, 'button-these', now.length === 0 ? 'plain' : 'primary', true),
      button(view, { kind: aside ? 'close' : 'back' }, 'button-back'),
    ],
  };
}

/** The people who could be told of the case or read it, to choose from; who is kept out already is ticked. */
export function keptOutField(view: View): Block {
  const { ctx, check, mint } = view;
  const { words } = ctx.dialog;
  const now = keptOutNow(check, ctx);
  const error = check.errors['kept-out'];
  return {
    kind: 'select',
    id: 'kept-out',
    label: say(words, 'kept-out-label'),
    hint: say(words, 'kept-out-hint'),
    several: true,
    options: peopleOnTheRota(ctx).map((p) => ({
      token: mint({ kind: 'option', field: 'kept-out', value: p.id }),
      label: nameAndPost(p),
      ...(now.includes(p.id) ? { chosen: true } : {}),
    })),
    ...(error === undefined ? {} : { error: say(words, error) }),
  };
}
