import type { Question } from '../check/dialog.ts';
import { type AnswerLine, type Card, type FlowPart, leadsTo, type Target } from './flow.ts';
import { FLOW_WORDS } from './flow-words.ts';

type Unheaded = Omit<FlowPart, 'heading'>;
type Words = Pick<Question, 'id' | 'short' | 'options'>;

/**
 * A heading for each part: the answers that lead there, where all come from the first part or are the same; else what is asked
 * first. Where two would be called the same, the answer before is added.
 */
export function partHeadings(
  parts: readonly Unheaded[],
  questions: readonly Words[],
  share: string,
): readonly string[] {
  const firstCards = parts[0]?.cards ?? [];
  const linesTo = (cards: readonly Card[], fits: (to: Target) => boolean): readonly AnswerLine[] =>
    cards.flatMap(({ lines }) => lines.filter(({ to }) => fits(to)));
  const toPart = (part: number) => (to: Target) => to.kind === 'part' && to.part === part;
  const called = (lines: readonly AnswerLine[]): string => {
    const question = questions.find(({ id }) => id === lines[0]?.fact);
    const values = new Set(lines.flatMap((line) => line.values));
    const labels = question?.options.filter(({ value }) => values.has(value)).map(({ label }) => label) ?? [];
    return `${question?.short ?? ''}: ${labels.join(' / ')}`;
  };
  const before = (part: number): string => {
    const cards = firstCards.filter((card) => leadsTo(card, part)).map(({ id }) => id);
    const lines = linesTo(firstCards, (to) => to.kind === 'card' && cards.includes(to.card));
    return lines.length === 0 ? '' : ` (${called(lines)})`;
  };

  const headings = parts.map(({ number, cards: [first] }) => {
    if (number === 1) return FLOW_WORDS.start;
    if (first?.id === 'last') return share;
    const fromFirst = linesTo(firstCards, toPart(number));
    const coming = linesTo(
      parts.flatMap(({ cards }) => cards),
      toPart(number),
    );
    // Whoever comes another way gave another answer.
    if (coming.length === fromFirst.length) return called(fromFirst);
    if (new Set(coming.map((line) => called([line]))).size === 1) return called(coming);
    return questions.find(({ id }) => id === first?.lines[0]?.fact)?.short ?? '';
  });
  return headings.map((heading, i) => {
    const twice = headings.filter((other) => other === heading).length > 1;
    return twice ? `${heading}${before(i + 1)}` : heading;
  });
}
