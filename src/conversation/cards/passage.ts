import type { Question } from '../../check/dialog.ts';
import type { Citation } from '../../guidance/guidance.ts';
import type { Block } from '../card.ts';
import type { TurnContext } from '../context.ts';
import { sentence } from '../outgoing.ts';
import type { Passage } from '../reading.ts';
import { say } from '../words.ts';
import type { View } from './view.ts';

/** "Golden rule 3, page 4", or “What is a lawful basis?”, page 7: as quotes and reasons name a passage. */
export function placeOf(citation: Citation, ctx: TurnContext): string {
  const heading = headingOf(citation, ctx);
  return inPlace(heading.endsWith('?') ? `“${heading}”` : heading, citation.page, ctx);
}

/** A heading or title with its page or pages; alone where a local document has none. */
export function inPlace(heading: string, page: string, ctx: TurnContext): string {
  if (page === '') return heading;
  return say(ctx.dialog.words, page.includes('–') ? 'place-pages' : 'place-page', { heading, page });
}

/** "golden rule 3, p4" or "p7": as short lists name a passage. */
export function shortPlaceOf(citation: Citation, ctx: TurnContext): string {
  const page = say(ctx.dialog.words, 'place-short', { page: citation.page });
  const heading = headingOf(citation, ctx);
  return /^Golden rule \d$/.test(heading) ? `${heading.toLowerCase()}, ${page}` : page;
}

function headingOf(citation: Citation, ctx: TurnContext): string {
  const section = [...ctx.guidance, ...ctx.library.searched]
    .find((g) => g.id === citation.guidance)
    ?.sections.get(citation.section);
  return (section?.heading ?? citation.section)
    .replace(/^(Golden rule \d+):.*$/, '$1')
    .replace(/^Definition: /, '');
}

/** A title and the words behind it as one line. */
export function titled(words: { readonly title: string; readonly text: string } | undefined): string {
  if (words === undefined) return '';
  return `${words.title}${/[.!?]$/.test(words.title) ? '' : '.'} ${words.text}`;
}

/** The quoted words of one passage, stamped with the edition; the words chosen for `owner` (a rule or question) first. */
export function quoteOf(citation: Citation, ctx: TurnContext, owner = ''): Block[] {
  const guidance = ctx.guidance.find((g) => g.id === citation.guidance);
  const { quotes } = ctx.dialog;
  const text = quotes[`${owner} ${citation.section}`] ?? quotes[citation.section];
  if (guidance === undefined || text === undefined) return [];
  return [
    {
      kind: 'quote',
      text,
      source: `${placeOf(citation, ctx)}. ${guidance.shortTitle}. ${guidance.edition}.`,
    },
  ];
}

/** A passage as it stands in the guidance, with its place and the edition stamp. */
export function quoteOfPassage(
  { guidance, section, all }: Passage,
  passage: number,
  ctx: TurnContext,
): Block {
  const citation = { guidance: guidance.id, section: section.id, page: section.pages };
  return {
    kind: 'quote',
    text: all[passage] ?? '',
    source: `${placeOf(citation, ctx)}. ${guidance.shortTitle}. ${guidance.edition}.`,
  };
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
  const source = places.length === 0 ? say(view.ctx.dialog.words, 'own') : places.join('; ');
  return onTheirWords(view, source, `${kind} ${id} title`, `${kind} ${id} text`);
}

/** Words that an organisation may have put its own way, with whose they are. `line`: as in `reworded` of the dialog. */
export function withWhose(view: View, line: string, text: string): string {
  const [whose] = inTheirWords(view, line);
  return whose === undefined ? text : `${text} (${whose})`;
}

/** The help of a question; where its words or answers are an organisation's own, it says so. */
export function helpOf(view: View, { id, help }: Pick<Question, 'id' | 'help'>): string | undefined {
  const [whose] = inTheirWords(view, ...['ask', 'help', 'options'].map((key) => `questions ${id} ${key}`));
  if (whose === undefined) return help;
  return help === undefined ? `${sentence(whose)}.` : `${help} (${whose})`;
}

/** A source beside words that may be an organisation's own: then it is not the source of the words. */
function onTheirWords({ ctx }: View, source: string, ...lines: readonly string[]): string {
  const { local, words } = ctx.dialog;
  return local !== undefined && lines.some((line) => local.reworded.has(line))
    ? say(words, 'on-local-words', { owner: local.owner, source })
    : source;
}

/** Said where an organisation has worded a line its own way: the source is still the source. */
function inTheirWords({ ctx }: View, ...lines: readonly string[]): string[] {
  const { local, words } = ctx.dialog;
  return local !== undefined && lines.some((line) => local.reworded.has(line))
    ? [say(words, 'in-local-words', { owner: local.owner })]
    : [];
}

/** The same for an obligation, short enough for a list of titles. */
export function shortlyRestingOn(view: View, obligation: string): string {
  const places = citationsFor(view, 'obligations', obligation).map((c) => shortPlaceOf(c, view.ctx));
  const source = places.length === 0 ? say(view.ctx.dialog.words, 'own-short') : places.join('; ');
  return onTheirWords(view, source, `obligations ${obligation} title`);
}
