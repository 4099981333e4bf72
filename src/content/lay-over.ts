import type { Dialog, Question } from '../check/dialog.ts';
import type { LocalFile } from '../check/local-dialog.ts';

/** The dialog in an organisation's words, with what it adds. `local` has been checked against it. */
export function layOver(dialog: Dialog, local: LocalFile, owner: string): Dialog {
  const { wording, questions, obligations, contacts } = local;
  const { advice } = dialog;
  const questionsInTheirWords = dialog.questions.map((question) =>
    inTheirWords(question, wording.questions?.[question.id]),
  );
  const adviceInTheirWords = {
    fixes: over(advice.fixes, wording.fixes),
    obligations: over(advice.obligations, wording.obligations),
    tell: over(advice.tell, wording.tell),
  };
  const reworded = [
    ...(['fixes', 'obligations', 'tell'] as const).flatMap((part) =>
      Object.entries<Words>(advice[part]).flatMap(([id, words]) =>
        changed(words, adviceInTheirWords[part][id]).map((key) => `${part} ${id} ${key}`),
      ),
    ),
    ...dialog.questions.flatMap((question, i) =>
      changed(question, questionsInTheirWords[i]).map((key) => `questions ${question.id} ${key}`),
    ),
  ];
  return {
    ...dialog,
    questions: questionsInTheirWords,
    advice: { ...advice, ...adviceInTheirWords },
    words: { ...dialog.words, ...wording.words },
    local: { owner, reworded: new Set(reworded), questions, obligations, contacts },
  };
}

type Wording = NonNullable<NonNullable<LocalFile['wording']['questions']>[Question['id']]>;

function inTheirWords(question: Question, wording: Wording | undefined): Question {
  if (wording === undefined) return question;
  const { options = {}, ...words } = wording;
  return {
    ...question,
    ...given(words),
    options: question.options.map((option) => ({ ...option, ...given(options[option.value] ?? {}) })),
  };
}

/** Each entry with the words given for it in the place of its own. */
function over<T extends object>(
  entries: Readonly<Record<string, T>>,
  wording: Readonly<Record<string, object | undefined>> = {},
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(entries).map(([id, entry]) => [id, { ...entry, ...given(wording[id] ?? {}) }]),
  );
}

type Words = Readonly<Record<string, unknown>>;

/** The keys whose words are not the same any more: what stands as it was is not somebody else's. */
const changed = (before: Words, after: Words = before): string[] =>
  Object.keys({ ...before, ...after }).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );

/** Without what was left open. */
function given<T extends object>(words: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
