import type { Citation } from '../../guidance/guidance.ts';
import type { Block } from '../card.ts';
import type { TurnContext } from '../context.ts';
import { say } from '../words.ts';
import type { View } from './view.ts';

/** "Golden rule 3: …, page 4", as lists name a passage. */
export function placeOf(citation: Citation, ctx: TurnContext): string {
  const section = ctx.guidance.find((g) => g.id === citation.guidance)?.sections.get(citation.section);
  const heading = (section?.heading ?? citation.section)
    .replace(/^(Golden rule \d+):.*$/, '$1')
    .replace(/^Definition: /, '');
  return say(ctx.dialog.words, citation.page.includes('–') ? 'place-pages' : 'place-page', {
    heading,
    page: citation.page,
  });
}

/** The quoted words of one passage, stamped with the edition. */
export function quoteOf(citation: Citation, ctx: TurnContext): Block[] {
  const guidance = ctx.guidance.find((g) => g.id === citation.guidance);
  const text = ctx.dialog.quotes[citation.section];
  if (guidance === undefined || text === undefined) return [];
  return [
    {
      kind: 'quote',
      text,
      source: `${placeOf(citation, ctx)}. ${guidance.shortTitle}. ${guidance.edition}.`,
    },
  ];
}

/** The passages a fix, an obligation or a tell value rests on; empty for what is Share Check's own. */
export function citationsFor(
  view: View,
  kind: 'fixes' | 'obligations' | 'tell',
  id: string,
): readonly Citation[] {
  const { policy } = view.ctx.dialog;
  const item =
    kind === 'tell'
      ? policy.tell.find((t) => t.value === id)
      : kind === 'fixes'
        ? policy.fixes.find((f) => f.id === id)
        : policy.obligations.find((o) => 'id' in o && o.id === id);
  return item === undefined || !('cite' in item)
    ? []
    : view.ctx.policy.citationsOf(item.cite, view.at.counted);
}

/** Where a line comes from, in words: its passages, or that it is Share Check's own. */
export function restingOn(view: View, kind: 'fixes' | 'obligations' | 'tell', id: string): string {
  const places = citationsFor(view, kind, id).map((c) => placeOf(c, view.ctx));
  return places.length === 0 ? say(view.ctx.dialog.words, 'own') : places.join('; ');
}
