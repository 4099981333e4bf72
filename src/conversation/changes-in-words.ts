import type { Dialog } from '../check/dialog.ts';
import { FACTS } from '../check/facts.ts';
import { PlainWords } from '../check/plain-words.ts';
import { type Alternative, type ChangeChoice, changeChoices } from '../check/smallest-changes.ts';
import { say } from './words.ts';

/**
 * The smallest changes that give another outcome, a line each, as people read them: which answer would have to be what, and
 * what was given. Lines whose answers do equally well stand together.
 */
export function changesInWords(
  dialog: Pick<Dialog, 'questions' | 'words'>,
  { sets }: Pick<Alternative, 'sets'>,
): string[] {
  const plain = new PlainWords(dialog);
  const { words } = dialog;
  const one = ({ fact, from, to }: ChangeChoice): string => {
    const current = from ?? 'unsure';
    const others = FACTS[fact].filter((value) => value !== current);
    const quoted = to.map((value) => `“${plain.label(fact, value)}”`);
    // Where more than three would do, and all of them, it is shorter to say so.
    const answer =
      to.length === others.length && to.length > 3
        ? say(words, 'changes-any-other')
        : listed(quoted, say(words, 'changes-or'));
    return say(words, from === null ? 'changes-line-open' : 'changes-line', {
      question: plain.question(fact),
      answer,
      given: `“${plain.label(fact, current)}”`,
    });
  };
  return changeChoices(sets).map((choice) => listed(choice.map(one), say(words, 'changes-and')));
}

/** "a, b or c", with a comma-free join for two. */
function listed(items: readonly string[], last: string): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}
