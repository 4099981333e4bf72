import type { Block, Card } from '../card.ts';
import { say } from '../words.ts';
import { button, note } from './common.ts';
import { quoteOf, withWhose } from './passage.ts';
import type { View } from './view.ts';

/** "Why are you asking?": the reason in plain words, then the guidance's own words. */
export function whyCard(view: View): Card {
  const { ctx, check } = view;
  const facts = check.overlay?.kind === 'why' ? check.overlay.facts : [];
  const questions = ctx.dialog.questions.filter((q) => facts.includes(q.id));
  const blocks = questions.flatMap((question): Block[] => [
    ...(questions.length > 1 ? [{ kind: 'heading', text: question.ask } as const] : []),
    { kind: 'text', text: withWhose(view, `questions ${question.id} why`, question.why) },
    ...ctx.policy
      .citationsOf(question.cite, view.at.counted)
      .slice(0, 2)
      .flatMap((citation) => quoteOf(citation, ctx, question.id)),
  ]);
  return note(view, say(ctx.dialog.words, 'why-title'), blocks, [
    button(view, { kind: 'close' }, 'button-to-question', 'primary'),
  ]);
}
