import type { Dialog } from '../check/dialog.ts';
import { type Answers, FACTS, type Fact } from '../check/facts.ts';
import { PlainWords } from '../check/plain-words.ts';
import type { Policy } from '../check/policy.ts';
import {
  type Alternative,
  type AnswerChange,
  type ChangeChoice,
  changeChoices,
} from '../check/smallest-changes.ts';
import { say } from './words.ts';

/** One line: the answers that would have to be others, and what was given. */
export type ChangeLine = {
  readonly text: string;
  /** False: with these answers more would be asked, and something else could still come out. */
  readonly settled: boolean;
  /** The questions whose answers it is about. */
  readonly facts: readonly Fact[];
};

type Source = { readonly policy: Policy; readonly dialog: Pick<Dialog, 'questions' | 'words' | 'advice'> };

/**
 * The smallest changes that give another outcome, as people read them. Sets that differ in one answer alone stand together,
 * where what follows is the same: what would have to be put right, and whether more would be asked. Nothing is left out.
 */
export function changesInWords(
  { policy, dialog }: Source,
  answers: Answers,
  { sets }: Pick<Alternative, 'sets'>,
): ChangeLine[] {
  const { words } = dialog;
  const before = policy.decide(answers).fixes;
  const groups = new Map<string, { fixes: string[]; settled: boolean; sets: (readonly AnswerChange[])[] }>();
  for (const set of sets) {
    const changed = { ...answers, ...Object.fromEntries(set.map(({ fact, to }) => [fact, to])) };
    const { fixes, settled } = policy.decide(changed);
    // Until more is asked, a fix may only stand for a question that was not reached.
    const added = settled ? fixes.filter((id) => !before.includes(id)) : [];
    const key = `${settled} ${added.join()}`;
    const group = groups.get(key) ?? { fixes: added, settled, sets: [] };
    group.sets.push(set);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ fixes, settled, sets }) =>
    changeChoices(sets).map((choice): ChangeLine => {
      const line = listed(
        choice.map((change) => oneInWords(dialog, change)),
        say(words, 'changes-and'),
      );
      const titles = fixes.map((id) => `“${(dialog.advice.fixes[id]?.title ?? id).replace(/\.$/, '')}”`);
      const text =
        titles.length === 0
          ? line
          : say(words, 'changes-first', { line, fixes: listed(titles, say(words, 'changes-and')) });
      return {
        text: settled ? text : say(words, 'changes-open-line', { line: text }),
        settled,
        facts: choice.map(({ fact }) => fact),
      };
    }),
  );
}

function oneInWords(dialog: Source['dialog'], { fact, from, to }: ChangeChoice): string {
  const { words } = dialog;
  const plain = new PlainWords(dialog);
  const current = from ?? 'unsure';
  const others = FACTS[fact].filter((value) => value !== current);
  // Where more than three would do, and all of them, it is shorter to say so.
  const answer =
    to.length === others.length && to.length > 3
      ? say(words, 'changes-any-other')
      : listed(
          to.map((value) => `“${plain.label(fact, value)}”`),
          say(words, 'changes-or'),
        );
  return say(words, from === null ? 'changes-line-open' : 'changes-line', {
    question: plain.question(fact),
    answer,
    given: `“${plain.label(fact, current)}”`,
  });
}

/** "a, b or c". */
function listed(items: readonly string[], last: string): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}
